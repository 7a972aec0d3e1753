"""最终退款方案: entered, looked at, proposed by one and checked by another, then paid. (ASC-01, ASC-03)"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from anju.core.money import yuan
from anju.refunds import actions
from anju.refunds.models import FinalPlan, Portion
from anju.refunds.rules import Opinion
from anju.refunds.split import Parts
from anju.refunds.tests.endings import (
    EMPTY,
    MEDIATOR,
    PNG,
    a_dispute,
    a_final,
    an_account_of,
    bank_pays,
    payee_of,
    portions_of,
    pots_of,
    status_of,
)
from anju.tests.pages import Pages
from anju.tests.world import enterprise_of

pytestmark = pytest.mark.django_db
TWO = (("08", "deposit", "1000.00"), ("02", "rent", "60.50"))


def to(name, *args, ask=""):
    return reverse(f"association:{name}", args=args) + (f"?{ask}" if ask else "")


def proof(name="调解书.png"):
    return SimpleUploadedFile(name, PNG)


def stated(**changes):
    terms = {
        "basis": "mediation",
        "deposit_to_tenant": "600.00",
        "deposit_to_enterprise": "400.00",
        "uploads": [proof()],
    }
    return terms | changes


def hidden(pages: Pages) -> dict[str, list[str]]:
    """What the preview carries on, as the browser would send it."""
    sent: dict[str, list[str]] = {}
    for field in pages.page.all("input"):
        if field.get("type") == "hidden" and field.get("name") != "csrfmiddlewaretoken":
            sent.setdefault(field.get("name"), []).append(field.get("value") or "")
    return sent


def propose(pages: Pages, case, **changes):
    """Fill the form in, look at the preview, propose."""
    pages.post(to("propose", case.pk), stated(**changes, step="preview"))
    return pages.post(to("propose", case.pk), {**hidden(pages), "step": "propose"}, follow=True)


@pytest.mark.covers("ASC-01", "ASC-03", "REF-09")
def test_one_proposes_after_a_look_another_approves_and_it_is_paid(mediator, approver, days):
    case = a_dispute(agreed="0.00")
    an_account_of(case.lease)

    mediator.post(to("propose", case.pk), stated(step="preview"))
    assert "还没有提交" in mediator.page.text
    assert "张三 承租人 · 6222 **** **** 0014 中国工商银行北京分行 ¥ 600.00" in mediator.page.text
    assert "安居租赁有限公司 住房租赁企业" in mediator.page.text
    assert FinalPlan.objects.count() == 0
    mediator.post(to("propose", case.pk), {**hidden(mediator), "step": "propose"}, follow=True)
    assert "最终退款方案已提交，由另一人复核" in mediator.page.text
    assert "这份方案由您提出，须由另一人复核" in mediator.page.text
    final = FinalPlan.objects.get()
    assert status_of(case) == "mediation"

    approver.get(to("final_plans"))
    assert f"{case.lease.filing_no} " in approver.page.text
    assert "何洁" in approver.page.text
    approver.get(to("final_plan", final.pk))
    assert "调解书.png" in approver.page.text
    approver.post(to("check_final", final.pk), {"decision": "approve"}, follow=True)

    assert "已通过，款项今天付出" in approver.page.text
    assert "复核人 吴燕" in approver.page.text
    assert status_of(case) == "paying"
    of_final = [row for row in portions_of(case) if row[1] == "final"]
    assert [(side, deposit) for side, _, deposit, *_ in of_final] == [
        ("tenant", 600_00),
        ("enterprise", 400_00),
    ]
    bank_pays()
    assert status_of(case) == "closed"
    assert pots_of(case.lease) == EMPTY


@pytest.mark.covers("ASC-03")
def test_proposing_twice_proposes_once(mediator):
    case = a_dispute()
    mediator.post(to("propose", case.pk), stated(step="preview"))
    sent = {**hidden(mediator), "step": "propose"}

    mediator.post(to("propose", case.pk), sent, follow=True)
    mediator.post(to("propose", case.pk), sent, follow=True)

    assert "已有一份最终方案等待复核" in mediator.page.text
    assert FinalPlan.objects.count() == 1


@pytest.mark.covers("ASC-03")
def test_nobody_approves_what_they_proposed(days):
    case = a_dispute()
    both = Pages()
    both.as_staff("dispute.mediate", "dispute.approve", username="he.jie", name="何洁")
    propose(both, case)
    final = FinalPlan.objects.get()
    both.get(to("final_plan", final.pk))
    assert "处理结果" not in both.page.text

    both.post(to("check_final", final.pk), {"decision": "approve"})

    assert "提出人不能复核自己提出的事项，须由另一人复核" in both.page.text
    assert status_of(case) == "mediation"
    assert not Portion.objects.filter(source="final").exists()


@pytest.mark.covers("ASC-03")
def test_what_does_not_pass_goes_back_with_a_reason_and_may_be_proposed_anew(mediator, approver):
    case = a_dispute()
    propose(mediator, case)
    first = FinalPlan.objects.get()

    approver.post(to("check_final", first.pk), {"decision": "reject", "because": " "})
    assert "不通过的原因：请填写原因" in approver.page.text
    approver.post(to("check_final", first.pk), {"because": ""})
    assert "处理结果：请选择" in approver.page.text
    approver.post(
        to("check_final", first.pk), {"decision": "reject", "because": "缺少签字页"}, follow=True
    )
    assert "未通过的原因 缺少签字页" in approver.page.text
    propose(mediator, case, deposit_to_tenant="500.00", deposit_to_enterprise="500.00")

    assert [(f.status, f.deposit_to_tenant_fen) for f in FinalPlan.objects.order_by("pk")] == [
        ("rejected", 600_00),
        ("proposed", 500_00),
    ]
    approver.get(to("final_plans", ask="status=rejected"))
    assert "未通过" in approver.page.text


@pytest.mark.covers("ASC-03", "BEY-06")
def test_a_plan_that_the_parties_overtook_is_not_paid(mediator, approver):
    """One of two disputed items is settled meanwhile: the plan gives away what is no longer disputed."""
    case = a_dispute(deductions=TWO)
    rent = {"rent_to_tenant": "60.50", "rent_to_enterprise": "0"}
    propose(mediator, case, **rent)
    final = FinalPlan.objects.get()
    item = case.plans.get().items.get(number=2)
    actions.make_offer(item_id=item.pk, to_enterprise_fen=30_00, by=payee_of(case))
    actions.make_offer(item_id=item.pk, to_enterprise_fen=30_00, by=enterprise_of(case.lease))

    approver.get(to("final_plan", final.pk))
    assert "租金争议金额0.00元" in approver.page.text
    assert "这份方案不能通过，请退回后重新录入" in approver.page.text
    approver.post(to("check_final", final.pk), {"decision": "approve"})

    assert "租金争议金额0.00元" in approver.page.text
    assert status_of(case) == "mediation"
    assert not Portion.objects.filter(source="final").exists()


@pytest.mark.covers("ASC-03", "BEY-06")
def test_after_the_parties_settled_everything_a_waiting_plan_is_void(mediator, approver):
    case = a_dispute()
    propose(mediator, case)
    final = FinalPlan.objects.get()
    item = case.plans.get().items.get()
    actions.make_offer(item_id=item.pk, to_enterprise_fen=500_00, by=payee_of(case))
    actions.make_offer(item_id=item.pk, to_enterprise_fen=500_00, by=enterprise_of(case.lease))

    approver.post(to("check_final", final.pk), {"decision": "approve"})

    assert "当前状态为「未通过」，不能通过" in approver.page.text
    assert "双方已达成一致" in approver.page.text
    assert not Portion.objects.filter(source="final").exists()
    mediator.post(to("propose", case.pk), stated(step="preview"), follow=True)
    assert "这个案件没有争议资金" in mediator.page.text


@pytest.mark.covers("ASC-01", "REF-11")
def test_wrong_sums_stand_at_the_part_and_everything_typed_is_kept_the_file_too(mediator):
    case = a_dispute(deductions=TWO)
    rent = {"rent_to_tenant": "60.50", "rent_to_enterprise": "0", "note": "按墙面折旧计算"}

    mediator.post(
        to("propose", case.pk), stated(**rent, deposit_to_enterprise="399.99", step="preview")
    )

    told = "押金争议金额1,000.00元，最终方案退还600.00元、归企业399.99元，应当相等"
    assert f"押金退还承租人（元）：{told}" in mediator.page.text
    values = {i.get("name"): i.get("value") for i in mediator.page.all("input")}
    assert values["deposit_to_enterprise"] == "399.99"
    assert values["rent_to_tenant"] == "60.50"
    assert [t.text.strip() for t in mediator.page.all("textarea")] == ["按墙面折旧计算"]
    assert "已上传的文件 调解书.png" in mediator.page.text

    again = stated(**rent, uploads=[], **{"uploads-kept": [values["uploads-kept"]]}, step="preview")
    mediator.post(to("propose", case.pk), again)
    assert "还没有提交" in mediator.page.text
    assert "证明材料 调解书.png" in mediator.page.text
    assert FinalPlan.objects.count() == 0


def test_back_from_the_preview_the_form_stands_as_it_was_typed(mediator):
    case = a_dispute()
    mediator.post(to("propose", case.pk), stated(step="preview"))

    mediator.post(to("propose", case.pk), {**hidden(mediator), "step": "edit"})

    values = {i.get("name"): i.get("value") for i in mediator.page.all("input")}
    assert values["deposit_to_tenant"] == "600.00"
    assert "已上传的文件 调解书.png" in mediator.page.text


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"uploads": []}, "证明材料：请上传最终方案的证明材料"),
        ({"basis": "agreement", "uploads": []}, "证明材料：请上传最终方案的证明材料"),
        ({"basis": "litigation"}, "依据：请从列表中选择"),
        ({"basis": ""}, "依据：请选择"),
        ({"deposit_to_tenant": ""}, "押金退还承租人（元）：请填写金额，没有的填0"),
        ({"deposit_to_tenant": "六百"}, "「六百」不是金额"),
        ({"deposit_to_tenant": "-1"}, "「-1」不是金额"),
    ],
)
@pytest.mark.covers("ASC-01")
def test_what_is_missing_or_unreadable_is_told_at_its_field(mediator, changes, told):
    case = a_dispute()

    mediator.post(to("propose", case.pk), stated(**changes, step="preview"))

    assert told in mediator.page.text
    assert FinalPlan.objects.count() == 0


@pytest.mark.covers("REF-10", "ASC-01")
@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"document_no": ""}, "文书编号：请填写裁决书或判决书的文号、作出机构和生效日期"),
        ({"effective_on": "2026-11-03"}, "生效日期：裁决书或判决书2026-11-03才生效"),
        ({"effective_on": "昨天"}, "生效日期：这不是一个日期"),
        ({}, "还没有提交"),
    ],
)
def test_an_award_is_named_with_its_number_its_maker_and_a_day_that_is_over(
    mediator, changes, told
):
    case = a_dispute(opinion=Opinion.ARBITRATION)
    award = {
        "basis": "arbitration",
        "document_no": "（2026）京仲裁字第0001号",
        "court": "北京仲裁委员会",
        "effective_on": "2026-11-02",
    }

    mediator.post(to("propose", case.pk), stated(**(award | changes), step="preview"))

    assert told in mediator.page.text


@pytest.mark.covers("REF-05", "ASC-01")
@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("调解书.exe", PNG, "文件「调解书.exe」的内容是PNG，与扩展名不符"),
        ("调解书.png", b"MZ" + b"\0" * 100, "文件「调解书.png」是可执行程序，不能上传"),
        ("调解书.jpg", b"\xff\xd8\xff" + b"\0" * 1_048_574, "不能超过1.0 MB"),
        (
            "调解书.pdf",
            b"%PDF-1.4\n1 0 obj << /S /JavaScript >> endobj\n%%EOF",
            "文件「调解书.pdf」含有脚本或宏，不能上传",
        ),
    ],
)
def test_a_file_that_may_not_come_in_is_refused_and_the_amounts_are_kept(
    mediator, name, content, told
):
    case = a_dispute()

    mediator.post(
        to("propose", case.pk),
        stated(uploads=[SimpleUploadedFile(name, content)], step="preview"),
    )

    assert told in mediator.page.text
    values = {i.get("name"): i.get("value") for i in mediator.page.all("input")}
    assert values["deposit_to_tenant"] == "600.00"


def test_an_approver_does_not_propose_and_a_mediator_does_not_check(mediator, approver):
    case = a_dispute()
    final = a_final(case, Parts(1000_00, 0), Parts())

    assert approver.get(to("propose", case.pk)).status_code == 403
    assert mediator.post(to("check_final", final.pk), {"decision": "approve"}).status_code == 403
    mediator.get(to("final_plan", final.pk))
    assert "等待复核。 有复核权限的人员：吴燕" in mediator.page.text
    assert status_of(case) == "mediation"
    assert final.proposed_name == MEDIATOR.name
    assert yuan(final.deposit_to_tenant_fen) == "1,000.00"


def test_a_final_plan_that_is_not_there_is_not_there(approver):
    assert approver.get(to("final_plan", 4711)).status_code == 404
    assert approver.post(to("check_final", 4711), {"decision": "approve"}).status_code == 404
    approver.get(to("final_plans"))
    assert "没有符合条件的最终退款方案" in approver.page.text
