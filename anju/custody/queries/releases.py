"""What is due, what went out, and what waits for whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Count, Exists, Min, OuterRef, QuerySet, Sum

from anju.closings import queries as closings
from anju.core.actors import Actor
from anju.custody.models import InterestOwed, Lot, Release, ReleaseLine, SettlementAccount
from anju.custody.queries.holds import in_force
from anju.custody.rules import IN_USE, LEFT, LotStatus, OwedStatus

# An enterprise's account is asked whether anything is due to it, by index; never all lots whether they are due.
PAYABLE = """
    SELECT account.enterprise_id, due.bank_account_id
    FROM custody_settlementaccount AS account CROSS JOIN LATERAL ({due}) AS due
    WHERE account.status = 'active' AND coalesce(account.not_before <= %(day)s, true) AND NOT EXISTS (
        SELECT 1 FROM custody_hold AS hold WHERE hold.enterprise_id = account.enterprise_id
        AND hold.status = 'in_force' AND coalesce(hold.until_on >= %(day)s, true)
    )
    ORDER BY account.enterprise_id, due.bank_account_id
"""
LOTS_DUE = """
    SELECT DISTINCT bank_account_id FROM custody_lot
    WHERE enterprise_id = account.enterprise_id AND status = 'held' AND release_on <= %(day)s
"""
INTEREST_DUE = """
    SELECT DISTINCT lot.bank_account_id FROM custody_interestowed AS owed
    JOIN custody_releaseline AS line ON line.id = owed.line_id JOIN custody_lot AS lot ON lot.id = line.lot_id
    WHERE lot.enterprise_id = account.enterprise_id AND owed.status = 'owed'
        AND lot.status IN ('released', 'ended')
"""


def to_release(day: date) -> list[int]:
    """The enterprises to which something may be released on a day."""
    pairs = _pairs(PAYABLE.format(due=LOTS_DUE), day)
    return list(dict.fromkeys(enterprise_id for enterprise_id, _ in pairs))


def to_pay_interest(day: date) -> list[tuple[int, int]]:
    """The enterprises, each with a bank account, to which interest is owed."""
    if not InterestOwed.objects.filter(status=OwedStatus.OWED).exists():
        return []
    blocked = closings.blocked_accounts(day)
    pairs = _pairs(PAYABLE.format(due=INTEREST_DUE), day)
    return [(enterprise, account) for enterprise, account in pairs if account not in blocked]


def _pairs(sql: str, day: date) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"day": day})
        return [(int(enterprise), int(account)) for enterprise, account in cursor.fetchall()]


def without_account(day: date) -> list[int]:
    """The enterprises for which rent waits though they have named no account, or none that was accepted."""
    due = Lot.objects.filter(status=LotStatus.HELD, release_on__lte=day)
    served = SettlementAccount.objects.filter(status__in=IN_USE).values("enterprise")
    waiting = due.exclude(enterprise__in=served).order_by("enterprise")
    return list(waiting.values_list("enterprise", flat=True).distinct())


@dataclass(frozen=True)
class Gathered:
    """What is due to an enterprise and has not gone: so many lots, together so much, the first one since when.

    And what explains it: the statuses of its accounts, and whether all its releases are stopped.
    """

    enterprise_id: int
    lot_count: int
    amount_fen: int
    since: date
    account_statuses: frozenset[str]
    is_held: bool


def gathered(day: date, enterprise_ids: Iterable[int]) -> dict[int, Gathered]:
    """What waits for each of these enterprises on a day: for an account, or for a hold to be lifted."""
    due = Lot.objects.filter(
        enterprise__in=list(enterprise_ids), status=LotStatus.HELD, release_on__lte=day
    )
    accounts = SettlementAccount.objects.filter(enterprise=OuterRef("enterprise"))
    rows = due.values_list("enterprise").annotate(
        Count("pk"),
        Sum("amount_fen"),
        Min("release_on"),
        statuses=ArraySubquery(accounts.values("status")),
        is_held=Exists(in_force(day).filter(enterprise=OuterRef("enterprise"))),
    )
    return {
        enterprise: Gathered(enterprise, lots, fen, since, frozenset(statuses), is_held)
        for enterprise, lots, fen, since, statuses, is_held in rows
    }


@dataclass(frozen=True)
class ComingRelease:
    """What the schedule has for a day, interest not counted: so many lots, together so much."""

    day: date
    lot_count: int
    amount_fen: int


def coming_releases(enterprise_id: int, days: int) -> list[ComingRelease]:
    """The next days on which rent is released to an enterprise, by the schedule; stopped leases are left out."""
    stopped = in_force().filter(lease__isnull=False).values("lease")
    held = Lot.objects.filter(
        enterprise=enterprise_id, status=LotStatus.HELD, release_on__isnull=False
    )
    rows = (
        held.exclude(lease__in=stopped)
        .values("release_on")
        .annotate(lots=Count("pk"), fen=Sum("amount_fen"))
        .order_by("release_on")
    )
    return [
        ComingRelease(day, lots, fen)
        for day, lots, fen in rows.values_list("release_on", "lots", "fen")[:days]
        if day is not None
    ]


def released_on(day: date) -> dict[str, int]:
    """What was released on a day, for its report."""
    totals = Release.objects.filter(day=day).aggregate(
        releases=Count("pk"),
        lots=Sum("lot_count", default=0),
        principal_fen=Sum("principal_fen", default=0),
        interest_fen=Sum("interest_fen", default=0),
    )
    return {name: int(total) for name, total in totals.items()}


def released_between(first: date, last: date) -> dict[str, int]:
    """What was released from one day to another, both included, for the report of a month."""
    made = Release.objects.filter(day__gte=first, day__lte=last)
    totals = made.aggregate(
        releases=Count("pk"),
        enterprises=Count("enterprise", distinct=True),
        principal_fen=Sum("principal_fen", default=0),
        interest_fen=Sum("interest_fen", default=0),
    )
    return {name: int(total) for name, total in totals.items()}


def releases_seen_by(actor: Actor) -> QuerySet[Release]:
    """An enterprise sees its own releases, newest first. (ENT-03)"""
    if not actor.is_enterprise:
        return Release.objects.none()
    releases = Release.objects.select_related("bank_account", "account")
    return releases.filter(enterprise=actor.organisation_id).order_by("-id")


def releases_found(
    actor: Actor, *, status: str = "", day_from: date | None = None, day_to: date | None = None
) -> QuerySet[Release]:
    """The search of 划转查询."""
    wanted = {"status": status, "day__gte": day_from, "day__lte": day_to}
    return releases_seen_by(actor).filter(**{name: text for name, text in wanted.items() if text})


def release_statement(release: Release) -> QuerySet[ReleaseLine]:
    """A release taken apart: each lot that it paid, lease by lease. Principal and interest add up to the payout."""
    lines = ReleaseLine.objects.filter(release=release).select_related("lot__lease", "lot__bill")
    return lines.order_by("lot__lease__filing_no", "pk")


def owed_fen(bank_account_id: int) -> int:
    """Interest of lots that have left one of our bank accounts without it, because the bank had not paid it yet."""
    return owed_by_account([bank_account_id]).get(bank_account_id, 0)


def owed_by_account(bank_account_ids: Iterable[int]) -> dict[int, int]:
    """The same of several bank accounts; those that owe nothing are left out."""
    owed = InterestOwed.objects.filter(
        status=OwedStatus.OWED,
        line__lot__bank_account__in=list(bank_account_ids),
        line__lot__status__in=LEFT,
    )
    by_account = owed.order_by().values_list("line__lot__bank_account")
    return dict(by_account.annotate(fen=Sum("amount_fen")))
