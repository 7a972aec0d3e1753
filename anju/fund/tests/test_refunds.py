"""多退少补 at the counter: by one and another, to an owner, never while a receipt stands. (rules B9.3 to B9.5)"""

from dataclasses import replace

import pytest

from anju.core.actions import advance_clock
from anju.core.actors import CLOCK, Actor
from anju.core.refusals import Refused
from anju.fund import actions, jobs, queries
from anju.fund.models import CounterRefund
from anju.fund.rules import RefundReason, RefundStatus
from anju.fund.tests.world import (
    DEPARTMENT,
    WANG,
    ZHAO,
    a_sold_public_home,
    an_account,
    book,
    books_balance,
    due,
    first_deposited,
    fresh,
    is_told_paid,
    receive,
    signed_in,
    spend,
    start,
    the_bank_credits,
)
from anju.ledger.proof import prove
from anju.ledger.queries import balance_fen
from anju.people.rules import Power
from anju.receipts import jobs as receipts
from anju.refunds.tests.endings import bank_pays

pytestmark = pytest.mark.django_db

MAKER = Actor("zhang.min", "centre", frozenset({Power.FUND_PAY, Power.FUND_READ}), staff_id=901)
CHECKER = Actor("zhou.jie", "centre", frozenset({Power.FUND_CHECK}), staff_id=902)
CARD = "6222020200000000014"


def too_much_deposited():
    """18,000.00 for 90 m² that turn out to be 88."""
    account = an_account()
    deposit = first_deposited(account, signed_in(WANG))
    actions.correct_area(account_id=account.pk, area_hundredths=88_00, by=DEPARTMENT)
    return account, deposit


def enter(account, **changes):
    stated = {
        "account_id": account.pk,
        "reason": RefundReason.AREA,
        "amount_fen": 400_00,
        "payee_name": "王五",
        "payee_account": CARD,
        "payee_bank": "中国工商银行北京望京支行",
        "by": MAKER,
    }
    return actions.enter_refund(**(stated | changes))


def refusal(work, *arguments, **named):
    before = CounterRefund.objects.count()
    with pytest.raises(Refused) as no:
        work(*arguments, **named)
    assert CounterRefund.objects.count() == before
    return no.value.code


@pytest.mark.covers("OWN-33")
def test_what_was_deposited_too_much_goes_back_to_the_owner():
    account, deposit = too_much_deposited()
    assert due(account).refund_fen == 400_00
    refund = enter(account, deposit_id=deposit.pk)
    assert balance_fen(account.pot) == 18_000_00
    assert list(queries.refunds_to_check(CHECKER)) == [refund]
    actions.approve_refund(refund_id=refund.pk, by=CHECKER)
    assert (balance_fen(account.pot), balance_fen("payout:bob")) == (17_600_00, 400_00)
    assert (due(account).refund_fen, due(account).kind) == (0, None)
    bank_pays()
    jobs.hear_of_refunds(0)
    jobs.hear_of_refunds(0)
    assert fresh(refund).status == RefundStatus.PAID
    assert (fresh(account).first_fen, balance_fen("payout:bob")) == (17_600_00, 0)
    assert [one.pk for one in queries.refunds_seen_by(signed_in(WANG))] == [refund.pk]
    assert queries.refunded_fen(deposit) == 400_00
    receipt = actions.request_receipt(deposit_id=deposit.pk, by=signed_in(WANG))
    assert receipt.amount_fen == 17_600_00
    assert prove().holds
    assert books_balance()


def test_what_the_bank_cannot_pay_is_in_the_homes_account_again():
    account, deposit = too_much_deposited()
    refund = enter(account, deposit_id=deposit.pk)
    actions.approve_refund(refund_id=refund.pk, by=CHECKER)
    bank_pays(failing=CARD[-4:])
    jobs.hear_of_refunds(0)
    assert fresh(refund).status == RefundStatus.FAILED
    assert (balance_fen(account.pot), fresh(account).first_fen) == (18_000_00, 18_000_00)
    assert due(account).refund_fen == 400_00
    again = enter(account, deposit_id=deposit.pk)
    assert again.pk != refund.pk


def test_a_receipt_has_to_be_taken_back_first():
    account, deposit = too_much_deposited()
    keeper = replace(MAKER, may=MAKER.may | {Power.FUND_ENTER})
    actions.record_paper_receipt(deposit_id=deposit.pk, paper_no="0012345", by=keeper)
    assert refusal(enter, account, deposit_id=deposit.pk) == "receipt_stands"
    actions.void_receipt(deposit_id=deposit.pk, reason="退款", by=MAKER)
    refund = enter(account, deposit_id=deposit.pk)
    actions.record_paper_receipt(deposit_id=deposit.pk, paper_no="0012346", by=keeper)
    approve = actions.approve_refund
    assert refusal(approve, refund_id=refund.pk, by=CHECKER) == "receipt_stands"
    assert balance_fen(account.pot) == 18_000_00


@pytest.mark.covers("CHN-08")
def test_while_the_receipt_platform_is_silent_a_refund_waits_and_says_for_what(sandbox, settings):
    settings.MOVABLE_CLOCK = True
    account, deposit = too_much_deposited()
    sandbox.control("switches", {"receipt_mode": "down"})
    actions.request_receipt(deposit_id=deposit.pk, by=signed_in(WANG))
    receipts.send_receipts(0)
    assert refusal(enter, account, deposit_id=deposit.pk) == "receipt_under_way"

    def a_minute_later(mode):
        sandbox.control("switches", {"receipt_mode": mode})
        advance_clock(seconds=60, by=CLOCK)
        sandbox.control("clock", {"seconds": 60, "product": False})
        receipts.send_receipts(0)

    a_minute_later("answers")
    assert refusal(enter, account, deposit_id=deposit.pk) == "receipt_stands"
    actions.void_receipt(deposit_id=deposit.pk, reason="退款", by=MAKER)
    a_minute_later("down")
    assert refusal(enter, account, deposit_id=deposit.pk) == "receipt_being_voided"
    a_minute_later("answers")
    assert enter(account, deposit_id=deposit.pk).status == RefundStatus.ENTERED


def test_a_home_given_up_gets_back_all_it_holds_and_deposits_anew():
    account = an_account()
    first_deposited(account, signed_in(WANG))
    spend(account, 1_000_00)
    refund = enter(account, reason=RefundReason.CANCELLED)
    assert refund.amount_fen == 17_000_00
    actions.approve_refund(refund_id=refund.pk, by=CHECKER)
    assert (balance_fen(account.pot), fresh(account).first_fen) == (0, 0)
    assert (due(account).kind, due(account).amount_fen) == ("first", 18_000_00)


def test_what_may_not_go_back_is_refused():
    account, deposit = too_much_deposited()
    named = {"deposit_id": deposit.pk}
    assert refusal(enter, account, **named, by=signed_in(WANG)) == "power_missing"
    assert refusal(enter, account) == "no_such_deposit"
    assert refusal(enter, account, **named, amount_fen=400_01) == "too_much"
    assert refusal(enter, account, **named, amount_fen=0) == "too_much"
    assert refusal(enter, account, **named, payee_name="赵六") == "payee_not_owner"
    refund = enter(account, **named)
    assert refusal(enter, account, **named) == "refund_open"
    both = replace(MAKER, may=frozenset({Power.FUND_CHECK}))
    approve, reject = actions.approve_refund, actions.reject_refund
    assert refusal(approve, refund_id=refund.pk, by=both) == "same_person"
    assert refusal(reject, refund_id=refund.pk, because=" ", by=CHECKER) == "opinion_missing"
    reject(refund_id=refund.pk, because="户名有误", by=CHECKER)
    assert refusal(approve, refund_id=refund.pk, by=CHECKER) == "not_entered"
    assert balance_fen(account.pot) == 18_000_00
    duplicate = enter(account, **named, reason=RefundReason.DUPLICATE, amount_fen=18_000_00)
    spend(account, 1)
    assert refusal(approve, refund_id=duplicate.pk, by=CHECKER) == "too_much"


def test_the_seller_cannot_have_back_what_went_with_the_home():
    account = an_account()
    first_deposited(account, signed_in(WANG))
    refund = enter(account, reason=RefundReason.CANCELLED)
    actions.sell_home(account_id=account.pk, owners=[ZHAO], by=DEPARTMENT)
    approve = actions.approve_refund
    assert refusal(approve, refund_id=refund.pk, by=CHECKER) == "payee_not_owner"
    assert balance_fen(account.pot) == 18_000_00


def test_nothing_is_closed_while_money_is_on_its_way_to_the_home():
    account, wang = an_account(), signed_in(WANG)
    first_deposited(account, wang)
    more = actions.deposit_voluntarily(account_id=account.pk, amount_fen=50_00, by=wang)
    refund = enter(account, reason=RefundReason.LOST)
    payment = start(more, wang)
    is_told_paid(payment)
    book()
    assert refusal(actions.approve_refund, refund_id=refund.pk, by=CHECKER) == "under_way"
    the_bank_credits(payment)
    assert refusal(actions.approve_refund, refund_id=refund.pk, by=CHECKER) == "too_much"
    actions.reject_refund(refund_id=refund.pk, because="余额已变化", by=CHECKER)
    again = enter(account, reason=RefundReason.LOST)
    assert again.amount_fen == 18_050_00
    left = actions.deposit_voluntarily(account_id=account.pk, amount_fen=1_00, by=wang)
    actions.approve_refund(refund_id=again.pk, by=CHECKER)
    assert (balance_fen(account.pot), fresh(left).status) == (0, "closed")


def test_a_first_deposit_asked_for_after_a_refund_that_failed_is_not_owed():
    account, wang = an_account(), signed_in(WANG)
    first_deposited(account, wang)
    refund = enter(account, reason=RefundReason.CANCELLED)
    actions.approve_refund(refund_id=refund.pk, by=CHECKER)
    again = actions.demand_deposit(account_id=account.pk, by=wang)
    bank_pays(failing=CARD[-4:])
    jobs.hear_of_refunds(0)
    assert (fresh(refund).status, fresh(again).status) == (RefundStatus.FAILED, "closed")
    assert due(account) == due(account).__class__()
    assert (balance_fen(account.pot), fresh(account).first_fen) == (18_000_00, 18_000_00)


UNITS_ACCOUNT = {"payee_account": "0200004119000000028", "payee_bank": "中国工商银行北京分行"}


@pytest.mark.parametrize(
    ("payee", "name"), [("unit", "北京市第一机床厂"), ("treasury", "北京市朝阳区财政局")]
)
def test_of_a_lost_home_the_unit_gets_its_part_and_the_owner_the_other(payee, name):
    account = a_sold_public_home()
    for suffix, fen in (("", 3_000_00), (":unit", 20_000_00)):
        receive(account, fen, suffix)
    owners = enter(account, reason=RefundReason.LOST)
    actions.approve_refund(refund_id=owners.pk, by=CHECKER)
    bank_pays()
    jobs.hear_of_refunds(0)
    units = {"reason": RefundReason.LOST, "payee": payee, **UNITS_ACCOUNT}
    assert refusal(enter, account, **units, payee_name="王五") == "payee_not_unit"
    refund = enter(account, **units, payee_name=name)
    assert refund.amount_fen == 20_000_00
    actions.approve_refund(refund_id=refund.pk, by=CHECKER)
    bank_pays()
    jobs.hear_of_refunds(0)
    assert [fresh(one).status for one in (owners, refund)] == ["paid", "paid"]
    assert (owners.amount_fen, queries.balance_fen(account)) == (3_000_00, 0)
    assert balance_fen("payout:bob") == 0
    assert books_balance()


def test_only_sold_public_housing_has_a_units_part():
    account, deposit = too_much_deposited()
    lost = {"payee": "unit", "payee_name": "北京市第一机床厂", **UNITS_ACCOUNT}
    assert refusal(enter, account, reason="lost", **lost) == "no_units_part"
    home = a_sold_public_home()
    assert refusal(enter, home, reason="lost", **lost) == "too_much"
    assert refusal(enter, account, deposit_id=deposit.pk, **lost) == "no_units_part"
