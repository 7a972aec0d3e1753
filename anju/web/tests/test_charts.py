"""Pictures of figures: where an axis ends, what is told in text, what is not drawn. (CTR-01)"""

from datetime import date, timedelta

import pytest

from anju.web import charts
from anju.web.charts import Point

FIRST = date(2026, 11, 1)


def points(*values):
    return [
        Point(FIRST + timedelta(days=at), value, str(value), f"/{at}")
        for at, value in enumerate(values)
    ]


@pytest.mark.parametrize(
    ("most", "top"), [(1, 1), (3, 4), (9, 10), (11, 20), (372, 400), (801, 1000)]
)
def test_an_axis_ends_at_a_round_number_not_below_the_highest(most, top):
    assert charts.round_top(most) == top


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (0, "0"),
        (12_34, "12.34"),
        (500_00, "500"),
        (1_500_000, "1.5万"),
        (123_456_789_000, "12.3亿"),
    ],
)
def test_an_axis_tells_amounts_briefly(fen, text):
    assert charts.short_yuan(fen) == text


def test_a_curve_goes_from_edge_to_edge_and_each_day_leads_somewhere():
    drawn = charts.curve(points(0, 50, 100), str)
    assert drawn is not None
    assert drawn.line == "M0 200 L500 100 L1000 0"
    assert drawn.axis == ["100", "50", "0"]
    assert [mark.url for mark in drawn.marks] == ["/0", "/1", "/2"]
    assert sum(mark.width for mark in drawn.marks) == charts.WIDE
    assert [day.day for day in drawn.days] == [1, 2, 3]


def test_an_axis_says_no_number_and_no_day_twice():
    drawn = charts.curve(points(0, 1), str)
    assert drawn is not None
    assert drawn.axis == ["1", "", "0"]
    assert [day.day for day in drawn.days] == [1, 2]


def test_nothing_is_drawn_of_nothing_or_of_one_day():
    assert charts.curve(points(0, 0)) is None
    assert charts.curve(points(5)) is None
    assert charts.columns(points(0), points(0)) is None


def test_columns_share_one_scale():
    drawn = charts.columns(points(100, 0), points(50, 0))
    assert drawn is not None
    assert [(mark.above, mark.below) for mark in drawn.marks] == [(100, 50), (0, 0)]


def test_a_bar_of_something_is_seen_and_of_nothing_is_not():
    [most, least, none] = charts.bars([("a", 1_000_000, ""), ("b", 1, ""), ("c", 0, "")])
    assert (most.width, least.width, none.width) == (1000, 4, 0)
    assert most.text == "¥10,000.00"
    assert charts.share_text(1, 3) == "33.3%"
