"""销户结息 comes before all that a home holds goes back; its department sees and checks it. (rules B3.8, B9.4)"""

import pytest

from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.fund.models import CounterRefund
from anju.fund.tests.world import an_account
from anju.fund_runs import jobs
from anju.fund_runs.models import Run
from anju.fund_runs.tests.things import deposit, the_bank_pays
from anju.ledger.queries import balance_fen
from anju.people.rules import Power
from anju.portals.fund_desk.tests.addresses import forms_of, text_of
from anju.portals.fund_desk.tests.test_homes import CHAOYANG, HAIDIAN
from anju.tests.walks.fund_desk import CARD, to

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CTR-04")]
ALL_BACK = {
    "reason": "lost",
    "deposit": "",
    "amount": "",
    "payee_name": "王五",
    "payee_account": CARD,
    "payee_bank": "中国工商银行北京望京支行",
}


@pytest.fixture
def paying(officer):
    return officer(Power.FUND_PAY, username="tui.kuan", name="涂宽", district=CHAOYANG)


@pytest.fixture
def checking(officer):
    return officer(Power.FUND_CHECK, username="fu.he", name="傅和", district=CHAOYANG)


@pytest.fixture
def account(db):
    """A home that has held 18,000.00 for a hundred days."""
    account = an_account()
    deposit(account, 18_000_00, clock.today())
    the_bank_pays(1_000_00)
    advance_clock(days=100, by=CLOCK)
    return account


def test_all_goes_back_only_with_the_interest_up_to_then(account, paying, checking):
    assert "销户结息 未办理" in " ".join(text_of(paying, "enter_refund", account.pk).split())
    paying.post(to("enter_refund", account.pk), ALL_BACK)
    assert "请在分户账办理销户结息" in paying.page.text
    assert CARD in [one.get("value") for one in paying.page.all("input")], "what was typed is kept"
    for pages, is_offered in ((checking, False), (paying, True)):
        text_of(pages, "home_detail", account.pk)
        assert (to("close_interest", account.pk) in forms_of(pages)) == is_offered
    answer = paying.post(to("close_interest", account.pk))
    run = Run.objects.get()
    assert answer["Location"] == to("run", run.pk)
    jobs.run_what_is_open(0)
    paying.post(to("enter_refund", account.pk), ALL_BACK)
    assert "请在分户账办理销户结息" in paying.page.text, "it is not booked yet"

    assert account.dwelling.address in text_of(checking, "runs")
    assert checking.post(to("check_run", run.pk), {"decision": "approve"}).status_code == 302
    jobs.run_what_is_open(0)
    held = balance_fen(account.pot)
    assert held > 18_000_00
    advance_clock(days=1, by=CLOCK)
    assert paying.post(to("enter_refund", account.pk), ALL_BACK).status_code == 302
    assert CounterRefund.objects.get().amount_fen == held


def test_interest_is_counted_anew_when_too_much_time_has_passed(account, paying, checking):
    paying.post(to("close_interest", account.pk))
    jobs.run_what_is_open(0)
    checking.post(to("check_run", Run.objects.get().pk), {"decision": "approve"})
    jobs.run_what_is_open(0)
    advance_clock(days=11, by=CLOCK)
    paying.post(to("enter_refund", account.pk), ALL_BACK)
    assert "请在分户账办理销户结息" in paying.page.text
    assert not CounterRefund.objects.exists()


def test_nothing_is_counted_for_a_home_opened_today(paying):
    fresh = an_account()
    deposit(fresh, 18_000_00, clock.today())
    paying.post(to("close_interest", fresh.pk), follow=True)
    assert "没有需要结息的期间" in paying.page.text and not Run.objects.exists()
    assert paying.post(to("enter_refund", fresh.pk), ALL_BACK).status_code == 302


@pytest.mark.covers("CTR-05", "SEC-02")
def test_another_department_neither_sees_nor_makes_it(account, officer, paying):
    paying.post(to("close_interest", account.pk))
    run = Run.objects.get()
    stranger = officer(
        *(Power.FUND_PAY, Power.FUND_CHECK), username="hai.dian", name="海淀", district=HAIDIAN
    )
    assert run.no not in text_of(stranger, "runs")
    assert stranger.get(to("run", run.pk)).status_code == 404
    assert stranger.post(to("close_interest", account.pk)).status_code == 404
    everybody = officer(Power.FUND_READ, username="quan.shi", name="全市")
    assert run.no in text_of(everybody, "runs")
