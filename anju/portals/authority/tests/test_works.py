"""维修支取审批: the next case at once, one order with everything in view, the word on it, what is taken back."""

from datetime import timedelta

import pytest

from anju.core.models import AccessRefused, Look
from anju.people.rules import Power
from anju.portals.authority.tests.addresses import forms_of, links_of, text_of, to
from anju.votes import queries as votes
from anju.works import actions, jobs
from anju.works.models import Order
from anju.works.rules import ReturnReason
from anju.works.tests.world import (
    CHECKER,
    a_community,
    a_settled_order,
    a_submitted_order,
    all_agree,
    an_agreed_order,
    an_approved_order,
    entered,
    fresh,
    settled_for,
)

pytestmark = pytest.mark.django_db
LARGE = {"amount_fen": "500000.00", "budget_fen": "600000.00"}
RICH = 200_000_00


@pytest.fixture
def reviewing(officer):
    return officer(Power.WORKS_REVIEW, username="shen.pi", name="申批")


@pytest.fixture
def approving(officer):
    return officer(Power.WORKS_APPROVE, username="fu.shen", name="傅审")


def emergency(**typed):
    return a_submitted_order(kind="emergency", emergency="EM2", **typed)[0]


def approve(pages, order, **typed):
    return pages.post(to("review_works", order.pk), {"decision": "approve"} | typed)


def send_back(pages, order, **typed):
    told = {"decision": "return", "reason": "R05", "opinion": "缺少施工单位资质"}
    return pages.post(to("review_works", order.pk), told | typed)


def numbers(pages):
    """The orders of a list, in its order."""
    cells = [span for span in pages.page.all("span") if "code" in (span.get("class") or "")]
    return [span.text for span in cells if (span.text or "").startswith("RW")]


@pytest.mark.covers("WDR-08", "WDR-09")
def test_emergencies_stand_first_then_what_is_due_next_and_the_next_one_is_one_click_away(
    reviewing,
):
    first, second = a_submitted_order()[0], a_submitted_order()[0]
    urgent = emergency()
    Order.objects.filter(pk=second.pk).update(decide_by=first.decide_by - timedelta(days=30))
    shown = text_of(reviewing, "works")
    assert numbers(reviewing) == [urgent.no, second.no, first.no]
    assert "等待您办理3件" in " ".join(shown.split()) and shown.count("已逾期") == 1
    assert "待审批的维修支取 3" in " ".join(text_of(reviewing, "home").split())

    assert reviewing.get(to("next_works"))["Location"] == to("works_order", urgent.pk)
    after = [(urgent, second), (second, first), (first, urgent)]
    for here, there in after:
        answer = reviewing.get(to("next_works", ask=f"after={here.pk}"))
        assert answer["Location"] == to("works_order", there.pk)
    assert reviewing.get(to("next_works", ask="after=x"))["Location"] == to(
        "works_order", urgent.pk
    )


def test_where_nothing_waits_the_next_one_is_the_list(reviewing):
    order = a_submitted_order()[0]
    send_back(reviewing, order)
    assert reviewing.get(to("next_works"))["Location"] == to("works")
    assert "没有等待您办理的任务单" in text_of(reviewing, "works")


@pytest.mark.covers("WDR-08")
def test_orders_are_found_by_number_community_company_state_and_district(reviewing):
    order, _by = a_submitted_order(title="更换水泵")
    other = emergency()
    asked = [
        (f"text={order.no}", [order.no]),
        (f"text={order.community.name}", [order.no]),
        (f"text={other.company.name}", [other.no]),
        ("text=更换水泵", [order.no]),
        ("text=没有的", []),
        ("status=submitted&kind=emergency", [other.no]),
        ("status=waiting&district=110105", [other.no, order.no]),
        ("district=110108", []),
        ("status=finished", []),
    ]
    for ask, wanted in asked:
        text_of(reviewing, "works", ask=ask)
        assert numbers(reviewing) == wanted, ask


@pytest.mark.covers("WDR-08", "WDR-11")
def test_everything_that_is_decided_on_is_in_view(reviewing):
    order, by = a_submitted_order()
    other, _ = a_submitted_order(order.community, company=by, title="修补屋顶")
    shown = text_of(reviewing, "works_order", order.pk)
    for told in (
        "物业区域关联",
        "起关联",
        "5户，524.12平方米，与楼盘表一致",
        "190.7960元/平方米",
        "逐项核对，均不属于不得列支的费用",
        "各户余额均足以分摊",
        "为施工单位或申请单位",
        "工程预算书、施工合同",
        "参加表决的人数",
        "0 / 5（0.00%）",
        "未达到",
        "138****0021",
        "100,000.00元",
    ):
        assert told in shown, told
    assert "0200004119000000028" not in shown
    assert other.no in shown and "5户相同" in shown

    all_agree(order, by)
    shown = text_of(reviewing, "works_order", order.pk)
    assert "5 / 5（100.00%）" in shown and "524.12平方米 / 524.12平方米（100.00%）" in shown
    assert votes.count_of(votes.vote_for(order.cause)).passes
    shown = text_of(reviewing, "works_shares", order.pk)
    for told in ("17,047.62", "19,594.75", "26,715.26"):
        assert told in shown
    assert "没有符合条件的房屋" in text_of(reviewing, "works_shares", order.pk, ask="owing=1")


@pytest.mark.covers("WDR-08")
def test_an_order_is_approved_only_when_the_owners_have_agreed(reviewing):
    order, by = a_submitted_order()
    approve(reviewing, order)
    assert "截止后才能审批" in reviewing.page.text
    assert fresh(order).status == "submitted"
    all_agree(order, by)
    answer = approve(reviewing, order, opinion="同意")
    assert answer["Location"] == to("works_order", order.pk)
    shown = text_of(reviewing, "works_order", order.pk)
    assert "各户分摊金额已冻结" in shown and "已批准" in shown and "同意" in shown
    assert to("review_works", order.pk) not in forms_of(reviewing)


@pytest.mark.covers("WDR-08")
def test_an_order_is_returned_with_a_code_and_an_opinion(reviewing):
    order, _by = an_agreed_order()
    send_back(reviewing, order, reason="", opinion="")
    assert reviewing.page.text.count("退回时请填写") >= 2
    assert fresh(order).status == "submitted"
    assert send_back(reviewing, order).status_code == 302
    shown = text_of(reviewing, "works_order", order.pk)
    because = ReturnReason.PAPERS.because("缺少施工单位资质")
    assert because == "R05 材料不齐全或者不清楚：缺少施工单位资质"
    assert because in shown and "审批退回" in shown
    assert fresh(order).opinion == because


@pytest.mark.covers("WDR-08", "IDN-03")
def test_above_the_limit_another_person_decides_a_second_time_and_the_page_names_them(
    officer, reviewing, approving
):
    order, _by = an_agreed_order(a_community(balance=RICH), **LARGE)
    shown = text_of(reviewing, "works_order", order.pk)
    assert "初审通过，提交复审" in shown and "可以复审的人员：傅审" in shown
    assert approve(reviewing, order).status_code == 302
    assert fresh(order).status == "second_review"
    shown = text_of(reviewing, "works_order", order.pk)
    assert "办理此事需要「复审维修支取」岗位权限。有此权限的人员：傅审" in shown
    assert to("review_works", order.pk) not in forms_of(reviewing)
    assert order.no not in text_of(reviewing, "works")

    assert order.no in text_of(approving, "works")
    assert approve(approving, order, opinion="同意").status_code == 302
    assert fresh(order).status == "approved" and fresh(order).approved_by == "fu.shen"


@pytest.mark.covers("WDR-08", "IDN-03")
def test_nobody_reviews_their_own_first_word(officer):
    both = officer(Power.WORKS_REVIEW, Power.WORKS_APPROVE, username="quan", name="全能")
    order, _by = an_agreed_order(a_community(balance=RICH), **LARGE)
    approve(both, order)
    shown = text_of(both, "works_order", order.pk)
    assert "初审人不能复审同一任务单" in shown
    assert to("review_works", order.pk) not in forms_of(both)
    assert order.no not in text_of(both, "works")
    approve(both, order)
    assert "不能复审自己初审的任务单" in both.page.text
    assert fresh(order).status == "second_review"


@pytest.mark.covers("WDR-08")
def test_an_approval_is_withdrawn_before_money_has_gone(reviewing, approving):
    order, _by = an_approved_order()
    assert reviewing.get(to("withdraw_approval", order.pk)).status_code == 403
    text_of(approving, "works_order", order.pk)
    assert to("withdraw_approval", order.pk) in links_of(approving)
    approving.post(to("withdraw_approval", order.pk), {"because": ""})
    assert "请填写" in approving.page.text
    payment = entered(order, 50_000_00)[0]
    approving.post(to("withdraw_approval", order.pk), {"because": "合同作废"})
    assert payment.no in approving.page.text and fresh(order).status == "approved"

    actions.reject_payment(payment_id=payment.pk, because="合同作废", by=CHECKER)
    typed = {"because": "合同作废"}
    assert approving.post(to("withdraw_approval", order.pk), typed).status_code == 302
    assert fresh(order).status == "returned"
    assert "合同作废" in text_of(approving, "works_order", order.pk)


@pytest.mark.covers("WDR-08")
def test_a_settlement_is_reviewed_with_invoices_and_photos_before_and_after(reviewing):
    order, by = an_approved_order()
    settlement = settled_for(order, 90_000_00, by)
    shown = text_of(reviewing, "works_order", order.pk)
    invoice = settlement.invoices.get()
    for told in (settlement.no, invoice.invoice_no, "90,000.00", "10,000.00元", "维修前后照片"):
        assert told in shown, told
    assert order.no in text_of(reviewing, "works", ask="status=settling")
    action = to("review_settlement", order.pk, settlement.pk)
    text_of(reviewing, "works_order", order.pk)
    assert action in forms_of(reviewing) and to("review_works", order.pk) not in forms_of(reviewing)
    returned = {"decision": "return", "reason": "R05", "opinion": "发票不清楚"}
    assert reviewing.post(action, returned).status_code == 302
    assert "退回过的决算" in text_of(reviewing, "works_order", order.pk)

    again = settled_for(order, 80_000_00, by)
    assert reviewing.post(action, {"decision": "approve"}).status_code == 200, "the old one"
    passed = to("review_settlement", order.pk, again.pk)
    assert reviewing.post(passed, {"decision": "approve"}).status_code == 302
    assert fresh(order).status == "settled" and fresh(order).settled_fen == 80_000_00


@pytest.mark.covers("WDR-08")
def test_works_are_not_stopped_while_the_consent_stands(approving):
    order, _by = an_approved_order()
    text_of(approving, "works_order", order.pk)
    assert to("stop_works", order.pk) in links_of(approving)
    answer = approving.post(to("stop_works", order.pk), {"because": "业主反对"})
    assert answer.status_code == 200 and fresh(order).status == "approved"


@pytest.mark.covers("WDR-09")
def test_an_emergency_shows_its_case_evidence_notice_and_clock_and_needs_no_vote(reviewing):
    order = emergency(is_urgent="1")
    shown = text_of(reviewing, "works_order", order.pk)
    for told in (
        "电梯故障危及人身安全",
        "检测、鉴定报告（已提交）",
        "1号楼大厅",
        "特别紧急",
        "办理期限",
        "应急使用不经业主表决",
    ):
        assert told in shown, told
    assert "参加表决的人数" not in shown
    assert approve(reviewing, order).status_code == 302
    assert fresh(order).status == "approved" and fresh(order).pay_by is not None


@pytest.mark.covers("SEC-01")
def test_a_paper_that_is_opened_is_written_down_and_stands_under_its_order_only(reviewing):
    order, other = a_submitted_order()[0], a_submitted_order()[0]
    paper = order.papers.first()
    answer = reviewing.get(to("works_paper", order.pk, paper.pk))
    assert answer.status_code == 200
    look = Look.objects.get()
    assert (look.actor, look.whose) == ("shen.pi", order.no)
    assert reviewing.get(to("works_paper", other.pk, paper.pk)).status_code == 404
    assert Look.objects.count() == 1 and AccessRefused.objects.count() == 1


@pytest.mark.covers("BEY-08")
def test_spending_is_compared_between_communities_and_outliers_stand_first(reviewing):
    for balance in (50_000_00,) * 4:
        a_settled_order(a_community(balance=balance))
    dear = a_community(balance=RICH)
    an_approved_order(dear, amount_fen="480000.00", budget_fen="480000.00")
    shown = text_of(reviewing, "spending")
    assert "偏高" in shown and "915.82" in shown and "190.80" in shown
    first = next(a for a in reviewing.page.all("a") if a.text == dear.name)
    assert first.get("href").startswith(to("works"))
    assert "没有符合条件的支出" in text_of(reviewing, "spending", ask="district=110108")
    assert "没有符合条件的支出" in text_of(reviewing, "spending", ask="part=roof")
    assert "没有符合条件的支出" in text_of(reviewing, "spending", ask="until=2020-01-01")


def test_who_only_decides_objections_reads_and_decides_nothing(officer):
    pages = officer(Power.VOTE_OBJECT, username="yi.yi", name="易怡")
    order, _by = an_agreed_order()
    text_of(pages, "works_order", order.pk)
    assert to("review_works", order.pk) not in forms_of(pages)
    assert approve(pages, order).status_code == 403
    assert officer(Power.HOME_VERIFY, username="x.y").get(to("works")).status_code == 403
    assert fresh(order).status == "submitted"


@pytest.mark.covers("BEY-02")
def test_a_signed_sheet_is_held_against_what_was_printed(reviewing):
    order, by = a_submitted_order()
    assert "还没有打印过表单" in text_of(reviewing, "works_order", order.pk)
    sheet = actions.make_sheet(order_id=order.pk, kind="signatures", by=by)
    jobs.make_sheets(0)
    sheet = fresh(sheet)
    shown = text_of(reviewing, "works_order", order.pk)
    digest = bytes(sheet.digest).hex()
    assert sheet.no in shown and digest[:8] in shown
    assert reviewing.get(to("works_sheet", order.pk, sheet.pk)).content.startswith(b"%PDF")
    assert Look.objects.get().whose == sheet.no

    address = to("check_works_sheet", order.pk)
    text_of(reviewing, "check_works_sheet", order.pk)
    typed = {"no": sheet.no, "digest": digest, "total": "100000.00", "rows": ""}
    assert reviewing.post(address, typed).status_code == 200
    assert "所填内容与系统打印的一致" in reviewing.page.text
    reviewing.post(address, typed | {"digest": "0" * 64, "total": "120000.00"})
    assert "发现 2 处不一致" in reviewing.page.text
    assert "摘要值不是本表的" in reviewing.page.text and "120,000.00" in reviewing.page.text
    home = order.shares.select_related("dwelling").order_by("pk")[0].dwelling.address
    reviewing.post(address, typed | {"rows": f"{home} 89.35 20000.00"})
    assert "分摊金额被改动" in reviewing.page.text

    other = a_submitted_order()[0]
    reviewing.post(to("check_works_sheet", other.pk), typed)
    assert "本任务单没有打印过这个表号的签字表" in reviewing.page.text
