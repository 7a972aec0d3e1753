"""待领资金 and the check before a lease ends, on the web and on the phone. (BEY-14)"""

from datetime import timedelta

import pytest
from django.urls import reverse

from anju.core import clock
from anju.refunds import queries
from anju.refunds.jobs import pay
from anju.refunds.models import Portion
from anju.refunds.tests.endings import ACCOUNT, bank_pays
from anju.unclaimed.models import ContactCheck
from anju.unclaimed.tests.waiting import a_check_asked, a_waiting_refund

pytestmark = [pytest.mark.django_db, pytest.mark.covers("BEY-14")]
PORTALS = ("tenant_web", "tenant_mobile")


@pytest.mark.parametrize("portal", PORTALS)
def test_a_tenant_finds_the_money_names_an_account_and_is_paid_by_itself(portal, pages, days):
    portion = a_waiting_refund(days)
    pages.sign_in_as(portion.case.lease.tenants.get().person)
    pages.get(reverse(f"{portal}:unclaimed"))
    assert "28,000.14" in pages.page.text and "填写收款账户" in pages.page.text

    account = {"payee_account": ACCOUNT[0], "payee_bank": ACCOUNT[1]}
    pages.post(reverse(f"{portal}:refund_account", args=[portion.pk]), account, follow=True)
    bank_pays()
    pay(timestamp=0)

    assert Portion.objects.get(pk=portion.pk).status == "paid"
    pages.get(reverse(f"{portal}:unclaimed"))
    assert "没有等您领取的钱" in pages.page.text


@pytest.mark.parametrize("portal", PORTALS)
def test_before_the_lease_ends_the_first_page_asks_and_the_answer_is_kept(portal, pages, days):
    check = a_check_asked()
    pages.sign_in_as(check.person)
    pages.get(reverse(f"{portal}:home"))
    assert "核对联系方式和收款账户" in pages.page.text

    address = reverse(f"{portal}:contact_check", args=[check.pk])
    pages.get(address)
    assert "138****0001" in pages.page.text
    said = {"phone": "wrong", "payee_account": ACCOUNT[0], "payee_bank": ACCOUNT[1]}
    pages.post(address, said)
    assert "号码不正确的，请填写另一个可以联系到您的号码或者邮箱" in pages.page.text
    pages.post(address, said | {"other_contact": "zs@example.com"}, follow=True)
    assert "已保存，退款时自动付至该账户" in pages.page.text
    assert "6222 **** **** 0014" in pages.page.text

    check = ContactCheck.objects.get()
    assert (check.status, check.other_contact) == ("done", "zs@example.com")
    known = queries.advance_account(check.tenant_id)
    assert known is not None and (known.account, known.bank) == ACCOUNT
    pages.get(address)
    assert "zs@example.com" in (pages.page.root.find(".//*[@name='other_contact']").get("value"))
    assert check.ends_on < clock.today() + timedelta(days=31)


def test_whose_money_waits_nowhere_is_told_so(tenant, pages):
    pages.get(reverse("tenant_web:unclaimed"))
    assert "没有等您领取的钱" in pages.page.text
