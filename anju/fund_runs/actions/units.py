"""售后公房交存: the selling unit of sold public housing deposits for its homes, by its list. (rules B2.7, B7.10)"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action
from anju.core.money import yuan
from anju.core.refusals import Refused
from anju.fund import queries as fund
from anju.fund_runs.actions.revenue import (
    check_may_share,
    count_shared,
    credit_that_waits,
    run_of_credit,
)
from anju.fund_runs.models import Line, Run
from anju.fund_runs.numbers import run_no
from anju.fund_runs.rules import MOST_ROWS, Kind, Refusal
from anju.homes import queries as homes
from anju.homes.estate import Kind as HomeKind
from anju.homes.estate import Sale

if TYPE_CHECKING:
    from anju.fund.models import Account
    from anju.people.models import Organisation


@dataclass(frozen=True)
class UnitRow:
    """A line of a unit's list: a home by contract or certificate number or whole address, and both parts in fen."""

    wanted: str
    owner_fen: int
    unit_fen: int


@action
def enter_unit_deposit(
    *, community_id: int, entry_id: int, rows: Sequence[UnitRow], by: Actor
) -> Run:
    """Use a credit that waits in suspense for homes of one selling unit in a community, as its list says.

    Booked when somebody else has approved it. The same credit again is the same run. Refused for what is no sold
    public housing of this community at that bank, for homes of two units, and where list and credit differ.
    """
    check_may_share(community_id, by)
    known = run_of_credit(entry_id)
    if known is not None:
        if (known.kind, known.community_id) != (Kind.UNIT, community_id):
            raise Refused(Refusal.CREDIT_TAKEN, no=known.no)
        return known
    entry = credit_that_waits(entry_id)
    if not 0 < len(rows) <= MOST_ROWS:
        raise Refused(Refusal.ROWS_MISSING, most=MOST_ROWS)
    listed = list(_listed(community_id, entry.bank_account_id, rows))
    seller = _seller(listed[0])
    total = sum(row.owner_fen + row.unit_fen for row in rows)
    if total != entry.amount_fen:
        raise Refused(Refusal.SUM_DIFFERS, total=yuan(total), credit=yuan(entry.amount_fen))
    run = Run.objects.create(
        no=run_no(Kind.UNIT, clock.now()),
        kind=Kind.UNIT,
        bank_account=entry.bank_account,
        community_id=community_id,
        entry_id=entry_id,
        purpose=seller.name[:200],
        amount_fen=total,
        homes=len(listed),
        made_by=by.name,
        made_at=clock.now(),
    )
    lines = (
        Line(run=run, account=account, unit=unit, opening_fen=0, amount_fen=part)
        for account, row in zip(listed, rows, strict=True)
        for unit, part in ((False, row.owner_fen), (True, row.unit_fen))
        if part
    )
    Line.objects.bulk_create(lines)
    count_shared(run, by)
    return run


def _listed(community_id: int, bank_account_id: int, rows: Sequence[UnitRow]) -> Iterator[Account]:
    """The account of each row. Refused at the first that is not one of this community's, or another unit's."""
    first, taken = None, set()
    for number, row in enumerate(rows, 1):
        account = _account_named(row.wanted)
        if (
            account is None
            or account.bank_account_id != bank_account_id
            or account.dwelling.building.community_id != community_id
        ):
            name = homes.community(community_id).name
            told = {"row": number, "community": name, "wanted": row.wanted}
            raise Refused(Refusal.NOT_SOLD_PUBLIC, **told)
        if account.pk in taken:
            raise Refused(Refusal.TWICE_IN_LIST, row=number)
        if min(row.owner_fen, row.unit_fen) < 0 or row.owner_fen + row.unit_fen == 0:
            raise Refused(Refusal.PARTS_MISSING, row=number)
        unit = _seller(account)
        first = first or unit
        if unit != first:
            raise Refused(Refusal.OTHER_UNIT, row=number, unit=unit.name)
        taken.add(account.pk)
        yield account


def _seller(account: Account) -> Organisation:
    seller = account.dwelling.selling_unit
    assert seller is not None, "the database sees to it"
    return seller


def _account_named(wanted: str) -> Account | None:
    """The account of the sold public housing that a number or a whole address names."""
    asked = [{"contract_no": wanted, "sale": sale} for sale in Sale.values]
    asked += [{"certificate_no": wanted}, {"address": wanted}]
    for named in asked:
        home = homes.dwelling_by(**named)
        if home is not None and home.kind == HomeKind.SOLD_PUBLIC:
            return fund.account_of_home(home.pk)
    return None
