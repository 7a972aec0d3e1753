"""退款详情: what goes back of a home, as its owner follows it. (manual 002, 2.5.2; OWN-41)"""

import pytest

from anju.fund import actions, jobs
from anju.fund.tests.world import WANG, ZHAO, an_account, first_deposited, signed_in
from anju.people.models import Person
from anju.portals.owner.tests.things import CHECKER, a_refund_of
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
    [line] = [one for one in links(pages) if one.startswith("/owner/movements/")][:1]
    pages.get(line)
    assert f"/owner/refunds/{refund.no}" in links(pages)


def test_a_refund_that_was_sent_back_says_that_no_money_has_moved(pages, shared):
    pages.sign_in_as(Person.objects.get(pk=signed_in(WANG).person_id))
    refund = a_refund_of(shared)
    actions.reject_refund(refund_id=refund.pk, because="卡号不符", by=CHECKER)
    assert "复核没有通过，钱款没有动" in shown(pages, refund)


def test_another_owner_of_the_home_reads_no_whole_name(shared):
    refund, other = a_refund_of(shared), Pages()
    other.sign_in_as(Person.objects.get(pk=signed_in(ZHAO).person_id))
    assert "王*" in shown(other, refund) and "王五" not in other.page.text
