"""合同结束: registering the return of a home, confirming and undoing it, the list and one case. (ENT-01, BEY-01)"""

import pytest

from anju.core import clock
from anju.portals.enterprise.tests.test_leases import rows
from anju.refunds import actions
from anju.refunds.models import Case
from anju.refunds.rules import Opinion
from anju.refunds.tests.endings import (
    a_dispute,
    a_held_lease,
    a_plan,
    a_return,
    an_answer,
    bank_pays,
    t_1_ends_early,
)
from anju.tests.pages import Pages
from anju.tests.world import LI_SI, ZHANG_SAN, a_lease, tenant_of

pytestmark = pytest.mark.django_db
NO = "BA11010520260000099"
CASES, REGISTER = "/enterprise/cases", f"/enterprise/cases/register/{NO}"


@pytest.fixture
def held(days):
    return a_held_lease(filing_no=NO, tenants=(ZHANG_SAN, LI_SI))


@pytest.fixture
def pages(held):
    pages = Pages()
    pages.sign_in_as(held.enterprise)
    return pages


def sent(pages: Pages, address: str, **typed) -> str:
    return pages.post(address, typed).get("Location", "")


@pytest.mark.covers("BEY-01")
def test_a_home_is_handed_back_and_both_see_the_same_countdown(pages, held):
    pages.get("/enterprise/cases/register", {"filing_no": NO})
    assert "登记交还住房 " + NO in rows(pages)[0]
    pages.get(REGISTER)
    assert "最迟 2026-11-05" in pages.page.text and "监管押金 ¥ 4,000.00" in pages.page.text
    address = sent(
        pages,
        REGISTER,
        reason="termination",
        ended_on="2026-11-02",
        returned_on="2026-11-02",
    )
    case = Case.objects.get()
    assert address == f"{CASES}/{case.pk}" and case.registered_by == "enterprise"
    pages.get(address)
    for words in ("等待本企业办理", "剩余 3 天", "最后一天 2026-11-05", "全部退还承租人"):
        assert words in pages.page.text
    pages.get("/enterprise/cases/register", {"filing_no": NO})
    assert "已登记，查看" in rows(pages)[0]


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"returned_on": "2026-11-03"}, "returned_on", "交还日期2026-11-03晚于今天"),
        ({"returned_on": "2026-10-01"}, "returned_on", "早于租赁期起2026-11-02"),
        ({"returned_on": "gestern"}, "returned_on", "这不是一个日期"),
        ({"ended_on": ""}, "ended_on", "请选择日期"),
        ({"ended_on": "2030-01-01"}, "ended_on", "合同结束日期不能晚于合同到期日"),
        ({"reason": "expiry"}, "reason", "提前结束的请选择「解约」"),
        ({"reason": "x"}, "reason", "x"),
    ],
    ids=range(7),
)
def test_what_is_wrong_is_told_at_the_field_and_what_was_typed_stays(pages, typed, field, sentence):
    first = {"reason": "termination", "ended_on": "2026-11-02", "returned_on": "2026-11-02"}
    assert sent(pages, REGISTER, **(first | typed)) == ""
    links = {a.get("href"): "".join(a.itertext()) for a in pages.page.all("a")}
    assert any(f"id_{field}" in (href or "") and sentence in said for href, said in links.items())
    if field != "reason":
        values = [one.get("value") for one in pages.page.all("input") if one.get("name") == field]
        assert values == [(first | typed)[field]]
    assert not Case.objects.exists()


def test_rent_released_for_days_nobody_lived_there_is_told_to_both_sides(days):
    """账户外应退 (rule A9.3)"""
    case = t_1_ends_early(days)
    no, [tenant] = case.lease.filing_no, case.lease.tenants.all()
    for who, addresses in (
        (case.lease.enterprise, (f"{CASES}/{case.pk}", f"{CASES}/{case.pk}/plan")),
        (tenant.person, (f"/tenant/refunds/{no}", f"/m/refunds/{no}")),
    ):
        pages = Pages()
        pages.sign_in_as(who)
        for address in addresses:
            pages.get(address)
            assert "账户外应退 ¥ 5,200.00" in pages.page.text, address


def test_registering_twice_is_told_and_changes_nothing(pages, held):
    a_return(held)
    typed = {"reason": "termination", "ended_on": "2026-11-02", "returned_on": "2026-11-02"}
    assert sent(pages, REGISTER, **typed) == ""
    assert f"合同{NO}已登记交还住房（2026-11-02），不能重复登记" in pages.page.text
    assert Case.objects.count() == 1


@pytest.mark.covers("BEY-01")
def test_what_the_tenant_registered_is_confirmed_or_objected_to(pages, held):
    case = a_return(held, by=tenant_of(held))
    pages.get(f"{CASES}?todo=confirm")
    assert NO in rows(pages)[0]
    pages.get(f"{CASES}/{case.pk}")
    assert "对交还住房提出异议" in pages.page.text
    pages.get(f"{CASES}/{case.pk}/object")
    assert sent(pages, f"{CASES}/{case.pk}/object", because=" ") == ""
    assert "请填写" in pages.page.text
    assert sent(pages, f"{CASES}/{case.pk}/object", because="钥匙没有交还") != ""
    pages.get(f"{CASES}/{case.pk}")
    assert "对交还住房的异议：钥匙没有交还" in pages.page.text
    pages.get(f"{CASES}/{case.pk}/confirm")
    assert sent(pages, f"{CASES}/{case.pk}/confirm") == f"{CASES}/{case.pk}"
    case.refresh_from_db()
    assert case.confirmed_at is not None
    assert pages.get(f"{CASES}/{case.pk}/confirm")["Location"] == f"{CASES}/{case.pk}"
    assert sent(pages, f"{CASES}/{case.pk}/confirm") == ""
    assert "交还住房已经确认" in pages.page.text


@pytest.mark.covers("BEY-12")
def test_a_mistake_is_undone_the_same_day_and_later_only_by_both(pages, held, days):
    case = a_return(held)
    pages.get(f"{CASES}/{case.pk}/cancel")
    assert sent(pages, f"{CASES}/{case.pk}/cancel", because="选错合同") != ""
    case.refresh_from_db()
    assert case.status == "cancelled"
    again = a_return(held)
    days.be("2026-11-03")
    sent(pages, f"{CASES}/{again.pk}/cancel", because="选错合同")
    again.refresh_from_db()
    assert (again.status, again.cancel_asked_by) == ("awaiting_plan", "enterprise")
    pages.get(f"{CASES}/{again.pk}")
    assert "住房租赁企业已申请撤销登记" in pages.page.text
    actions.cancel_case(case_id=again.pk, because="是的", by=tenant_of(held))
    pages.get(f"{CASES}/{again.pk}")
    assert "已撤销" in pages.page.text


@pytest.mark.covers("ENT-01")
def test_the_list_is_searched_by_number_state_and_time_left(pages, held, days):
    case = a_return(held)
    other = a_return(a_held_lease(filing_no="BA-OTHER-0001"))
    a_plan(other)
    days.be("2026-11-06")
    for asked, found in {
        "": 2,
        f"filing_no={NO}": 1,
        "status=awaiting_plan": 1,
        "status=awaiting_answer": 1,
        "left=overdue": 2,
        "left=today": 0,
        "left=soon": 0,
        "status=closed": 0,
    }.items():
        pages.get(f"{CASES}?{asked}")
        assert len(rows(pages) if pages.page.all("table") else []) == found, asked
    assert "没有符合条件的合同" in pages.page.text
    pages.get(f"{CASES}?filing_no={NO}")
    assert "已逾期 1 天" in rows(pages)[0] and case.lease.address in rows(pages)[0]
    assert "张*、李*" in rows(pages)[0] and "张三" not in pages.page.text
    pages.get(f"{CASES}?status=no-such")
    assert "请从列表中选择" in pages.page.text


def test_a_case_shows_plan_answer_payments_and_the_whole_course(pages, held):
    case = a_return(held)
    a_plan(case)
    an_answer(case, Opinion.AGREE)
    bank_pays()
    pages.get(f"{CASES}/{case.pk}")
    for words in (
        "第1版 同意此方案退款",
        "房屋及设施损坏赔偿 押金 ¥ 1,000.00",
        "付款 付给",
        "¥ 27,000.00",
        "已付款",
        "流程",
        "登记交还住房（解约）",
    ):
        assert words in pages.page.text, words
    course = pages.page.text.partition("流程")[2]
    steps = ("登记交还住房（解约）", "提交退款方案", "同意此方案退款")
    places = [course.index(step) for step in steps]
    assert places == sorted(places), "the first step stands first, as the tenant reads it"


def test_evidence_is_never_opened_as_a_page_of_ours(pages, held):
    case = a_dispute(held)
    kept = case.attachments.get()
    answered = pages.get(f"/enterprise/attachments/{kept.pk}")
    assert answered["Content-Type"] == "image/png"
    assert answered["Content-Disposition"].startswith("inline;")
    assert answered["X-Content-Type-Options"] == "nosniff"
    assert answered["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answered.content.startswith(b"\x89PNG")


def test_without_cases_the_pages_say_what_to_do(pages):
    pages.get(CASES)
    assert "还没有结束的合同" in pages.page.text
    pages.get("/enterprise/plans")
    assert "没有待提出的方案" in pages.page.text and "还没有提交过方案" in pages.page.text
    pages.get("/enterprise/failed-payouts")
    assert "没有付款失败的款项" in pages.page.text
    pages.get("/enterprise/cases/register?filing_no=BA-NOT-OURS-1")
    assert "没有符合条件的合同" in pages.page.text


def test_a_lease_of_which_nothing_is_held_needs_no_refund(pages, held):
    empty = a_lease(filing_no="BA-EMPTY-0001")
    today = clock.today().isoformat()
    address = "/enterprise/cases/register/BA-EMPTY-0001"
    assert sent(pages, address, reason="termination", ended_on=today, returned_on=today) == ""
    assert f"合同{empty.filing_no}没有在监管的押金和租金" in pages.page.text


@pytest.mark.covers("ENT-01")
def test_the_desk_says_what_waits_for_whom_and_leads_to_it(pages, held, days):
    a_return(held, by=tenant_of(held))
    a_plan(a_return(a_held_lease(filing_no="BA-OTHER-0001")))
    dispute = a_dispute(a_held_lease(filing_no="BA-OTHER-0002"))
    offered = dispute.plans.get().items.get().pk
    actions.make_offer(item_id=offered, to_enterprise_fen=1, by=tenant_of(dispute.lease))
    failed = a_return(a_held_lease(filing_no="BA-OTHER-0003"))
    a_plan(failed, ())
    an_answer(failed)
    bank_pays(failing="0014")
    a_held_lease(filing_no="BA-OTHER-0004")
    pages.get("/enterprise/")
    for words in (
        "待企业提出方案 1 剩余 3 天 最近的期限 2026-11-05",
        "承租人登记，待本企业确认 1",
        "待回应的提议 1",
        "承租人收款失败 2",
        "待承租人确认 1 剩余 3 天",
        "调解中 1",
        "付款中 1",
        "2026-11-03 ¥ 12,000.00 3 个月份",
        "2027-02-02 ¥ 4,000.00 1 个月份",
    ):
        assert words in pages.page.text, words
    links = {a.get("href") for a in pages.page.all("a")}
    for asked in ("status=awaiting_plan", "todo=confirm", "todo=offer", "status=mediation"):
        assert f"{CASES}?{asked}" in links
        pages.get(f"{CASES}?{asked}")
        assert len(rows(pages)) == 1, asked
    assert "/enterprise/failed-payouts" in links


def test_an_overdue_desk_says_so(pages, held, days):
    a_return(held)
    days.be("2026-11-09")
    pages.get("/enterprise/")
    assert "待企业提出方案 1 已逾期 4 天" in pages.page.text


def test_no_page_of_cases_costs_more_than_its_queries(pages, held, django_assert_max_num_queries):
    """Twenty rows cost no more than one; a case costs what its parts do."""
    case = a_dispute(held)
    for number in range(3):
        paid = a_return(a_held_lease(filing_no=f"BA-OTHER-{number:04}"))
        a_plan(paid, ())
        an_answer(paid)
    for address, most in {
        CASES: 13,
        "/enterprise/plans": 16,
        "/enterprise/failed-payouts": 13,
        "/enterprise/": 16,
        f"{CASES}/{case.pk}": 32,
    }.items():
        pages.get(address)
        with django_assert_max_num_queries(most, info=address):
            pages.get(address)
