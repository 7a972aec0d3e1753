"""承租人收款失败审批: the association sees who is to be paid instead, and why, and decides. (ASC-02)"""

import pytest
from django.urls import reverse

from anju.refunds import actions
from anju.refunds.actions import NameChangeTerms
from anju.refunds.models import Attachment, NameChange
from anju.refunds.tests.endings import (
    EMPTY,
    OTHER_ACCOUNT,
    a_file,
    a_held_lease,
    a_plan,
    a_return,
    an_answer,
    bank_pays,
    pots_of,
    status_of,
)
from anju.tests.world import enterprise_of

pytestmark = pytest.mark.django_db


def to(name, *args, ask=""):
    return reverse(f"association:{name}", args=args) + (f"?{ask}" if ask else "")


def an_application() -> NameChange:
    """All goes back to 张三, whose account is closed; his heir is to be paid."""
    case = a_return(a_held_lease())
    a_plan(case, ())
    an_answer(case)
    bank_pays(failing="0014")
    by = enterprise_of(case.lease)
    terms = NameChangeTerms(
        new_name="张小三",
        new_account=OTHER_ACCOUNT[0],
        new_bank=OTHER_ACCOUNT[1],
        relation="儿子",
        reason="承租人去世，由继承人收款",
        file_ids=[a_file(by, "继承公证书.png")],
    )
    return actions.apply_name_change(portion_id=case.portions.get().pk, terms=terms, by=by)


@pytest.mark.covers("ASC-02")
def test_an_application_shows_old_and_new_payee_the_reason_and_the_proof(mediator, approver, days):
    change = an_application()
    case = change.portion.case

    mediator.get(to("home"))
    assert "承租人收款失败待审批 1" in mediator.page.text
    mediator.get(to("name_changes"))
    assert f"{case.lease.filing_no} " in mediator.page.text
    assert "安居租赁有限公司" in mediator.page.text
    mediator.get(to("name_change", change.pk))
    text = mediator.page.text

    assert "原收款人 户名 张三 账号 6222 **** **** 0014 开户银行 中国工商银行北京分行" in text
    assert "新收款人 户名 张小三 与承租人的关系 儿子 账号 6217 **** **** 0003" in text
    assert "付款失败原因 收款账户已销户（AC04）" in text
    assert "变更原因 承租人去世，由继承人收款" in text
    assert "继承公证书.png" in text
    assert "等待审批。 有审批权限的人员：吴燕" in text
    [proof] = Attachment.objects.filter(name_change=change)
    assert mediator.get(to("evidence", proof.pk)).status_code == 200


@pytest.mark.covers("ASC-02")
def test_when_the_association_agrees_the_new_payee_is_paid_the_same_day(approver, days):
    change = an_application()
    case = change.portion.case

    approver.post(to("check_name_change", change.pk), {"decision": "approve"}, follow=True)
    assert "已同意，款项今天付给新收款人" in approver.page.text
    assert "审批人 吴燕" in approver.page.text
    bank_pays()

    portion = case.portions.get()
    assert (portion.status, portion.payee_name) == ("paid", "张小三")
    assert status_of(case) == "closed"
    assert pots_of(case.lease) == EMPTY
    approver.get(to("name_changes"))
    assert "没有符合条件的申请" in approver.page.text
    approver.get(to("name_changes", ask="status=approved"))
    assert case.lease.filing_no in approver.page.text


@pytest.mark.covers("ASC-02")
def test_a_refusal_needs_a_reason_which_enterprise_and_tenant_are_told(approver, days):
    change = an_application()

    approver.post(to("check_name_change", change.pk), {"decision": "reject", "because": ""})
    assert "不通过的原因：请填写原因" in approver.page.text
    sent = {"decision": "reject", "because": "公证书缺少第二页"}
    approver.post(to("check_name_change", change.pk), sent, follow=True)

    assert "未同意，已通知企业和承租人" in approver.page.text
    assert "不同意的原因 公证书缺少第二页" in approver.page.text
    change.portion.refresh_from_db()
    assert change.portion.status == "account_wanted"


def test_deciding_again_changes_nothing(approver, days):
    change = an_application()
    approver.post(to("check_name_change", change.pk), {"decision": "approve"})

    sent = {"decision": "reject", "because": "改变主意"}
    approver.post(to("check_name_change", change.pk), sent)

    assert "当前状态为「已通过」，不能不通过" in approver.page.text
    change.refresh_from_db()
    assert change.status == "approved"


def test_a_mediator_does_not_decide_applications(mediator, days):
    change = an_application()

    assert mediator.get(to("check_name_change", change.pk)).status_code == 403
    sent = {"decision": "approve"}
    assert mediator.post(to("check_name_change", change.pk), sent).status_code == 403
    change.refresh_from_db()
    assert change.status == "proposed"


def test_an_application_that_is_not_there_is_not_there(approver):
    assert approver.get(to("name_change", 4711)).status_code == 404
