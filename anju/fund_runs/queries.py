"""Runs, what each home got from them, and whether all homes together are what the bank holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from anju.core import clock
from anju.core.actors import Actor
from anju.fund_runs.models import InterestRate, Line, Run
from anju.fund_runs.rules import CLOSING_HOLDS, OF_CREDITS, OF_INTEREST, Kind, Status
from anju.ledger import queries as books
from anju.payments import queries as payment_queries
from anju.payments.rules import Business
from anju.people import queries as people
from anju.people.rules import OF_FUND, Power

if TYPE_CHECKING:
    from anju.fund.models import Account
    from anju.payments.models import BankEntry


def source_of(run: Run) -> str:
    """The pot from which a run is booked."""
    pot = "interest" if run.kind in OF_INTEREST else "suspense"
    return f"{pot}:{run.bank_account.bank}"


def rate_table() -> QuerySet[InterestRate]:
    """The rates with their sources, the present one first."""
    return InterestRate.objects.order_by("-from_on")


def runs_seen_by(actor: Actor) -> QuerySet[Run]:
    """All runs for who may see the fund, newest first; a department's: of its communities and homes."""
    if not OF_FUND & actor.may:
        return Run.objects.none()
    district = people.department_of(actor)
    runs = Run.objects.select_related("bank_account", "community", "account__dwelling")
    if district:
        of_home = Q(account__dwelling__building__community__district=district)
        runs = runs.filter(Q(community__district=district) | of_home)
    return runs.order_by("-id")


def runs_to_check(actor: Actor) -> QuerySet[Run]:
    """Those that were counted and wait for another person, oldest first."""
    if Power.FUND_CHECK not in actor.may:
        return Run.objects.none()
    return runs_seen_by(actor).filter(status=Status.COUNTED).order_by("id")


def last_settlement(account: Account) -> Run | None:
    """The last yearly run at the account's bank that was not sent back."""
    yearly = Run.objects.filter(bank_account=account.bank_account_id, kind=Kind.INTEREST)
    return yearly.exclude(status=Status.REJECTED).order_by("-to_on").first()


def closing_of(account: Account) -> Run | None:
    """The last 销户结息 of a home that was not sent back."""
    closings = Run.objects.filter(account=account, kind=Kind.CLOSING)
    return closings.exclude(status=Status.REJECTED).order_by("-to_on").first()


def earns_since(account: Account) -> date:
    """The first day whose interest a home has not got yet, or is not to get in an open run."""
    runs = (last_settlement(account), closing_of(account))
    ends = [run.to_on for run in runs if run is not None and run.to_on is not None]
    return max([clock.day_of(account.opened_at), *ends])


def closing_is_missing(account: Account) -> bool:
    """Whether a home cannot be given up yet, because it has interest to get. (rule B3.8)"""
    closing = closing_of(account)
    if closing is not None and closing.status != Status.DONE:
        return True
    return earns_since(account) < clock.today() - (CLOSING_HOLDS if closing else timedelta())


def progress_of(run: Run) -> tuple[int, int]:
    """How many homes of a run have been booked, and how many there are."""
    booked = run.chunks.exclude(booked_at=None).aggregate(homes=Sum("homes", default=0))
    return booked["homes"], run.homes


def credits_to_share(actor: Actor) -> QuerySet[BankEntry]:
    """Credits at the fund's banks that nobody has claimed and no run uses: public revenue may be among them.

    Oldest first.
    """
    if Power.FUND_PAY not in actor.may:
        return payment_queries.credits_set_aside(Business.FUND).none()
    used = Run.objects.filter(entry=OuterRef("pk"), kind__in=OF_CREDITS)
    offered = payment_queries.credits_set_aside(Business.FUND)
    return offered.filter(~Exists(used.exclude(status=Status.REJECTED)))


def lines_of(run: Run) -> QuerySet[Line]:
    """What each home gets; page by account."""
    lines = Line.objects.filter(run=run).select_related("account__dwelling")
    return lines.order_by("account", "unit")


def runs_to_count() -> list[int]:
    return _in(Status.COUNTING)


def runs_to_book() -> list[int]:
    return _in(Status.BOOKING)


def _in(status: Status) -> list[int]:
    return list(Run.objects.filter(status=status).order_by("id").values_list("id", flat=True))


@dataclass(frozen=True)
class Year:
    """A home's interest of one settlement: from when to when (that day not included), on which opening balance."""

    from_on: date
    to_on: date
    opening_fen: int
    interest_fen: int


def interest_by_year(account_id: int) -> list[Year]:
    """历次结息金额, the last one first: both parts of sold public housing together. (OWN-91)"""
    lines = Line.objects.filter(account=account_id).select_related("run")
    years: dict[int, Year] = {}
    for line in lines.order_by("-run__to_on"):
        known, run = years.get(line.run_id), line.run
        if run.status != Status.DONE or run.from_on is None or run.to_on is None:
            continue  # sent back, or no interest
        years[line.run_id] = Year(
            run.from_on,
            run.to_on,
            line.opening_fen + (known.opening_fen if known else 0),
            line.amount_fen + (known.interest_fen if known else 0),
        )
    return list(years.values())


@dataclass(frozen=True)
class Position:
    """One bank account of the fund, in fen: what the bank holds, and what providers were paid and have not passed on,
    is what all homes and what is under way hold. What a provider kept as its fee stays `at_providers_fen`.
    """

    bank: str
    in_bank_fen: int
    at_providers_fen: int
    homes_fen: int
    interest_fen: int
    suspense_fen: int
    payout_fen: int
    transit_fen: int

    @property
    def difference_fen(self) -> int:
        """Zero, or somebody has to look."""
        inside = self.homes_fen + self.interest_fen + self.suspense_fen + self.payout_fen
        return self.in_bank_fen + self.at_providers_fen - inside - self.transit_fen


HOMES = """
SELECT coalesce(sum(pot.balance_fen), 0)::bigint FROM fund_account AS account
CROSS JOIN (VALUES (''), (':frozen'), (':unit'), (':unit:frozen')) AS part (suffix)
JOIN ledger_pot AS pot ON pot.code = 'home:' || account.dwelling_id || part.suffix
WHERE account.bank_account_id = %s
"""


def position(bank: str) -> Position | None:
    """The homes of one of the fund's banks against what that bank holds by our book; None for an unknown bank.

    The book itself is held against the bank's statement by `payments.queries.day_proof`.
    """
    account = payment_queries.account_of(bank)
    if account is None:
        return None
    ends = [f"{channel}:{bank}" for channel in payment_queries.channels_of(account.pk)]
    with connection.cursor() as cursor:
        cursor.execute(HOMES, [account.pk])
        (homes_fen,) = cursor.fetchone()
    return Position(
        bank,
        in_bank_fen=-books.balance_fen(f"world:{bank}"),
        at_providers_fen=-sum(books.balances(f"world:{end}" for end in ends).values()),
        homes_fen=homes_fen,
        interest_fen=books.balance_fen(f"interest:{bank}"),
        suspense_fen=books.balance_fen(f"suspense:{bank}"),
        payout_fen=books.balance_fen(f"payout:{bank}"),
        transit_fen=sum(books.balances(f"transit:{end}" for end in ends).values()),
    )
