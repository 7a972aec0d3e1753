"""承租人收款失败: the bank's reason, the application to pay another name, what became of it. (ENT-06)"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.portals.enterprise.tests.test_leases import rows
from anju.portals.enterprise.tests.typed import REFUSED, png, values_of
from anju.refunds import actions
from anju.refunds.models import NameChange, Portion
from anju.refunds.tests.endings import (
    APPROVER,
    OTHER_ACCOUNT,
    a_held_lease,
    a_plan,
    a_return,
    an_account_of,
    an_answer,
    bank_pays,
)
from anju.tests.pages import Pages

pytestmark = [pytest.mark.django_db, pytest.mark.covers("ENT-06")]
FAILED = "/enterprise/failed-payouts"
TYPED = {
    "new_name": "张小三",
    "relation": "子女",
    "new_account": OTHER_ACCOUNT[0],
    "new_bank": OTHER_ACCOUNT[1],
    "reason": "承租人身故，由继承人收款",
}


@pytest.fixture
def portion(days) -> Portion:
    case = a_return(a_held_lease(filing_no="BA11010520260000099"))
    a_plan(case, ())
    an_answer(case)
    bank_pays(failing="0014")
    portion: Portion = case.portions.get()
    assert portion.status == "account_wanted"
    return portion


@pytest.fixture
def pages(portion):
    pages = Pages()
    pages.sign_in_as(portion.case.lease.enterprise)
    return pages


def address(portion: Portion) -> str:
    return f"{FAILED}/{portion.pk}"


def test_the_list_gives_the_banks_reason_and_leads_to_the_application(pages, portion):
    pages.get(FAILED)
    [row] = rows(pages)
    for words in (
        "收款账户已销户（AC04）",
        "收款账号确认",
        "张*",
        "6222 **** **** 0014",
        "申请变更收款人",
    ):
        assert words in row
    pages.get(address(portion))
    assert "失败原因 收款账户已销户（AC04）" in pages.page.text


def test_an_application_goes_to_the_association_and_its_state_is_shown(pages, portion):
    sent = pages.post(address(portion), TYPED | {"evidence": [png("公证书.png")]})
    assert sent["Location"] == address(portion)
    pages.get(address(portion))
    for words in ("收款人变更审批", "待复核", "张小三", "子女", "公证书.png"):
        assert words in pages.page.text
    assert "提交申请" not in pages.page.text
    actions.refuse_name_change(
        change_id=NameChange.objects.get().pk, because="公证书不完整", by=APPROVER
    )
    pages.get(address(portion))
    assert "未通过" in pages.page.text and "中介协会的意见 公证书不完整" in pages.page.text
    assert "提交申请" in pages.page.text
    pages.post(address(portion), TYPED | {"evidence": [png("公证书全文.png")]})
    newest = NameChange.objects.latest("pk")
    actions.approve_name_change(change_id=newest.pk, by=APPROVER)
    bank_pays()
    portion.refresh_from_db()
    assert (portion.status, portion.payee_name) == ("paid", "张小三")
    pages.get(FAILED)
    assert "没有付款失败的款项" in pages.page.text


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"new_name": ""}, "new_name", "请填写"),
        ({"new_name": "张三"}, "new_name", "新收款人与原收款人张三相同"),
        ({"new_account": "abc"}, "new_account", "应为8至32位数字"),
        ({"new_bank": ""}, "new_bank", "请填写"),
        ({"evidence": []}, "evidence", "请上传收款人变更的证明材料"),
        (
            {"evidence": [SimpleUploadedFile(*REFUSED[0][:2])]},
            "evidence",
            REFUSED[0][2],
        ),
    ],
    ids=range(6),
)
def test_a_refusal_stands_at_its_field_and_what_was_typed_stays(
    pages, portion, typed, field, sentence
):
    first = TYPED | {"evidence": [png()]} | typed
    pages.post(address(portion), first)
    told = [p for p in pages.page.all("p") if p.get("id") == f"id_{field}_error"]
    assert sentence in "".join(told[0].itertext())
    assert values_of(pages, "relation") == ["子女"]
    assert len(values_of(pages, "evidence-kept")) == (0 if field == "evidence" else 1)
    assert not NameChange.objects.exists()


def test_a_second_application_while_one_is_reviewed_is_refused(pages, portion):
    sent = TYPED | {"evidence": [png()]}
    pages.post(address(portion), sent)
    pages.post(address(portion), TYPED | {"evidence": [png()]})
    assert "当前状态为「收款人变更审批」，不能申请变更收款人" in pages.page.text
    assert NameChange.objects.count() == 1


def test_what_the_enterprise_was_not_paid_is_paid_to_its_account(days):
    lease = a_held_lease()
    case = a_return(lease)
    a_plan(case)
    an_answer(case)
    bank_pays()
    portion = case.portions.get(side="enterprise")
    assert portion.status == "account_wanted"
    pages = Pages()
    pages.sign_in_as(lease.enterprise)
    pages.get(FAILED)
    assert "本企业收款失败" in pages.page.text and "没有收款账号" in pages.page.text
    assert pages.post(f"{FAILED}/{portion.pk}/again")["Location"] == f"/enterprise/cases/{case.pk}"
    pages.get(f"/enterprise/cases/{case.pk}")
    assert "企业没有已复核的收款账户" in pages.page.text
    an_account_of(lease)
    pages.post(f"{FAILED}/{portion.pk}/again")
    portion.refresh_from_db()
    assert portion.status == "due"
