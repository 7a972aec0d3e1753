"""合同备案证明: laid out at once, so that the paper says what is filed. A change has one of its own. (CON-12)"""

from anju.contracts.terms import LeaseTerms
from anju.core import clock
from anju.core.paper import canonical, columns_of
from anju.filings import paper, queries
from anju.filings.models import Certificate, Filing
from anju.filings.rules import Kind
from anju.homes.numbers import notice_code
from anju.signings.terms import ContractTerms


def certify(filing: Filing, terms: ContractTerms, lease: LeaseTerms, *, version: int = 1) -> None:
    """What a lease agrees by an application that was just approved; the papers before it are kept, and replaced."""
    now, code = clock.now(), notice_code()
    renews = queries.lease_concerned(filing).filing_no if filing.kind == Kind.RENEWAL else ""
    facts = paper.facts_of(terms, lease, code, now, version=version, renews=renews)
    Certificate.objects.create(
        filing=filing, code=code, issued_at=now, **columns_of(canonical(facts), paper.pdf)
    )
