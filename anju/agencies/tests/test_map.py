"""The map is drawn from our own outlines: every border is shared, every district holds its own name and no other's."""

from collections import Counter

import pytest

from anju.agencies.outlines import LINES, OUTLINES, district_shapes, label, on_page, outline
from anju.agencies.rules import EAST, NORTH, SOUTH, WEST
from anju.core.rules import DISTRICTS


def edges(district):
    corners = outline(district)
    return list(zip(corners, corners[1:] + corners[:1], strict=True))


def area(corners):
    """Twice the signed area; negative where one goes round clockwise with north up."""
    return sum(
        x1 * y2 - x2 * y1
        for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True)
    )


def holds(corners, place):
    """Whether a place lies within an outline: a ray to the east crosses it an odd number of times."""
    x, y = place
    crossings = 0
    for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True):
        upwards = 1 if y2 > y1 else -1
        if (y1 > y) != (y2 > y):
            crossings += upwards * ((x - x1) * (y2 - y1) - (y - y1) * (x2 - x1)) < 0
    return crossings % 2 == 1


def crosses(first, second):
    """Whether two edges without a common end cut each other."""

    def side(a, b, c):
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    (a, b), (c, d) = first, second
    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


@pytest.mark.covers("AGY-04")
def test_neighbours_share_every_border_and_the_city_has_one_edge():
    assert set(OUTLINES) == set(DISTRICTS)
    used = Counter(name for line in OUTLINES.values() for name in line.split())
    for name in LINES:
        wanted = (1, 0) if name.endswith("_out") else (1, 1)
        assert (used[name], used[f"-{name}"]) == wanted, name
    outer = [edge for name in OUTLINES for edge in edges(name)]
    alone = [(a, b) for a, b in outer if (b, a) not in outer]
    following = dict(alone)
    assert len(following) == len(alone)
    start = place = alone[0][0]
    for _ in alone:
        place = following[place]
    assert place == start


@pytest.mark.parametrize("district", DISTRICTS)
def test_an_outline_is_closed_clockwise_and_never_cuts_itself(district):
    lines = edges(district)
    assert area(outline(district)) < 0
    assert len(set(outline(district))) == len(outline(district))
    assert not [
        (one, other) for one in lines for other in lines if one < other and crosses(one, other)
    ]


@pytest.mark.parametrize("district", DISTRICTS)
def test_a_name_is_written_in_its_own_district_and_in_no_other(district):
    assert [code for code in DISTRICTS if holds(outline(code), label(district))] == [district]


def test_the_districts_fill_the_city_without_overlap():
    """What they measure together is what the city's edge encloses."""
    outer = [edge for name in OUTLINES for edge in edges(name)]
    following = {a: b for a, b in outer if (b, a) not in outer}
    ring = [next(iter(following))]
    while following[ring[-1]] != ring[0]:
        ring.append(following[ring[-1]])
    assert sum(area(outline(code)) for code in DISTRICTS) == area(ring)


def test_the_map_lies_within_the_box_and_is_drawn_in_whole_units():
    for code in DISTRICTS:
        for longitude, latitude in outline(code):
            assert WEST <= longitude <= EAST
            assert SOUTH <= latitude <= NORTH
    assert on_page(WEST, NORTH) == (0, 0)
    assert on_page(EAST, SOUTH) == (1646, 1700)
    shapes = district_shapes()
    assert [shape.name for shape in shapes] == list(DISTRICTS.values())
    assert shapes[0].path.startswith("M") and shapes[0].path.endswith("Z")
