from datetime import timedelta

import pytest

from anju.core import actions as core
from anju.core import clock
from anju.core.actors import CLOCK, Actor
from anju.core.moves import Refusal as MoveRefusal
from anju.core.refusals import Refused
from anju.ledger.queries import balance_fen
from anju.notices.models import Notice
from anju.orders import actions
from anju.orders.queries import orders_matching, payer_entry
from anju.orders.rules import Refusal, Status
from anju.payments import actions as payments
from anju.payments import queries as payment_queries
from anju.payments.models import CreditReturn
from anju.payments.rules import Channel
from anju.payments.rules import Refusal as PaymentRefusal
from anju.tests.world import a_bank_account, a_credit, a_lease, a_paying_order, book, tenant_of

pytestmark = pytest.mark.django_db
OFFICER = Actor("wang", "centre", frozenset({"bank.read", "bank.match", "bank.return"}), staff_id=1)


def fresh(record):
    record.refresh_from_db()
    return record


def in_suspense(**terms):
    a_bank_account()
    credit = a_credit(**terms)
    book()
    assert fresh(credit).status == "set_aside"
    return credit


def paid_out(instruction, amount=None):
    debit = a_credit(
        amount=amount or f"{instruction.amount_fen / 100:.2f}",
        direction="debit",
        end_to_end_id=instruction.end_to_end_id,
    )
    book()
    return fresh(debit)


@pytest.mark.covers("CHN-04")
def test_an_unknown_code_goes_into_suspense_and_waits_for_a_person():
    credit = in_suspense(amount="100.00", code="621700000000000000")
    assert (credit.because, credit.return_due_on) == ("没有对应的收款识别码", None)
    assert balance_fen("suspense:ccb") == 100_00
    assert list(payment_queries.entries_to_work_on(OFFICER)) == [credit]
    assert not payment_queries.entries_to_work_on(Actor("nobody", "centre")).exists()


@pytest.mark.covers("CHN-04")
def test_a_code_of_one_bank_means_nothing_at_another():
    order = a_paying_order()
    a_bank_account("icbc")
    code = order.payment.collection_code
    credit = a_credit(amount="28000.00", code=code, bank="icbc")
    book()
    assert fresh(credit).status == "set_aside"
    assert fresh(order).status == Status.PAYING


@pytest.mark.covers("CHN-04")
def test_a_wrong_amount_is_returned_after_one_working_day():
    order = a_paying_order()
    credit = a_credit(order, amount="27999.99")
    book()
    due = fresh(credit).return_due_on
    assert due > clock.today()
    assert not payment_queries.returns_falling_due(due - timedelta(days=1)).exists()
    assert list(payment_queries.returns_falling_due(due)) == [credit]


@pytest.mark.covers("CHN-04", "PAY-10")
def test_a_return_ends_with_the_banks_debit_and_the_payer_is_told():
    order = a_paying_order()
    a_credit(order)
    surplus = a_credit(order)
    book()
    for _ in range(2):
        instruction = payments.return_credit(entry_id=surplus.pk, because="重复付款", by=CLOCK)
    assert CreditReturn.objects.count() == 1
    assert instruction.creditor_account == "6222020200000000014"
    assert balance_fen("suspense:ccb") == 0
    assert balance_fen("payout:ccb") == 28000_00
    payments.send_return(return_id=instruction.pk, by=CLOCK)
    debit = paid_out(instruction)
    assert (debit.status, fresh(surplus).status, fresh(instruction).status) == (
        "matched",
        "returned",
        "done",
    )
    assert balance_fen("payout:ccb") == 0
    assert balance_fen("world:ccb") == -28000_00
    told = Notice.objects.get(kind="credit_returned")
    assert told.person_id == order.person_id
    assert told.facts["amount"] == "28,000.00"


@pytest.mark.covers("CHN-04", "CHN-07", "SEC-01")
@pytest.mark.parametrize("code", ["", "999"])
def test_the_return_of_a_credit_that_names_no_order_is_told_to_nobody(code):
    a_paying_order(channel=Channel.ALIPAY)
    a_paying_order()
    credit = in_suspense(amount="150.00", code=code)
    instruction = payments.return_credit(entry_id=credit.pk, because="不明来款", by=OFFICER)
    assert paid_out(instruction).status == "matched"
    assert fresh(credit).status == "returned"
    assert not Notice.objects.filter(kind="credit_returned").exists()


@pytest.mark.covers("CHN-04")
def test_a_debit_told_before_the_banks_answer_is_the_end_all_the_same():
    credit = in_suspense(amount="100.00")
    instruction = payments.return_credit(entry_id=credit.pk, because="不明来款", by=OFFICER)
    assert paid_out(instruction).status == "matched"
    payments.send_return(return_id=instruction.pk, by=CLOCK)
    assert fresh(instruction).status == "done"


@pytest.mark.covers("CHN-04")
def test_a_debit_of_another_amount_or_without_instruction_is_for_a_person():
    credit = in_suspense(amount="100.00")
    instruction = payments.return_credit(entry_id=credit.pk, because="不明来款", by=OFFICER)
    assert paid_out(instruction, "100.01").status == "set_aside"
    assert balance_fen("payout:ccb") == 100_00
    stray = a_credit(amount="5.00", direction="debit", end_to_end_id="WHO")
    book()
    assert fresh(stray).because == "没有对应付款指令的支出"
    assert balance_fen("world:ccb") == -100_00


@pytest.mark.covers("CHN-04")
def test_a_failed_return_stands_in_suspense_again_and_can_be_tried_anew():
    credit = in_suspense(amount="100.00")
    first = payments.return_credit(entry_id=credit.pk, because="不明来款", by=OFFICER)
    for _ in range(2):
        payments.fail_return(end_to_end_id=first.end_to_end_id, because="AC04", by=CLOCK)
    assert fresh(credit).status == "set_aside"
    assert credit.because == "退回失败：AC04"
    assert balance_fen("suspense:ccb") == 100_00
    second = payments.return_credit(entry_id=credit.pk, because="账户已更正", by=OFFICER)
    assert second.end_to_end_id != first.end_to_end_id
    assert paid_out(first).status == "set_aside"
    assert paid_out(second).status == "matched"
    assert not Notice.objects.exists()


@pytest.mark.covers("CHN-07", "BEY-14")
def test_who_meant_to_pay_is_told_that_the_return_failed():
    order = a_paying_order()
    wrong = a_credit(order, amount="1.00")
    book()
    failed = payments.return_credit(entry_id=wrong.pk, because="金额不一致", by=OFFICER)
    for _ in range(2):
        payments.fail_return(end_to_end_id=failed.end_to_end_id, because="AC04", by=CLOCK)
    told = Notice.objects.get(kind="credit_return_failed")
    assert (told.person_id, told.facts["amount"]) == (order.person_id, "1.00")


@pytest.mark.covers("CHN-04")
def test_a_return_the_bank_keeps_silent_on_is_asked_about_after_an_hour():
    credit = in_suspense(amount="100.00")
    instruction = payments.return_credit(entry_id=credit.pk, because="不明来款", by=OFFICER)
    payments.send_return(return_id=instruction.pk, by=CLOCK)
    assert payment_queries.instructions_unanswered(10) == []
    core.advance_clock(seconds=3601, by=CLOCK)
    assert payment_queries.instructions_unanswered(10) == [("ccb", instruction.end_to_end_id)]
    paid_out(instruction)
    assert payment_queries.instructions_unanswered(10) == []


@pytest.mark.covers("CHN-04", "SEC-04")
def test_a_credit_without_a_payers_account_cannot_go_back_by_itself():
    credit = in_suspense(amount="100.00", account="")
    with pytest.raises(Refused) as no:
        payments.return_credit(entry_id=credit.pk, because="", by=OFFICER)
    assert no.value.code == PaymentRefusal.NO_PAYER_ACCOUNT
    assert fresh(credit).status == "set_aside"
    assert balance_fen("suspense:ccb") == 100_00


@pytest.mark.covers("CHN-04", "ORD-03")
def test_a_person_matches_a_credit_in_suspense_with_the_order_it_was_meant_for():
    order = a_paying_order()
    credit = in_suspense(amount="28000.00", code="999")
    assert list(orders_matching(credit)) == [order]
    for _ in range(2):
        actions.match_credit(entry_id=credit.pk, order_no=order.no, by=OFFICER)
    assert fresh(order).status == Status.IN_CUSTODY
    assert (fresh(credit).status, payer_entry(order)) == ("matched", credit)
    assert balance_fen("suspense:ccb") == 0
    assert balance_fen(order.lease.rent_pot) == 24000_00
    assert order.payment.close_wanted
    with pytest.raises(Refused) as no:
        payments.return_credit(entry_id=credit.pk, because="", by=OFFICER)
    assert no.value.code == MoveRefusal.WRONG_STATUS


@pytest.mark.covers("ORD-07", "CHN-04")
def test_a_credit_can_be_matched_with_a_cancelled_order_whose_bills_are_open():
    order = a_paying_order()
    actions.cancel_order(order_id=order.pk, by=tenant_of(order.lease))
    credit = in_suspense(amount="28000.00", code="999")
    actions.match_credit(entry_id=credit.pk, order_no=order.no, by=OFFICER)
    assert fresh(order).status == Status.IN_CUSTODY


@pytest.mark.covers("CHN-04", "SEC-04")
def test_matching_is_refused_for_another_amount_another_bank_or_paid_bills_and_moves_nothing():
    order, paid = a_paying_order(), a_paying_order()
    a_credit(paid)
    book()
    a_bank_account("icbc")
    wrong_amount = in_suspense(amount="28000.01", code="999")
    wrong_bank = in_suspense(amount="28000.00", code="999", bank="icbc")
    right = in_suspense(amount="28000.00", code="998")
    for credit, target, code in (
        (wrong_amount, order, Refusal.AMOUNT_DIFFERS),
        (wrong_bank, order, Refusal.OTHER_BANK_ACCOUNT),
        (right, paid, Refusal.BILLS_PAID_OTHERWISE),
    ):
        with pytest.raises(Refused) as no:
            actions.match_credit(entry_id=credit.pk, order_no=target.no, by=OFFICER)
        assert no.value.code == code
        assert fresh(credit).status == "set_aside"
    assert fresh(order).status == Status.PAYING
    assert balance_fen(order.lease.deposit_pot) == 0
    assert list(orders_matching(right)) == [order]


@pytest.mark.covers("ORD-07", "CHN-03")
def test_a_transfer_for_a_cancelled_order_pays_its_bills_while_they_are_open():
    order = a_paying_order()
    actions.cancel_order(order_id=order.pk, by=tenant_of(order.lease))
    credit = a_credit(order)
    book()
    assert (fresh(order).status, fresh(credit).status) == (Status.IN_CUSTODY, "matched")
    assert balance_fen(order.lease.deposit_pot) == 4000_00
    assert fresh(order.payment).status == "received"


@pytest.mark.covers("ORD-07", "CHN-03", "PAY-10")
def test_a_transfer_for_a_cancelled_order_whose_bills_another_order_holds_goes_back():
    lease = a_lease()
    order = a_paying_order(lease)
    actions.cancel_order(order_id=order.pk, by=tenant_of(lease))
    other = a_paying_order(lease, Channel.ALIPAY)
    credit = a_credit(order)
    book()
    assert fresh(credit).status == "set_aside"
    assert credit.return_due_on == clock.today()
    assert (fresh(order).status, fresh(other).status) == (Status.CANCELLED, Status.PAYING)
    assert balance_fen(lease.deposit_pot) == 0


@pytest.mark.covers("CHN-04")
def test_a_known_entry_told_again_changes_nothing_and_with_another_amount_is_refused():
    order = a_paying_order()
    a_credit(order, bank_ref="SAME")
    a_credit(order, bank_ref="SAME")
    with pytest.raises(Refused) as no:
        a_credit(order, bank_ref="SAME", amount="1.00")
    assert no.value.code == PaymentRefusal.ENTRY_CHANGED
    book()
    assert balance_fen("world:ccb") == -28000_00


@pytest.mark.covers("CHN-04", "SEC-03")
def test_a_nonce_is_good_for_one_message():
    a_bank_account()
    message = {"bank": "ccb", "nonce": "n" * 32, "digest": b"1" * 32, "entries": [], "by": CLOCK}
    payments.record_bank_message(**message)
    with pytest.raises(Refused) as no:
        payments.record_bank_message(**message)
    assert no.value.code == PaymentRefusal.NONCE_REUSED
