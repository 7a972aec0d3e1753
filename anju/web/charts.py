"""Pictures of figures, drawn on the server: curves, columns and bars, each beside a table that says the same.

The numbers here are places in a picture, whole and between 0 and `WIDE` or `HIGH`; what they stand for is written
beside the picture in text, so that it can be read at any width and without seeing it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from anju.core.money import yuan

WIDE, HIGH = 1000, 200
STEPS = (1, 2, 4, 5, 8, 10)


def round_top(most: int) -> int:
    """The least of 1, 2, 4, 5, 8, 10, 20, 40 … that is not below it: where an axis ends."""
    unit = 1
    while most > 10 * unit:
        unit *= 10
    return next(step * unit for step in STEPS if step * unit >= most)


def short_yuan(fen: int) -> str:
    """An amount as an axis tells it: 亿, 万 or yuan, at most one decimal."""
    for unit, name in ((10**10, "亿"), (10**6, "万")):
        if abs(fen) >= unit:
            tenths = (abs(fen) * 10 + unit // 2) // unit
            text = f"{tenths // 10}" + (f".{tenths % 10}" if tenths % 10 else "")
            return ("−" if fen < 0 else "") + text + name
    return yuan(fen).removesuffix(".00")


@dataclass(frozen=True)
class Point:
    """What a picture shows of one day, and where it leads."""

    day: date
    value: int
    text: str = ""
    url: str = ""


@dataclass(frozen=True)
class Mark:
    """The strip of a day in a picture: pointed at it says what it is, chosen it leads there."""

    x: int
    width: int
    title: str
    url: str
    above: int = 0
    below: int = 0


@dataclass(frozen=True)
class Curve:
    """A line over the days with what is under it; `axis` is written from top to bottom beside it."""

    line: str
    area: str
    marks: list[Mark]
    axis: list[str]
    days: list[date]


def curve(points: Sequence[Point], as_text: Any = short_yuan) -> Curve | None:
    """None where there is nothing to draw: less than two days, or nothing on any."""
    most = max((point.value for point in points), default=0)
    if len(points) < 2 or most <= 0:
        return None
    top, last = round_top(most), len(points) - 1
    places = [
        (WIDE * at // last, HIGH - HIGH * max(point.value, 0) // top)
        for at, point in enumerate(points)
    ]
    line = "M" + " L".join(f"{x} {y}" for x, y in places)
    return Curve(
        line,
        f"{line} L{WIDE} {HIGH} L0 {HIGH} Z",
        strips(points),
        [as_text(top), "" if top % 2 else as_text(top // 2), "0"],
        some_days(points),
    )


@dataclass(frozen=True)
class Columns:
    """Two columns for each day from a line in the middle: what came above it, what went below."""

    marks: list[Mark]
    axis: list[str]
    days: list[date]


def columns(above: Sequence[Point], below: Sequence[Point]) -> Columns | None:
    most = max((point.value for point in (*above, *below)), default=0)
    if most <= 0:
        return None
    top, half = round_top(most), HIGH // 2
    marks = [
        Mark(
            strip.x,
            strip.width,
            f"{strip.title}；{out.text}",
            strip.url,
            half * came.value // top,
            half * out.value // top,
        )
        for strip, came, out in zip(strips(above), above, below, strict=True)
    ]
    return Columns(marks, [short_yuan(top), "0", short_yuan(top)], some_days(above))


def strips(points: Sequence[Point]) -> list[Mark]:
    edges = [WIDE * at // len(points) for at in range(len(points) + 1)]
    return [
        Mark(left, right - left, f"{point.day.isoformat()} {point.text}", point.url)
        for point, left, right in zip(points, edges, edges[1:], strict=False)
    ]


def some_days(points: Sequence[Point]) -> list[date]:
    """The first, the middle and the last day, as they stand under a picture; of two days only these."""
    return list(dict.fromkeys(points[at].day for at in (0, len(points) // 2, -1)))


@dataclass(frozen=True)
class Bar:
    """One line of a list with a bar: `text` says the value, `url` leads to what it is made of."""

    label: str
    value: int
    text: str
    width: int
    url: str = ""
    sub: str = ""


def bars(
    rows: Sequence[tuple[str, int, str]], as_text: Any = None, subs: Sequence[str] = ()
) -> list[Bar]:
    """Each a label, a value and where it leads; the longest bar fills its place."""
    as_text = as_text or (lambda fen: f"¥{yuan(fen)}")
    most = max((value for _label, value, _url in rows), default=0)
    return [
        Bar(
            label,
            value,
            as_text(value),
            max(WIDE * max(value, 0) // most, 4) if most and value > 0 else 0,
            url,
            subs[at] if subs else "",
        )
        for at, (label, value, url) in enumerate(rows)
    ]


def share_text(part: int, whole: int) -> str:
    """A share in per cent with one decimal, as text."""
    tenths = (part * 1000 + whole // 2) // whole if whole else 0
    return _("{percent}%").format(percent=f"{tenths // 10}.{tenths % 10}")
