"""Two who pay the same: one counts, the other's money goes back."""

from dataclasses import replace

import pytest

from anju.core.actors import NOBODY, OUTSIDE
from anju.core.refusals import Refused
from anju.fund import actions, queries
from anju.fund.models import Attempt, Deposit
from anju.fund.rules import TRIES_OF_A_NUMBER, Status
from anju.fund.tests.world import (
    DEPARTMENT,
    WANG,
    ZHAO,
    an_account,
    books_balance,
    first_deposited,
    fresh,
    is_told_paid,
    signed_in,
    start,
)
from anju.ledger.queries import balance_fen
from anju.payments.models import Refund
from anju.payments.rules import Channel
from anju.people.rules import Power
from anju.tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_eight_who_ask_at_the_same_second_get_one_deposit():
    account, wang = an_account(), signed_in(WANG)
    made = together(*[lambda: actions.demand_deposit(account_id=account.pk, by=wang)] * 8)
    assert {deposit.pk for deposit in made} == {Deposit.objects.get().pk}


def test_a_double_click_starts_one_payment():
    account, wang = an_account(), signed_in(WANG)
    deposit = actions.demand_deposit(account_id=account.pk, by=wang)
    pay = {"deposit_id": deposit.pk, "channel": Channel.ALIPAY, "by": wang}
    together(*[lambda: actions.start_payment(**pay)] * 8)
    assert Attempt.objects.count() == 1


def test_two_who_pay_the_same_deposit_pay_it_once_and_one_is_given_back():
    account, wang, zhao = an_account(), signed_in(WANG), signed_in(ZHAO)
    deposit = actions.demand_deposit(account_id=account.pk, by=wang)
    paid = [start(deposit, wang), start(deposit, zhao)]
    assert paid[0] != paid[1]
    for payment in paid:
        is_told_paid(payment)
    together(*[lambda: actions.book_notifications(limit=1, by=OUTSIDE)] * 4)
    actions.book_notifications(limit=10, by=OUTSIDE)
    deposit = fresh(deposit)
    assert deposit.status == Status.PAID
    (refund,) = Refund.objects.all()
    assert {deposit.payment_id, refund.payment_id} == {payment.pk for payment in paid}
    assert fresh(account).first_fen == 18_000_00
    assert balance_fen("transit:alipay:bob") == 36_000_00  # until the provider has given it back
    assert books_balance()


@pytest.mark.covers("QCK-03")
def test_guesses_at_the_same_moment_are_counted_one_by_one():
    notice = actions.issue_notice(account_id=an_account().pk, owner_name="王五", by=DEPARTMENT)

    def guess(name):
        try:
            return actions.find_deposit(
                deposit_no=notice.no, owner_name=name, source="203.0.113.7", by=NOBODY
            )
        except Refused as refused:
            return refused.code

    heard = together(*[lambda: guess("赵六")] * 12)
    assert heard.count(None) == TRIES_OF_A_NUMBER
    assert heard.count("too_many_tries") == 12 - TRIES_OF_A_NUMBER


def test_a_double_click_adds_one_home_and_enters_one_refund():
    account, zhao = an_account(), signed_in(ZHAO)
    stated = {"way": "contract", "wanted": "XF9", "district": "110105", "phone": "13800000001"}
    added = together(*[lambda: actions.add_home(**stated, by=zhao)] * 6)
    assert len({addition.pk for addition in added}) == 1
    first_deposited(account, zhao)
    maker = replace(DEPARTMENT, may=frozenset({Power.FUND_PAY}))
    stated = {
        "account_id": account.pk,
        "reason": "cancelled",
        "payee_name": "王五",
        "payee_account": "6222020200000000014",
        "payee_bank": "中国工商银行",
    }

    def enter():
        try:
            return actions.enter_refund(**stated, by=maker).no
        except Refused as refused:
            return refused.code

    entered = together(*[enter] * 4)
    assert entered.count("refund_open") == 3


MAKER = replace(DEPARTMENT, may=frozenset({Power.FUND_PAY}))
CHECKER = replace(DEPARTMENT, name="checker", may=frozenset({Power.FUND_CHECK}))


def everything(account, **changes):
    stated = {
        "account_id": account.pk,
        "reason": "cancelled",
        "payee_name": "王五",
        "payee_account": "6222020200000000014",
        "payee_bank": "中国工商银行",
        "by": MAKER,
    }
    return actions.enter_refund(**stated | changes)


def test_the_same_deposit_paid_by_two_channels_counts_once():
    account, wang = an_account(), signed_in(WANG)
    deposit = actions.demand_deposit(account_id=account.pk, by=wang)
    paid = [start(deposit, wang, channel) for channel in (Channel.ALIPAY, Channel.WECHAT)]
    for payment in paid:
        is_told_paid(payment)
    together(*[lambda: actions.book_notifications(limit=1, by=OUTSIDE)] * 4)
    actions.book_notifications(limit=10, by=OUTSIDE)
    (refund,) = Refund.objects.all()
    assert {fresh(deposit).payment_id, refund.payment_id} == {payment.pk for payment in paid}
    assert fresh(account).first_fen == 18_000_00
    assert books_balance()


def test_a_home_given_up_while_somebody_pays_for_it_loses_no_fen():
    account, wang = an_account(), signed_in(WANG)
    first_deposited(account, wang)
    more = actions.deposit_voluntarily(account_id=account.pk, amount_fen=50_00, by=wang)
    payment = start(more, wang)
    refund = everything(account)
    is_told_paid(payment)
    _, approved = together(
        lambda: actions.book_notifications(limit=10, by=OUTSIDE),
        lambda: actions.approve_refund(refund_id=refund.pk, by=CHECKER),
    )
    actions.book_notifications(limit=10, by=OUTSIDE)
    if fresh(more).status == Status.PAID:
        assert approved.code == "under_way"
        assert balance_fen(account.pot) == 18_000_00
    else:
        assert (fresh(more).status, Refund.objects.get().amount_fen) == (Status.CLOSED, 50_00)
        assert (balance_fen(account.pot), balance_fen("payout:bob")) == (0, 18_000_00)
    assert balance_fen("transit:alipay:bob") == 50_00
    assert books_balance()


def test_a_refund_is_paid_once_however_many_approve():
    account, wang = an_account(), signed_in(WANG)
    first_deposited(account, wang)
    refund = everything(account)
    answers = together(
        *[lambda: actions.approve_refund(refund_id=refund.pk, by=CHECKER)] * 4,
    )
    assert [getattr(one, "code", "") for one in answers].count("not_entered") == 3
    assert (balance_fen(account.pot), balance_fen("payout:bob")) == (0, 18_000_00)


def test_an_area_corrected_while_its_deposit_is_paid_counts_or_goes_back():
    account, wang = an_account(), signed_in(WANG)
    deposit = actions.demand_deposit(account_id=account.pk, by=wang)
    payment = start(deposit, wang)
    is_told_paid(payment)
    together(
        lambda: actions.book_notifications(limit=10, by=OUTSIDE),
        lambda: actions.correct_area(account_id=account.pk, area_hundredths=91_00, by=DEPARTMENT),
    )
    actions.book_notifications(limit=10, by=OUTSIDE)
    due = queries.due_of(queries.account(account.pk))
    if fresh(deposit).status == Status.PAID:
        assert (due.kind, due.amount_fen) == ("supplement", 200_00)
        assert not Refund.objects.exists()
    else:
        assert (due.kind, due.amount_fen) == ("first", 18_200_00)
        assert Refund.objects.get().amount_fen == 18_000_00
    assert books_balance()


def test_workers_who_book_for_the_same_homes_do_not_wait_for_each_other_in_a_ring():
    homes, wang = [an_account() for _ in range(2)], signed_in(WANG)
    more = [
        [actions.deposit_voluntarily(account_id=one.pk, amount_fen=1_00, by=wang) for _ in range(6)]
        for one in homes
    ]
    one, two = more
    ring = [pair[n % 2] for n, pair in enumerate(zip(one, two, strict=True))]
    for deposit in [*ring, *(each for pair in more for each in pair if each not in ring)]:
        is_told_paid(start(deposit, wang))
    taken = together(*[lambda: actions.book_notifications(limit=3, by=OUTSIDE)] * 4)
    assert sum(taken) == 12
    assert balance_fen("transit:alipay:bob") == 12_00
    assert {deposit.status for deposit in Deposit.objects.all()} == {Status.PAID}
