"""Holds: what stops releases, and what lets them go on. (rules A5.8, A5.9)"""

from datetime import date

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, lock_many, move
from anju.core.refusals import Refused, ensure
from anju.custody.models import Hold, Lot, SettlementAccount
from anju.custody.rules import IN_USE, ORDERED, HoldReason, HoldStatus, LotStatus, Refusal
from anju.webhooks import actions as webhooks
from anju.webhooks.rules import Event


@action
def hold_releases(
    *,
    lease_id: int | None = None,
    enterprise_id: int | None = None,
    reason: str,
    document_no: str,
    note: str,
    until_on: date | None = None,
    by: Actor,
) -> Hold:
    """Stop the releases of one lease, or of all leases of an enterprise, by a document of an authority or a court.

    What was instructed before stays instructed; what falls due from now on gathers until the hold is lifted or its
    last day is over. The same document again changes nothing; refused when it says something else.
    """
    ensure((lease_id is None) != (enterprise_id is None), "a hold is of a lease or an enterprise")
    ensure(reason in ORDERED, f"{reason} is not ordered by a document")
    document_no, note = document_no.strip(), note.strip()
    if not document_no:
        raise Refused(Refusal.NO_DOCUMENT)
    if until_on is not None and until_on <= clock.today():
        raise Refused(Refusal.ENDS_IN_PAST, until_on=until_on)
    keep_releases_out(lease_id=lease_id, enterprise_id=enterprise_id)
    known = Hold.objects.filter(
        lease=lease_id,
        enterprise=enterprise_id,
        document_no=document_no,
        status=HoldStatus.IN_FORCE,
    ).first()
    if known is not None:
        if (known.reason, known.note, known.until_on) != (reason, note, until_on):
            raise Refused(Refusal.ALREADY_HELD, document_no=document_no)
        return known
    hold = Hold.objects.create(
        lease_id=lease_id,
        enterprise_id=enterprise_id,
        reason=reason,
        document_no=document_no,
        note=note,
        until_on=until_on,
        placed_at=clock.now(),
        placed_by=by.name,
    )
    _tell(hold, Event.HOLD_PLACED, by)
    return hold


def _tell(hold: Hold, event: Event, by: Actor) -> None:
    """The enterprise's program: of which lease, or of all, and by which document."""
    filing_no = hold.lease.filing_no if hold.lease else ""
    webhooks.tell(
        organisation_id=hold.lease.enterprise_id if hold.lease else hold.enterprise_id,
        event=event,
        about=filing_no,
        facts={
            "filing_no": filing_no,
            "reason": hold.reason,
            "document_no": hold.document_no,
        },
        by=by,
    )


def keep_releases_out(*, lease_id: int | None = None, enterprise_id: int | None = None) -> None:
    """A release under way of these leases ends before this transaction goes on; the next one sees what it has done.

    Releases lock the enterprise's account, then the lots, and only then ask what is held.
    """
    if enterprise_id is not None:
        accounts = SettlementAccount.objects.filter(enterprise=enterprise_id, status__in=IN_USE)
        lock_many(SettlementAccount, accounts.values_list("pk", flat=True))
    else:
        held = Lot.objects.filter(lease=lease_id, status=LotStatus.HELD)
        lock_many(Lot, held.values_list("pk", flat=True))


@action
def lift_hold(*, hold_id: int, because: str, by: Actor) -> Hold:
    """Lift a hold that an officer entered: what has gathered goes out with the next release.

    Twice equals once. Refused for a hold that a lease's end placed: that is lifted by what ends it.
    """
    hold: Hold = lock(Hold, pk=hold_id)
    if hold.reason not in ORDERED:
        raise Refused(Refusal.NOT_YOURS_TO_LIFT)
    if not because.strip():
        raise Refused(Refusal.REASON_MISSING)
    if hold.status == HoldStatus.IN_FORCE:
        move(hold, "lift", by=by, because=because.strip())
        _tell(hold, Event.HOLD_LIFTED, by)
    return hold


@action
def begin_ending(*, lease_id: int, because: str, by: Actor) -> Hold:
    """A notice, the lease's last day or a cancelled filing: from now on nothing of this lease is released. (A5.9)

    What was instructed before stays instructed. Beginning again changes nothing.
    """
    keep_releases_out(lease_id=lease_id)
    hold, _ = Hold.objects.get_or_create(
        lease_id=lease_id,
        reason=HoldReason.ENDING,
        status=HoldStatus.IN_FORCE,
        defaults={"note": because[:300], "placed_at": clock.now(), "placed_by": by.name},
    )
    return hold


@action
def lift_ending(*, lease_id: int, because: str, by: Actor) -> None:
    """The lease's end was registered by mistake, or has nothing more to settle: what is held may be released again."""
    endings = Hold.objects.filter(
        lease=lease_id, reason=HoldReason.ENDING, status=HoldStatus.IN_FORCE
    )
    for hold in lock_many(Hold, endings.values_list("pk", flat=True)):
        move(hold, "lift", by=by, because=because)
