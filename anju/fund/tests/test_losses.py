"""房屋灭失, and refunds that the bank could not pay: nobody's money is lost. (rule B9.2, BEY-14)"""

from datetime import date, timedelta

import pytest

from anju.core import clock
from anju.fund import actions, jobs, queries
from anju.fund.rules import RefundReason
from anju.fund.tests.test_refunds import CARD, CHECKER, UNITS_ACCOUNT, enter, refusal
from anju.fund.tests.world import (
    DEPARTMENT,
    WANG,
    ZHAO,
    a_sold_public_home,
    an_account,
    books_balance,
    due,
    first_deposited,
    fresh,
    receive,
    signed_in,
)
from anju.homes import queries as homes
from anju.notices.models import Notice
from anju.refunds.tests.endings import bank_pays

pytestmark = [pytest.mark.django_db, pytest.mark.covers("BEY-14")]
LOST = {"lost_on": date(2026, 10, 1), "basis": "朝征补决字〔2026〕12号"}
OTHER_CARD = {"payee_account": "6217000000000000004", "payee_bank": "中国建设银行北京望京支行"}


def lost(account, **terms):
    return actions.record_loss(account_id=account.pk, by=DEPARTMENT, **(LOST | terms))


def told():
    return [(one.kind, one.fen, one.claim) for one in queries.unpaid()]


def failed(account, **changes):
    """A refund that the bank could not pay: the account is closed."""
    refund = enter(account, **changes)
    actions.approve_refund(refund_id=refund.pk, by=CHECKER)
    bank_pays(failing=CARD[-4:])
    jobs.hear_of_refunds(0)
    return fresh(refund)


def test_a_lost_home_owes_nothing_until_that_is_taken_back():
    account = an_account()
    asked = actions.demand_deposit(account_id=account.pk, by=signed_in(WANG))
    for _ in range(2):
        lost(account)
    assert fresh(asked).status == "closed"
    assert due(account) == due(account).__class__()
    more = {"account_id": account.pk, "amount_fen": 1_00, "by": signed_in(WANG)}
    assert refusal(actions.deposit_voluntarily, **more) == "home_lost"
    assert refusal(lost, account, basis="另一份文件") == "lost_before"
    take_back = {"account_id": account.pk, "by": DEPARTMENT}
    assert refusal(actions.withdraw_loss, **take_back, because=" ") == "basis_missing"
    for _ in range(2):
        actions.withdraw_loss(**take_back, because="登记错了房屋")
    assert (due(account).kind, due(account).amount_fen) == ("first", 18_000_00)
    tomorrow = clock.today() + timedelta(days=1)
    assert refusal(lost, account, lost_on=tomorrow) == "lost_in_future"
    assert refusal(lost, account, basis=" ") == "basis_missing"
    assert [one.because for one in homes.losses_of(account.dwelling)] == ["登记错了房屋"]


def test_what_a_lost_home_holds_waits_for_its_owner_and_for_the_selling_unit():
    account = a_sold_public_home()
    for suffix, fen in (("", 3_000_00), (":unit", 20_000_00)):
        receive(account, fen, suffix)
    assert told() == []
    lost(account)
    assert told() == [("lost_home", 3_000_00, "waiting"), ("lost_home_unit", 20_000_00, "waiting")]
    assert queries.unpaid_to(WANG.name, WANG.id_number) == [3_000_00]
    assert queries.unpaid_to("北京市第一机床厂", "91110105MA00TE5T2T") == [20_000_00]
    assert queries.unpaid_to(ZHAO.name, WANG.id_number) == []

    owners = enter(account, reason=RefundReason.LOST)
    actions.approve_refund(refund_id=owners.pk, by=CHECKER)
    assert told()[0] == ("lost_home", 3_000_00, "under_way")
    assert queries.unpaid_to(WANG.name, WANG.id_number) == []
    bank_pays()
    jobs.hear_of_refunds(0)
    units = {"reason": RefundReason.LOST, "payee": "unit", "payee_name": "北京市第一机床厂"}
    enter(account, **units, **UNITS_ACCOUNT)
    assert told() == [("lost_home_unit", 20_000_00, "under_way")]


def test_a_balance_that_goes_back_because_the_home_is_lost_says_that_it_is():
    account = an_account()
    first_deposited(account, signed_in(WANG))
    refund = failed(account, reason=RefundReason.LOST)
    assert (refund.status, fresh(account.dwelling).lost_on) == ("failed", clock.today())
    assert told() == [("lost_home", 18_000_00, "waiting")]
    assert due(account) == due(account).__class__()


def test_a_refund_that_failed_is_claimed_by_its_payee_with_another_account_and_paid():
    account = an_account(owners=(WANG, ZHAO))
    deposit, wang = first_deposited(account, signed_in(WANG)), signed_in(WANG)
    once = {"reason": RefundReason.DUPLICATE, "deposit_id": deposit.pk, "amount_fen": 100_00}
    refund = failed(account, **once)
    assert Notice.objects.get(kind="fund_refund_failed").person_id == wang.person_id
    assert told() == [("fund_refund", 100_00, "waiting")]
    assert queries.unpaid_to(WANG.name, WANG.id_number) == [100_00]
    assert queries.unpaid_to(ZHAO.name, ZHAO.id_number) == []

    claim = {"refund_id": refund.pk, **OTHER_CARD}
    for other in (signed_in(ZHAO), DEPARTMENT):
        assert refusal(actions.claim_refund, **claim, by=other) == "not_the_payee"
    wrong = {**claim, "payee_account": "6217000000000000003", "by": wang}
    assert refusal(actions.claim_refund, **wrong) == "card_check_digit"
    anew = actions.claim_refund(**claim, by=wang)
    assert actions.claim_refund(**claim, by=wang) == anew
    again = {**claim, "payee_account": CARD, "by": wang}
    assert refusal(actions.claim_refund, **again) == "claimed_before"
    assert (anew.amount_fen, anew.payee_name, anew.status) == (100_00, WANG.name, "entered")
    assert told() == [("fund_refund", 100_00, "under_way")]

    actions.approve_refund(refund_id=anew.pk, by=CHECKER)
    bank_pays()
    jobs.hear_of_refunds(0)
    assert (fresh(anew).status, told(), books_balance()) == ("paid", [], True)
    paid = {**claim, "refund_id": anew.pk, "payee_account": CARD, "by": wang}
    assert refusal(actions.claim_refund, **paid) == "not_failed"


def test_what_is_refunded_with_all_that_the_home_holds_is_told_once():
    account = an_account()
    deposit = first_deposited(account, signed_in(WANG))
    once = {"reason": RefundReason.DUPLICATE, "deposit_id": deposit.pk, "amount_fen": 100_00}
    part = failed(account, **once)
    assert list(queries.refunds_failed(CHECKER)) == [part]
    everything = failed(account, reason=RefundReason.CANCELLED)
    assert told() == [("fund_refund", 18_000_00, "waiting")]
    assert list(queries.refunds_failed(CHECKER)) == [everything]
    again = {**OTHER_CARD, "by": signed_in(WANG)}
    assert refusal(actions.claim_refund, refund_id=part.pk, **again) == "claimed_before"
    anew = actions.claim_refund(refund_id=everything.pk, **again)
    assert (anew.amount_fen, list(queries.refunds_failed(CHECKER))) == (18_000_00, [])


def test_what_went_with_the_home_waits_for_nobody_who_owned_it_before():
    account = an_account()
    deposit = first_deposited(account, signed_in(WANG))
    once = {"reason": RefundReason.DUPLICATE, "deposit_id": deposit.pk, "amount_fen": 100_00}
    refund = failed(account, **once)
    actions.sell_home(account_id=account.pk, owners=[ZHAO], by=DEPARTMENT)
    assert told() == []
    claim = {"refund_id": refund.pk, **OTHER_CARD, "by": signed_in(WANG)}
    assert refusal(actions.claim_refund, **claim) == "not_the_payee"
