"""开放数据: what anybody may take and use, as data: datasets, their fields, and how their rows are read. (CTR-08)

Enterprises are named, persons never; behind a time or an amount stand enough refunds or leases. (rule C7, decision 37)
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.core import clock
from anju.core.money import plain_yuan
from anju.core.rules import DISTRICTS
from anju.ledger import queries as ledger
from anju.ledger.rules import KINDS
from anju.people import queries as people
from anju.refunds.office_rules import OpenWork
from anju.statistics.board_rules import TimeSpan
from anju.statistics.models import MonthFigures, RefundTimes, WorkWaiting
from anju.statistics.queries import board, money
from anju.statistics.rules import CITY, Business

MOST_ROWS = 5_000
DAYS_SHOWN = 90
LICENCE = _("可以自由使用、转载和加工，请注明来源：北京市住房资金管理中心。")


@dataclass(frozen=True)
class Field:
    """A column: its name in files, its title for people, and what stands in it: text, day, month, number or yuan."""

    name: str
    title: Any
    kind: str = "number"


@dataclass(frozen=True)
class Dataset:
    """`every` says how often it is counted anew; `rows` are in the order of the fields."""

    name: str
    title: Any
    about: Any
    every: Any
    fields: tuple[Field, ...]
    rows: Callable[[], Iterable[tuple[Any, ...]]]
    updated_at: Callable[[], datetime | None]


def refund_times() -> Iterable[tuple[Any, ...]]:
    for month, row in sorted(board.refund_times_of_city().items()):
        yield (f"{month:%Y-%m}", *times_of(row), row.late)


def times_of(row: RefundTimes) -> tuple[Any, ...]:
    shown = board.times_are_shown(row)
    return (
        row.count,
        row.median_days if shown else None,
        row.p95_days if shown else None,
        row.disputed if shown else None,
    )


def by_enterprise() -> Iterable[tuple[Any, ...]]:
    month = board.months_of_board()[-1]
    overdue = overdue_plans()
    listed = board.times_by_enterprise(month, TimeSpan.YEAR)[:MOST_ROWS]
    for row in listed:
        firm = board.enterprise_of(row)
        count, oldest = overdue.pop(firm.pk, (0, ""))
        yield (firm.name, firm.uscc, *times_of(row), row.late, count, oldest or None)
    for organisation in people.organisations(list(overdue)).values():
        count, oldest = overdue[organisation.pk]
        yield (organisation.name, organisation.uscc, 0, None, None, None, 0, count, oldest)


def overdue_plans() -> dict[int, tuple[int, str]]:
    """By enterprise how many plans are overdue now, and the day on which the first of them was due."""
    found: dict[int, tuple[int, str]] = {}
    rows = WorkWaiting.objects.filter(day=clock.today(), work=OpenWork.OVERDUE_PLANS)
    for enterprise_id, count, oldest in rows.values_list("enterprise", "count", "oldest_on"):
        known, first = found.get(enterprise_id, (0, oldest.isoformat()))
        found[enterprise_id] = (known + count, min(first, oldest.isoformat()))
    return found


def money_held() -> Iterable[tuple[Any, ...]]:
    for business in (Business.CUSTODY, Business.FUND):
        amounts = {one.by: one.fen for one in money.held_in_all(business).kinds}
        for kind in KINDS:
            if kind in amounts:
                yield (str(business.label), str(KINDS[kind].label), plain_yuan(amounts[kind]))


def money_by_day() -> Iterable[tuple[Any, ...]]:
    today = clock.today()
    for business in (Business.CUSTODY, Business.FUND):
        held = money.held_in_all(business).fen
        first = today - timedelta(days=DAYS_SHOWN - 1)
        for line in money.days_of_money(business, first, today, held):
            sums = (line.in_fen, line.out_fen, line.held_fen)
            yield (line.day.isoformat(), str(business.label), *(plain_yuan(fen) for fen in sums))


def uptime() -> Iterable[tuple[Any, ...]]:
    for day in board.uptime_of_days()[:366]:
        yield (day.day.isoformat(), day.measured, day.answered)


def districts() -> Iterable[tuple[Any, ...]]:
    for row in MonthFigures.objects.order_by("-month", "-district")[:MOST_ROWS]:
        name = str(_("全市")) if row.district == CITY else DISTRICTS[row.district]
        yield (
            f"{row.month:%Y-%m}",
            name,
            row.leases_filed,
            None if row.rent_fen_per_m2 is None else plain_yuan(row.rent_fen_per_m2),
            None if row.deposits_fen is None else plain_yuan(row.deposits_fen),
            row.homes_verified,
            row.institutions,
        )


def heads() -> Iterable[tuple[Any, ...]]:
    for head in ledger.day_heads(limit=366):
        yield (head.day.isoformat(), head.digest)


def times_computed_at(span: TimeSpan = TimeSpan.MONTH) -> datetime | None:
    rows = RefundTimes.objects.filter(span=span, enterprise=None).order_by("-month")
    return rows.values_list("computed_at", flat=True).first()


def year_computed_at() -> datetime | None:
    return times_computed_at(TimeSpan.YEAR)


def months_computed_at() -> datetime | None:
    return (
        MonthFigures.objects.order_by("-month", "-district")
        .values_list("computed_at", flat=True)
        .first()
    )


def minute_measured_at() -> datetime | None:
    return board.uptime_of_days().values_list("last_minute", flat=True).first()


def head_made_at() -> datetime | None:
    newest = ledger.day_heads(limit=1)
    return clock.end_of(newest[0].day) if newest else None


TIMES = (
    Field("refunds", _("已完成退款")),
    Field("median_days", _("用时中位数（天）")),
    Field("p95_days", _("用时95百分位（天）")),
    Field("disputed", _("其中经过争议")),
    Field("late", _("其中方案逾期")),
)
DATASETS = {
    dataset.name: dataset
    for dataset in (
        Dataset(
            "refund-times",
            _("退款用时"),
            _(
                "全市各月办结的押金、租金退款，从交还住房之日到承租人收到全部应退款项之日的日历天数。"
            ),
            _("每十分钟"),
            (Field("month", _("月份"), "month"), *TIMES),
            refund_times,
            times_computed_at,
        ),
        Dataset(
            "refunds-by-enterprise",
            _("各企业退款情况"),
            _("各住房租赁企业近12个月办结的退款、用时和退款方案逾期，以及目前仍逾期的方案。"),
            _("每天"),
            (
                Field("enterprise", _("企业"), "text"),
                Field("uscc", _("统一社会信用代码"), "text"),
                *TIMES,
                Field("overdue_now", _("目前逾期方案")),
                Field("overdue_since", _("最早期限"), "day"),
            ),
            by_enterprise,
            year_computed_at,
        ),
        Dataset(
            "money-held",
            _("监管资金余额"),
            _("资金中心目前监管的资金，按业务和资金种类。"),
            _("每分钟"),
            (
                Field("business", _("业务"), "text"),
                Field("kind", _("资金种类"), "text"),
                Field("held", _("余额（元）"), "yuan"),
            ),
            money_held,
            money.counted_at,
        ),
        Dataset(
            "money-by-day",
            _("每日资金收支"),
            _("近90天每日收入、支出和日终余额，按业务。"),
            _("每分钟"),
            (
                Field("day", _("日期"), "day"),
                Field("business", _("业务"), "text"),
                Field("in", _("收入（元）"), "yuan"),
                Field("out", _("支出（元）"), "yuan"),
                Field("held", _("日终余额（元）"), "yuan"),
            ),
            money_by_day,
            money.counted_at,
        ),
        Dataset(
            "uptime",
            _("系统可用率"),
            _("每分钟从系统外部地址检查一次；没有检查到的分钟不计入。"),
            _("每分钟"),
            (
                Field("day", _("日期"), "day"),
                Field("measured", _("检查次数")),
                Field("answered", _("应答次数")),
            ),
            uptime,
            minute_measured_at,
        ),
        Dataset(
            "districts",
            _("各区住房租赁数据"),
            _("各区每月备案合同、租金水平、托管押金、已核验房源和备案机构。"),
            _("每天"),
            (
                Field("month", _("月份"), "month"),
                Field("district", _("所在区"), "text"),
                Field("leases_filed", _("备案合同")),
                Field("rent_per_m2", _("租金水平（元/平方米·月）"), "yuan"),
                Field("deposits", _("托管押金（元）"), "yuan"),
                Field("homes_verified", _("已核验房源")),
                Field("institutions", _("备案机构")),
            ),
            districts,
            months_computed_at,
        ),
        Dataset(
            "ledger-heads",
            _("账簿摘要值"),
            _("账簿每日的摘要值（SHA-256），此前的每一笔记账都由它证明没有改动。"),
            _("每天"),
            (Field("day", _("日期"), "day"), Field("digest", _("摘要值"), "text")),
            heads,
            head_made_at,
        ),
    )
}
