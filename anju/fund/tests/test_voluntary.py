"""自愿交存: begun once however often it is pressed, withdrawn by who began it. (OWN-20)"""

import pytest

from anju.core.refusals import Refused
from anju.fund import actions
from anju.fund.models import Deposit
from anju.fund.rules import MOST_VOLUNTARY_FEN, Refusal, Status
from anju.fund.tests.world import WANG, ZHAO, an_account, fresh, signed_in
from anju.payments.rules import PaymentStatus

pytestmark = [pytest.mark.django_db, pytest.mark.covers("OWN-20")]


def begin(account, by, fen=50_00, channel="alipay"):
    return actions.pay_voluntarily(account_id=account.pk, amount_fen=fen, channel=channel, by=by)


def refusal(work, **named):
    with pytest.raises(Refused) as no:
        work(**named)
    return no.value.code


def test_the_same_payer_goes_on_with_the_same_amount_and_others_begin_their_own():
    account, wang, zhao = an_account(), signed_in(WANG), signed_in(ZHAO)
    first = begin(account, wang)
    assert begin(account, wang) == first
    assert first.attempts.count() == 1
    assert begin(account, wang, channel="wechat") == first
    assert len({first, begin(account, wang, fen=60_00), begin(account, zhao)}) == 3


def test_only_who_began_it_withdraws_it_and_then_nothing_of_it_can_be_paid():
    account, wang, zhao = an_account(), signed_in(WANG), signed_in(ZHAO)
    deposit = begin(account, wang)
    assert refusal(actions.withdraw_deposit, deposit_id=deposit.pk, by=zhao) == Refusal.NOT_YOURS
    assert fresh(deposit).status == Status.PAYING
    for _ in range(2):
        actions.withdraw_deposit(deposit_id=deposit.pk, by=wang)
    assert fresh(deposit).status == Status.CLOSED
    payment = deposit.attempts.get().payment
    assert payment.close_wanted or payment.status == PaymentStatus.CLOSED
    assert begin(account, wang) != deposit


def test_what_is_owed_is_not_withdrawn():
    account, wang = an_account(), signed_in(WANG)
    owed = actions.demand_deposit(account_id=account.pk, by=wang)
    actions.start_payment(deposit_id=owed.pk, channel="alipay", by=wang)
    assert refusal(actions.withdraw_deposit, deposit_id=owed.pk, by=wang) == Refusal.NOT_YOURS


def test_a_slip_of_the_finger_is_refused():
    account, wang = an_account(), signed_in(WANG)
    too_much = {"account_id": account.pk, "amount_fen": MOST_VOLUNTARY_FEN + 1}
    code = refusal(actions.pay_voluntarily, **too_much, channel="alipay", by=wang)
    assert code == Refusal.AMOUNT_TOO_LARGE
    assert Deposit.objects.count() == 0
