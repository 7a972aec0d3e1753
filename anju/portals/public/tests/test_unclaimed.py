"""Whoever knows a name and a number exactly is told that money waits, and never more. (BEY-14)"""

import pytest
from django.core.cache import cache

from anju.portals.public.views.unclaimed import LIMIT
from anju.refunds.tests.endings import Days
from anju.unclaimed.tests.waiting import a_waiting_refund

pytestmark = [pytest.mark.django_db, pytest.mark.covers("BEY-14")]
PAGE = "/public/unclaimed"
ZHANG = {"way": "owner", "owner-name": "张三", "owner-number": "110101199003078013"}


@pytest.fixture(autouse=True)
def nobody_asked():
    cache.clear()


@pytest.fixture
def days(monkeypatch, db):
    clock = Days(monkeypatch)
    clock.be("2026-11-02")
    return clock


def test_name_and_number_tell_that_money_waits_and_its_class(pages, days):
    portion = a_waiting_refund(days)
    response = pages.post(PAGE, ZHANG)

    assert "有等您领取的钱" in pages.page.text and "10,000元以上" in pages.page.text
    assert "no-store" in response["Cache-Control"]
    for secret in ("28,0", portion.case.lease.filing_no, "建国路"):
        assert secret not in response.content.decode()


@pytest.mark.parametrize(
    "typed",
    [{"owner-name": "李四"}, {"owner-number": "11010519491231002X"}, {"owner-name": "\u200b"}],
)
def test_what_is_not_exactly_right_is_told_as_nothing(typed, pages, days):
    a_waiting_refund(days)
    pages.post(PAGE, ZHANG | typed)

    assert "没有查到" in pages.page.text and "有等您领取的钱" not in pages.page.text


def test_a_stranger_of_a_company_and_a_payer_are_asked_for_what_they_know(pages, db):
    pages.get(PAGE)
    assert "我转过账，但没有入账" in pages.page.text
    pages.post(PAGE, {"way": "payer", "payer-name": "", "payer-account": ""})
    assert "请填写付款户名" in pages.page.text and "请填写姓名或者单位名称" not in pages.page.text
    pages.post(PAGE, {"way": "payer", "payer-name": "王五", "payer-account": "6222"})
    assert "没有查到" in pages.page.text
    assert pages.post(PAGE, {"way": "another"}).status_code == 200


def test_who_asks_too_often_waits(pages, db):
    for _ in range(LIMIT):
        assert pages.post(PAGE, ZHANG).status_code == 200

    assert pages.post(PAGE, ZHANG).status_code == 429
    assert "请10分钟后再查" in pages.page.text


def test_in_english(pages, db):
    pages.cookies["django_language"] = "en"
    pages.get(PAGE)
    assert "Search for unclaimed money" in pages.page.text
