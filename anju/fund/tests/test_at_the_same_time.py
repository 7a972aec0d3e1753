"""Two who pay the same: one counts, the other's money goes back."""

import pytest

from anju.core.actors import OUTSIDE
from anju.fund import actions
from anju.fund.models import Attempt, Deposit
from anju.fund.rules import Status
from anju.fund.tests.world import (
    WANG,
    ZHAO,
    an_account,
    books_balance,
    fresh,
    is_told_paid,
    signed_in,
    start,
)
from anju.ledger.queries import balance_fen
from anju.payments.models import Refund
from anju.payments.rules import Channel
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
