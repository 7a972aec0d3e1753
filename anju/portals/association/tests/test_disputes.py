"""争议案件: the lists, a case with both sides' evidence, notes, and where mediation leads. (ASC-01, ASC-03)"""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from anju.core import clock
from anju.core.models import Look
from anju.refunds import actions, queries
from anju.refunds.models import Attachment, CaseNote
from anju.refunds.rules import Opinion
from anju.refunds.split import Parts
from anju.refunds.tests.endings import (
    APPROVER,
    CHECKS,
    PNG,
    a_dispute,
    a_file,
    a_final,
    a_held_lease,
    a_plan,
    a_return,
    an_account_of,
    an_answer,
    an_authority_order,
    bank_pays,
    payee_of,
    status_of,
    t_1_ends_early,
)
from anju.tests.world import enterprise_of

pytestmark = pytest.mark.django_db
TWO = (("08", "deposit", "1000.00"), ("02", "rent", "60.50"))


def to(name, *args, ask=""):
    return reverse(f"association:{name}", args=args) + (f"?{ask}" if ask else "")


def a_stuck_case():
    """A plan was sent back, and for a day too long none came anew."""
    case = a_return(a_held_lease())
    a_plan(case)
    an_answer(case, Opinion.SEND_BACK)
    return case


def test_rent_released_for_days_nobody_lived_there_is_told(days, mediator):
    """账户外应退 (rule A9.3)"""
    case = t_1_ends_early(days)
    a_plan(case)
    an_answer(case, Opinion.LITIGATION)

    mediator.get(to("dispute", case.pk))

    assert "账户外应退 5,200.00元，" in mediator.page.text


@pytest.mark.covers("ASC-01")
def test_the_desk_counts_what_waits_and_shows_the_oldest_disputes(mediator):
    a_dispute(agreed="300.00")
    a_dispute(opinion=Opinion.LITIGATION)

    mediator.get(to("home"))

    assert "新案件，还没有处理 2 查看" in mediator.page.text
    assert "调解中 1" in mediator.page.text
    assert "诉讼中 1" in mediator.page.text
    assert "张* 安居租赁有限公司 ¥ 700.00 调解中 今天发生" in mediator.page.text


def test_an_empty_desk_says_so(mediator):
    mediator.get(to("home"))

    assert "没有在办的争议" in mediator.page.text


@pytest.mark.covers("ASC-01")
def test_disputes_are_listed_by_kind_and_by_what_they_want(mediator, days):
    of = {
        opinion: a_dispute(opinion=opinion).lease.filing_no
        for opinion in (Opinion.MEDIATION, Opinion.ARBITRATION, Opinion.LITIGATION)
    }
    first = a_dispute()
    actions.hand_in_award(
        case_id=first.pk, file_ids=[a_file(payee_of(first), "判决书.png")], by=payee_of(first)
    )

    def listed(ask=""):
        mediator.get(to("disputes", ask=ask))
        known = [*of.values(), first.lease.filing_no]
        return {no for no in known if no in mediator.page.text}

    assert listed() == {*of.values(), first.lease.filing_no}
    assert listed("kind=arbitration") == {of[Opinion.ARBITRATION]}
    assert listed("kind=litigation") == {of[Opinion.LITIGATION]}
    assert listed("work=award") == {first.lease.filing_no}
    assert listed(f"filing_no={of[Opinion.MEDIATION]}") == {of[Opinion.MEDIATION]}
    assert listed("kind=over") == set()
    assert listed("kind=nonsense") == set()
    assert "没有符合条件的争议案件" not in mediator.page.text


def test_the_list_pages_by_key(mediator, days):
    for number in range(21):
        a_dispute(a_held_lease(kinds="deposit", filing_no=f"BA-DISPUTE-{number:04}"))
    mediator.get(to("disputes"))
    assert "BA-DISPUTE-0019" in mediator.page.text
    assert "BA-DISPUTE-0020" not in mediator.page.text
    [older] = [a.get("href") for a in mediator.page.all("a") if a.get("rel") == "next"]

    mediator.get(older)

    assert "BA-DISPUTE-0020" in mediator.page.text


@pytest.mark.covers("BEY-06", "ASC-01")
def test_a_case_shows_both_sides_item_by_item_with_evidence_and_offers(mediator):
    case = a_dispute(agreed="60.50", deductions=TWO)
    item = case.plans.get().items.get(number=1)
    tenant, enterprise = payee_of(case), enterprise_of(case.lease)
    actions.add_evidence(
        case_id=case.pk, item_id=item.pk, file_ids=[a_file(tenant, "入住时的墙面.png")], by=tenant
    )
    actions.make_offer(item_id=item.pk, to_enterprise_fen=300_00, note="墙面折旧", by=enterprise)

    mediator.get(to("dispute", case.pk))
    text = mediator.page.text

    assert "1. 房屋及设施损坏赔偿 争议中" in text
    assert "住房租赁企业的凭证 凭证.png" in text
    assert "承租人的凭证 入住时的墙面.png" in text
    assert "住房租赁企业 ¥ 300.00 2026-11-02 10:00 墙面折旧 等待对方回应" in text
    assert "第1版 · 住房租赁企业" in text
    assert "承租人 2026-11-02 10:00：不同意，申请中介协会调解" in text
    assert "现在由中介协会办理" in text
    assert "申请中介协会调解 承租人" in text


@pytest.mark.covers("ASC-01")
def test_a_case_that_is_over_asks_nothing_of_anybody(mediator, days):
    lease = a_held_lease()
    an_account_of(lease)
    case = a_dispute(lease)
    item, enterprise = case.plans.get().items.get(), enterprise_of(lease)
    actions.make_offer(item_id=item.pk, to_enterprise_fen=700_00, by=enterprise)
    final = a_final(case, Parts(500_00, 0), Parts(500_00, 0))
    actions.approve_final(final_id=final.pk, by=APPROVER)
    bank_pays()

    mediator.get(to("dispute", case.pk))

    for words in ("不需要办理 已全部办结", "房屋及设施损坏赔偿 最终退款方案已决定", "不再有效"):
        assert words in mediator.page.text
    for words in ("争议中", "等待对方回应", "现在由"):
        assert words not in mediator.page.text


@pytest.mark.covers("ASC-01")
def test_the_disputed_sum_stands_with_its_interest_so_far(mediator, days):
    case = a_dispute(deductions=(("08", "deposit", "3600.00"), ("01", "rent", "20000.00")))
    days.be("2027-11-02")

    mediator.get(to("dispute", case.pk))

    # 0.05 % a year over 365 of 360 days, each lot of 4,000 rounded: 2.03; nine tenths of one, five sixths of six
    assert "押金 ¥ 3,600.00 利息 ¥ 1.83" in mediator.page.text
    assert "租金 ¥ 20,000.00 利息 ¥ 10.15" in mediator.page.text
    assert "¥ 23,611.98 含到今天的利息" in mediator.page.text


def test_who_mediates_can_call_the_parties_and_who_approves_sees_no_number(mediator, approver):
    case = a_dispute()

    mediator.get(to("dispute", case.pk))
    approver.get(to("dispute", case.pk))

    assert "张三" in mediator.page.text
    assert "13800000001" in mediator.page.text
    assert "110***********8013" in mediator.page.text
    assert "110101199003078013" not in mediator.page.text
    assert "138****0001" in approver.page.text
    assert "13800000001" not in approver.page.text


@pytest.mark.covers("ASC-03")
def test_a_note_is_kept_with_the_day_to_look_again(mediator, days):
    case = a_dispute()

    mediator.post(to("note", case.pk), {"text": "已电话联系双方", "attend_on": "2026-11-05"})
    mediator.get(to("dispute", case.pk))

    assert "已电话联系双方 何洁 · 2026-11-02 10:00 · 跟进日期 2026-11-05" in mediator.page.text
    mediator.get(to("home"))
    assert "新案件，还没有处理 0" in mediator.page.text
    assert "到了跟进日期 0" in mediator.page.text
    days.be("2026-11-05")
    mediator.get(to("home"))
    assert "到了跟进日期 1" in mediator.page.text


def test_a_note_without_text_or_for_a_day_that_is_over_is_refused_and_kept(mediator):
    case = a_dispute()

    mediator.post(to("note", case.pk), {"text": "", "attend_on": "2026-12-01"})
    assert "记录内容：请填写内容" in mediator.page.text
    assert [i.get("value") for i in mediator.page.all("input") if i.get("name") == "attend_on"] == [
        "2026-12-01"
    ]
    mediator.post(to("note", case.pk), {"text": "稍后再看", "attend_on": "2026-11-01"})
    assert "下次跟进日期不能早于今天" in mediator.page.text
    assert [t.text.strip() for t in mediator.page.all("textarea")] == ["稍后再看"]
    assert CaseNote.objects.count() == 0


def test_the_association_adds_materials_which_both_sides_see(mediator):
    case = a_dispute()
    mediator.post(to("materials", case.pk), {"uploads": [], "note": ""})
    assert "请选择要上传的文件" in mediator.page.text

    sent = {"uploads": [SimpleUploadedFile("现场照片.png", PNG)], "note": "上门查看"}
    mediator.post(to("materials", case.pk), sent)
    mediator.get(to("dispute", case.pk))

    assert "现场照片.png 中介协会 · 其他材料 · PNG" in mediator.page.text
    kept = Attachment.objects.get(file__name="现场照片.png")
    assert kept in queries.attachments_seen_by(payee_of(case))


@pytest.mark.covers("ASC-03")
def test_mediation_that_leads_nowhere_turns_to_arbitration_with_a_reason(mediator):
    case = a_dispute()

    mediator.post(to("turn", case.pk), {"way": "turn_to_arbitration", "because": ""})
    assert "原因：请填写原因" in mediator.page.text
    assert status_of(case) == "mediation"
    mediator.post(
        to("turn", case.pk), {"way": "turn_to_arbitration", "because": "双方约定仲裁"}, follow=True
    )

    assert "案件现为「仲裁中」" in mediator.page.text
    assert status_of(case) == "arbitration"
    mediator.get(to("turn", case.pk))
    assert "转为仲裁 " not in mediator.page.text.replace("转为仲裁或诉讼", "")


@pytest.mark.covers("ASC-01")
def test_a_case_that_is_over_can_still_be_found_and_read(mediator):
    case = a_dispute()
    item = case.plans.get().items.get()
    actions.make_offer(item_id=item.pk, to_enterprise_fen=500_00, by=payee_of(case))
    actions.make_offer(item_id=item.pk, to_enterprise_fen=500_00, by=enterprise_of(case.lease))

    mediator.get(to("disputes", ask="kind=over"))
    assert case.lease.filing_no in mediator.page.text
    mediator.get(to("dispute", case.pk))

    assert "双方商定归企业 ¥ 500.00" in mediator.page.text
    assert "录入最终退款方案" not in mediator.page.text


@pytest.mark.covers("ENT-07", "ASC-01")
def test_a_dispute_that_an_authority_ended_says_so(mediator):
    case = a_dispute(agreed="300.00")
    order = an_authority_order(case.lease, covers_disputed=True)
    actions.approve_order(order_id=order.pk, by=CHECKS)

    mediator.get(to("dispute", case.pk))

    for words in ("主管部门决定退还承租人", "按主管部门决定退还承租人", order.document_no):
        assert words in mediator.page.text
    assert "争议中" not in mediator.page.text and "录入最终退款方案" not in mediator.page.text


def test_a_lease_without_a_dispute_is_none_of_the_associations(mediator):
    case = a_return(a_held_lease())
    a_plan(case)

    assert mediator.get(to("dispute", case.pk)).status_code == 404
    assert mediator.get(to("propose", case.pk)).status_code == 404
    mediator.get(to("disputes"))
    assert case.lease.filing_no not in mediator.page.text


# Overdue enterprises ---------------------------------------------------------------------------------------


@pytest.mark.covers("ASC-01")
def test_an_enterprise_that_makes_no_new_plan_is_named_after_one_five_and_seven_days(
    mediator, days
):
    case = a_stuck_case()
    case.refresh_from_db()
    due_on = case.plan_due_on
    named = {}
    for late in (0, 1, 5, 7):
        days.pass_to(due_on + timedelta(days=late))
        mediator.get(to("home"))
        named[late] = [
            int(mediator.page.text.split(f"企业逾期{limit}天以上 ")[1].split()[0])
            for limit in (1, 5, 7)
        ]
    assert named == {0: [0, 0, 0], 1: [1, 0, 0], 5: [1, 1, 0], 7: [1, 1, 1]}

    mediator.get(to("overdue", ask="days=7"))
    assert "安居租赁有限公司" in mediator.page.text
    assert f"{due_on} 7天" in mediator.page.text


@pytest.mark.covers("ASC-01")
def test_the_association_mediates_unasked_after_looking_at_what_that_pays(mediator, days):
    case = a_stuck_case()
    assert mediator.get(to("take_up", case.pk)).status_code == 404
    case.refresh_from_db()
    days.pass_to(case.plan_due_on + timedelta(days=1))

    mediator.get(to("take_up", case.pk))
    assert "张三 承租人" in mediator.page.text
    assert "¥ 27,000.14" in mediator.page.text
    assert "成为争议资金 押金 ¥ 1,000.00 租金 ¥ 0.00" in mediator.page.text
    assert status_of(case) == "sent_back"
    mediator.post(to("take_up", case.pk), follow=True)

    assert status_of(case) == "mediation"
    assert "已介入调解" in mediator.page.text
    mediator.post(to("take_up", case.pk), follow=True)
    assert "这个案件现在不能介入调解" in mediator.page.text


def test_an_empty_list_of_overdue_enterprises_says_so(mediator):
    mediator.get(to("overdue"))

    assert "没有逾期的企业" in mediator.page.text


# Files ------------------------------------------------------------------------------------------------------


@pytest.mark.covers("BEY-06")
def test_a_file_comes_with_headers_that_let_nothing_in_it_run(mediator):
    case = a_dispute()
    handed_in = Attachment.objects.get(case=case, about="item")

    response = mediator.get(to("evidence", handed_in.pk))

    assert response.content == PNG
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response["Content-Disposition"].startswith("inline;")


def test_a_file_of_a_case_that_is_no_dispute_is_not_there(mediator):
    case = a_return(a_held_lease())
    a_plan(case)
    handed_in = Attachment.objects.get(case=case)

    assert mediator.get(to("evidence", handed_in.pk)).status_code == 404
    assert clock.today().isoformat() == "2026-11-02"


@pytest.mark.covers("SEC-01")
def test_who_opens_a_paper_that_was_handed_in_is_written_down(mediator, days):
    """Papers show people unmasked: the audit administrator sees who looked at whose, and why."""
    case = a_dispute()
    paper = Attachment.objects.filter(case=case).first()

    assert mediator.get(to("evidence", paper.pk)).status_code == 200

    look = Look.objects.get()
    assert (look.actor, look.portal, look.whose) == ("he.jie", "association", case.lease.filing_no)
    assert (look.kind, look.record_id, look.purpose) == ("refunds.case", case.pk, "查看争议材料")
