"""Count what the ledger has sealed: each transfer once, a batch of seals in one transaction. (decision 35)"""

from typing import Any

from django.db import connection

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action
from anju.statistics.models import Counting
from anju.statistics.rules import BUSINESS_OF_KIND, CAME, CUTS, SEALS_IN_BATCH, Cut, Span

# Where each pot that is seen for the first time belongs. What a lease or a community becomes later does not move it.
NEW_POTS = """
    INSERT INTO statistics_countedpot (pot_id, business, kind, bank, district, whose_id, held_fen)
    SELECT pot.id, coalesce(%(businesses)s::jsonb ->> pot.kind, 'pooled'), pot.kind,
        coalesce(of_lease.bank, of_home.bank, CASE WHEN pot.pooled THEN split_part(pot.code, ':', -1) END, ''),
        coalesce(lease.district, community.district, ''), coalesce(lease.enterprise_id, community.id, 0), 0
    FROM (
        SELECT DISTINCT side.pot_id FROM ledger_transfer
        CROSS JOIN LATERAL (VALUES (source_id), (destination_id)) AS side (pot_id)
        WHERE ledger_transfer.id BETWEEN %(first)s AND %(last)s
    ) AS moved
    JOIN ledger_pot AS pot ON pot.id = moved.pot_id
    LEFT JOIN contracts_lease AS lease
        ON pot.kind LIKE 'lease%%' AND lease.filing_no = split_part(pot.code, ':', 2)
    LEFT JOIN payments_bankaccount AS of_lease ON of_lease.id = lease.bank_account_id
    LEFT JOIN homes_dwelling AS dwelling
        ON pot.kind LIKE 'home%%' AND dwelling.id = CASE WHEN split_part(pot.code, ':', 2) ~ '^[0-9]{1,18}$'
            THEN split_part(pot.code, ':', 2)::bigint END
    LEFT JOIN homes_building AS building ON building.id = dwelling.building_id
    LEFT JOIN homes_community AS community ON community.id = building.community_id
    LEFT JOIN fund_account AS account ON account.dwelling_id = dwelling.id
    LEFT JOIN payments_bankaccount AS of_home ON of_home.id = account.bank_account_id
    ORDER BY pot.id ON CONFLICT (pot_id) DO NOTHING
"""

# Each transfer is seen from both of its pots. Together these are the rows that every figure is summed up from.
ENTRIES = """
    INSERT INTO statistics_countedentries (batch, day, business, kind, flow, reason, bank, district, whose_id,
        amount_fen, count, transfer_ids, last_recorded_at)
    SELECT %(batch)s, (happened_at AT TIME ZONE 'Asia/Shanghai')::date, mine.business, mine.kind,
        side.way || CASE WHEN mine.business = other.business AND mine.business <> 'pooled' THEN '_within' ELSE '' END,
        left(reason, 40), mine.bank, mine.district, mine.whose_id, sum(amount_fen), count(*),
        array_agg(transfer.id ORDER BY transfer.id), max(recorded_at)
    FROM ledger_transfer AS transfer
    CROSS JOIN LATERAL (
        VALUES (destination_id, source_id, 'in'), (source_id, destination_id, 'out')
    ) AS side (pot_id, other_id, way)
    JOIN statistics_countedpot AS mine ON mine.pot_id = side.pot_id
    JOIN statistics_countedpot AS other ON other.pot_id = side.other_id
    WHERE transfer.id BETWEEN %(first)s AND %(last)s
    GROUP BY 2, 3, 4, 5, 6, 7, 8, 9 ORDER BY 2, 3, 4, 5, 6, 7, 8, 9
"""

HELD_BY_POT = """
    UPDATE statistics_countedpot AS counted SET held_fen = held_fen + change.fen FROM (
        SELECT side.pot_id, sum(side.fen) AS fen FROM ledger_transfer AS transfer
        CROSS JOIN LATERAL (VALUES (destination_id, amount_fen), (source_id, -amount_fen)) AS side (pot_id, fen)
        WHERE transfer.id BETWEEN %(first)s AND %(last)s GROUP BY side.pot_id HAVING sum(side.fen) <> 0
    ) AS change WHERE counted.pot_id = change.pot_id
"""

DIMENSIONS = {"kind": "''", "reason": "''", "bank": "''", "district": "''", "whose_id": "0"}
HELD_DIMENSIONS = {name: nothing for name, nothing in DIMENSIONS.items() if name != "reason"}
DAY_OF_SPAN = {Span.DAY: "day", Span.MONTH: "date_trunc('month', day)::date"}


def moved_by(cut: Cut, span: Span) -> str:
    """Add a batch to the rows of one cut."""
    columns = columns_of(cut, DIMENSIONS)
    return f"""
    INSERT INTO statistics_moneymoved (cut, span, business, day, flow, {", ".join(DIMENSIONS)}, amount_fen, count)
    SELECT '{cut}', '{span}', business, {DAY_OF_SPAN[span]}, flow, {columns}, sum(amount_fen), sum(count)
    FROM statistics_countedentries WHERE batch = %(batch)s {and_is_somebodys(cut)}
    GROUP BY 3, 4, 5, 6, 7, 8, 9, 10 ORDER BY 3, 4, 5, 6, 7, 8, 9, 10
    ON CONFLICT (business, cut, span, day, flow, {", ".join(DIMENSIONS)}) DO UPDATE
    SET amount_fen = statistics_moneymoved.amount_fen + excluded.amount_fen,
        count = statistics_moneymoved.count + excluded.count
    """  # noqa: S608 - all of it is written here


def held_by(cut: Cut) -> str:
    columns = columns_of(cut, HELD_DIMENSIONS)
    came = ", ".join(f"'{flow}'" for flow in CAME)
    return f"""
    INSERT INTO statistics_moneyheld (cut, business, {", ".join(HELD_DIMENSIONS)}, held_fen)
    SELECT '{cut}', business, {columns}, sum(CASE WHEN flow IN ({came}) THEN amount_fen ELSE -amount_fen END)
    FROM statistics_countedentries WHERE batch = %(batch)s {and_is_somebodys(cut)}
    GROUP BY 2, 3, 4, 5, 6 ORDER BY 2, 3, 4, 5, 6
    ON CONFLICT (business, cut, {", ".join(HELD_DIMENSIONS)}) DO UPDATE
    SET held_fen = statistics_moneyheld.held_fen + excluded.held_fen
    """  # noqa: S608 - all of it is written here


def columns_of(cut: Cut, dimensions: dict[str, str]) -> str:
    return ", ".join(name if name in CUTS[cut] else nothing for name, nothing in dimensions.items())


def and_is_somebodys(cut: Cut) -> str:
    return "" if cut == Cut.CITY else "AND business <> 'pooled'"


STEPS = (
    NEW_POTS,
    ENTRIES,
    HELD_BY_POT,
    *(moved_by(cut, span) for cut in Cut for span in Span),
    *(held_by(cut) for cut in Cut),
)


@action
def count_money(*, by: Actor) -> int:
    """The next seals that are not counted yet; gives how many. What costs is the transfers in them, nothing else.

    Two that count at once take turns, and the second finds nothing left.
    """
    Counting.objects.get_or_create(pk=1)
    counting = Counting.objects.select_for_update().get(pk=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(no), min(first_id), max(last_id), count(*) FROM ("
            " SELECT no, first_id, last_id FROM ledger_seal WHERE no > %s ORDER BY no LIMIT %s) AS batch",
            [counting.seal_no, SEALS_IN_BATCH],
        )
        batch, first, last, seals = cursor.fetchone()
        if seals:
            facts: dict[str, Any] = {"batch": batch, "first": first, "last": last}
            for step in STEPS:
                cursor.execute(step, facts | {"businesses": BUSINESSES})
            Counting.objects.filter(pk=1).update(seal_no=batch, counted_at=clock.now())
    return int(seals)


BUSINESSES = (
    "{" + ", ".join(f'"{kind}": "{which}"' for kind, which in BUSINESS_OF_KIND.items()) + "}"
)


def count_all_money(*, by: Actor) -> int:
    """Every seal that is not counted, a batch at a time: an existing city is counted by the same steps.

    Killed in between, it goes on where it stopped.
    """
    counted = 0
    while seals := count_money(by=by):
        counted += seals
    return counted
