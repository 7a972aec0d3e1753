"""What communities have spent on repairs, and how that compares. (BEY-08)"""

import pytest

from anju.core import clock
from anju.portals.public.views import spending as view
from anju.portals.tenant_web.tests.reading import links
from anju.works.rules import FEWEST_COMPARED
from anju.works.tests import world as works

pytestmark = [pytest.mark.django_db, pytest.mark.covers("BEY-08")]


@pytest.fixture
def spent(db):
    """Lifts of four communities for 20,000.00 each, of a fifth for 100,000.00; a roof of one with four homes."""
    dear, _by = works.an_approved_order(works.a_community(5))
    others = [
        works.an_approved_order(works.a_community(5), amount_fen="20000.00")[0]
        for _each in range(FEWEST_COMPARED)
    ]
    few, _by = works.an_approved_order(works.a_community(4), part="roof")
    return dear, others, few


def rows(pages) -> list[str]:
    return [" ".join(one.itertext()) for one in pages.page.all("tr")][1:]


def test_what_stands_out_comes_first_with_the_reason(pages, spent):
    dear, others, few = spent
    pages.get("/public/")
    assert "/public/spending" in links(pages)
    pages.get("/public/spending")
    found = [" ".join(row.split()) for row in rows(pages)]
    assert len(found) == 1 + len(others)
    assert dear.community.name in found[0] and "明显偏高" in found[0]
    assert "每平方米190.80元，是同区3个小区中位数38.16元的5.0倍" in found[0]
    assert all("没有明显偏高" in row or "可比的小区太少" in row for row in found[1:])
    assert few.community.name not in pages.page.text


def test_it_is_searched_by_district_and_part_and_read_page_by_page(pages, spent, monkeypatch):
    pages.get("/public/spending", {"district": "110108"})
    assert "没有符合条件的维修支出" in pages.page.text
    pages.get("/public/spending", {"part": "roof"})
    assert rows(pages) == []
    monkeypatch.setattr("anju.portals.public.shown_works.SIZE", 3)
    pages.get("/public/spending", {"part": "elevator"})
    first = rows(pages)
    [further] = [one for one in links(pages) if "after=" in one]
    assert "part=elevator" in further
    pages.get(further)
    assert len(first) == 3 and len(rows(pages)) == 1
    [back] = [one for one in links(pages) if one.startswith("/public/spending?")]
    pages.get(back)
    assert rows(pages) == first


def test_nobody_is_named_and_what_cannot_be_asked_is_passed_over(pages, spent):
    pages.get("/public/spending", {"after": "x", "part": "nothing"})
    assert "请从列表中选择" in pages.page.text
    pages.get("/public/spending")
    for hidden in ("业主", works.CONTRACTOR, "物业管理"):
        assert hidden not in pages.page.text.replace("业主签字", ""), hidden
    assert clock.today().year - view.YEARS
