"""The review of applications by another person than whoever handed them in. (CON-12, CON-13)"""

from anju.contracts import actions as contracts
from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.reasons import given
from anju.core.refusals import Refused
from anju.filings import queries
from anju.filings.actions import effects
from anju.filings.actions.certifying import certify
from anju.filings.actions.telling import tell_decided
from anju.filings.lease import lease_terms
from anju.filings.models import Filing
from anju.filings.numbers import new_filing_no
from anju.filings.rules import OF_A_CONTRACT, Refusal, Status
from anju.homes import actions as homes
from anju.signings import actions as signings
from anju.signings import queries as signing_queries
from anju.signings.rules import EFFECTIVE


@action
def send_back(*, filing_id: int, because: str, by: Actor) -> Filing:
    """Return an application with a reason; it may be handed in again. Twice equals once."""
    filing: Filing = lock(Filing, pk=filing_id)
    because = given(because)
    if filing.status == Status.RETURNED:
        return filing
    Filing.MOVES.check("send_back", filing)
    queries.check_may_review(filing, by)
    move(
        filing,
        "send_back",
        by=by,
        because=because,
        reviewed_by=by.name,
        reviewed_at=clock.now(),
    )
    filing.because = because
    filing.save(update_fields=["because"])
    tell_decided(filing, "filing_sent_back", {"because": because}, by)
    return filing


@action
def approve_filing(*, filing_id: int, by: Actor) -> Filing:
    """What was applied for takes effect: a contract is filed, or a filed lease is changed or ended. (CON-13)

    All of it or nothing. Twice equals once. Refused without the post and to whoever had a hand in the application; when
    a tenant has not consented who must; and as what takes effect is refused.
    """
    filing: Filing = lock(Filing, pk=filing_id)
    if filing.status == Status.APPROVED:
        return filing
    Filing.MOVES.check("approve", filing)
    queries.check_may_review(filing, by)
    if filing.kind in OF_A_CONTRACT:
        _file(filing, by)
        return filing
    effects.check_consents(filing)
    move(filing, "approve", by=by, reviewed_by=by.name, reviewed_at=clock.now())
    effects.take_effect(filing, by)
    tell_decided(filing, f"{filing.kind}_approved", {}, by)
    return filing


def _file(filing: Filing, by: Actor) -> None:
    """File a contract: its number, its lease with bills and messages to the tenants, its certificate.

    Refused when the contract is no longer what was handed in, and as the home says: a restriction that appeared,
    another contract.
    """
    contract, now = filing.contract, clock.now()
    if contract.status not in EFFECTIVE:
        status = contract.get_status_display()
        raise Refused(Refusal.NOT_READY, no=contract.no, status=status)
    terms = signing_queries.terms_of(contract)
    if terms.digest != queries.digest_submitted(filing):
        raise Refused(Refusal.FACTS_CHANGED)
    filing_no = new_filing_no(filing.district, clock.day_of(now).year)
    signings.mark_filed(contract_id=contract.pk, filing_no=filing_no, by=by)
    homes.consume_verification(
        verification_id=contract.verification_id,
        filing_no=filing_no,
        contract_no=contract.no,
        unit=terms.unit,
        from_on=terms.starts_on,
        to_on=terms.ends_on,
        by=by,
    )
    stated = lease_terms(terms, filing_no, clock.day_of(now))
    lease = contracts.take_filing(terms=stated, by=by).lease
    move(
        filing,
        "approve",
        by=by,
        filing_no=filing_no,
        lease=lease,
        reviewed_by=by.name,
        reviewed_at=now,
    )
    certify(filing, terms, stated)
    effects.carry_over(filing, lease, by)
    tell_decided(filing, "filing_approved", {"filing_no": filing_no}, by)
