"""售后公有住房交存: the selling unit deposits for what it has sold, the owner's part and its own. (rules B2.7, B10)"""

from collections.abc import Sequence
from dataclasses import dataclass

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, move, one_at_a_time
from anju.core.money import yuan
from anju.core.refusals import Refused, ensure
from anju.fund import queries as fund
from anju.fund.rules import sold_public_fen
from anju.fund_runs.actions.revenue import known_run, offered_entry
from anju.fund_runs.models import Line, Run
from anju.fund_runs.numbers import run_no
from anju.fund_runs.rules import MOST_HOMES, Kind, Refusal
from anju.homes.estate import Kind as HomeKind
from anju.people import queries as people
from anju.people.queries import check_power, department_of
from anju.people.rules import Power


@dataclass(frozen=True)
class SoldHome:
    """One home that the unit sold: the year's cost price of it, and what the unit got."""

    account_id: int
    cost_price_fen: int
    proceeds_fen: int


@action
def enter_sold_public(*, unit_id: int, entry_id: int, homes: Sequence[SoldHome], by: Actor) -> Run:
    """Take apart a credit of a selling unit over the homes that it sold: by rule, each part to its own pot.

    It is booked when somebody else has approved it. The same credit again is the same run. Refused for homes that this
    unit did not sell, twice the same, and, with both sums, where the credit is not exactly what the homes deposit.
    """
    check_power(by, Power.FUND_PAY)
    one_at_a_time(f"fund_runs:entry:{entry_id}")
    known = known_run(entry_id)
    if known is not None:
        if known.kind != Kind.SOLD_PUBLIC:
            raise Refused(Refusal.CREDIT_TAKEN, no=known.no)
        return known
    entry = offered_entry(entry_id)
    unit = people.organisation(unit_id)
    lines = [line for home in homes for line in _lines_of(home, unit_id, entry.bank_account_id, by)]
    wanted = sum(line.amount_fen for line in lines)
    if len({home.account_id for home in homes}) != len(homes) or not 0 < len(homes) <= MOST_HOMES:
        raise Refused(Refusal.NOT_THE_UNITS, unit=unit.name)
    if wanted != entry.amount_fen:
        raise Refused(Refusal.DIFFERS, credit=yuan(entry.amount_fen), wanted=yuan(wanted))
    run = Run.objects.create(
        no=run_no(Kind.SOLD_PUBLIC, clock.now()),
        kind=Kind.SOLD_PUBLIC,
        bank_account=entry.bank_account,
        entry=entry,
        purpose=unit.name,
        amount_fen=wanted,
        homes=len(homes),
        made_by=by.name,
        made_at=clock.now(),
    )
    for line in lines:
        line.run = run
    Line.objects.bulk_create(lines, batch_size=5_000)
    move(run, "count", by=by)
    return run


def _lines_of(home: SoldHome, unit_id: int, bank_account_id: int, by: Actor) -> list[Line]:
    account = fund.account(home.account_id)
    dwelling = account.dwelling
    there = dwelling.building.community.district
    ensure(department_of(by) in ("", there), "another department's")
    is_theirs = dwelling.kind == HomeKind.SOLD_PUBLIC and dwelling.selling_unit_id == unit_id
    if not is_theirs or account.bank_account_id != bank_account_id:
        raise Refused(Refusal.NOT_THE_UNITS, unit=dwelling.address)
    parts = sold_public_fen(
        storeys=dwelling.building.storeys,
        cost_price_fen=home.cost_price_fen,
        proceeds_fen=home.proceeds_fen,
    )
    return [
        Line(account_id=account.pk, unit=is_units, opening_fen=0, amount_fen=fen)
        for is_units, fen in zip((False, True), parts, strict=True)
        if fen
    ]
