"""The signed contract is laid out, once, and kept for good. (CON-05)"""

import base64
import hashlib

from anju.core import clock
from anju.core.paper import canonical
from anju.signings import paper
from anju.signings.models import Contract, SignedPaper


def seal_paper(contract: Contract) -> SignedPaper:
    """The PDF with the signatures of both sides; its digest is what a presented copy is compared with."""
    now = clock.now()
    text = canonical(paper.facts_of(contract, now))
    pdf = paper.pdf(text)
    return SignedPaper.objects.create(
        contract=contract,
        sealed_at=now,
        facts=text,
        facts_digest=hashlib.sha256(text.encode()).digest(),
        pdf=base64.b64encode(pdf).decode(),
        pdf_digest=hashlib.sha256(pdf).digest(),
    )
