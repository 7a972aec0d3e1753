"""押金 租金退款方案确认, in the order of manual 000, chapter 7: what is other than on the web."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.portals.tenant_web.tests.reading import buttons, links
from anju.refunds.models import Answer, Attachment, Portion
from anju.refunds.rules import Status
from anju.refunds.tests.endings import (
    ACCOUNT,
    OTHER_ACCOUNT,
    PNG,
    a_dispute,
    a_held_lease,
    a_plan,
    a_return,
    an_account_of,
    an_answer,
    bank_pays,
    portions_of,
    status_of,
)
from anju.tests.pages import Pages
from anju.tests.walks.refunds import a_settlement
from anju.tests.world import LI_SI, ZHANG_SAN

pytestmark = pytest.mark.django_db
NO = "BA11010520260000017"
AT = f"/m/refunds/{NO}"


@pytest.fixture
def case(db, pages):
    """张三 and 李四 have handed back their home: 4,000 of deposit and 24,000 of rent are held; 张三 is signed in."""
    lease = a_held_lease(filing_no=NO, tenants=(ZHANG_SAN, LI_SI))
    an_account_of(lease)
    case = a_return(lease)
    pages.sign_in_as(lease.tenants.get(position=1).person)
    return case


@pytest.fixture
def plan(case, pages):
    """1,000.00 of the deposit is deducted for damage; the payee has turned page 1."""
    plan = a_plan(case, payee=OTHER_ACCOUNT)
    pages.post(f"{AT}/plan")
    return plan


def typed(plan, stance, opinion="", **more):
    return {
        "plan": plan.pk,
        "stance": stance,
        "opinion": opinion,
        "payee_account": ACCOUNT[0],
        "payee_bank": ACCOUNT[1],
        "step": "submit",
    } | more


def radios(pages, name):
    return [
        one.get("value")
        for one in pages.page.all("input")
        if (one.get("type"), one.get("name")) == ("radio", name)
    ]


def carried(pages, form_id):
    """What goes along hidden in a dialog, or in the form of the payment list."""
    [form] = [
        one
        for one in pages.page.all("dialog", "form")
        if form_id in (one.get("id"), one.get("aria-labelledby"))
    ]
    found = {}
    for one in form.iter("input"):
        if one.get("type") == "hidden":
            found.setdefault(one.get("name"), []).append(one.get("value"))
    return found


# 7.2.1 待办、已办查看 ---------------------------------------------------------------------------------------


@pytest.mark.covers("REF-01")
def test_the_menu_leads_to_two_tabs(pages, case):
    pages.get("/m/")
    assert "押金 租金退款方案确认" in pages.page.text and "/m/refunds" in links(pages)
    a_plan(case)
    pages.get("/m/refunds")
    assert "待办 (1)" in pages.page.text and f"{AT}/plan" in links(pages)
    an_answer(case)
    pages.get("/m/refunds")
    assert "没有需要您确认的退款方案和收款账号" in pages.page.text
    pages.get("/m/refunds/done")
    assert "意见：同意此方案退款" in pages.page.text and AT in links(pages)
    pages.get(AT)
    assert "付款中" in pages.page.text and "退款流程" in pages.page.text


@pytest.mark.covers("REF-02")
def test_a_co_tenant_only_looks(case, plan):
    co_tenant = Pages()
    co_tenant.sign_in_as(case.lease.tenants.get(position=2).person)
    co_tenant.get(f"{AT}/answer")
    assert "收款承租人是 张*" in co_tenant.page.text and "提交" not in buttons(co_tenant)
    co_tenant.post(f"{AT}/answer", typed(plan, "agree", step="confirm"))
    assert "只有收款承租人可以回复退款方案" in co_tenant.page.text
    assert Answer.objects.count() == 0


# 7.2.2 退款方案确认 -----------------------------------------------------------------------------------------


@pytest.mark.covers("REF-04")
def test_page_1_has_four_groups_and_page_2_the_plan(pages, case):
    a_plan(case)
    pages.get(f"{AT}/plan")
    for words in ("备案信息", "房源信息", "出租信息", "承租人信息", "建筑面积 56.30 m²", "下一步"):
        assert words in pages.page.text
    assert "27,000.00" not in pages.page.text
    pages.post(f"{AT}/plan")
    pages.get(f"{AT}/answer")
    for words in ("租押金金额 ¥ 28,000.00", "扣除明细", "凭证.png", "承租人收款信息"):
        assert words in pages.page.text
    assert radios(pages, "stance") == ["agree", "disagree"]
    assert radios(pages, "opinion") == ["send_back", "mediation", "arbitration", "litigation"]


@pytest.mark.covers("REF-06", "BEY-12")
def test_who_agrees_comes_to_the_payment_list_and_confirms_with_sure(pages, case, plan):
    pages.post(f"{AT}/answer", typed(plan, "agree"))
    assert "付款清单" in pages.page.text and "承租人 · 张三 ¥ 27,000.00" in pages.page.text
    assert {"确定", "返回修改"} <= buttons(pages)
    assert Answer.objects.count() == 0
    sent = carried(pages, "sure")
    pages.post(f"{AT}/answer", sent | {"step": "edit"})
    assert "回复意见" in pages.page.text and pages.page.all("dialog") == []

    assert pages.post(f"{AT}/answer", sent | {"step": "confirm"})["Location"] == AT

    assert status_of(case) == Status.PAYING


@pytest.mark.covers("REF-07")
def test_a_plan_that_gives_everything_back_can_only_be_agreed_to(pages, case):
    plan = a_plan(case, ())
    pages.post(f"{AT}/plan")
    pages.get(f"{AT}/answer")
    assert (radios(pages, "stance"), radios(pages, "opinion")) == (["agree"], [])
    pages.post(f"{AT}/answer", typed(plan, "disagree", "mediation", agreed="0", step="confirm"))
    assert "请从列表中选择" in pages.page.text and Answer.objects.count() == 0


@pytest.mark.covers("REF-08")
def test_who_sends_back_is_asked_to_go_on_negotiating(pages, case, plan):
    pages.post(f"{AT}/answer", typed(plan, "disagree"))
    assert "请选择不同意的处理方式" in pages.page.text
    pages.post(f"{AT}/answer", typed(plan, "disagree", "send_back", note="单价偏高"))
    assert "继续协商" in buttons(pages) and Answer.objects.count() == 0
    assert "退款方案退回企业" in pages.page.text

    sent = carried(pages, "no") | {"step": "amount"}
    assert pages.post(f"{AT}/answer", sent)["Location"] == AT

    assert status_of(case) == Status.SENT_BACK
    assert Answer.objects.get().note == "单价偏高"


@pytest.mark.covers("REF-09", "REF-10", "REF-11")
@pytest.mark.parametrize(
    ("opinion", "button"),
    [("mediation", "申请调解"), ("arbitration", "自行仲裁"), ("litigation", "自行诉讼")],
)
def test_a_dialog_asks_how_much_is_agreed_then_comes_the_payment_list(
    pages, case, plan, opinion, button
):
    pages.post(f"{AT}/answer", typed(plan, "disagree", opinion))
    assert button in buttons(pages) and "付款清单" not in pages.page.text
    sent = carried(pages, "no") | {"step": "amount"}
    for wrong, sentence in (
        ("", "请填写同意扣除金额"),
        ("1000.01", "应在0元至1,000.00元之间"),
        ("x", "不是金额"),
    ):
        pages.post(f"{AT}/answer", sent | {"agreed": wrong})
        assert sentence in pages.page.text and button in buttons(pages)

    pages.post(f"{AT}/answer", sent | {"agreed": "300"})

    assert "争议资金，暂不支付 ¥ 700.00" in pages.page.text
    assert "确认" in buttons(pages) and "确定" not in buttons(pages)
    assert Answer.objects.count() == 0
    sure = carried(pages, "sure") | {"step": "confirm"}
    assert pages.post(f"{AT}/answer", sure)["Location"] == AT
    assert status_of(case) == opinion
    assert [line[:3] for line in portions_of(case)] == [
        ("tenant", "plan", 300000),
        ("enterprise", "plan", 30000),
    ]


@pytest.mark.covers("REF-05")
def test_files_are_kept_through_the_dialog_and_the_payment_list(pages, case, plan):
    files = [SimpleUploadedFile("照片.png", PNG), SimpleUploadedFile("坏.png", b"MZ")]
    pages.post(f"{AT}/answer", typed(plan, "disagree", "mediation", uploads=files))
    assert "附件：文件「坏.png」是可执行程序，不能上传" in pages.page.text
    assert pages.page.all("dialog") == []
    [kept] = [
        one.get("value") for one in pages.page.all("input") if one.get("name") == "uploads-kept"
    ]
    pages.post(f"{AT}/answer", typed(plan, "disagree", "mediation", **{"uploads-kept": kept}))
    pages.post(f"{AT}/answer", carried(pages, "no") | {"step": "amount", "agreed": "0"})
    pages.post(f"{AT}/answer", carried(pages, "sure") | {"step": "confirm"})
    [attached] = Attachment.objects.filter(about="answer")
    assert attached.file.name == "照片.png"


@pytest.mark.covers("REF-08", "BEY-12")
def test_a_new_version_meanwhile_is_told(pages, case, plan):
    an_answer(case, "send_back")
    a_plan(case, (("08", "deposit", "400.00"),))
    for stance, opinion in (("agree", ""), ("disagree", "mediation")):
        pages.post(f"{AT}/answer", typed(plan, stance, opinion))
        assert "退款方案已更新，请打开最新的方案后再办理" in pages.page.text
        assert "租押金扣除金额 ¥ 400.00" in pages.page.text
        assert pages.page.all("dialog") == []


# 7.2.3, and what manual 001 says of it ----------------------------------------------------------------------


@pytest.mark.covers("REF-12")
def test_a_failed_payment_asks_for_the_account_again(pages, case, plan):
    an_answer(case)
    bank_pays(failing="0014")
    portion = Portion.objects.get(case=case, side="tenant")
    page = f"/m/refunds/payments/{portion.pk}"
    for place in ("/m/", "/m/refunds", AT):
        pages.get(place)
        assert page in links(pages), place
    answer = {"payee_account": OTHER_ACCOUNT[0], "payee_bank": OTHER_ACCOUNT[1]}
    assert pages.post(page, answer)["Location"] == AT
    bank_pays()
    assert status_of(case) == Status.CLOSED


@pytest.mark.covers("BEY-01", "BEY-06", "REF-10")
def test_returns_evidence_offers_and_awards_are_there_on_the_phone_too(pages, db):
    lease = a_held_lease(filing_no=NO)
    an_account_of(lease)
    pages.sign_in_as(lease.tenants.get().person)
    pages.get(f"/m/balances/{NO}")
    assert f"/m/leases/{NO}/return" in links(pages) and "租金划转安排" in pages.page.text
    case = a_dispute(lease, "litigation")
    item, offer, _attachment = a_settlement(case)
    page = f"/m/refunds/items/{item.pk}"
    assert pages.post(page, {"uploads": SimpleUploadedFile("照片.png", PNG)})["Location"] == page
    assert (
        pages.post(f"{AT}/award", {"uploads": SimpleUploadedFile("判决书.png", PNG)})["Location"]
        == AT
    )
    assert (
        pages.post(f"{AT}/turn", {"way": "turn_to_arbitration", "because": "改为仲裁"})["Location"]
        == AT
    )
    assert status_of(case) == Status.ARBITRATION
    accept = f"/m/refunds/offers/{offer.pk}/accept"
    pages.get(accept)
    assert "住房租赁企业 · 安居租赁有限公司 ¥ 500.00" in pages.page.text
    assert pages.post(accept)["Location"] == page
    assert status_of(case) == Status.PAYING
