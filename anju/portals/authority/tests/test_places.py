"""场所分布: the map of the districts, the filter, the list beside it. (AGY-04)"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anju.agencies.queries import on_page
from anju.agencies.tests.offices import a_place, an_institution
from anju.core.rules import DISTRICTS
from anju.portals.authority.tests.addresses import links_of, text_of, to

pytestmark = [pytest.mark.django_db, pytest.mark.covers("AGY-04")]
HAIDIAN = {
    "name": "中关村门店",
    "address": "北京市海淀区中关村大街1号",
    "district": "110108",
    "longitude": 116_310_000,
    "latitude": 39_985_000,
}


def dots(pages):
    return [(int(one.get("cx")), int(one.get("cy"))) for one in pages.page.all("circle")]


def test_the_map_has_every_district_its_number_and_every_place_where_it_lies(entering):
    institution = an_institution()
    a_place(institution)
    a_place(institution, **HAIDIAN)
    shown = text_of(entering, "places")
    assert len(entering.page.all("path")) == len(DISTRICTS)
    labels = [a.get("aria-label") for a in entering.page.all("a") if a.get("aria-label")]
    assert "朝阳区，1处" in labels and "海淀区，1处" in labels and "延庆区，0处" in labels
    assert sorted(dots(entering)) == sorted(
        [on_page(116_461_000, 39_909_000), on_page(116_310_000, 39_985_000)]
    )
    assert "国贸门店" in shown and "中关村门店" in shown


def test_a_district_is_asked_for_from_the_map_and_shown_nearer(entering):
    institution = an_institution()
    a_place(institution)
    a_place(institution, **HAIDIAN)
    entering.get(to("places"))
    [whole] = [svg.get("viewbox") or svg.get("viewBox") for svg in entering.page.all("svg")]
    address = to("places", ask="district=110108")
    assert links_of(entering).count(address) == 2  # on the map and in the list of districts
    entering.get(address)
    [near] = [svg.get("viewbox") or svg.get("viewBox") for svg in entering.page.all("svg")]
    assert near != whole
    assert len(dots(entering)) == 1
    assert "中关村门店" in entering.page.text and "国贸门店" not in entering.page.text


def test_places_are_filtered_by_words_and_kind(entering):
    institution = an_institution()
    a_place(institution)
    a_place(institution, **HAIDIAN, kind="office")
    for ask, count in [("text=国贸", 1), ("kind=office", 1), ("institution_kind=broker", 0)]:
        entering.get(to("places", ask=ask))
        assert len(dots(entering)) == count, ask
    assert "没有符合条件的场所" in entering.page.text
    entering.get(to("places", ask="district=1"))
    assert "查询条件有误" in entering.page.text


def test_by_keyboard_one_goes_through_the_list_and_not_through_the_map(entering):
    """Some districts are too small on it for a finger, too: each has its link in the list."""
    a_place(an_institution())
    entering.get(to("places"))
    on_map = [a for a in entering.page.all("a") if entering.page.within(a, "svg")]
    listed = [a.get("href") for a in entering.page.all("a") if entering.page.within(a, "li")]
    assert len(on_map) == len(DISTRICTS)
    assert all(a.get("tabindex") == "-1" and a.get("href") in listed for a in on_map)
    assert not entering.page.within(entering.page.all("circle")[0], "a")


def test_the_places_of_the_districts_are_counted_for_all_who_ask_and_not_for_each(entering):
    a_place(an_institution())
    with CaptureQueriesContext(connection) as first:
        entering.get(to("places"))
    with CaptureQueriesContext(connection) as second:
        entering.get(to("places"))
        entering.get(to("places") + "?kind=office")
    assert ["COUNT(*)" in "".join(one["sql"] for one in asked) for asked in (first, second)] == [
        True,
        False,
    ]
