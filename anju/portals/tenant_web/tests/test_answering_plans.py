"""退款方案确认 (manual 001, 5.2.2): a plan is read, answered in five ways, nothing is final unconfirmed."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.core.models import StoredFile
from anju.ledger.models import Transfer
from anju.portals.tenant_web.tests.answers import AT, NO, a_png, field, hidden, radios, typed
from anju.refunds import actions
from anju.refunds.models import Answer, Attachment, Portion
from anju.refunds.rules import Opinion, Status
from anju.refunds.tests.endings import (
    ACCOUNT,
    PNG,
    a_plan,
    an_answer,
    portions_of,
    refused,
    status_of,
)
from anju.tests.world import enterprise_of

pytestmark = pytest.mark.django_db
PDF_WITH_SCRIPT = b"%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript>>>>endobj\n%%EOF"
BOMB = PNG[:16] + b"\x00\x01\x00\x00\x00\x01\x00\x00" + PNG[24:]


# 5.2.2 退款方案确认 -----------------------------------------------------------------------------------------


@pytest.mark.covers("REF-04", "BEY-12")
def test_the_amounts_are_seen_after_next_and_then_the_enterprise_cannot_take_them_back(
    pages, case, plan
):
    assert pages.get(f"{AT}/answer")["Location"] == f"{AT}/plan"
    pages.get(AT)
    assert "27,000.00" not in pages.page.text and "打开退款方案" in pages.page.text
    pages.get(f"{AT}/plan")
    for words in (
        "合同备案编号",
        "基本信息",
        "退款流程",
        "张三（本人）、李*",
        "下一步",
        "第1页，共2页",
    ):
        assert words in pages.page.text
    assert "27,000.00" not in pages.page.text

    assert pages.post(f"{AT}/plan")["Location"] == f"{AT}/answer"

    assert (
        refused(
            actions.withdraw_plan, case_id=case.pk, plan_id=plan.pk, by=enterprise_of(case.lease)
        )
        == "opened_already"
    )
    pages.get(f"{AT}/answer")
    for words in (
        "租押金金额 ¥ 28,000.00",
        "租押金退还承租人金额 ¥ 27,000.00",
        "租押金扣除金额 ¥ 1,000.00",
        "扣除明细",
        "房屋及设施损坏赔偿",
        "凭证.png",
        "承租人收款信息",
        "收款人户名 张三",
        "6217 **** **** 0003",
    ):
        assert words in pages.page.text
    assert field(pages, "payee_account").get("value") is None  # typed anew


@pytest.mark.covers("BEY-01", "REF-03")
def test_the_countdown_stands_on_every_page_of_a_case(days, pages, case, plan):
    case.refresh_from_db()
    an_answer_due = case.answer_due_on.isoformat()
    pages.post(f"{AT}/plan")
    for page in ("/tenant/refunds", AT, f"{AT}/plan", f"{AT}/answer", f"{AT}/evidence",
                 "/tenant/", f"/tenant/leases/{NO}"):  # fmt: skip
        pages.get(page)
        assert an_answer_due in pages.page.text, page
        assert "承租人逾期未确认的，系统再次提醒，并再给一次期限" in pages.page.text, page


@pytest.mark.covers("REF-06", "BEY-12")
def test_agreeing_shows_the_payment_list_and_is_final_only_when_confirmed(pages, case, plan):
    pages.post(f"{AT}/plan")
    before = Transfer.objects.count()
    pages.post(f"{AT}/answer", typed(plan))
    for words in (
        "付款清单",
        "承租人 · 张三 ¥ 27,000.00",
        ACCOUNT[0],
        "住房租赁企业 · 安居租赁有限公司 ¥ 1,000.00",
    ):
        assert words in pages.page.text
    assert (Answer.objects.count(), Transfer.objects.count()) == (0, before)
    pages.post(f"{AT}/answer", typed(plan, step="edit"))
    assert pages.page.all("dialog") == []
    assert field(pages, "payee_account").get("value") == ACCOUNT[0]
    pages.post(f"{AT}/answer", typed(plan))

    response = pages.post(f"{AT}/answer", hidden(pages) | {"step": "confirm"})

    assert response["Location"] == AT
    assert [line[:3] for line in portions_of(case)] == [
        ("tenant", "plan", 300000),
        ("enterprise", "plan", 100000),
    ]
    pages.get(AT)
    assert "退款方案反馈成功" in pages.page.text and "待付款" in pages.page.text
    assert (
        pages.post(f"{AT}/answer", typed(plan, step="confirm"))["Location"] == AT
    )  # a second click
    assert Answer.objects.count() == 1


@pytest.mark.covers("REF-05")
def test_the_tenants_account_counts_and_the_name_is_nobodys_to_change(pages, case, plan):
    pages.post(f"{AT}/plan")
    sent = typed(plan, step="confirm", payee_name="李四")
    pages.post(f"{AT}/answer", sent)
    portion = Portion.objects.get(case=case, side="tenant")
    assert (portion.payee_account, portion.payee_bank, portion.payee_name) == (*ACCOUNT, "张三")


@pytest.mark.covers("REF-05")
@pytest.mark.parametrize(
    ("account", "sentence"),
    [("", "请填写收款账号"), ("6222abc", "收款账号「6222abc」不正确，应为8至32位数字")],
)
def test_an_account_that_cannot_be_is_told_at_its_field(pages, case, plan, account, sentence):
    pages.post(f"{AT}/plan")
    pages.post(f"{AT}/answer", typed(plan, payee_account=account, note="请尽快"))
    assert f"收款账号：{sentence}" in pages.page.text
    assert field(pages, "payee_account").get("aria-invalid") == "true"
    assert "请尽快" in "".join(field(pages, "note").itertext())
    assert Answer.objects.count() == 0


@pytest.mark.covers("REF-05")
@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("发票.jpg", b"MZ" + bytes(100), "文件「发票.jpg」是可执行程序，不能上传"),
        ("照片.jpg", b"\xff\xd8\xff" + bytes(1_048_574), "文件「照片.jpg」有1.0 MB，不能超过1.0 MB"),
        ("合同.pdf", PDF_WITH_SCRIPT, "文件「合同.pdf」含有脚本或宏，不能上传"),
        ("大图.png", BOMB, "文件「大图.png」展开后过大，不能上传"),
        ("空.png", b"", "文件「空.png」是空的"),
        ("照片.jpg", PNG, "文件「照片.jpg」的内容是PNG，与扩展名不符"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_at_its_field_and_the_rest_is_kept(
    pages, case, plan, name, content, sentence
):
    pages.post(f"{AT}/plan")
    files = [a_png("好的.png"), SimpleUploadedFile(name, content)]

    pages.post(f"{AT}/answer", typed(plan, "send_back", uploads=files, note="单价偏高"))

    assert f"附件：{sentence}" in pages.page.text
    assert Answer.objects.count() == 0
    assert field(pages, "payee_account").get("value") == ACCOUNT[0]
    kept = field(pages, "uploads-kept")
    assert (kept.get("type"), "checked" in kept.attrib) == ("checkbox", True)
    assert "好的.png" in pages.page.text

    again = typed(plan, "send_back", note="单价偏高", **{"uploads-kept": kept.get("value")})
    assert pages.post(f"{AT}/answer", again)["Location"] == AT
    [attached] = Attachment.objects.filter(about="answer")
    assert attached.file.name == "好的.png"


@pytest.mark.covers("REF-05")
def test_more_than_ten_files_and_files_of_others_are_refused(pages, case, plan):
    pages.post(f"{AT}/plan")
    files = [SimpleUploadedFile(f"{number}.png", PNG) for number in range(11)]
    pages.post(f"{AT}/answer", typed(plan, "send_back", uploads=files))
    assert "附件有11个，最多10个" in pages.page.text
    theirs = StoredFile.objects.exclude(by__startswith="person").first()
    assert theirs is not None
    pages.post(f"{AT}/answer", typed(plan, "send_back", **{"uploads-kept": str(theirs.pk)}))
    assert not Attachment.objects.filter(about="answer").exists()


@pytest.mark.covers("REF-07")
def test_a_plan_that_gives_everything_back_can_only_be_agreed_to(pages, case):
    plan = a_plan(case, ())
    pages.post(f"{AT}/plan")
    pages.get(f"{AT}/answer")
    assert radios(pages) == ["agree"]
    assert not any(one.get("name") == "agreed" for one in pages.page.all("input"))
    pages.post(f"{AT}/answer", typed(plan, "mediation", agreed="0", step="confirm"))
    assert "意见：请从列表中选择" in pages.page.text
    assert Answer.objects.count() == 0


@pytest.mark.covers("REF-08")
def test_a_plan_is_sent_back_and_the_versions_are_compared(pages, case, plan):
    pages.post(f"{AT}/plan")
    assert pages.post(f"{AT}/answer", typed(plan, "send_back", note="单价偏高"))["Location"] == AT
    assert status_of(case) == Status.SENT_BACK
    pages.get(AT)
    assert "退回企业修改" in pages.page.text and "单价偏高" in pages.page.text
    pages.get(f"{AT}/answer")
    assert radios(pages) == ["agree", "mediation", "arbitration", "litigation"]  # BEY-12

    a_plan(case, (("08", "deposit", "400.00"),))
    pages.post(f"{AT}/plan")
    pages.get(f"{AT}/versions")
    for words in (
        "第2版",
        "第1版",
        "扣除 ¥ 400.00",
        "扣除 ¥ 1,000.00",
        "意见：不同意，退回租赁企业修改",
    ):
        assert words in pages.page.text


@pytest.mark.covers("REF-09", "REF-10", "REF-11")
@pytest.mark.parametrize(
    ("opinion", "status"),
    [
        (Opinion.MEDIATION, Status.MEDIATION),
        (Opinion.ARBITRATION, Status.ARBITRATION),
        (Opinion.LITIGATION, Status.LITIGATION),
    ],
)
def test_who_disputes_says_how_much_is_agreed_and_sees_the_split_before_it_is_done(
    pages, case, plan, opinion, status
):
    pages.post(f"{AT}/plan")
    pages.post(f"{AT}/answer", typed(plan, opinion.value))
    assert "同意扣除金额：请填写同意扣除金额" in pages.page.text
    for wrong, sentence in (
        ("1000.01", "同意扣除金额1,000.01元应在0元至1,000.00元之间"),
        ("三百", "「三百」不是金额"),
        ("-1", "「-1」不是金额"),
    ):
        pages.post(f"{AT}/answer", typed(plan, opinion.value, agreed=wrong))
        assert sentence in pages.page.text
        assert field(pages, "agreed").get("aria-invalid") == "true"
    assert pages.page.all("dialog") == []

    pages.post(f"{AT}/answer", typed(plan, opinion.value, agreed="300"))

    for words in (
        "承租人 · 张三 ¥ 27,000.00",
        "安居租赁有限公司 ¥ 300.00",
        "争议资金，暂不支付 ¥ 700.00",
    ):
        assert words in pages.page.text
    assert Answer.objects.count() == 0
    pages.post(f"{AT}/answer", hidden(pages) | {"step": "confirm"})
    assert status_of(case) == status
    assert [line[:4] for line in portions_of(case)] == [
        ("tenant", "plan", 300000, 2400000),
        ("enterprise", "plan", 30000, 0),
    ]
    pages.get(AT)
    assert "争议资金 ¥ 700.00" in pages.page.text


@pytest.mark.covers("REF-08", "BEY-12")
def test_a_new_version_meanwhile_is_told_and_not_answered_unseen(pages, case, plan):
    pages.post(f"{AT}/plan")
    an_answer(case, "send_back")
    newer = a_plan(case, (("08", "deposit", "400.00"),))

    pages.post(f"{AT}/answer", typed(plan, "mediation", agreed="100", step="confirm", note="原话"))

    assert "退款方案已更新，请打开最新的方案后再办理" in pages.page.text
    assert "租押金扣除金额 ¥ 400.00" in pages.page.text
    assert field(pages, "plan").get("value") == str(newer.pk)
    assert field(pages, "payee_account").get("value") == ACCOUNT[0]
    assert "原话" in "".join(field(pages, "note").itertext())
    chosen = [
        one
        for one in pages.page.all("input")
        if one.get("name") == "opinion" and "checked" in one.attrib
    ]
    assert chosen == []
    assert Answer.objects.filter(plan=newer).count() == 0


def test_what_was_done_by_silence_meanwhile_is_told(days, pages, case, plan):
    pages.post(f"{AT}/plan")
    case.refresh_from_db()
    days.pass_to(case.final_due_on + timedelta(days=1))
    assert status_of(case) == Status.PAYING
    pages.post(f"{AT}/answer", typed(plan, step="confirm"))
    assert "付款中" in pages.page.text and Answer.objects.count() == 0
    assert pages.get(f"{AT}/answer")["Location"] == AT
