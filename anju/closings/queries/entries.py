"""Entries made by hand: what they did to a day's book, and whom they wait for."""

from datetime import date

from django.db.models import BigIntegerField, Case, F, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from anju.closings.models import Closing, Difference, ManualEntry
from anju.closings.queries.days import first_open_day
from anju.closings.rules import EntryKind, EntryStatus, Kind, Status
from anju.core.actors import Actor
from anju.payments.rules import Direction, FactStatus
from anju.people.rules import Power

STANDING = (EntryStatus.PROPOSED, EntryStatus.BOOKED)
RAISES = Case(When(source__startswith="world:", then=F("amount_fen")), default=-F("amount_fen"))
KEEPS = Case(
    When(credit__isnull=False, then=Value(0)),
    When(destination__startswith="suspense:", then=F("amount_fen")),
    When(source__startswith="suspense:", then=-F("amount_fen")),
    default=Value(0),
    output_field=BigIntegerField(),
)


def by_hand_fen(bank_account_id: int, day: date) -> int:
    """By how much entries by hand have raised a day's book."""
    booked = ManualEntry.objects.filter(
        bank_account=bank_account_id, happened_on=day, status=EntryStatus.BOOKED
    )
    return int(booked.aggregate(fen=Coalesce(Sum(RAISES), 0))["fen"])


def kept_by_hand_fen(bank_account_id: int) -> int:
    """What stands in suspense because entries by hand put it there: the rest is somebody's who paid it."""
    booked = ManualEntry.objects.filter(bank_account=bank_account_id, status=EntryStatus.BOOKED)
    return int(booked.aggregate(fen=Coalesce(Sum(KEEPS), 0))["fen"])


def entry_like(
    bank_account_id: int, kind: EntryKind, amount_fen: int, happened_on: date, reason: str
) -> ManualEntry | None:
    """An entry that says the same as another would, word for word, and has not been reversed."""
    same = ManualEntry.objects.filter(
        bank_account=bank_account_id,
        kind=kind,
        amount_fen=amount_fen,
        happened_on=happened_on,
        reason=reason,
        status__in=STANDING,
    )
    return same.exclude(reversals__status=EntryStatus.BOOKED).first()


def reversal_of(entry: ManualEntry) -> ManualEntry | None:
    """The entry that takes another back, or is to."""
    return entry.reversals.filter(status__in=STANDING).first()


def entry_waiting_on(closing: Closing) -> ManualEntry | None:
    """An entry that is to stand in a day's book and that nobody has checked yet."""
    waiting = ManualEntry.objects.filter(
        bank_account=closing.bank_account_id,
        happened_on=closing.day,
        status=EntryStatus.PROPOSED,
    )
    return waiting.order_by("pk").first()


def entry_in_hand(difference: Difference) -> ManualEntry | None:
    """The entry for a difference that waits for its check."""
    return difference.entries.filter(status=EntryStatus.PROPOSED).first()


def day_to_book_on(closing: Closing) -> date:
    """The day of an entry that settles a difference of a day."""
    if closing.status == Status.CLOSED:
        return first_open_day(closing.bank_account_id)
    return closing.day


def kinds_that_settle(difference: Difference) -> tuple[EntryKind, ...]:
    """The kinds of entry that move the book the way a difference wants it."""
    if difference.effect_fen < 0:
        return (EntryKind.MORE,)
    return (EntryKind.LESS_INTEREST, EntryKind.LESS, EntryKind.FEE)


def may_be_denied(difference: Difference) -> bool:
    """Whether a difference is a credit that our book has and the bank's statement has not."""
    is_credit = difference.entry_id is not None and difference.direction == Direction.CREDIT
    return difference.kind == Kind.MISSING and is_credit


def stands_in_suspense(difference: Difference) -> bool:
    """Whether the credit that is missing on the statement could still go back to who is said to have paid it."""
    waits = (FactStatus.SET_ASIDE, FactStatus.DOUBTED)
    entry = difference.entry
    return may_be_denied(difference) and entry is not None and entry.status in waits


def was_withdrawn(difference: Difference) -> bool:
    """Whether a line says again what was withdrawn because the bank had denied it."""
    entry = difference.entry
    is_withdrawn = entry is not None and entry.status == FactStatus.WITHDRAWN
    return is_withdrawn and difference.kind == Kind.BANK_ONLY


def entries_seen_by(actor: Actor) -> QuerySet[ManualEntry]:
    powers = (Power.ENTRY_MAKE, Power.ENTRY_CHECK, Power.LEDGER_READ, Power.PROOF_CLOSE)
    if not actor.may.intersection(powers):
        return ManualEntry.objects.none()
    return ManualEntry.objects.select_related(
        "bank_account", "difference__closing__bank_account", "reverses", "credit"
    )


def entries_to_check(actor: Actor) -> QuerySet[ManualEntry]:
    """The entries that wait for who checks them, the oldest first; nobody checks his own."""
    if Power.ENTRY_CHECK not in actor.may:
        return ManualEntry.objects.none()
    waiting = entries_seen_by(actor).filter(status=EntryStatus.PROPOSED)
    return waiting.exclude(made_by=actor.name).order_by("pk")


def entries_about(closing: Closing) -> list[ManualEntry]:
    """The same together with those for the day's differences, which may stand in the book of a later day."""
    of_differences = ManualEntry.objects.filter(difference__closing=closing)
    both = entries_of(closing).order_by().values("pk").union(of_differences.values("pk"))
    return list(ManualEntry.objects.filter(pk__in=both).order_by("pk"))


def stands_in_book_of(closing: Closing, entry: ManualEntry) -> bool:
    """Whether an entry stands in a day's book, or is to."""
    return entry.happened_on == closing.day and entry.status in STANDING


def entries_of(closing: Closing) -> QuerySet[ManualEntry]:
    """The entries by hand that stand in a day's book, or are to."""
    of_day = ManualEntry.objects.filter(
        bank_account=closing.bank_account_id, happened_on=closing.day
    )
    standing = of_day.filter(status__in=STANDING)
    return standing.order_by("pk")
