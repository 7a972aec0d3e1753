"""Days: which are open, which may be closed, what differs, and which accounts release nothing because of it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, cast

from django.db.models import (
    Case,
    Count,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce

from anju.closings.models import Closing, Difference
from anju.closings.rules import (
    MOST_DAYS_AT_ONCE,
    OPEN,
    WORDS_WHERE_THE_DAY_AGREES,
    DifferenceStatus,
    Kind,
    Status,
    Way,
)
from anju.core import clock
from anju.core.actors import Actor
from anju.ledger import queries as ledger
from anju.parameters import queries as parameters
from anju.payments import queries as payments
from anju.people.rules import Power

MOVES_MONEY = ~Q(effect_fen=0)


def closing_of(bank_account_id: int, day: date) -> Closing | None:
    days = Closing.objects.select_related("statement", "bank_account")
    return days.filter(bank_account=bank_account_id, day=day).first()


def last_closing(bank_account_id: int) -> Closing | None:
    return Closing.objects.filter(bank_account=bank_account_id).order_by("-day").first()


def open_before(closing: Closing) -> Closing | None:
    """The first day of the same account that has to be closed before this one."""
    days = Closing.objects.filter(bank_account=closing.bank_account_id, status__in=OPEN)
    return days.filter(day__lt=closing.day).order_by("day").first()


def first_open_day(bank_account_id: int) -> date:
    """The day that an entry of now belongs to where its own is closed: the first that is open, today at the latest."""
    days = Closing.objects.filter(bank_account=bank_account_id, status__in=OPEN)
    found = days.filter(day__lt=clock.today()).order_by("day").first()
    return clock.today() if found is None else found.day


def marks_of(closing: Closing) -> str:
    """By what a comparison would differ from the last one: when this changes, the day is compared anew."""
    account = closing.bank_account
    before = closing.day - timedelta(days=1)
    statements = payments.standing_statements(account.pk, before, closing.day)
    versions = [f"{one.day:%d}.{one.version}" for one in statements]
    previous = Closing.objects.filter(bank_account=account.pk, day=before).first()
    book = ledger.bank_book(account.bank, closing.day)
    told = payments.entries_of_day(account.pk, closing.day)
    was = "" if previous is None or previous.status != Status.CLOSED else "closed"
    figures = (*versions, was, book.opening_fen, book.in_fen, book.out_fen, *told)
    return "/".join(str(one) for one in figures)


def to_compare() -> Iterator[Closing]:
    """The oldest open days of each account on which something has changed since they were compared.

    What has come in a moment ago is booked first: else it would be a difference for a second.
    """
    for account in payments.bank_accounts():
        days = Closing.objects.filter(bank_account=account.pk, status__in=OPEN)
        over = days.filter(day__lt=clock.today()).order_by("day")
        for closing in over.select_related("bank_account")[:MOST_DAYS_AT_ONCE]:
            if closing.seen != marks_of(closing) and not payments.is_taking_in(
                account.pk, closing.day
            ):
                yield closing


def to_close(actor: Actor) -> QuerySet[Closing]:
    """The open days that are over, for who closes them, the oldest first."""
    return closings_seen_by(actor).filter(status__in=OPEN, day__lt=clock.today()).order_by("day")


def days_to_close(actor: Actor) -> QuerySet[Closing]:
    """The days that are over and wait for who closes them."""
    if Power.PROOF_CLOSE not in actor.may:
        return Closing.objects.none()
    return Closing.objects.filter(status__in=OPEN, day__lt=clock.today()).order_by("day", "pk")


def days_open_again(actor: Actor) -> QuerySet[Closing]:
    """Closed days on which a difference waits again: the bank has not booked in time what it was to book later."""
    if Power.PROOF_CLOSE not in actor.may:
        return Closing.objects.none()
    found = Difference.objects.filter(status=DifferenceStatus.FOUND).values("closing")
    closed = closings_seen_by(actor).filter(status=Status.CLOSED, pk__in=found)
    return closed.order_by("day", "pk")


def left_to_close(day: date) -> dict[str, int]:
    """How many days up to one are open, and how many differences of them wait."""
    left = Closing.objects.filter(status__in=OPEN, day__lte=day)
    found = Difference.objects.filter(status=DifferenceStatus.FOUND, closing__day__lte=day)
    return {"open_days": left.count(), "differences": found.count()}


def closings_seen_by(actor: Actor) -> QuerySet[Closing]:
    if not actor.may.intersection((Power.PROOF_READ, Power.PROOF_CLOSE)):
        return Closing.objects.none()
    return Closing.objects.select_related("bank_account", "statement")


def days_in_full(actor: Actor) -> QuerySet[Closing]:
    """Each with what stands on its page besides: how many of its differences wait (`waiting`), which day of the account
    has to be closed first (`earlier_on`) and which comes next (`later_on`), and whether nothing is released from the
    account (`is_blocked`).
    """
    found = Difference.objects.filter(closing=OuterRef("pk"), status=DifferenceStatus.FOUND)
    counted = found.order_by().values("closing").annotate(n=Count("pk")).values("n")
    others = Closing.objects.filter(bank_account=OuterRef("bank_account"), status__in=OPEN)
    earlier = others.filter(day__lt=OuterRef("day"))
    later = others.filter(day__gt=OuterRef("day"), day__lt=clock.today())
    blocking = _blocking(clock.today()).filter(closing__bank_account=OuterRef("bank_account"))
    return closings_seen_by(actor).annotate(
        waiting=Coalesce(Subquery(counted), 0),
        earlier_on=Subquery(earlier.order_by("day").values("day")[:1]),
        later_on=Subquery(later.order_by("day").values("day")[:1]),
        is_blocked=Exists(blocking),
    )


def closings_between(actor: Actor, first: date, last: date) -> QuerySet[Closing]:
    """The days of all accounts in a period, each with the number of its differences that wait."""
    waits = Count("differences", filter=Q(differences__status=DifferenceStatus.FOUND))
    of_period = closings_seen_by(actor).filter(day__range=(first, last))
    return of_period.annotate(waiting=waits).order_by("bank_account", "day")


def differences_of(closing: Closing) -> QuerySet[Difference]:
    """What waits first, then what was explained, then what is settled."""
    of_day = closing.differences.select_related(
        "entry", "line__statement", "closing__bank_account", "closing__statement"
    )
    stored = cast(Any, Difference._meta.get_field("files").related_model)
    papers = Prefetch("files", stored.objects.defer("content"))
    turn = Case(
        When(status=DifferenceStatus.FOUND, then=0),
        When(status=DifferenceStatus.EXPLAINED, then=1),
        default=2,
    )
    return of_day.prefetch_related(papers).order_by(turn, "pk")


def differences_found(actor: Actor) -> QuerySet[Difference]:
    """One difference is found among those of the days that this member of staff sees."""
    days = closings_seen_by(actor)
    return Difference.objects.select_related(
        "closing__bank_account", "closing__statement", "entry", "line__statement"
    ).filter(closing__in=days)


def words_suffice(difference: Difference) -> bool:
    """Whether a difference may be explained in words: no money is missing because of it."""
    if difference.effect_fen == 0:
        return True
    agrees = difference.closing.difference_fen == 0
    return Kind(difference.kind) in WORDS_WHERE_THE_DAY_AGREES and agrees


def to_appear() -> QuerySet[Difference]:
    """What the bank is to book later, and what is open again on a day that was closed: it may have appeared by now."""
    in_transit = Q(status=DifferenceStatus.EXPLAINED, how=Way.TIMING)
    overdue = Q(status=DifferenceStatus.FOUND, kind=Kind.MISSING, closing__status=Status.CLOSED)
    waits = Difference.objects.filter(in_transit | overdue).select_related("closing")
    return waits.order_by("closing_id", "pk")[:500]


def blocked_accounts(day: date) -> list[int]:
    """The bank accounts from which nothing is released on a day: a difference of money of an earlier day is open.

    (rule A11.9)
    """
    accounts = _blocking(day).order_by("closing__bank_account").values_list("closing__bank_account")
    return [account for (account,) in accounts.distinct()]


def _blocking(day: date) -> QuerySet[Difference]:
    if not parameters.is_so("closing.blocks_releases", day):
        return Difference.objects.none()
    return Difference.objects.filter(
        MOVES_MONEY, status=DifferenceStatus.FOUND, closing__day__lt=day
    )


def blocked_banks(day: date) -> list[str]:
    """The same by the banks' codes."""
    blocked = set(blocked_accounts(day))
    return [account.bank for account in payments.bank_accounts() if account.pk in blocked]
