"""Every page of the desk costs few queries, however much it shows, and says so where there is nothing to show."""

import pytest
from django.urls import resolve

from anju.people.rules import OF_FUND, Power
from anju.tests.pages import Pages
from anju.tests.walks.fund_desk import of_everything, the_world, to

pytestmark = pytest.mark.django_db
MOST = 12
MOST_OF_AN_ORDER = 18
"""Its shares, payments, papers, settlement and history are tables of their own."""
NOTHING = {
    "additions": "没有符合条件的申请",
    "communities": "没有登记的小区",
    "homes": "没有符合条件的房屋",
    "notices": "还没有上传过文件",
    "refunds": "没有符合条件的退款",
    "works": "没有符合条件的任务单",
    "receipts": "没有符合条件的交存单",
    "troubles": "没有问题单",
    "runs": "还没有办理过",
    "openings": "还没有期初建账",
    "registrations": "没有符合条件的申请",
    "keys": "没有符合条件的密钥",
}


@pytest.fixture
def everything(settings, db):
    settings.MOVABLE_CLOCK = True
    pages = Pages()
    pages.officer = pages.as_staff(*OF_FUND, username="quan.fund", name="全福")
    return pages


@pytest.mark.parametrize("name", NOTHING)
def test_a_list_without_rows_says_so(everything, name):
    assert everything.get(to(name)).status_code == 200
    assert NOTHING[name] in everything.page.text


def test_no_page_costs_more_than_a_few_queries(everything, settings, django_assert_max_num_queries):
    world = the_world(everything.officer.pk)
    visits = of_everything(world)
    settings.MOVABLE_CLOCK = False  # which only the demo has, and asks the database for
    for visit in visits:
        if not visit.does and not visit.is_file:
            is_order = resolve(visit.address.partition("?")[0]).url_name == "works_order"
            most = MOST_OF_AN_ORDER if is_order else MOST
            with django_assert_max_num_queries(most, info=visit.address):
                assert everything.get(visit.address).status_code == visit.status, visit.address


@pytest.mark.parametrize(
    ("powers", "told"),
    [
        ((Power.FUND_READ, Power.FUND_REVIEW), "待审核的个人造册 1"),
        ((Power.FUND_READ, Power.FUND_ENTER), "正在处理的通知文件"),
        ((Power.FUND_PAY,), "没有解决的票据问题单 1"),
        ((Power.FUND_CHECK,), "待复核的退款 1"),
        ((Power.FUND_CHECK,), "待复核的公共收益、售后公房交存和结息 1"),
    ],
)
def test_the_desk_shows_what_waits_for_each_post(db, django_assert_max_num_queries, powers, told):
    the_world()
    pages = Pages()
    pages.as_staff(*powers, username="gang.wei", name="岗位")
    with django_assert_max_num_queries(MOST):
        assert pages.get(to("home")).status_code == 200
    assert told in " ".join(pages.page.text.split())


@pytest.mark.covers("CTR-01")
def test_the_desk_shows_the_first_rows_of_every_kind_that_waits_with_the_way_to_each(everything):
    the_world(everything.officer.pk)
    everything.get(to("home"))
    kinds = [
        said(row.find("td"))
        for row in everything.page.all("table")[0].iter("tr")
        if row.find("td") is not None
    ]
    assert len(kinds) > 5
    assert kinds == [said(one) for one in everything.page.all("h2")][-len(kinds) :]
    tables = everything.page.all("table")[1:]
    assert len(tables) == len(kinds)
    for kind, table in zip(kinds, tables, strict=True):
        links = [link.get("href") for link in table.iter("a")]
        assert 1 <= len(links) <= 5, kind
        assert everything.get(links[0]).status_code == 200, kind


def said(element):
    return " ".join("".join(element.itertext()).split())
