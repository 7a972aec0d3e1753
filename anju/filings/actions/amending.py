"""变更备案, 注销备案 and 续租备案: what becomes of a lease that was filed before. (CON-13; rules A9.1 to A9.6, C3.8)"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING, Any

from anju.contracts import queries as contracts
from anju.contracts.actions import Change
from anju.core import clock
from anju.core import queries as core
from anju.core.actors import Actor
from anju.core.db import action, lock, move, one_at_a_time, rehearse
from anju.core.files import ATTACHMENT
from anju.core.paper import canonical
from anju.core.refusals import Broken, Refused, ensure
from anju.core.search import pairs_of
from anju.custody import queries as held
from anju.filings import queries
from anju.filings.actions.applying import freeze, submitted
from anju.filings.actions.telling import ask_for_consent
from anju.filings.models import Amendment, Consent, Filing
from anju.filings.numbers import application_no
from anju.filings.queries.parameters import review_by
from anju.filings.rules import (
    OPEN,
    Basis,
    Kind,
    Refusal,
    Status,
)
from anju.filings.terms import LeaseChange
from anju.orders import actions as orders
from anju.signings import queries as signings

if TYPE_CHECKING:
    from anju.contracts.models import Lease


@action
def submit_change(
    *, filing_no: str, change: LeaseChange, basis: str, document_id: int, by: Actor
) -> Filing:
    """Apply to change a filed lease; its tenants are asked to consent, unless a judgment says so. (rule A9.1)

    Twice equals once; after it was sent back this hands it in again. It is tried first, so that it is refused now and
    not at the review.
    """
    preview_change(filing_no=filing_no, change=change, by=by)
    asked = {"basis": basis, "document_id": document_id, "changes": change.as_plain}
    return _handed_in(_filed(filing_no, by), Kind.CHANGE, asked, by)


@action
def preview_change(*, filing_no: str, change: LeaseChange, by: Actor) -> Change:
    """What a change would do to the bills of a filed lease: the change itself, done and taken back. (rule A9.1)

    Refused as the change would be, and CHANGES_NOTHING.
    """
    lease = _lease(_filed(filing_no, by))
    tried = rehearse(
        orders.change_lease,
        lease_id=lease.pk,
        terms=change.of(contracts.terms_of(lease)),
        because="",
        by=by,
    )
    if not tried.is_new:
        raise Refused(Refusal.CHANGES_NOTHING, filing_no=filing_no)
    return tried


@action
def submit_end(
    *, filing_no: str, ended_on: date, basis: str, document_id: int, by: Actor
) -> Filing:
    """Apply to end the filing of a lease whose home was handed back, or never taken. (rules A9.3, A9.5)"""
    first = _filed(filing_no, by)
    if ended_on > clock.today():
        raise Refused(Refusal.ENDED_IN_FUTURE, ended_on=ended_on)
    asked = {"basis": basis, "document_id": document_id, "ended_on": ended_on}
    return _handed_in(first, Kind.END, asked, by)


@action
def submit_renewal(*, contract_id: int, filing_no: str, carries_deposit: bool, by: Actor) -> Filing:
    """Apply to file a contract that renews a filed one: its own number, and the old deposit if wanted. (rule A9.2)

    What its tenants agree to is the contract that they signed; that their deposit goes over they are asked apart.
    """
    lease = _lease(_filed(filing_no, by))
    contract = signings.contracts_seen_by(by).filter(pk=contract_id).first()
    if contract is None:
        raise Broken(f"contract {contract_id} is not theirs")
    terms = signings.terms_of(contract)
    if not queries.renews(terms, lease):
        raise Refused(Refusal.NOT_A_RENEWAL, no=terms.no, filing_no=filing_no)
    if carries_deposit and not held.deposit_lots(lease.pk).exists():
        raise Refused(Refusal.DEPOSIT_NOT_HELD, filing_no=filing_no)
    return submitted(
        contract_id,
        None,
        by,
        kind=Kind.RENEWAL,
        concerns=lease,
        carries_deposit=carries_deposit,
    )


@action
def consent_to_filing(*, filing_id: int, facts_digest: bytes, by: Actor) -> Filing:
    """A tenant agrees to a change or an end as they have read it. Twice is once.

    Refused: NOT_A_TENANT, NOTHING_TO_CONSENT, and FACTS_CHANGED when it was handed in otherwise meanwhile.
    """
    filing: Filing = lock(Filing, pk=filing_id)
    party = held.party_of(by)
    if party is None or party not in queries.tenants_concerned(filing):
        raise Refused(Refusal.NOT_A_TENANT)
    if filing.status != Status.SUBMITTED or not queries.needs_consent(filing):
        raise Refused(Refusal.NOTHING_TO_CONSENT)
    if queries.digest_submitted(filing) != facts_digest:
        raise Refused(Refusal.FACTS_CHANGED)
    if party in queries.consents_missing(filing):
        Consent.objects.create(
            submission=queries.submissions_of(filing)[0],
            person_id=party[0],
            organisation_id=party[1],
            given_at=clock.now(),
            given_by=by.name,
            portal=by.portal,
        )
    return filing


def _filed(filing_no: str, by: Actor) -> Filing:
    """The application by which a lease was filed, for whoever may hand in others about it."""
    ensure(queries.may_submit(by), f"{by.name} hands in no applications")
    first = queries.filings_seen_by(by).filter(filing_no=filing_no).first()
    if first is None:
        raise Refused(Refusal.NOT_FILED, filing_no=filing_no)
    one_at_a_time(f"filings:contract:{first.contract_id}")
    return first


def _lease(first: Filing) -> Lease:
    if first.lease_id is None:
        raise Broken(f"{first.application_no} was filed without a lease")
    return contracts.lease(first.lease_id)


def _handed_in(first: Filing, kind: Kind, asked: dict[str, Any], by: Actor) -> Filing:
    """A new application, or the one that was sent back, with what it asks for now."""
    ensure(asked["basis"] in Basis.values, f"{asked['basis']} is no basis")
    documents = core.files_kept_by(by, [asked["document_id"]], ATTACHMENT)
    if not documents:
        raise Refused(Refusal.DOCUMENT_MISSING, kind=kind.label)
    paper = {"name": documents[0].name, "digest": bytes(documents[0].digest).hex()}
    facts = {
        "kind": kind.value,
        "filing_no": first.filing_no,
        "basis": asked["basis"],
        "document": paper,
        "changes": asked.get("changes"),
        "ended_on": str(asked["ended_on"]) if "ended_on" in asked else None,
    }
    text = canonical(facts)
    digest = hashlib.sha256(text.encode()).digest()
    filing = Filing.objects.filter(contract=first.contract_id, status__in=OPEN).first()
    if filing is not None:
        is_same = filing.kind == kind and queries.digest_submitted(filing) == digest
        if filing.status == Status.SUBMITTED and is_same:
            return filing
        if filing.kind != kind or filing.status == Status.SUBMITTED:
            raise Refused(
                Refusal.ANOTHER_OPEN,
                kind=filing.get_kind_display(),
                application_no=filing.application_no,
            )
        _again(filing, by)
    else:
        filing = _new(first, kind, by)
    Amendment.objects.update_or_create(filing=filing, defaults=asked)
    freeze(filing, text, digest, by)
    ask_for_consent(filing, by)
    return filing


def _again(filing: Filing, by: Actor) -> None:
    lock(Filing, pk=filing.pk)
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


def _new(first: Filing, kind: Kind, by: Actor) -> Filing:
    lease, now = _lease(first), clock.now()
    return Filing.objects.create(
        application_no=application_no(now),
        kind=kind,
        concerns=lease,
        contract_id=first.contract_id,
        contract_no=first.contract_no,
        certificate_no=first.certificate_no,
        district=first.district,
        address=first.address,
        pairs=pairs_of(first.address, lease.enterprise.name),
        enterprise_id=first.enterprise_id,
        submitted_by=by.name,
        submitted_at=now,
        review_by=review_by(clock.today()),
    )
