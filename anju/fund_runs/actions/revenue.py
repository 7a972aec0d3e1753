"""公共收益转入: what the common parts of a community earned goes to its homes by area. (rules B2.11, B3.9)"""

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, move, one_at_a_time
from anju.core.money import share
from anju.core.refusals import Refused, ensure
from anju.fund import queries as fund
from anju.fund_runs.actions.chunks import cut
from anju.fund_runs.models import Line, Run
from anju.fund_runs.numbers import run_no
from anju.fund_runs.rules import CHUNK, MOST_HOMES, Kind, Refusal, Status
from anju.homes import queries as homes
from anju.payments import queries as payment_queries
from anju.payments.rules import Business, Direction, FactStatus
from anju.people.queries import check_power, department_of
from anju.people.rules import Power

SHARED = "SELECT account_id AS id FROM fund_runs_line WHERE run_id = %(run)s"


@action
def enter_revenue(*, community_id: int, entry_id: int, purpose: str, by: Actor) -> Run:
    """Share a credit that waits in suspense at a bank of the fund over all homes of a community, to the fen.

    It is booked when somebody else has approved it. The same credit again is the same run; refused for another
    community, for a credit that is no fund's or is settled, and where no home has an account there.
    """
    check_power(by, Power.FUND_PAY)
    there = homes.community(community_id).district
    ensure(department_of(by) in ("", there), "another department's")
    if not purpose.strip():
        raise Refused(Refusal.PURPOSE_MISSING)
    one_at_a_time(f"fund_runs:entry:{entry_id}")
    known = Run.objects.filter(entry=entry_id).exclude(status=Status.REJECTED).first()
    if known is not None:
        if known.community_id != community_id:
            raise Refused(Refusal.CREDIT_TAKEN, no=known.no)
        return known
    entry = payment_queries.entry(entry_id)
    if (
        entry.bank_account.business != Business.FUND
        or entry.direction != Direction.CREDIT
        or entry.status != FactStatus.SET_ASIDE
    ):
        raise Refused(Refusal.NOT_A_CREDIT)
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
    cut(run, SHARED, CHUNK)
    run.chunks.update(counted_at=clock.now())
    move(run, "count", by=by)
    return run
