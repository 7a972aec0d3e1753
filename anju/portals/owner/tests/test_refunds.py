"""退款详情: what goes back of a home, as its owner follows it. (manual 002, 2.5.2; OWN-41)"""

import pytest

from anju.fund import actions, jobs
from anju.fund.rules import RefundReason
from anju.fund.tests.world import DEPARTMENT, WANG, ZHAO, an_account, first_deposited, signed_in
from anju.people.models import Person
from anju.portals.owner.tests.things import CHECKER, a_refund_of, a_refund_that_failed
from anju.portals.tenant_web.tests.reading import links
from anju.refunds.tests.endings import bank_pays
from anju.tests.pages import Pages

pytestmark = [pytest.mark.django_db, pytest.mark.covers("OWN-41")]


@pytest.fixture
def shared(db):
    """A home of 王五 and 赵六, deposited for."""
    account = an_account(owners=(WANG, ZHAO))
    first_deposited(account, signed_in(WANG))
    return account


def shown(pages, refund):
    pages.get(f"/owner/refunds/{refund.no}")
    return pages.page.text


def test_an_owner_follows_a_refund_from_the_counter_to_the_bank(pages, shared):
    pages.sign_in_as(Person.objects.get(pk=signed_in(WANG).person_id))
    refund = a_refund_of(shared)
    pages.get("/owner/business?kind=refund")
    assert f"/owner/refunds/{refund.no}" in links(pages)
    text = shown(pages, refund)
    for words in ("待复核", "重复交存", "100.00", "王五", "6222 **** **** 0014", "望京支行"):
        assert words in text, words
    assert "6222020200000000014" not in text

    actions.approve_refund(refund_id=refund.pk, by=CHECKER)
    assert "银行正在付款" in shown(pages, refund)
    bank_pays()
    jobs.hear_of_refunds(0)
    assert "银行已经付款" in shown(pages, refund) and "办结时间" in pages.page.text

    pages.get(f"/owner/homes/{shared.dwelling_id}/movements")
    assert "退款" in pages.page.text and "付款指令" not in pages.page.text
    leading = []
    for line in [one for one in links(pages) if one.startswith("/owner/movements/")]:
        pages.get(line)
        leading.append(f"/owner/refunds/{refund.no}" in links(pages))
    assert sorted(leading) == [False, True]  # the deposit's does not


def test_who_has_been_at_the_counter_is_not_sent_there_again(pages, shared):
    pages.sign_in_as(Person.objects.get(pk=signed_in(WANG).person_id))
    actions.correct_area(account_id=shared.pk, area_hundredths=89_00, by=DEPARTMENT)
    address, goes = f"/owner/homes/{shared.dwelling_id}", "该房屋需要退款，请业主持身份证"
    for page in (address, f"{address}/pay?looked=up", "/owner/pay"):
        pages.get(page)
        assert goes in pages.page.text, page
    a_refund_of(shared, RefundReason.AREA)
    for page in (address, f"{address}/pay?looked=up", "/owner/pay"):
        pages.get(page)
        assert goes not in pages.page.text and "不用再去管理部" in pages.page.text, page


def test_a_refund_that_was_sent_back_says_that_no_money_has_moved(pages, shared):
    pages.sign_in_as(Person.objects.get(pk=signed_in(WANG).person_id))
    refund = a_refund_of(shared)
    actions.reject_refund(refund_id=refund.pk, because="卡号不符", by=CHECKER)
    assert "复核没有通过，钱款没有动" in shown(pages, refund)


def test_another_owner_of_the_home_reads_no_whole_name(shared):
    refund, other = a_refund_of(shared), Pages()
    other.sign_in_as(Person.objects.get(pk=signed_in(ZHAO).person_id))
    assert "王*" in shown(other, refund) and "王五" not in other.page.text


@pytest.mark.covers("BEY-14")
def test_what_the_bank_could_not_pay_is_claimed_with_another_account(pages, shared):
    pages.sign_in_as(Person.objects.get(pk=signed_in(WANG).person_id))
    refund, other = a_refund_that_failed(shared), Pages()
    assert "不用再去管理部" in shown(pages, refund)
    address, account = f"/owner/refunds/{refund.no}", {"payee_bank": "中国建设银行北京望京支行"}
    pages.post(address, account | {"payee_account": "6217000000000000003"})
    assert "校验" in pages.page.text
    pages.post(address, account | {"payee_account": "6217 0000 0000 0000 004"})
    anew = refund.account.refunds.latest("pk")
    assert (anew.status, anew.payee_name, anew.amount_fen) == ("entered", "王五", 100_00)
    assert "重新填写收款账户" not in shown(pages, refund) and "请到管理部" not in pages.page.text

    other.sign_in_as(Person.objects.get(pk=signed_in(ZHAO).person_id))
    other.post(address, account | {"payee_account": "6217000000000000004"})
    assert "只有收款人本人可以重新填写收款账户" in other.page.text
