"""统计数据 as people read it: what was counted, as of when, and what is too little to be told. (CRD-05, rule C7)"""

from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import cache

from anju.agencies.tests.offices import a_code
from anju.credit.tests.scoring import Days
from anju.portals.public.tests.test_lists import csv_of
from anju.portals.public.tests.things import figures_of
from anju.tests.world import a_lease

pytestmark = pytest.mark.django_db


@pytest.fixture
def november(monkeypatch, db):
    """Ten leases of three enterprises in 朝阳区 at 80 yuan a square metre, one in 海淀区."""
    Days(monkeypatch)
    cache.clear()
    firms = [(f"企业{number}", a_code(7000 + number)) for number in range(3)]
    for number in range(10):
        a_lease(enterprise=firms[number % 3], area=Decimal("50.00"), monthly_rent="4000.00")
    a_lease(enterprise=firms[0], district="110108")
    figures_of(date(2026, 11, 1))


@pytest.mark.covers("CRD-05")
def test_leases_are_shown_by_district_and_month_with_the_day_they_were_counted(pages, november):
    pages.get("/public/figures")
    text = pages.page.text
    assert "备案合同" in text and "2026-11" in text and "数据截至2026-11-02" in text
    assert "朝阳区 10" in text and "海淀区 1" in text and "全市 11" in text


@pytest.mark.covers("CRD-05")
def test_a_rent_behind_which_too_few_stand_is_not_published(pages, november):
    pages.get("/public/figures", {"measure": "rent"})
    text = pages.page.text
    assert "朝阳区 80.00" in text and "海淀区 不公布" in text and "全市 80.00" in text
    assert "合同少于10份或者企业少于3家的区不公布" in text


@pytest.mark.covers("CRD-05")
def test_every_picture_says_in_words_what_it_shows(pages, november):
    content = pages.get("/public/figures").content.decode()
    assert content.count('role="img"') == 2
    assert "备案合同，各区。最高：朝阳区，10份；最低：东城区，0份。" in content


@pytest.mark.covers("CRD-05")
def test_all_figures_can_be_taken_along(client, november):
    rows = csv_of(client, "/public/figures.csv")
    assert rows[0][:4] == ["月份", "所在区", "截止日", "备案合同"]
    assert ["2026-11", "朝阳区", "2026-11-02", "10", "80.00", "", "0", "0"] in rows
    assert len(rows) == 1 + 17


def test_before_anything_was_counted_the_page_says_so(pages, db):
    pages.get("/public/figures")
    assert "还没有统计数据" in pages.page.text


def test_a_month_that_is_not_there_is_told(pages, november):
    for month in ("2020-01", "x"):
        assert pages.get("/public/figures", {"month": month}).status_code == 200
        assert "查询条件有误" in pages.page.text


def test_the_page_reads_rows_and_walks_through_nothing(
    pages, november, django_assert_max_num_queries
):
    with django_assert_max_num_queries(4):
        pages.get("/public/figures")
