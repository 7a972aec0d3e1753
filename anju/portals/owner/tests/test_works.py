"""维修支取 as the owners of the homes read it. (OWN-90, BEY-02, BEY-04)"""

import re

import pytest

from anju.fund import actions as fund_actions
from anju.fund import queries as fund
from anju.fund.tests.world import DEPARTMENT, WANG, ZHAO
from anju.portals.owner.shown_works import TONES, next_of, word_of
from anju.portals.owner.tests.repairs import a_building_with, at_home_of, own
from anju.portals.tenant_web.tests.reading import links
from anju.tests.pages import Pages
from anju.works import actions
from anju.works.models import Paper
from anju.works.rules import Status
from anju.works.tests import world as works
from anju.works.tests.world import REVIEWER, settled_for

pytestmark = pytest.mark.django_db


def text_of(pages: Pages) -> str:
    return " ".join(pages.page.text.split()).replace("¥ ", "¥")


@pytest.mark.covers("OWN-90")
def test_what_is_repaired_how_it_stands_and_what_comes_next():
    order, _by = works.a_submitted_order(a_building_with(WANG))
    pages = at_home_of(WANG)
    pages.get("/owner/works")
    assert "更换1号电梯曳引机" in pages.page.text and "等待主管部门审批" in pages.page.text
    assert "17,047.62" in pages.page.text
    assert f"/owner/works/{order.no}" in links(pages)
    pages.get(f"/owner/works/{order.no}")
    text = text_of(pages)
    for told in (
        "曳引机磨损严重，检验机构要求更换",
        "电梯",
        order.company.name,
        works.CONTRACTOR,
        "100,000.00",
        "524.12 平方米",
        "190.7960 元/平方米",
        "批准以前，账户里的钱不会动",
        order.no,
    ):
        assert told in text, told
    for hidden in ("业主1", works.CONTRACTOR_ACCOUNT, "13800000021"):
        assert hidden not in text, hidden
    [vote] = [one for one in links(pages) if one.startswith("/owner/votes/")]
    pages.get(vote)
    assert f"/owner/works/{order.no}" in links(pages)


@pytest.mark.covers("BEY-04")
def test_ones_share_is_counted_before_ones_eyes_without_any_script():
    """The worked example of rule B6.9: 100,000.00 among 524.12 m²."""
    order, _by = works.a_submitted_order(a_building_with(WANG))
    pages = at_home_of(WANG)
    pages.get(f"/owner/works/{order.no}")
    text = text_of(pages)
    assert "100,000.00 × 89.35 ÷ 524.12 = 17,047.622681…" in text
    assert "全部费用100,000.00元，5户共524.12平方米，您的房屋89.35平方米" in text
    assert "还差3分，尾数最大的3户各补一分" in text and "您家排第4，不用补。" in text
    assert "账户可用余额 ¥50,000.00" in text
    assert "批准后从账户支取 ¥17,047.62" in text and "支取后余额 ¥32,952.38" in text
    assert "全部从维修资金账户支取，您不用另外付钱。" in text


@pytest.mark.covers("BEY-04", "WDR-11")
def test_of_sold_public_housing_the_selling_units_part_is_told_in_steps():
    order = a_sold_public_order()
    pages = at_home_of(WANG)
    pages.get(f"/owner/works/{order.no}")
    text = text_of(pages)
    share = own(order, WANG)
    assert share.unit_fen > 0
    assert "售房单位承担多少。" in text and "单位承担的部分落到您家。" in text
    steps = [
        [int(re.sub(r"[.,]", "", one.text)) for one in pages.page.all("span") if one.get("data-figure") == name]
        for name in ("total", "weight", "whole", "part")
    ]  # fmt: skip
    for total, weight, whole, part in zip(*steps, strict=True):
        assert 0 <= part - total * weight // whole <= 1
    assert [part for *_sum, part in zip(*steps, strict=True)][::2] == [
        share.share_fen,
        share.unit_fen,
    ]


def a_sold_public_order():
    """Five homes that 北京市第一机床厂 has sold; owners and unit have paid in."""
    return works.a_submitted_order(a_building_with(WANG, sold_public=True))[0]


@pytest.mark.covers("WDR-05", "OWN-90")
def test_what_the_account_does_not_cover_is_asked_for_and_paid_on_the_usual_pages():
    order, by = works.a_submitted_order(a_building_with(WANG, balance=10_000_00))
    pages = at_home_of(WANG)
    pages.get(f"/owner/works/{order.no}")
    assert "须另外交的分摊款 ¥7,047.62" in text_of(pages)
    assert "收到催缴通知后可以在这里付差额" in text_of(pages)
    actions.demand_shares(order_id=order.pk, by=by)
    pages.get(f"/owner/works/{order.no}")
    assert "去付分摊款 7,047.62 元" in text_of(pages)
    [deposit] = [one for one in links(pages) if one.startswith("/owner/deposits/")]
    pages.get(deposit)
    assert "分摊款" in pages.page.text and f"/owner/works/{order.no}" in links(pages)
    pages.get("/owner/")
    assert "24,917.62" in pages.page.text and "1 笔分摊款待交" in pages.page.text
    pages.get("/owner/pay")
    assert "7,047.62" in pages.page.text and deposit in links(pages)


@pytest.mark.covers("OWN-90", "WDR-08")
def test_frozen_money_stands_apart_and_its_movements_lead_to_the_order():
    order, _by = works.an_approved_order(a_building_with(WANG))
    share, pages = own(order, WANG), at_home_of(WANG)
    home = f"/owner/homes/{share.dwelling_id}"
    for page in ("/owner/", home, f"{home}/movements"):
        pages.get(page)
        text = text_of(pages)
        assert "账户余额 ¥50,000.00" in text, page
        assert "其中已冻结（维修支取） ¥17,047.62" in text, page
        assert "可用余额 ¥32,952.38" in text, page
    assert "维修支取冻结 ¥17,047.62 没有支出，仍在账户里" in text_of(pages)
    line = fund.movements(share.account)[0].id
    pages.get(f"/owner/movements/{share.dwelling_id}-{line}")
    assert f"/owner/works/{order.no}" in links(pages)
    pages.get(f"/owner/works/{order.no}")
    text = text_of(pages)
    assert "批准时账户可用余额 ¥50,000.00" in text and "其中还冻结着 ¥17,047.62" in text


@pytest.mark.covers("OWN-90", "BEY-04")
def test_all_shares_are_listed_masked_and_add_up():
    order, _by = works.a_submitted_order(a_building_with(WANG))
    pages = at_home_of(WANG)
    pages.get(f"/owner/works/{order.no}/shares")
    text = text_of(pages)
    assert text.count("1号楼") == 5 and "1号楼 1单元 101 我的房屋" in text
    assert "1号楼 1单元 2**" in text and "201" not in text
    shown = [int(re.sub(r"\D", "", one)) for one in re.findall(r"平方米 ¥([\d,.]+)", text)]
    assert len(shown) == 5 and sum(shown) == 100_000_00
    for hidden in ("业主1", "欠"):
        assert hidden not in text


@pytest.mark.covers("OWN-90")
def test_of_few_homes_only_ones_own_share_is_told():
    order, _by = works.a_submitted_order(a_building_with(WANG, homes=4))
    pages = at_home_of(WANG)
    pages.get(f"/owner/works/{order.no}/shares")
    assert "不列出各户分摊" in pages.page.text and "1号楼 2单元" not in text_of(pages)
    pages.get(f"/owner/works/{order.no}")
    assert pages.page.all("section") and "我的分摊" in pages.page.text


@pytest.mark.covers("OWN-90", "WDR-08")
def test_photos_and_invoices_are_open_to_the_owners_and_to_nobody_else():
    community = a_building_with(WANG)
    order, by = works.an_approved_order(community)
    hidden = Paper.objects.filter(order=order).first()
    settlement = settled_for(order, 90_000_00, by)
    actions.approve_settlement(settlement_id=settlement.pk, by=REVIEWER)
    pages = at_home_of(WANG)
    pages.get(f"/owner/works/{order.no}")
    text = text_of(pages)
    invoice = settlement.invoices.get()
    assert invoice.invoice_no in text and "¥90,000.00" in text
    assert "费用已审核，等待付清" in text and "15,342.86" in text
    assert "全部费用 ¥90,000.00" in text and "171.7164 元/平方米" in text
    papers = [one for one in links(pages) if one.startswith("/owner/works/papers/")]
    assert len(papers) == 4
    assert pages.get(papers[0], check=False).status_code == 200
    assert f"/owner/works/papers/{hidden.pk}" not in papers
    assert pages.get(f"/owner/works/papers/{hidden.pk}").status_code == 404
    stranger = at_home_of(ZHAO)
    for address in (f"/owner/works/{order.no}", f"/owner/works/{order.no}/shares", papers[0]):
        assert stranger.get(address).status_code == 404, address


@pytest.mark.covers("OWN-90", "WDR-08")
def test_what_was_spent_on_a_building_is_open_to_its_owners():
    community = a_building_with(WANG)
    order, _by = works.a_settled_order(community, 90_000_00)
    building = community.buildings.get()
    pages = at_home_of(WANG)
    pages.get(f"/owner/works/{order.no}")
    address = f"/owner/works/buildings/{building.pk}"
    assert address in links(pages)
    pages.get(address)
    text = text_of(pages)
    for told in (
        "更换1号电梯曳引机",
        works.CONTRACTOR,
        "本楼分摊 ¥90,000.00",
        "电梯",
        by_name(order),
    ):
        assert told in text, told
    assert at_home_of(ZHAO).get(address).status_code == 404


def by_name(order) -> str:
    return str(order.company.name)


@pytest.mark.covers("OWN-90")
def test_who_bought_the_home_sees_the_order_and_who_sold_it_no_more():
    order, _by = works.an_approved_order(a_building_with(WANG))
    share = own(order, WANG)
    fund_actions.sell_home(account_id=share.account_id, owners=[ZHAO], by=DEPARTMENT)
    buyer, seller = at_home_of(ZHAO), at_home_of(WANG)
    buyer.get(f"/owner/works/{order.no}")
    assert "其中还冻结着 ¥17,047.62" in text_of(buyer)
    assert seller.get(f"/owner/works/{order.no}").status_code == 404


@pytest.mark.covers("OWN-90")
def test_every_state_has_its_word_and_its_next_step():
    order, _by = works.a_submitted_order(a_building_with(WANG))
    told = set()
    for status in TONES:
        order.status = status
        told.add((word_of(order), next_of(order)))
    assert len(told) == len(TONES)
    assert set(TONES) == set(Status) - {Status.DRAFT}
