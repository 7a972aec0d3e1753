"""公共收益转入: what the common parts of a community earned goes to its homes by area. (rules B2.11, B3.9)"""

from __future__ import annotations

from typing import TYPE_CHECKING

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, move, one_at_a_time
from anju.core.money import share
from anju.core.refusals import Refused
from anju.fund import queries as fund
from anju.fund_runs.actions.chunks import cut
from anju.fund_runs.models import Line, Run
from anju.fund_runs.numbers import run_no
from anju.fund_runs.rules import CHUNK, MOST_HOMES, Kind, Refusal, Status
from anju.homes import queries as homes
from anju.payments import queries as payment_queries
from anju.payments.rules import Business, Direction, FactStatus
from anju.people.queries import check_department, check_power
from anju.people.rules import Power

if TYPE_CHECKING:
    from anju.payments.models import BankEntry

SHARED = "SELECT DISTINCT account_id AS id FROM fund_runs_line WHERE run_id = %(run)s"


@action
def enter_revenue(*, community_id: int, entry_id: int, purpose: str, by: Actor) -> Run:
    """Share a credit that waits in suspense at a bank of the fund over all homes of a community, to the fen.

    It is booked when somebody else has approved it. The same credit again is the same run; refused for another
    community, for a credit that is no fund's or is settled, and where no home has an account there.
    """
    check_may_share(community_id, by)
    if not purpose.strip():
        raise Refused(Refusal.PURPOSE_MISSING)
    known = run_of_credit(entry_id)
    if known is not None:
        if (known.kind, known.community_id) != (Kind.REVENUE, community_id):
            raise Refused(Refusal.CREDIT_TAKEN, no=known.no)
        return known
    entry = credit_that_waits(entry_id)
    areas = fund.areas_of_community(community_id, entry.bank_account_id, limit=MOST_HOMES + 1)
    if not areas:
        raise Refused(Refusal.NO_HOMES, community=homes.community(community_id).name)
    if len(areas) > MOST_HOMES:
        raise Refused(Refusal.TOO_MANY_HOMES, most=MOST_HOMES)
    run = Run.objects.create(
        no=run_no(Kind.REVENUE, clock.now()),
        kind=Kind.REVENUE,
        bank_account=entry.bank_account,
        community_id=community_id,
        entry_id=entry_id,
        purpose=purpose.strip()[:200],
        amount_fen=entry.amount_fen,
        homes=len(areas),
        made_by=by.name,
        made_at=clock.now(),
    )
    parts = share(entry.amount_fen, list(areas.values()))
    Line.objects.bulk_create(
        (
            Line(run=run, account_id=account_id, opening_fen=0, amount_fen=part)
            for account_id, part in zip(areas, parts, strict=True)
            if part
        ),
        batch_size=5_000,
    )
    count_shared(run, by)
    return run


def count_shared(run: Run, by: Actor) -> None:
    """The lines of a shared credit are its count: it is cut into chunks, and waits to be checked."""
    cut(run, SHARED, CHUNK)
    run.chunks.update(counted_at=clock.now())
    move(run, "count", by=by)


def check_may_share(community_id: int, by: Actor) -> None:
    check_power(by, Power.FUND_PAY)
    check_department(by, homes.community(community_id).district)


def run_of_credit(entry_id: int) -> Run | None:
    """The run that a credit is used for; until the end of the transaction nobody else uses it."""
    one_at_a_time(f"fund_runs:entry:{entry_id}")
    return Run.objects.filter(entry=entry_id).exclude(status=Status.REJECTED).first()


def credit_that_waits(entry_id: int) -> BankEntry:
    """A credit in suspense at a bank of the fund; refused for any other."""
    entry = payment_queries.entry(entry_id)
    if (
        entry.bank_account.business != Business.FUND
        or entry.direction != Direction.CREDIT
        or entry.status != FactStatus.SET_ASIDE
    ):
        raise Refused(Refusal.NOT_A_CREDIT)
    return entry
