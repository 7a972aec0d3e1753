"""Figures as people read them: by district and by month, each as a picture and as the table beside it. (rule C7)"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anju.core.money import yuan
from anju.statistics.rules import CITY, LEAST_ENTERPRISES, LEAST_LEASES
from anju.web.districts import district_name

WIDEST = 190
LINE = 26
"""Of the bars of a picture: the longest, and from one to the next, in units of the picture."""


@dataclass(frozen=True)
class Measure:
    """One kind of figure; `as_text` writes it, `note` says what exactly was counted."""

    field: str
    title: Any
    unit: Any
    note: Any
    as_text: Callable[[int], str] = str
    may_be_left_out: bool = False


MEASURES = {
    "leases": Measure(
        "leases_filed",
        gettext_lazy("备案合同"),
        gettext_lazy("份"),
        gettext_lazy("当月备案的住房租赁合同。"),
    ),
    "rent": Measure(
        "rent_fen_per_m2",
        gettext_lazy("租金水平"),
        gettext_lazy("元/平方米·月"),
        gettext_lazy("当月备案合同的月租金合计除以建筑面积合计。"),
        yuan,
        may_be_left_out=True,
    ),
    "deposits": Measure(
        "deposits_fen",
        gettext_lazy("托管押金"),
        gettext_lazy("元"),
        gettext_lazy("截止日仍在资金中心托管的押金，不含利息。"),
        yuan,
        may_be_left_out=True,
    ),
    "homes": Measure(
        "homes_verified",
        gettext_lazy("已核验房源"),
        gettext_lazy("套"),
        gettext_lazy("当月通过核验的房源，同一套只计一次。"),
    ),
    "institutions": Measure(
        "institutions",
        gettext_lazy("备案机构"),
        gettext_lazy("家"),
        gettext_lazy("截止日已备案的机构，含分支机构。"),
    ),
}


@dataclass(frozen=True)
class Bar:
    """A line of a picture and of its table; `text` is "" where too little stands behind a figure to tell it."""

    label: str
    text: str
    width: int
    y: int
    is_total: bool = False


@dataclass(frozen=True)
class Chart:
    """`summary` says in words what the picture shows."""

    title: str
    summary: str
    bars: list[Bar]
    height: int


def by_district(measure: Measure, rows: Sequence[Any]) -> Chart:
    districts = [(district_name(row.district), row) for row in rows if row.district != CITY]
    chart = chart_of(_("各区"), measure, districts)
    city = next(row for row in rows if row.district == CITY)
    total = bar_of(_("全市"), measure, city, most=0, place=0, is_total=True)
    return Chart(chart.title, chart.summary, [*chart.bars, total], chart.height)


def by_month(measure: Measure, rows: Sequence[Any]) -> Chart:
    return chart_of(_("全市各月"), measure, [(f"{row.month:%Y-%m}", row) for row in rows])


def chart_of(title: str, measure: Measure, rows: Sequence[tuple[str, Any]]) -> Chart:
    values = {label: getattr(row, measure.field) for label, row in rows}
    told = {label: value for label, value in values.items() if value is not None}
    most = max(told.values(), default=0)
    bars = [
        bar_of(label, measure, row, most=most, place=place)
        for place, (label, row) in enumerate(rows)
    ]
    summary = _("没有可以公布的数据。")
    if told:
        high, low = max(told, key=told.__getitem__), min(told, key=told.__getitem__)
        summary = _("最高：{high}，{most}{unit}；最低：{low}，{least}{unit}。").format(
            high=high,
            most=measure.as_text(told[high]),
            low=low,
            least=measure.as_text(told[low]),
            unit=measure.unit,
        )
    return Chart(title, summary, bars, len(bars) * LINE)


def bar_of(
    label: str, measure: Measure, row: Any, *, most: int, place: int, is_total: bool = False
) -> Bar:
    value = getattr(row, measure.field)
    text = "" if value is None else measure.as_text(value)
    width = WIDEST * (value or 0) // most if most else 0
    return Bar(label, text, width, place * LINE, is_total)


def why_left_out(measure: Measure) -> str:
    """Said only of amounts: a number of contracts tells nothing of anybody."""
    if not measure.may_be_left_out:
        return ""
    return _(
        "为保护个人信息和商业秘密，合同少于{leases}份或者企业少于{enterprises}家的区不公布，全市数据也不含这些区。"
    ).format(leases=LEAST_LEASES, enterprises=LEAST_ENTERPRISES)
