"""银行确认没有这一笔: a credit in suspense that never came leaves it by two persons, and is never paid out. (CTR-03)"""

import pytest

from anju.closings import actions
from anju.closings.models import Difference
from anju.closings.rules import EntryKind
from anju.closings.tests.days import (
    CHECKER,
    CLOSER,
    a_day,
    a_document,
    compared,
    named,
    states,
    told,
)
from anju.core import clock
from anju.core.actors import CLOCK
from anju.core.refusals import Refused
from anju.ledger import queries as ledger
from anju.ledger.proof import prove
from anju.notices.models import Notice
from anju.payments import actions as payments
from anju.payments import jobs, queries
from anju.payments.models import BankEntry, CreditReturn
from anju.tests.together import together
from anju.tests.world import a_credit, a_paying_order, book

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CTR-03", "LED-03")]


def a_credit_that_is_missing():
    """Of a day with two credits, one stands in suspense and is not on the statement."""
    [paid, missing] = a_day("730.00")
    states(told(paid))
    compared()
    return paid, missing, Difference.objects.get(kind="missing")


def denied(difference, **terms):
    wanted = {"reason": "银行书面确认没有这一笔", "file_ids": [a_document()], "by": CLOSER}
    return actions.deny_credit(difference_id=difference.pk, **(wanted | terms))


def booked(entry):
    return actions.book_entry(entry_id=entry.pk, by=CHECKER)


def suspense():
    return ledger.balances_known(["suspense:ccb"])["suspense:ccb"]


def refusal(work, *args, **terms):
    with pytest.raises(Refused) as no:
        work(*args, **terms)
    return no.value


def test_it_leaves_suspense_as_a_whole_and_the_day_can_be_closed():
    _, missing, difference = a_credit_that_is_missing()
    entry = denied(difference)
    missing.refresh_from_db()
    assert (missing.status, suspense()) == ("doubted", 730_00)
    for _ in range(2):
        assert booked(entry).status == "booked"
    missing.refresh_from_db()
    assert (missing.status, missing.return_due_on, suspense()) == ("withdrawn", None, 0)
    assert ledger.legs_of(entry.key) == [("suspense:ccb", "world:ccb", 730_00)]
    day = compared()
    assert named(day) == [("missing", 730_00, None, 730_00, "resolved")]
    assert (day.status, day.difference_fen, day.differences.get().how) == ("ready", 0, "denied")
    assert actions.close_day(closing_id=day.pk, by=CLOSER).status == "closed"
    assert prove().holds


def test_from_the_first_word_on_it_is_neither_claimed_nor_returned():
    _, missing, difference = a_credit_that_is_missing()
    BankEntry.objects.filter(pk=missing.pk).update(return_due_on=clock.today())
    entry = denied(difference)
    jobs.send_returns(0)
    assert not CreditReturn.objects.exists()
    returning = {"entry_id": missing.pk, "because": "退回", "by": CLOCK}
    no = refusal(payments.return_credit, **returning)
    assert no.message == "当前状态为「银行否认，待复核」，不能退回"
    assert refusal(payments.claim_as_interest, entry_id=missing.pk, by=CLOCK).code == "wrong_status"
    booked(entry)
    no = refusal(payments.return_credit, **returning)
    assert no.message == "当前状态为「银行已撤销」，不能退回"
    assert refusal(payments.claim_as_interest, entry_id=missing.pk, by=CLOCK).code == "wrong_status"


def test_not_denied_after_all_it_stands_in_suspense_as_before():
    _, missing, difference = a_credit_that_is_missing()
    BankEntry.objects.filter(pk=missing.pk).update(return_due_on=clock.today())
    actions.reject_entry(entry_id=denied(difference).pk, because="缺银行印章", by=CHECKER)
    entry = denied(difference)
    assert refusal(denied, difference).code == "in_hand"
    for _ in range(2):
        actions.withdraw_entry(entry_id=entry.pk, by=CLOSER)
    missing.refresh_from_db()
    assert (missing.status, missing.return_due_on) == ("set_aside", clock.today())
    assert refusal(booked, entry).code == "wrong_status"
    assert suspense() == 730_00


def test_it_takes_the_bank_s_document_a_second_person_and_a_credit_that_is_missing():
    paid, _, difference = a_credit_that_is_missing()
    assert refusal(denied, difference, file_ids=[]).code == "no_document"
    assert refusal(denied, difference, reason=" ").code == "no_reason"
    by_interest = {"kind": EntryKind.LESS_INTEREST, "amount_fen": 730_00, "reason": "银行为准"}
    settle = actions.settle_by_entry
    no = refusal(settle, difference_id=difference.pk, **by_interest, by=CLOSER)
    assert no.code == "deny_it"
    states(told(paid, amount_fen=paid.amount_fen + 1))
    compared()
    assert refusal(denied, Difference.objects.get(kind="amount")).code == "not_a_way"


def test_what_is_used_or_on_its_way_is_refused_with_what_to_do_instead():
    _, missing, difference = a_credit_that_is_missing()
    payments.return_credit(entry_id=missing.pk, because="退回", by=CLOCK)
    assert "请立即联系银行止付" in refusal(denied, difference).message
    instruction = CreditReturn.objects.get()
    payments.fail_return(end_to_end_id=instruction.end_to_end_id, because="AC04", by=CLOCK)
    payments.claim_as_interest(entry_id=missing.pk, by=CLOCK)
    no = refusal(denied, difference)
    assert "已记入订单或者房屋，不能撤销；请银行补记并登记为在途" in no.message


def test_an_order_that_was_paid_by_it_is_not_touched():
    [_, other] = a_day("5.00")
    states(told(other))
    compared()
    no = refusal(denied, Difference.objects.get(kind="missing"))
    assert no.code == "used_already"


def test_once_the_bank_lists_it_again_the_entry_is_not_booked():
    paid, missing, difference = a_credit_that_is_missing()
    entry = denied(difference)
    states(told(paid), told(missing))
    compared()
    no = refusal(booked, entry)
    assert no.message == "这项差异已经解决（银行更正对账单），不能再撤销这笔到账，请退回凭证"
    actions.reject_entry(entry_id=entry.pk, because="银行已更正", by=CHECKER)
    missing.refresh_from_db()
    assert (missing.status, suspense()) == ("set_aside", 730_00)


@pytest.mark.covers("CHN-07", "BEY-14")
def test_who_paid_by_it_is_told_each_step_once():
    [paid] = a_day()
    order = a_paying_order()
    wrong = a_credit(order, amount="1.00", booked_at=paid.booked_at)
    book()
    states(told(paid))
    compared()
    difference = Difference.objects.get(kind="missing")
    actions.reject_entry(entry_id=denied(difference).pk, because="请再核实", by=CHECKER)
    entry = booked(denied(difference))
    booked(entry)
    booked(actions.reverse_entry(entry_id=entry.pk, reason="银行补记", by=CLOSER))

    of_it = Notice.objects.filter(kind__startswith="credit_").order_by("pk")
    assert [one.kind for one in of_it] == [
        "credit_doubted",
        "credit_stands",
        "credit_doubted",
        "credit_never_came",
        "credit_stands",
    ]
    day = str(clock.day_of(wrong.booked_at))
    facts = {"amount": "1.00", "code_end": wrong.collection_code[-4:], "day": day}
    assert all((one.person_id, one.facts) == (order.person_id, facts) for one in of_it)


def test_what_comes_after_all_is_named_and_comes_back_by_a_reversal():
    paid, missing, difference = a_credit_that_is_missing()
    entry = booked(denied(difference))
    states(told(paid), told(missing))
    day = compared()
    line = day.differences.get(kind="bank_only")
    assert (day.status, line.bank_fen, day.difference_fen) == ("differs", 730_00, -730_00)
    by_hand = {"kind": EntryKind.MORE, "amount_fen": 730_00, "reason": "银行补记"}
    settle = actions.settle_by_entry
    assert refusal(settle, difference_id=line.pk, **by_hand, by=CLOSER).code == "reverse_it"
    back = booked(actions.reverse_entry(entry_id=entry.pk, reason="银行补记", by=CLOSER))
    missing.refresh_from_db()
    assert (missing.status, suspense()) == ("set_aside", 730_00)
    day = compared()
    assert (day.status, day.difference_fen) == ("ready", 0)
    again = {"entry_id": back.pk, "reason": "又错", "by": CLOSER}
    assert refusal(actions.reverse_entry, **again).code == "reinstated"
    payments.return_credit(entry_id=missing.pk, because="退回", by=CLOCK)
    assert prove().holds


@pytest.mark.django_db(transaction=True)
def test_at_the_same_time_it_is_denied_returned_and_claimed_and_one_succeeds():
    _, missing, difference = a_credit_that_is_missing()
    file = a_document()
    results = together(
        lambda: denied(difference, file_ids=[file]),
        lambda: payments.return_credit(entry_id=missing.pk, because="退回", by=CLOCK),
        lambda: payments.claim_as_interest(entry_id=missing.pk, by=CLOCK),
    )
    assert [isinstance(one, Refused) for one in results].count(False) == 1
    assert queries.entry(missing.pk).status in ("doubted", "returning", "matched")


@pytest.mark.django_db(transaction=True)
def test_denied_and_booked_twice_at_the_same_time_it_leaves_once():
    _, _, difference = a_credit_that_is_missing()
    file = a_document()
    results = together(*[lambda: denied(difference, file_ids=[file])] * 2)
    assert sorted(getattr(one, "code", "") for one in results) == ["", "in_hand"]
    [entry] = [one for one in results if not isinstance(one, Refused)]
    assert [one.status for one in together(*[lambda: booked(entry)] * 2)] == ["booked"] * 2
    assert suspense() == 0
