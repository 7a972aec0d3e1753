"""合同补录 and 备案申请 in one: a contract signed on paper is entered and handed in at once. (CON-11, CON-14)"""

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action
from anju.core.refusals import Refused
from anju.filings import queries
from anju.filings.actions.applying import submitted
from anju.filings.models import Filing
from anju.filings.rules import Refusal
from anju.filings.terms import StatedContract
from anju.homes import queries as homes
from anju.homes.numbers import read_verification_no
from anju.people import queries as people
from anju.people.rules import Power
from anju.signings import actions as signings
from anju.signings import queries as signing_queries
from anju.signings.rules import Way


@action
def enter_and_submit(*, stated: StatedContract, by: Actor) -> Filing:
    """Enter one contract and hand it in. Refused, and nothing of it is kept, with everything that is wrong with it."""
    return entered_and_submitted(stated, None, by)


def entered_and_submitted(stated: StatedContract, client_id: int | None, by: Actor) -> Filing:
    if by.staff_id is not None:
        people.check_power(by, Power.FILING_ENTER)
    queries.check_paper_may_be_filed(clock.today())
    contract = signings.begin_contract(
        verification_id=_verification_id(stated.verification_no, by), way=Way.PAPER, by=by
    )
    signings.keep_typed(contract_id=contract.pk, typed=stated.typed, by=by)
    contract = signings.keep_documents(contract_id=contract.pk, documents=stated.documents, by=by)
    shown = signing_queries.preview(contract)
    if shown.terms is None or shown.faults:
        sentences = "；".join(fault.sentence for fault in shown.faults)
        raise Refused(Refusal.CONTRACT_WRONG, sentences=sentences, faults=shown.faults)
    signings.enter_contract(contract_id=contract.pk, terms_digest=shown.terms.digest, by=by)
    return submitted(contract.pk, client_id, by)


def _verification_id(text: str, by: Actor) -> int:
    """A home that this enterprise had verified; at the counter anybody's."""
    found = homes.verification_by_no(read_verification_no(text) or "-")
    is_theirs = found is not None and (
        by.staff_id is not None or found.organisation_id == by.organisation_id
    )
    if found is None or not is_theirs:
        raise Refused(Refusal.NO_SUCH_VERIFICATION, no=text[:40])
    return found.pk
