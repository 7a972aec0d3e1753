"""【备案申请】: by the enterprise, at the counter or by a program; taken back, handed in again. (CON-10, CON-11)"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, move, one_at_a_time
from anju.core.reasons import given
from anju.core.refusals import Broken, Refused, ensure
from anju.core.search import pairs_of
from anju.filings import queries
from anju.filings.actions.checking import check_may_be_filed
from anju.filings.models import Filing, Submission
from anju.filings.numbers import application_no
from anju.filings.queries.parameters import review_by
from anju.filings.rules import (
    OF_A_CONTRACT,
    OPEN,
    Kind,
    Refusal,
    Status,
)
from anju.people import queries as people
from anju.signings import actions as signing_actions
from anju.signings import queries as signings
from anju.signings.rules import EFFECTIVE

if TYPE_CHECKING:
    from anju.signings.models import Contract


@action
def submit_filing(*, contract_id: int, by: Actor) -> Filing:
    """Apply to file a signed or entered contract as it stands. Twice equals once.

    Refused to tenants, and as `checking.check_may_be_filed` says.
    """
    return submitted(contract_id, None, by)


def submitted(
    contract_id: int, client_id: int | None, by: Actor, kind: Kind = Kind.NEW, **about: Any
) -> Filing:
    """The one open application for a contract: made now, or the same as before. `about` says more of a renewal."""
    one_at_a_time(f"filings:contract:{contract_id}")
    contract = _contract(contract_id, by)
    filing = Filing.objects.filter(contract=contract, status__in=OPEN).first()
    if filing is not None:
        if filing.status == Status.RETURNED:
            raise Refused(Refusal.RETURNED_OPEN, application_no=filing.application_no)
        if filing.kind != kind:
            raise Refused(
                Refusal.ANOTHER_OPEN,
                kind=filing.get_kind_display(),
                application_no=filing.application_no,
            )
        if client_id is not None and filing.client_id != client_id:
            no = filing.application_no
            raise Refused(Refusal.ALREADY_OPEN, no=contract.no, application_no=no)
        return filing
    terms, now = signings.terms_of(contract), clock.now()
    check_may_be_filed(terms, contract.organisation_id, clock.today(), by)
    filing = Filing.objects.create(
        application_no=application_no(now),
        kind=kind,
        contract=contract,
        contract_no=contract.no,
        certificate_no=contract.certificate_no,
        district=contract.district,
        address=contract.address,
        pairs=pairs_of(contract.address, terms.enterprise_name),
        enterprise_id=contract.organisation_id,
        client_id=client_id,
        submitted_by=by.name,
        submitted_at=now,
        review_by=review_by(clock.today()),
        **about,
    )
    freeze(filing, terms.text, terms.digest, by)
    return filing


def _contract(contract_id: int, by: Actor) -> Contract:
    """The contract, for whoever may hand it in; who else sees it is told who may."""
    contract = signings.contracts_seen_by(by).filter(pk=contract_id).first()
    if contract is None:
        raise Broken(f"contract {contract_id} is not theirs")
    if not queries.may_submit(by):
        enterprise = people.organisation(contract.organisation_id).name
        raise Refused(Refusal.TENANT_MAY_NOT_FILE, enterprise=enterprise)
    if contract.status not in EFFECTIVE:
        status = contract.get_status_display()
        raise Refused(Refusal.NOT_READY, no=contract.no, status=status)
    return contract


def freeze(filing: Filing, text: str, digest: bytes, by: Actor) -> None:
    """What is handed in is kept as it is: the review is of this, whatever becomes of the contract."""
    Submission.objects.create(
        filing=filing,
        number=filing.submissions.count() + 1,
        facts=text,
        facts_digest=digest,
        submitted_by=by.name,
        portal=by.portal,
        submitted_at=clock.now(),
    )


@action
def resubmit_filing(*, filing_id: int, by: Actor) -> Filing:
    """Hand in again what was sent back, with the contract as it stands now; a new time for the review begins.

    Twice equals once. Refused as the first time.
    """
    filing = _own(filing_id, by)
    if filing.status == Status.SUBMITTED:
        return filing
    Filing.MOVES.check("resubmit", filing)
    ensure(
        filing.kind in OF_A_CONTRACT, "a change, or an end, is handed in anew as it is asked for"
    )
    contract = _contract(filing.contract_id, by)
    terms = signings.terms_of(contract)
    check_may_be_filed(terms, contract.organisation_id, queries.first_submitted_on(filing), by)
    move(
        filing,
        "resubmit",
        by=by,
        submitted_by=by.name,
        submitted_at=clock.now(),
        review_by=review_by(clock.today()),
        reviewed_by="",
        reviewed_at=None,
        because="",
    )
    freeze(filing, terms.text, terms.digest, by)
    return filing


@action
def correct_contract(*, filing_id: int, by: Actor) -> Contract:
    """Open the contract of an application that was sent back: signed on paper, it is a draft again, to be corrected.

    It is entered anew as any draft, and then handed in again. What was signed online cannot be corrected by one side.
    """
    filing = _own(filing_id, by)
    Filing.MOVES.check("resubmit", filing)
    return signing_actions.correct_entry(contract_id=filing.contract_id, by=by)


@action
def withdraw_filing(*, filing_id: int, because: str, by: Actor) -> Filing:
    """Take an application back that is not decided yet; the contract may be filed anew later. Twice equals once."""
    filing = _own(filing_id, by)
    if filing.status != Status.WITHDRAWN:
        move(filing, "withdraw", by=by, because=given(because))
    return filing


def _own(filing_id: int, by: Actor) -> Filing:
    ensure(queries.may_submit(by), f"{by.name} hands in no applications")
    seen = queries.filings_seen_by(by).filter(pk=filing_id).exists()
    ensure(seen, f"application {filing_id} is not theirs")
    filing: Filing = lock(Filing, pk=filing_id)
    return filing
