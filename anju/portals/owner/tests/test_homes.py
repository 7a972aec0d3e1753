"""首页, 我的房屋, 资金明细. (manual 002, 2.2 and 2.3)"""

import re

import pytest

from anju.fund.tests.world import WANG, ZHAO, an_account, spend
from anju.portals.tenant_web.tests.reading import buttons, links

pytestmark = pytest.mark.django_db


@pytest.mark.covers("OWN-01")
def test_the_home_page_shows_who_what_and_what_is_owed(pages, homes):
    pages.get("/owner/")
    text = pages.page.text
    assert "王五，您好" in text and "¥33,000.00" in text.replace(" ", "")
    assert "2 套房屋待交存" in text
    assert "110***********8013" in text and WANG.id_number not in text
    for part in ("个人信息", "我的房屋", "我要交款", "我要查询", "我的交存记录"):
        assert part in [head.text for head in pages.page.all("h2")], part
    assert {"/owner/homes", "/owner/pay", "/owner/find", "/owner/records"} <= links(pages)


@pytest.mark.covers("OWN-10")
def test_homes_are_searched_by_address(pages, homes):
    pages.get("/owner/homes")
    assert len(pages.page.all("article")) == 3
    pages.get("/owner/homes?address=9单元")
    assert [one for one in links(pages) if one.endswith("/movements")] == [
        f"/owner/homes/{homes.low.dwelling_id}/movements"
    ]
    pages.get("/owner/homes?address=别处的房子")
    assert "没有找到这个地址的房屋" in pages.page.text and pages.page.all("article") == []
    pages.get("/owner/homes?address=望")
    assert [
        one.get("value") for one in pages.page.all("input") if one.get("name") == "address"
    ] == ["望"]


@pytest.mark.covers("OWN-10")
def test_more_homes_than_a_page_takes_are_paged_by_key(pages, owner):
    for number in range(21):
        an_account(room=str(400 + number))
    pages.get("/owner/homes")
    assert len(pages.page.all("article")) == 20
    [further] = [one for one in links(pages) if "after=" in one]
    pages.get(further)
    assert len(pages.page.all("article")) == 2


@pytest.mark.covers("OWN-11")
def test_a_home_its_movements_and_one_of_them(pages, homes):
    home = f"/owner/homes/{homes.low.dwelling_id}"
    pages.get(home)
    for fact in ("望京花园", "90.00 平方米", "商品住宅", "2024-05-01", "北京银行", "代管"):
        assert fact in pages.page.text, fact
    assert "账户余额已不足首次交存金额的30%" in pages.page.text

    pages.get(f"{home}/movements")
    amounts = re.findall(r"[\d,]+\.\d\d", pages.page.text)
    assert amounts == ["3,000.00", "15,000.00", "3,000.00", "18,000.00", "18,000.00"]
    deposit = [one for one in links(pages) if "/owner/movements/" in one]
    assert len(deposit) == 2
    pages.get(max(deposit))
    pages.get(min(deposit))
    assert "维修资金交存" in pages.page.text and homes.deposits[1].no in pages.page.text
    assert "我要开票" in buttons(pages)


@pytest.mark.covers("OWN-11")
def test_movements_are_paged_by_key(pages, homes):
    for _ in range(20):
        spend(homes.holding, 1_00)
    address = f"/owner/homes/{homes.holding.dwelling_id}/movements"
    pages.get(address)
    assert len(pages.page.all("tr")) == 21
    [further] = [one for one in links(pages) if "before=" in one]
    pages.get(further)
    assert len(pages.page.all("tr")) == 2 and "18,000.00" in pages.page.text


@pytest.mark.covers("OWN-11")
def test_a_co_owner_is_named_masked(pages, owner):
    shared = an_account(owners=(WANG, ZHAO), room="905")
    pages.get(f"/owner/homes/{shared.dwelling_id}")
    assert "王五、赵*" in pages.page.text
