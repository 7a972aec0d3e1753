"""Filing through the API: a program hands in a contract for the enterprise that it names. (CON-14)"""

from collections.abc import Sequence

from anju.core.actions import store_file
from anju.core.actors import Actor
from anju.core.crypto import digest
from anju.core.db import action, one_at_a_time
from anju.core.files import ATTACHMENT
from anju.core.paper import canonical
from anju.core.refusals import Broken, Refused
from anju.filings.actions.applying import submitted
from anju.filings.actions.entering import entered_and_submitted
from anju.filings.models import Filing, Request
from anju.filings.rules import Refusal
from anju.filings.terms import ContractByNo, StatedContract, StatedPaper
from anju.people import queries as people
from anju.signings import queries as signings


@action
def file_by_program(
    *, key: str, uscc: str, stated: ContractByNo | StatedPaper, by: Actor
) -> Filing:
    """Hand in a contract, signed online or on paper, under a key of the program: one key is one application.

    We trust the key to speak for the enterprise, as with verifications. Refused when the key was used for another
    content, and as an enterprise is refused.
    """
    if by.client_id is None:
        raise Broken(f"{by.name} is no program")
    one_at_a_time(f"filings:request:{by.client_id}:{key}")
    content = digest(canonical({"uscc": uscc, "stated": stated.as_plain}))
    known = Request.objects.filter(client=by.client_id, key=key).select_related("filing").first()
    if known is not None:
        if bytes(known.content_digest) != content:
            raise Refused(Refusal.KEY_REUSED)
        return known.filing
    enterprise = people.organisation_by_uscc(uscc)
    if enterprise is None:
        raise Refused(Refusal.NO_SUCH_ENTERPRISE, uscc=uscc)
    landlord = Actor(by.name, by.portal, organisation_id=enterprise.pk)
    if isinstance(stated, ContractByNo):
        contract_id = _contract_id(stated.no, enterprise.name, landlord)
        filing = submitted(contract_id, by.client_id, landlord)
    else:
        paper = StatedContract(
            stated.verification_no, stated.typed, _stored(stated.files, landlord)
        )
        filing = entered_and_submitted(paper, by.client_id, landlord)
    Request.objects.create(client_id=by.client_id, key=key, content_digest=content, filing=filing)
    return filing


def _contract_id(no: str, enterprise: str, landlord: Actor) -> int:
    contract = signings.found_by(signings.contracts_seen_by(landlord), no).first()
    if contract is None or contract.no != no:
        raise Refused(Refusal.NO_SUCH_CONTRACT, no=no[:40], enterprise=enterprise)
    return contract.pk


def _stored(files: Sequence[tuple[str, str, bytes]], landlord: Actor) -> list[tuple[str, int]]:
    return [
        (kind, store_file(name=name, content=content, allowed=ATTACHMENT, by=landlord))
        for kind, name, content in files
    ]
