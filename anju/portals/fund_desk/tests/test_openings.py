"""期初建账, and what selling units deposit and get back: by one and another, at the desk."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.fund.models import Account, CounterRefund
from anju.fund.tests.world import DEPARTMENT, a_sold_public_home, receive, the_fund_bank
from anju.fund_openings import jobs
from anju.fund_openings.models import Opening, OpeningFile
from anju.fund_openings.tests.test_openings import a_file, a_statement, row
from anju.homes import actions as homes
from anju.ledger.queries import balance_fen
from anju.people.rules import Power
from anju.portals.fund_desk.tests.addresses import forms_of, links_of, text_of
from anju.tests.walks.fund_desk import to

pytestmark = pytest.mark.django_db


@pytest.fixture
def paying(officer):
    return officer(Power.FUND_PAY, username="jian.zhang", name="简章")


@pytest.fixture
def checking(officer):
    return officer(Power.FUND_CHECK, username="fu.he", name="傅和")


def sheet(*rows):
    return {"file": SimpleUploadedFile("旧里.xlsx", a_file(*rows))}


def an_old_city():
    the_fund_bank()
    homes.record_community(
        name="望京旧里", district="110105", address="阜通东大街9号", by=DEPARTMENT
    )
    a_statement(12_345_67)


@pytest.mark.covers("LED-04", "CTR-03")
def test_an_opening_is_entered_by_one_and_checked_by_another(paying, checking):
    an_old_city()
    paying.post(to("start_opening"), {"bank": "bob"})
    opening = Opening.objects.get()
    paying.post(to("opening", opening.pk), sheet(row(301, 余额="1"), row(302, 余额="x")))
    wrong = OpeningFile.objects.get()
    jobs.check_files(0)
    assert "余额" in text_of(paying, "opening_file", wrong.pk)
    paying.post(to("submit_opening", opening.pk), {})
    assert "还有1行有误" in text_of(paying, "opening", opening.pk)
    paying.post(to("withdraw_opening_file", wrong.pk), {})
    paying.post(to("opening", opening.pk), sheet(row(301)))
    jobs.check_files(0)
    assert "12,345.67" in text_of(paying, "opening", opening.pk)
    paying.post(to("submit_opening", opening.pk), {})
    assert "傅和" in text_of(paying, "opening", opening.pk), "whom to ask"
    assert to("check_opening", opening.pk) not in forms_of(paying)
    answer = checking.post(to("check_opening", opening.pk), {"decision": "reject"})
    assert answer.status_code == 200 and "请填写退回原因" in answer.content.decode()
    checking.post(to("check_opening", opening.pk), {"decision": "approve"})
    jobs.book_openings(0)
    assert "已建账" in text_of(checking, "opening", opening.pk)
    assert balance_fen(Account.objects.get().pot) == 12_345_67


def test_an_opening_begun_by_mistake_is_cancelled_and_no_department_begins_one(paying, officer):
    an_old_city()
    paying.post(to("start_opening"), {"bank": "bob"})
    opening = Opening.objects.get()
    paying.post(to("cancel_opening", opening.pk), {})
    assert "已取消" in text_of(paying, "openings")
    there = officer(Power.FUND_PAY, username="hai.dian", name="海店", district="110108")
    answer = there.post(to("start_opening"), {"bank": "bob"})
    assert "管理部不能办理" in answer.content.decode()
    assert there.get(to("opening", opening.pk)).status_code == 404


def test_a_selling_unit_gets_its_part_back(paying):
    account = a_sold_public_home(contract_no="GF0001")
    receive(account, 18_000_00, ":unit")
    text_of(paying, "home_detail", account.pk)
    assert to("refund_unit", account.pk) in links_of(paying)
    assert "18,000.00" in text_of(paying, "refund_unit", account.pk)
    refund = {
        "reason": "lost",
        "payee": "unit",
        "payee_name": "北京市第二机床厂",
        "payee_account": "0200004119000000028",
        "payee_bank": "中国工商银行北京分行",
    }
    answer = paying.post(to("refund_unit", account.pk), refund)
    assert "售房单位交存部分须退给北京市第一机床厂" in answer.content.decode()
    paying.post(to("refund_unit", account.pk), refund | {"payee_name": "北京市第一机床厂"})
    assert CounterRefund.objects.get().amount_fen == 18_000_00
