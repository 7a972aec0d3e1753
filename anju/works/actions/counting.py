"""What each home bears, and what of it its account covers: a few statements, whatever the number of homes."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import connection

from anju.core.actors import Actor
from anju.core.db import action, as_array
from anju.core.refusals import Refused
from anju.fund import queries as fund
from anju.works import reading, sharing
from anju.works.actions.drafts import locked_draft
from anju.works.models import Order
from anju.works.queries.orders import typed_of
from anju.works.queries.shares import homes_counted
from anju.works.rules import MOST_HOMES, Refusal

FACTS = """
SELECT share.id, building.name, home.unit, home.room, home.area_hundredths,
    CASE WHEN owned.id IS NOT NULL THEN home.selling_unit_id END, account.id, owned.id IS NULL,
    coalesce(pot.balance_fen, 0), coalesce(unit_pot.balance_fen, 0),
    coalesce(account.first_fen, 0) = 0 AND coalesce(pot.balance_fen, 0) = 0,
    CASE WHEN home.selling_unit_id IS NULL THEN 0 ELSE paid_in.owner_fen END,
    CASE WHEN home.selling_unit_id IS NULL THEN 0 ELSE paid_in.unit_fen END
FROM works_share AS share
JOIN homes_dwelling AS home ON home.id = share.dwelling_id
JOIN homes_building AS building ON building.id = home.building_id
LEFT JOIN fund_account AS account ON account.dwelling_id = home.id
LEFT JOIN ledger_pot AS pot ON pot.code = 'home:' || home.id
LEFT JOIN ledger_pot AS unit_pot ON home.selling_unit_id IS NOT NULL AND unit_pot.code = 'home:' || home.id || ':unit'
LEFT JOIN LATERAL (
    SELECT id FROM homes_owner WHERE dwelling_id = home.id AND until IS NULL LIMIT 1
) AS owned ON true
LEFT JOIN LATERAL (
    SELECT coalesce(sum(amount_fen) FILTER (WHERE destination_id = pot.id), 0)::bigint AS owner_fen,
        coalesce(sum(amount_fen) FILTER (WHERE destination_id = unit_pot.id), 0)::bigint AS unit_fen
    FROM ledger_transfer WHERE home.selling_unit_id IS NOT NULL AND destination_id IN (pot.id, unit_pot.id)
        AND reason IN ('fund_deposited', 'fund_opening')
) AS paid_in ON true
WHERE share.order_id = %(order)s AND share.is_counted ORDER BY share.id
"""
STORED = (
    ("account_id", "bigint"),
    ("position", "int"),
    ("area_hundredths", "int"),
    ("is_unsold", "boolean"),
    ("in_cash", "boolean"),
    ("share_fen", "bigint"),
    ("owner_fen", "bigint"),
    ("unit_fen", "bigint"),
    ("covered_fen", "bigint"),
    ("unit_covered_fen", "bigint"),
    ("owners_paid_in_fen", "bigint"),
    ("units_paid_in_fen", "bigint"),
)


class Fact(NamedTuple):
    """What is known of one home when its share is counted."""

    share_id: int
    building: str
    unit: str
    room: str
    area_hundredths: int
    seller: int | None
    account_id: int | None
    is_unsold: bool
    held_fen: int
    unit_held_fen: int
    is_empty: bool
    owner_paid_in_fen: int
    unit_paid_in_fen: int


@action
def count_shares(*, order_id: int, by: Actor) -> Order:
    """【前往确认界面】: count and keep the share of every home of a draft, as 任务单确认 shows them.

    Refused: NOT_A_DRAFT, FIELD_WRONG (the first), NO_HOMES, COUNT_STALE.
    """
    order = locked_draft(order_id, by)
    check_form(order)
    count(order)
    return order


def check_form(order: Order) -> None:
    """All fields can be read, and what was filled in of the homes is still so."""
    faults = reading.read_order(typed_of(order))[1]
    for fault in faults.values():
        raise Refused(Refusal.FIELD_WRONG, label=fault.label, sentence=fault.message)
    homes, area = homes_counted(order)
    if not homes:
        raise Refused(Refusal.NO_HOMES)
    if homes > MOST_HOMES:
        raise Refused(Refusal.TOO_MANY_HOMES, most=MOST_HOMES)
    if (homes, area) != (order.shared_homes, order.shared_area_hundredths):
        text = f"{area // 100}.{area % 100:02}"
        raise Refused(Refusal.COUNT_STALE, homes=homes, area=text)


def count(order: Order) -> None:
    """Store what every home bears of the amount, and what its account covers of that now."""
    facts = {one.share_id: one for one in facts_of(order)}
    came = fund.shares_deposited(order.cause)
    homes = [_home(one) for one in facts.values()]
    portions = sharing.shares(order.amount_fen or 0, homes, _paid_in(facts.values()))
    rows = [_row(portion, facts[portion.key], came) for portion in portions]
    store(order, rows)
    note_owed(order)


def facts_of(order: Order) -> list[Fact]:
    with connection.cursor() as cursor:
        cursor.execute(FACTS, {"order": order.pk})
        return [Fact(*row) for row in cursor.fetchall()]


def _home(fact: Fact) -> sharing.Home:
    return sharing.Home(
        fact.share_id,
        fact.building,
        fact.unit,
        fact.room,
        fact.area_hundredths,
        fact.seller,
    )


def _paid_in(facts: Iterable[Fact]) -> dict[int, tuple[int, int]]:
    """What the owners of homes of each selling unit, and the unit, have paid in. (rule B6.2)"""
    sums: dict[int, tuple[int, int]] = {}
    for one in facts:
        if one.seller is not None:
            owners, unit = sums.get(one.seller, (0, 0))
            both = (owners + one.owner_paid_in_fen, unit + one.unit_paid_in_fen)
            sums[one.seller] = both
    return sums


def _row(portion: sharing.Portion, fact: Fact, came: dict[int, int]) -> tuple[Any, ...]:
    return (
        portion.key,
        fact.account_id,
        portion.position,
        fact.area_hundredths,
        fact.is_unsold,
        fact.is_unsold or fact.is_empty,
        portion.share_fen,
        portion.owner_fen,
        portion.unit_fen,
        min(portion.owner_fen, usable_fen(fact, came)),
        min(portion.unit_fen, fact.unit_held_fen),
        portion.owners_paid_in_fen,
        portion.units_paid_in_fen,
    )


def usable_fen(fact: Fact, came: dict[int, int]) -> int:
    """What of an account serves its share: of an unsold home only what was paid in cash for it. (rule B6.5)"""
    if not fact.is_unsold:
        return fact.held_fen
    return min(fact.held_fen, came.get(fact.account_id or 0, 0))


def store(order: Order, rows: list[tuple[Any, ...]]) -> None:
    columns = list(zip(*rows, strict=True))
    names = [name for name, _kind in STORED]
    sets = ", ".join(f"{name} = counted.{name}" for name in names)
    had, now = (", ".join(f"{of}.{name}" for name in names) for of in ("share", "counted"))
    arrays = ", ".join(f"%s::{kind}[]" for kind in ("bigint", *(kind for _name, kind in STORED)))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE works_share AS share SET {sets} FROM unnest({arrays})"  # noqa: S608 - our columns
            f" AS counted (id, {', '.join(names)}) WHERE share.id = counted.id"
            f" AND ({had}) IS DISTINCT FROM ({now})",
            [as_array(column) for column in columns],
        )


OWED = """
SELECT count(*) FILTER (WHERE owed_fen > 0), coalesce(sum(owed_fen), 0)::bigint
FROM works_share WHERE order_id = %s AND is_counted
"""


def note_owed(order: Order) -> None:
    with connection.cursor() as cursor:
        cursor.execute(OWED, [order.pk])
        order.owed_homes, order.owed_fen = cursor.fetchone()
    order.save(update_fields=["owed_homes", "owed_fen"])
