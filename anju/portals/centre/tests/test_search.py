"""Anything is found by whatever somebody knows of it; who looked is written down. (CTR-07)"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anju.agencies.tests import offices
from anju.companies.tests.applying import a_built_community, submitted
from anju.companies.tests.world import a_company
from anju.contracts.models import Lease
from anju.contracts.terms import TenantTerms
from anju.core.actors import Actor
from anju.core.models import Look
from anju.fund import actions as fund
from anju.fund.tests import world as fund_world
from anju.ledger.queries import movements
from anju.oversight.tests.worrying import a_watched
from anju.payments import actions as payments
from anju.people.models import Organisation, Person
from anju.people.rules import Power
from anju.portals.centre.tests.test_ledger_pages import few_queries, link_to
from anju.tests.pages import Pages
from anju.tests.world import (
    ENTERPRISE,
    MAKER,
    ZHANG_SAN,
    a_credit,
    a_lease,
    a_paying_order,
    a_payout,
    book,
)
from anju.timelines.jobs import read_clues
from anju.timelines.queries import found

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CTR-07")]
OFFICER = Actor("wang.min", "centre", frozenset({Power.SEARCH_ALL.value}))


@pytest.fixture
def desk(pages: Pages) -> Pages:
    pages.as_staff("search.all", "ledger.read")
    return pages


@pytest.fixture
def order(db):
    """A lease in custody, paid by bank transfer; names and accounts have been read."""
    order = a_paying_order()
    a_credit(order, bank_ref="CCB20260101X7")
    book()
    read_clues(0)
    return order


def hits(text: str) -> dict[str, list[str]]:
    return {
        group.kind.value: [one.no or one.line for one in group.found]
        for group in found(text, OFFICER).groups
    }


def few(text: str) -> dict[str, list[str]]:
    """One question for the search and one for each kind that was found."""
    with CaptureQueriesContext(connection) as queries:
        told = hits(text)
    assert len(queries) == 1 + len(told)
    return told


def test_a_number_finds_what_bears_it(order):
    lease, payment = order.lease, order.payment
    assert few(lease.filing_no) == {"lease": [lease.filing_no]}
    assert few(f" {lease.filing_no.lower()} ") == {"lease": [lease.filing_no]}
    assert few(order.no) == {"order": [order.no]}
    assert few(payment.no) == {"order": [order.no]}
    assert few(payment.collection_code) == {"order": [order.no]}
    assert few("CCB20260101X7") == {"entry": ["CCB20260101X7"]}
    assert few(ENTERPRISE[1]) == {"organisation": [ENTERPRISE[1]]}
    assert few("BA999999999999999") == {}


def test_the_number_of_a_paper_finds_what_it_is_about(order):
    account = fund_world.an_account()
    deposit = fund.demand_deposit(account_id=account.pk, by=fund_world.signed_in(fund_world.WANG))
    home = {"home": [str(account.dwelling_id)]}
    assert few(deposit.no) == few(account.pot) == home
    assert few(order.lease.deposit_pot) == {"lease": [order.lease.filing_no]}
    warning = a_watched(("光明租赁有限公司", offices.a_code(9100)))
    assert few(warning.no) == {"organisation": [offices.a_code(9100)]}
    _, actor = a_company()
    areas = submitted(actor, a_built_community())
    assert few(areas.no) == {"organisation": [areas.company.organisation.uscc]}
    payout = a_payout(order.lease, "100.00")
    batch = payments.make_batch(bank="ccb", payout_ids=[payout.pk], by=MAKER)
    assert few(batch.no) == {"payout": [payout.no]}


def test_a_person_is_found_by_document_phone_and_whole_name_and_stands_masked(order):
    payout = a_payout(order.lease, "100.00")
    read_clues(0)
    assert few(ZHANG_SAN.id_number) == {"person": ["张*"]}
    assert few(ZHANG_SAN.phone) == {"person": ["张*"]}
    assert few("+86 138-0000-0001")["person"] == few("138-0000-0001")["person"] == ["张*"]
    named = few("张三")
    assert named["person"] == ["张*"] and named["entry"] == ["CCB20260101X7"]
    assert few("6222020200000000014")["entry"] == ["CCB20260101X7"]
    assert few(payout.creditor_account)["payout"] == [payout.no]
    assert few("张三丰") == {} and hits("张") == {}


def test_a_place_or_a_name_is_found_by_three_characters_that_stand_together(order):
    assert order.lease.address
    part = order.lease.address[3:7]
    assert few(part)["lease"] == [order.lease.filing_no]
    assert few(ENTERPRISE[0][1:5])["organisation"] == [ENTERPRISE[1]]
    assert hits(part[:2] + "某" + part[2:]) == {}


def plan_of(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}")
        return "\n".join(line for (line,) in cursor.fetchall())


def test_every_search_goes_by_index(order):
    for text in ("张三三", order.lease.address[:6], ZHANG_SAN.phone, order.no):
        with CaptureQueriesContext(connection) as queries:
            found(text, OFFICER)
        assert "Seq Scan" not in plan_of(queries[0]["sql"])
    pairs = "timelines_pairs(address) @> ARRAY['朝阳']"
    assert "timelines_lease_by_address" in plan_of(f"SELECT id FROM contracts_lease WHERE {pairs}")


def test_nobody_finds_anything_without_the_power(order):
    assert found(order.no, Actor("x", "centre")).groups == []


def test_more_of_a_kind_is_asked_for_by_the_last(order, desk):
    for _ in range(25):
        a_paying_order()
    desk.post("/centre/search", {"q": order.lease.address[3:8]})
    assert len(desk.page.all("tr")) == 21 and "更多备案合同" in desk.page.text
    last = Lease.objects.order_by("-id")[19]
    desk.post("/centre/search", {"q": order.lease.address[3:8], "kind": "lease", "before": last.pk})
    assert len(desk.page.all("tr")) == 7 and "更多备案合同" not in desk.page.text


def test_a_search_for_a_person_is_written_down_masked(order, desk):
    desk.post("/centre/search", {"q": order.lease.filing_no})
    assert not Look.objects.exists()
    desk.post("/centre/search", {"q": ZHANG_SAN.phone})
    desk.post("/centre/search", {"q": "张三"})
    told = list(Look.objects.order_by("pk").values_list("actor", "whose", "purpose"))
    assert told == [
        ("wang.min", "138****0001", "综合查询：证件号码、手机号、银行账号"),
        ("wang.min", "张*", "综合查询：姓名或名称"),
    ]
    assert "张*" in desk.page.text and "张三" not in desk.page.text


@pytest.mark.covers("SEC-04")
@pytest.mark.parametrize("text", ["", "张", "%%", "a\x00b", "'; DROP"])
def test_what_cannot_be_searched_for_is_told_at_the_box(db, desk, text):
    assert desk.post("/centre/search", {"q": text}).status_code == 200
    assert not Look.objects.filter(whose__contains="DROP").exists()


def test_a_lease_has_everything_that_happened_to_it_in_one_line(order, desk):
    lease = order.lease
    address = f"/centre/search/lease/{lease.pk}"
    few_queries(desk, address)
    text = desk.page.text
    for told in (
        "转入 ¥ 4,000.00",
        "转入 ¥ 24,000.00",
        "外部资金 world:ccb",
        "缴纳",
        order.no,
        "缴纳押金及应监管租金",
        "张*",
    ):
        assert told in text, told
    assert "张三" not in text and "13800000001" not in text
    line = movements([lease.deposit_pot])[0]
    assert f"/centre/ledger/transfers/{line.id}" in [a.get("href") for a in desk.page.all("a")]
    few_queries(desk, link_to(desk, "张*"))
    assert lease.filing_no in desk.page.text
    few_queries(desk, f"/centre/ledger/transfers/{line.id}")
    few_queries(desk, link_to(desk, order.no))
    assert "缴纳订单" in desk.page.text and "已监管" in desk.page.text


def test_a_lease_of_an_organisation_tells_what_its_tenant_was_told(order, desk):
    lease = a_lease(
        tenants=[TenantTerms("北京远山科技有限公司", "13800000003", uscc="91110108MA01ABCD5T")]
    )
    few_queries(desk, f"/centre/search/lease/{lease.pk}")
    assert f"您的住房租赁合同{lease.filing_no}已备案" in desk.page.text
    few_queries(desk, f"/centre/search/lease/{order.lease_id}")
    assert lease.filing_no not in desk.page.text


def test_a_timeline_goes_on_with_what_is_older(order, desk):
    for number in range(31):
        desk.get(f"/centre/search/order/{order.pk}")
        del number
    few_queries(desk, f"/centre/search/order/{order.pk}")
    assert len(desk.page.all("li")) >= 30
    older = link_to(desk, "下一页")
    assert "before=" in older
    few_queries(desk, older)
    assert "确认" in desk.page.text or "已监管" in desk.page.text


def test_every_opened_result_is_written_down_and_full_data_only_with_a_purpose(order, desk):
    person = Person.objects.get()
    address = f"/centre/search/person/{person.pk}"
    few_queries(desk, address)
    assert "110***********8013" in desk.page.text and "138****0001" in desk.page.text
    assert Look.objects.get().purpose == "综合查询：查看时间线（已脱敏）"
    few_queries(desk, f"{address}/full")
    assert ZHANG_SAN.id_number not in desk.page.text and Look.objects.count() == 1
    few_queries(desk, f"{address}/full", purpose="answer")  # an address opens nothing
    assert ZHANG_SAN.id_number not in desk.page.text and Look.objects.count() == 1
    desk.post(f"{address}/full", {"purpose": ""})
    assert "请选择查看用途" in desk.page.text and Look.objects.count() == 1
    desk.post(f"{address}/full", {"purpose": "answer", "note": "受理9号"})
    for told in ("张三", ZHANG_SAN.id_number, ZHANG_SAN.phone):
        assert told in desk.page.text
    look = Look.objects.latest("pk")
    assert (look.kind, look.record_id, look.purpose, look.whose) == (
        "people.person",
        person.pk,
        "答复当事人咨询：受理9号",
        "个人 张*",
    )
    desk.get(address)
    assert "答复当事人咨询：受理9号" in desk.page.text  # who looked stands in the timeline itself


def test_the_auditor_finds_who_searched_and_looked(order, desk, pages_of_the_auditor):
    desk.post("/centre/search", {"q": ZHANG_SAN.phone})
    desk.get(f"/centre/search/organisation/{Organisation.objects.get().pk}")
    pages_of_the_auditor.get("/administration/audit/looks")
    assert "138****0001" in pages_of_the_auditor.page.text
    assert "综合查询：查看时间线（已脱敏）" in pages_of_the_auditor.page.text


@pytest.fixture
def pages_of_the_auditor(db) -> Pages:
    auditor = Pages()
    auditor.as_staff("audit.read", username="shen.ji")
    return auditor


@pytest.mark.parametrize("address", ["lease/999999", "nothing/1", "lease/x", "order/1/full"])
def test_what_is_not_there_is_not_found(db, desk, address):
    assert desk.get(f"/centre/search/{address}").status_code == 404


def test_search_is_closed_to_who_may_not(pages):
    pages.as_staff("ledger.read")
    assert pages.get("/centre/search").status_code == 403
    assert pages.get("/centre/search/lease/1").status_code == 403
