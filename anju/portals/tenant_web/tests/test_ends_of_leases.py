"""The home is handed back, evidence and offers, the ways out of a dispute; what a lease's own page tells of its end."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from icalendar import Calendar

from anju.core import clock
from anju.core.actors import CLOCK
from anju.orders import queries as orders
from anju.portals.tenant_web.tests.reading import links
from anju.refunds import actions
from anju.refunds.models import Attachment, Case, DeductionItem, Offer, Portion
from anju.refunds.rules import Opinion, Status
from anju.refunds.tests.endings import (
    PNG,
    a_dispute,
    a_held_lease,
    a_plan,
    a_return,
    an_account_of,
    arrive,
    bank_pays,
    status_of,
)
from anju.tests.pages import Pages
from anju.tests.walks.refunds import DEDUCTIONS, a_settlement
from anju.tests.world import LI_SI, ZHANG_SAN, a_paying_order, enterprise_of, tenant_of

pytestmark = pytest.mark.django_db
NO = "BA11010520260000017"
AT = f"/tenant/refunds/{NO}"
RETURN = f"/tenant/leases/{NO}/return"


@pytest.fixture
def held(db, pages):
    """张三's and 李四's lease, whose money is in custody; 张三 is signed in."""
    lease = a_held_lease(filing_no=NO, tenants=(ZHANG_SAN, LI_SI))
    an_account_of(lease)
    pages.sign_in_as(lease.tenants.get(position=1).person)
    return lease


@pytest.fixture
def dispute(held):
    """Three deductions of 5,326.50 in all, of which 300.00 are agreed to; evidence and an offer for the damage."""
    case = a_dispute(held, Opinion.MEDIATION, "300.00", DEDUCTIONS)
    item, offer, _attachment = a_settlement(case)
    return case, item, offer


# The home is handed back ------------------------------------------------------------------------------------


@pytest.mark.covers("BEY-01")
def test_a_tenant_registers_the_return_and_may_undo_it_the_same_day(pages, held):
    pages.get(f"/tenant/leases/{NO}")
    assert RETURN in links(pages)
    pages.get(RETURN)
    assert "企业应当在3个工作日内提出退款方案" in pages.page.text
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    pages.post(RETURN, {"reason": "termination", "returned_on": tomorrow})
    assert f"交还住房日期：交还日期{tomorrow}晚于今天" in pages.page.text
    pages.post(RETURN, {"reason": "expiry", "returned_on": clock.today().isoformat()})
    assert "结束原因：合同" in pages.page.text
    pages.post(RETURN, {"reason": "termination", "returned_on": ""})
    assert "请填写交还住房日期" in pages.page.text
    assert Case.objects.count() == 0

    sent = {"reason": "termination", "returned_on": clock.today().isoformat()}
    assert pages.post(RETURN, sent)["Location"] == AT

    pages.get(AT)
    assert "交还住房已登记" in pages.page.text and "等待住房租赁企业办理" in pages.page.text
    assert pages.get(RETURN)["Location"] == AT
    pages.post(f"{AT}/cancel", {"because": ""})
    assert "请填写原因" in pages.page.text
    assert pages.post(f"{AT}/cancel", {"because": "日期填错"})["Location"] == AT
    assert Case.objects.get().status == Status.CANCELLED
    pages.get(f"/tenant/leases/{NO}")
    assert RETURN in links(pages)


@pytest.mark.covers("BEY-01")
def test_what_the_enterprise_registered_is_confirmed_or_objected_to(pages, held):
    case = a_return(held)
    pages.get(AT)
    assert "确认交还住房" in pages.page.text and f"{AT}/object" in links(pages)
    pages.post(f"{AT}/object", {"because": ""})
    assert "请填写原因" in pages.page.text
    assert pages.post(f"{AT}/object", {"because": "我11月5日才搬走"})["Location"] == AT
    pages.get(AT)
    assert "有异议 · 我11月5日才搬走" in pages.page.text
    assert pages.post(f"{AT}/return")["Location"] == AT
    case.refresh_from_db()
    assert case.confirmed_at is not None
    pages.post(f"{AT}/return")
    pages.get(AT)
    assert "交还住房已经确认" in pages.page.text  # told, not done twice

    assert pages.post(f"{AT}/cancel", {"because": "还住着"})["Location"] == AT
    pages.get(AT)
    assert "撤销登记 承租人已申请，等待另一方同意" in pages.page.text


def test_ones_own_registration_offers_no_confirmation(pages, held):
    a_return(held, by=tenant_of(held))
    pages.get(AT)
    assert "确认交还住房" not in pages.page.text
    assert pages.get(f"{AT}/object")["Location"] == AT
    pages.post(f"{AT}/return")
    pages.get(AT)
    assert "由您登记的交还住房，须由对方确认" in pages.page.text


# Evidence and offers ----------------------------------------------------------------------------------------


@pytest.mark.covers("BEY-06")
def test_both_sides_see_each_others_evidence_deduction_by_deduction(pages, dispute):
    _case, item, _offer = dispute
    pages.get(f"{AT}/evidence")
    for words in (
        "房屋及设施损坏赔偿",
        "争议中",
        "企业提议：归企业 ¥ 500.00",
        "承租人提议：归企业 ¥ 200.00",
    ):
        assert words in pages.page.text
    page = f"/tenant/refunds/items/{item.pk}"
    assert page in links(pages)
    pages.post(page, {"note": "没有文件"})
    assert "凭证：请选择要上传的文件" in pages.page.text
    pages.post(page, {"uploads": SimpleUploadedFile("a.exe", b"MZ"), "note": "说明"})
    assert "文件「a.exe」是可执行程序" in pages.page.text
    sent = {"uploads": SimpleUploadedFile("入住照片.png", PNG), "note": "入住时已有"}
    assert pages.post(page, sent)["Location"] == page
    pages.get(page)
    assert "入住照片.png" in pages.page.text and "入住时已有" in pages.page.text
    other = {"uploads": SimpleUploadedFile("聊天记录.png", PNG)}
    assert pages.post(f"{AT}/evidence", other)["Location"] == f"{AT}/evidence"
    pages.get(f"{AT}/evidence")
    assert "聊天记录.png" in pages.page.text

    theirs = Attachment.objects.get(item=item, side="enterprise")
    response = pages.get(f"/tenant/refunds/files/{theirs.pk}")
    assert response.content == PNG
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.covers("BEY-06", "BEY-12")
def test_an_offer_is_accepted_after_what_it_pays_was_shown(pages, dispute):
    case, item, offer = dispute
    disputed = item.disputed_fen
    pages.get(f"/tenant/refunds/items/{item.pk}")
    accept = f"/tenant/refunds/offers/{offer.pk}/accept"
    assert accept in links(pages)
    before = Portion.objects.count()
    pages.get(accept)
    back = disputed - 50000
    assert f"承租人 · 张三 ¥ {back // 100}.{back % 100:02}" in pages.page.text
    assert "住房租赁企业 · 安居租赁有限公司 ¥ 500.00" in pages.page.text
    assert "争议资金，暂不支付" in pages.page.text
    assert Portion.objects.count() == before

    assert pages.post(accept)["Location"] == f"/tenant/refunds/items/{item.pk}"

    paid = Portion.objects.filter(item=item).order_by("pk").values_list("side", "deposit_fen")
    assert list(paid) == [("tenant", back), ("enterprise", 50000)]
    pages.get(f"/tenant/refunds/items/{item.pk}")
    assert "已达成一致" in pages.page.text and "提出您的金额" not in pages.page.text
    assert pages.get(accept)["Location"] == f"/tenant/refunds/items/{item.pk}"
    assert status_of(case) == Status.MEDIATION  # the other items are open


@pytest.mark.covers("BEY-06", "BEY-12")
def test_an_offer_is_made_replaced_and_taken_back(pages, dispute):
    _case, item, offer = dispute
    page = f"/tenant/refunds/items/{item.pk}"
    pages.post(f"{page}/offer", {"to_enterprise": "5000"})
    assert "归企业的金额5,000.00元应在0元至这一项的争议金额" in pages.page.text
    assert pages.post(f"{page}/offer", {"to_enterprise": "250", "note": "折中"})["Location"] == page
    mine = Offer.objects.get(item=item, side="tenant", replaced_at=None)
    assert (mine.to_enterprise_fen, mine.note) == (25000, "折中")
    pages.get(page)
    assert "不再有效" in pages.page.text
    withdraw = f"/tenant/refunds/offers/{mine.pk}/withdraw"
    assert pages.post(withdraw)["Location"] == page
    assert not Offer.objects.filter(item=item, side="tenant", replaced_at=None).exists()

    same = pages.post(f"{page}/offer", {"to_enterprise": "500"})
    assert same["Location"] == f"/tenant/refunds/offers/{offer.pk}/accept"  # shown before it pays
    assert DeductionItem.objects.get(pk=item.pk).settled_at is None


def test_an_offer_that_is_gone_is_told(pages, dispute):
    _case, item, offer = dispute
    accept = f"/tenant/refunds/offers/{offer.pk}/accept"
    pages.get(accept)
    actions.make_offer(
        item_id=item.pk, to_enterprise_fen=60000, by=enterprise_of(item.plan.case.lease)
    )
    assert pages.post(accept)["Location"] == f"/tenant/refunds/items/{item.pk}"
    pages.get(f"/tenant/refunds/items/{item.pk}")
    assert "对方已更新或撤回这个提议" in pages.page.text
    assert DeductionItem.objects.get(pk=item.pk).settled_at is None


def test_a_co_tenant_looks_but_does_not_settle(dispute):
    case, item, offer = dispute
    co_tenant = Pages()
    co_tenant.sign_in_as(case.lease.tenants.get(position=2).person)
    co_tenant.get(f"/tenant/refunds/items/{item.pk}")
    assert "企业提议" in co_tenant.page.text and "接受这个提议" not in co_tenant.page.text
    assert co_tenant.post(f"/tenant/refunds/offers/{offer.pk}/accept").status_code == 302
    assert DeductionItem.objects.get(pk=item.pk).settled_at is None


# The ways out of a dispute ----------------------------------------------------------------------------------


@pytest.mark.covers("REF-10")
def test_mediation_turns_to_court_and_the_judgment_is_handed_in(pages, dispute):
    case, _item, _offer = dispute
    pages.get(AT)
    assert f"{AT}/turn" in links(pages)
    pages.post(f"{AT}/turn", {"way": "turn_to_litigation", "because": ""})
    assert "请填写原因" in pages.page.text
    sent = {"way": "turn_to_litigation", "because": "调解不成"}
    assert pages.post(f"{AT}/turn", sent)["Location"] == AT
    assert status_of(case) == Status.LITIGATION
    pages.get(AT)
    assert f"{AT}/award" in links(pages)
    pages.post(f"{AT}/award", {})
    assert "请选择要上传的文件" in pages.page.text
    judgment = {"uploads": SimpleUploadedFile("判决书.png", PNG)}
    assert pages.post(f"{AT}/award", judgment)["Location"] == AT
    pages.get(AT)
    assert "判决书.png" in pages.page.text


def test_what_does_not_fit_the_state_leads_to_the_case(pages, held):
    a_return(held)
    for page in ("plan", "answer", "award", "turn"):
        assert pages.get(f"{AT}/{page}")["Location"] == AT, page
    pages.post(f"{AT}/award", {"uploads": SimpleUploadedFile("判决书.png", PNG)})
    assert "这份合同没有争议资金" in pages.page.text


# What a lease's own page tells ------------------------------------------------------------------------------


@pytest.mark.covers("ENT-03")
def test_the_lease_shows_what_has_gone_to_the_enterprise_and_what_is_held(pages, held):
    pages.get(f"/tenant/leases/{NO}")
    for words in (
        "租金划转安排",
        "已划转给企业 ¥ 0.00 · 仍在监管 ¥ 28,000.00",
        "预计划转日期",
        "监管中",
    ):
        assert words in pages.page.text
    a_return(held)
    pages.get(f"/tenant/leases/{NO}")
    assert "预计划转日期" not in pages.page.text  # nothing goes any more


@pytest.mark.covers("BEY-01", "TEN-90")
def test_the_timeline_and_the_calendar_tell_the_last_day(days, pages, held):
    case = a_return(held)
    pages.get(f"/tenant/leases/{NO}")
    assert "登记交还住房（解约）" in pages.page.text
    assert "住房租赁企业办理的最后一天" in pages.page.text
    for address in (f"/tenant/leases/{NO}/due-dates.ics", "/tenant/due-dates.ics"):
        calendar = Calendar.from_ical(pages.get(address).content)
        [event] = [one for one in calendar.walk("VEVENT") if one["UID"].startswith("refund")]
        case.refresh_from_db()
        assert event.decoded("dtstart") == case.plan_due_on
        assert "全部退还承租人" in event["description"]


def test_the_book_shows_disputed_money_and_interest_and_leads_to_the_refund(pages, dispute):
    bank_pays()
    pages.get(f"/tenant/balances/{NO}")
    assert "转入争议资金" in pages.page.text
    assert AT in links(pages)


@pytest.mark.covers("BEY-01")
def test_the_home_page_tells_what_waits_for_me_first(pages, held):
    other = a_held_lease(filing_no="BA-OTHER-0001")
    case = a_return(held)
    a_return(other)
    a_plan(case)
    pages.get("/tenant/")
    text = pages.page.text
    assert "轮到您办理 去办理" in text
    assert text.index(NO) < text.index("BA-OTHER-0001")
    assert f"{AT}/plan" in links(pages)


@pytest.mark.covers("PAY-02", "REF-11")
def test_a_lease_whose_end_is_registered_has_nothing_to_pay(pages, held):
    """The page stood open: its bill is refused, and not offered again, in either language."""
    pay_page, [bill] = f"/tenant/pay/{NO}", orders.unpaid_bills(held)
    pages.get(pay_page)
    assert str(bill.pk) in ticks(pages)
    a_return(held)
    for language, sentence in (
        ("zh-hans", f"合同{NO}已登记结束，不能再缴纳押金和租金"),
        ("en", f"The end of lease {NO} is registered; no more deposit or rent can be paid for it."),
    ):
        pages.post("/language", {"language": language, "next": pay_page})
        pages.post(pay_page, {"bills": [bill.pk]})
        assert sentence in pages.page.text
        assert ticks(pages) == []
    pages.get(f"/tenant/bills?filing_no={NO}")
    assert "Lease ended" in pages.page.text


def ticks(pages: Pages) -> list[str]:
    """The bills that can be chosen."""
    return [box.get("value") for box in pages.page.all("input") if box.get("name") == "bills"]


def test_late_money_is_paid_out_and_shown(pages, held):
    on_its_way = a_paying_order(held, kinds="second")
    case = a_dispute(held, Opinion.MEDIATION, "0.00")
    arrive(on_its_way)
    actions.pay_late_money(case_id=case.pk, by=CLOCK)
    pages.get(AT)
    assert "方案之后入账的资金" in pages.page.text
