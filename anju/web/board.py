"""The service board as it is shown: to everybody, and to staff with a way from each figure to its refunds. (BEY-07)"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest

from anju.core import clock
from anju.core.calendar import add_months
from anju.ledger.rules import KINDS
from anju.refunds.office_rules import OpenWork
from anju.statistics import queries
from anju.statistics.board_rules import LEAST_REFUNDS, MONTHS_SHOWN
from anju.statistics.rules import LEAST_ENTERPRISES, Business
from anju.web.paging import PageOfRows, page_of

WIDE = 1_000


def nowhere(*of: Any) -> str:
    return ""


@dataclass(frozen=True)
class Ways:
    """Where a figure leads: the refunds of a month, those of an enterprise and which of them were late, overdue
    plans of an enterprise or of the city (0), a kind of money or all of a business ("")."""

    month: Callable[[date], str] = nowhere
    enterprise: Callable[[int], str] = nowhere
    late: Callable[[int], str] = nowhere
    overdue: Callable[[int], str] = nowhere
    money: Callable[[str, str], str] = nowhere


@dataclass(frozen=True)
class MonthShown:
    """The refunds of a month: the widths of two bars, one over the other; no times where too few stand behind them."""

    label: str
    count: int
    median: int | None
    p95: int | None
    median_width: int
    p95_width: int
    url: str


@dataclass(frozen=True)
class EnterpriseShown:
    name: str
    count: int
    median: int | None
    p95: int | None
    late: int
    overdue: int
    oldest: date | None
    url: str
    late_url: str
    overdue_url: str


@dataclass(frozen=True)
class MoneyShown:
    label: str
    fen: int
    width: int
    url: str


@dataclass(frozen=True)
class BusinessShown:
    label: str
    fen: int
    url: str
    kinds: list[MoneyShown]


@dataclass(frozen=True)
class UptimeShown:
    label: str
    measured: int
    share: str


@dataclass(frozen=True)
class Board:
    now: MonthShown | None
    months: list[MonthShown]
    held_fen: int
    moneys: list[BusinessShown]
    counted_at: Any
    page: PageOfRows
    enterprises: list[EnterpriseShown]
    overdue_now: int
    overdue_url: str
    uptime_now: UptimeShown | None
    uptimes: list[UptimeShown]
    least_refunds: int = LEAST_REFUNDS
    least_enterprises: int = LEAST_ENTERPRISES


def board_of(request: HttpRequest, ways: Ways) -> Board:
    months = months_shown(ways)
    moneys = [money_of(business, ways) for business in (Business.CUSTODY, Business.FUND)]
    this = clock.today().replace(day=1)
    page = page_of(queries.times_by_enterprise(this), request)
    overdue = overdue_of([row.enterprise_id for row in page.rows])
    uptimes = uptimes_shown(add_months(this, 1 - MONTHS_SHOWN))
    work = queries.work_now().get(OpenWork.OVERDUE_PLANS, (0, None))
    return Board(
        now=months[0] if months and months[0].label == f"{this:%Y-%m}" else None,
        months=months,
        held_fen=sum(one.fen for one in moneys),
        moneys=moneys,
        counted_at=queries.counted_at(),
        page=page,
        enterprises=[enterprise_shown(row, overdue, ways) for row in page.rows],
        overdue_now=work[0],
        overdue_url=ways.overdue(0) if work[0] else "",
        uptime_now=uptimes[0] if uptimes and uptimes[0].label == f"{this:%Y-%m}" else None,
        uptimes=uptimes,
    )


def months_shown(ways: Ways) -> list[MonthShown]:
    """The newest first, months without a refund left out."""
    found = sorted(queries.refund_times_of_city().items(), reverse=True)
    most = max((row.p95_days for _, row in found if queries.times_are_shown(row)), default=0)
    return [month_shown(month, row, most, ways) for month, row in found]


def month_shown(month: date, row: Any, most: int, ways: Ways) -> MonthShown:
    shown = queries.times_are_shown(row)
    median, p95 = (row.median_days, row.p95_days) if shown else (None, None)
    return MonthShown(
        f"{month:%Y-%m}",
        row.count,
        median,
        p95,
        width(median or 0, most),
        width(p95 or 0, most),
        ways.month(month),
    )


def width(part: int, most: int) -> int:
    return WIDE * part // most if most else 0


def money_of(business: Business, ways: Ways) -> BusinessShown:
    held = queries.held_in_all(business)
    amounts = {one.by: one.fen for one in held.kinds}
    most = max(amounts.values(), default=0)
    kinds = [
        MoneyShown(
            str(KINDS[kind].label),
            amounts[kind],
            width(amounts[kind], most),
            ways.money(business, kind),
        )
        for kind in KINDS
        if kind in amounts
    ]
    return BusinessShown(str(business.label), held.fen, ways.money(business, ""), kinds)


def overdue_of(enterprise_ids: list[int]) -> dict[int, tuple[int, date]]:
    """By enterprise how many plans are overdue now, and since when the first of them is."""
    found = queries.work_of_enterprises(OpenWork.OVERDUE_PLANS, enterprise_ids)
    return {one: (count, oldest) for one, count, oldest in found}


def enterprise_shown(row: Any, overdue: dict[int, tuple[int, date]], ways: Ways) -> EnterpriseShown:
    shown = queries.times_are_shown(row)
    count, oldest = overdue.get(row.enterprise_id, (0, None))
    return EnterpriseShown(
        row.enterprise.name,
        row.count,
        row.median_days if shown else None,
        row.p95_days if shown else None,
        row.late,
        count,
        oldest,
        ways.enterprise(row.enterprise_id),
        ways.late(row.enterprise_id) if row.late else "",
        ways.overdue(row.enterprise_id) if count else "",
    )


def uptimes_shown(first: date) -> list[UptimeShown]:
    return [
        UptimeShown(f"{one.month:%Y-%m}", one.measured, queries.share_text(one))
        for one in reversed(queries.uptime_by_month(first))
    ]
