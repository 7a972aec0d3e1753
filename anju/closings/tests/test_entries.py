"""记账凭证: one makes it, another checks it, the money moves once and only between pooled pots. (CTR-03)"""

from datetime import timedelta

import pytest

from anju.closings import actions, queries
from anju.closings.models import ManualEntry
from anju.closings.rules import EntryKind
from anju.closings.tests.days import (
    CHECKER,
    CLOSER,
    READER,
    a_day,
    a_document,
    compared,
    named,
    states,
    told,
    yesterday,
)
from anju.core import clock
from anju.core.actors import Actor
from anju.core.refusals import Refused
from anju.ledger import queries as ledger
from anju.ledger.proof import prove
from anju.people.rules import Power
from anju.tests.custody_world import the_bank_paid_interest
from anju.tests.together import together
from anju.tests.world import a_bank_account

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CTR-03")]
BOTH = Actor("both", "centre", frozenset({Power.ENTRY_MAKE, Power.ENTRY_CHECK, Power.PROOF_CLOSE}))


def refusal(work, **arguments):
    before = balances()
    with pytest.raises(Refused) as no:
        work(**arguments)
    assert balances() == before
    return no.value.code


def balances():
    return ledger.balances_known(["world:ccb", "suspense:ccb", "interest:ccb"])


def an_entry(kind=EntryKind.MORE, amount_fen=5_00, by=CLOSER, **changes):
    terms = {
        "bank": "ccb",
        "kind": kind,
        "amount_fen": amount_fen,
        "happened_on": yesterday(),
        "reason": "银行回单金额与账簿不符",
        "file_ids": [a_document(by)],
    }
    return actions.make_entry(**(terms | changes), by=by)


def off_by_a_fen(fen=1):
    [paid] = a_day()
    states(told(paid, amount_fen=paid.amount_fen + fen))
    closing = compared()
    return closing, closing.differences.get()


@pytest.mark.covers("CTR-02", "LED-03")
def test_a_fen_that_the_bank_has_more_goes_into_suspense_and_settles_the_difference():
    closing, amount = off_by_a_fen()
    wanted = {"difference_id": amount.pk, "kind": EntryKind.MORE, "reason": "银行确认为准"}
    entry = actions.settle_by_entry(amount_fen=1, **wanted, by=CLOSER)
    assert (entry.happened_on, entry.status) == (yesterday(), "proposed")
    assert balances()["suspense:ccb"] == 0
    for _ in range(2):
        booked = actions.book_entry(entry_id=entry.pk, by=CHECKER)
    assert (booked.status, booked.checked_by) == ("booked", "ji.zhang")
    assert ledger.legs_of(entry.key) == [("world:ccb", "suspense:ccb", 1)]
    closing.refresh_from_db()
    assert (closing.status, closing.difference_fen, closing.by_hand_fen) == ("ready", 0, 1)
    assert named(closing) == [("amount", 28_000_00, 28_000_01, -1, "resolved")]
    assert actions.close_day(closing_id=closing.pk, by=CLOSER).status == "closed"
    assert compared().status == "closed"
    assert prove().holds


def test_a_fen_that_the_bank_has_less_comes_from_its_interest():
    a_bank_account()
    the_bank_paid_interest("1.00")
    closing, amount = off_by_a_fen(-1)
    wanted = {"difference_id": amount.pk, "kind": EntryKind.LESS_INTEREST, "reason": "银行为准"}
    entry = actions.settle_by_entry(amount_fen=1, **wanted, by=CLOSER)
    actions.book_entry(entry_id=entry.pk, by=CHECKER)
    assert balances()["interest:ccb"] == 99
    closing.refresh_from_db()
    assert closing.status == "ready"


def test_an_entry_is_exactly_the_difference_the_other_way():
    _, amount = off_by_a_fen()
    wanted = {"difference_id": amount.pk, "reason": "银行为准", "by": CLOSER}
    settle = actions.settle_by_entry
    assert refusal(settle, kind=EntryKind.MORE, amount_fen=2, **wanted) == "wrong_amount"
    assert refusal(settle, kind=EntryKind.LESS, amount_fen=1, **wanted) == "wrong_amount"
    assert refusal(settle, kind=EntryKind.REVERSAL, amount_fen=1, **wanted) == "not_a_way"
    settle(kind=EntryKind.MORE, amount_fen=1, **wanted)
    assert refusal(settle, kind=EntryKind.MORE, amount_fen=1, **wanted) == "in_hand"


def test_nobody_checks_his_own_entry():
    an_account()
    entry = an_entry(by=BOTH)
    assert refusal(actions.book_entry, entry_id=entry.pk, by=BOTH) == "same_person"
    assert refusal(actions.reject_entry, entry_id=entry.pk, because="错", by=BOTH) == "same_person"
    assert refusal(actions.book_entry, entry_id=entry.pk, by=READER) == "not_yours"
    assert refusal(an_entry, by=READER) == "not_yours"


def an_account():
    a_day()


def test_what_cannot_be_an_entry_is_refused_at_once():
    an_account()
    assert refusal(an_entry, amount_fen=0) == "no_amount"
    for nothing in (" ", "\u200b", "\u3000——"):
        assert refusal(an_entry, reason=nothing) == "no_reason"
    assert refusal(an_entry, file_ids=[]) == "no_document"
    assert refusal(an_entry, bank="abc") == "not_a_kind"
    assert refusal(an_entry, happened_on=clock.today() + timedelta(days=1)) == "in_the_future"
    assert not ManualEntry.objects.exists()


def test_no_entry_goes_into_a_day_that_is_closed():
    [paid] = a_day()
    waiting = an_entry()
    states(told(paid))
    closing = compared()
    assert refusal(actions.close_day, closing_id=closing.pk, by=CLOSER) == "entry_waits"
    actions.withdraw_entry(entry_id=waiting.pk, by=CLOSER)
    actions.close_day(closing_id=closing.pk, by=CLOSER)
    assert refusal(an_entry) == "day_closed"
    before = yesterday() - timedelta(days=90)
    assert refusal(an_entry, happened_on=before) == "day_closed", (
        "it would stand in every day since"
    )
    late = an_entry(happened_on=clock.today())
    ManualEntry.objects.filter(pk=late.pk).update(happened_on=before)
    assert refusal(actions.book_entry, entry_id=late.pk, by=CHECKER) == "day_closed"


def test_the_same_entry_is_made_once_unless_it_says_what_is_different():
    an_account()
    first = an_entry()
    assert refusal(an_entry, reason=" 银行回单金额与账簿不符 ") == "made_already"
    an_entry(reason="银行回单金额与账簿不符，第二笔")
    actions.book_entry(entry_id=first.pk, by=CHECKER)
    assert refusal(an_entry) == "made_already"
    back = actions.reverse_entry(entry_id=first.pk, reason="录错", by=CLOSER)
    assert refusal(an_entry) == "made_already"
    actions.book_entry(entry_id=back.pk, by=CHECKER)
    assert an_entry().status == "proposed"


def test_money_that_somebody_paid_is_not_taken_out_of_suspense_by_hand():
    a_day("9.00")
    less = an_entry(EntryKind.LESS, 5_00)
    assert refusal(actions.book_entry, entry_id=less.pk, by=CHECKER) == "not_kept"
    actions.book_entry(entry_id=an_entry(EntryKind.MORE, 5_00).pk, by=CHECKER)
    actions.book_entry(entry_id=less.pk, by=CHECKER)
    assert balances()["suspense:ccb"] == 9_00


def test_a_fee_is_not_paid_from_interest_that_is_not_there():
    an_account()
    fee = an_entry(EntryKind.FEE, 5_00)
    assert refusal(actions.book_entry, entry_id=fee.pk, by=CHECKER) in ("not_enough", "unknown_pot")


def test_a_rejected_entry_moves_nothing_and_another_may_be_made():
    _, amount = off_by_a_fen()
    wanted = {"difference_id": amount.pk, "kind": EntryKind.MORE, "reason": "银行确认为准"}
    entry = actions.settle_by_entry(amount_fen=1, **wanted, by=CLOSER)
    assert refusal(actions.reject_entry, entry_id=entry.pk, because="", by=CHECKER) == "no_reason"
    actions.reject_entry(entry_id=entry.pk, because="缺少银行确认函", by=CHECKER)
    assert refusal(actions.book_entry, entry_id=entry.pk, by=CHECKER) == "wrong_status"
    again = actions.settle_by_entry(amount_fen=1, **wanted, by=CLOSER)
    for _ in range(2):
        assert actions.withdraw_entry(entry_id=again.pk, by=CLOSER).status == "withdrawn"
    assert refusal(actions.withdraw_entry, entry_id=again.pk, by=BOTH) == "not_yours"
    assert compared().status == "differs"


def test_a_wrong_entry_is_reversed_by_another_once():
    an_account()
    wrong = an_entry()
    assert (
        refusal(actions.reverse_entry, entry_id=wrong.pk, reason="录错", by=CLOSER) == "not_booked"
    )
    actions.book_entry(entry_id=wrong.pk, by=CHECKER)
    back = actions.reverse_entry(entry_id=wrong.pk, reason="录错", by=CLOSER)
    assert (back.source, back.destination) == ("suspense:ccb", "world:ccb")
    assert refusal(actions.reverse_entry, entry_id=wrong.pk, reason="录错", by=CLOSER) == "reversed"
    actions.book_entry(entry_id=back.pk, by=CHECKER)
    assert balances()["suspense:ccb"] == 0
    assert refusal(actions.reverse_entry, entry_id=wrong.pk, reason="录错", by=CLOSER) == "reversed"


@pytest.mark.django_db(transaction=True)
def test_an_entry_booked_twice_at_the_same_time_moves_its_money_once():
    an_account()
    entry = an_entry()

    def check():
        return actions.book_entry(entry_id=entry.pk, by=CHECKER).status

    assert together(check, check) == ["booked", "booked"]
    assert balances()["suspense:ccb"] == 5_00


@pytest.mark.django_db(transaction=True)
def test_an_entry_sent_twice_at_the_same_time_is_made_once():
    an_account()
    file = a_document()
    results = together(*[lambda: an_entry(file_ids=[file])] * 2)
    assert sorted(str(getattr(one, "code", "")) for one in results) == ["", "made_already"]


@pytest.mark.django_db(transaction=True)
def test_of_two_entries_for_one_difference_at_the_same_time_one_is_made():
    _, amount = off_by_a_fen()
    wanted = {"difference_id": amount.pk, "kind": EntryKind.MORE, "reason": "银行确认为准"}

    def make():
        return actions.settle_by_entry(amount_fen=1, **wanted, by=CLOSER).status

    results = together(make, make)
    assert sorted(getattr(one, "code", one) for one in results) == ["in_hand", "proposed"]


@pytest.mark.django_db(transaction=True)
def test_two_entries_together_do_not_take_more_than_was_put_there():
    a_day("9.00")
    actions.book_entry(entry_id=an_entry(EntryKind.MORE, 5_00).pk, by=CHECKER)
    first, second = (an_entry(EntryKind.LESS, 5_00, reason=one) for one in ("甲", "乙"))
    results = together(
        *(
            lambda one=one: actions.book_entry(entry_id=one.pk, by=CHECKER)
            for one in (first, second)
        )
    )
    codes = sorted(str(getattr(one, "code", getattr(one, "status", ""))) for one in results)
    assert codes == ["booked", "not_kept"]
    assert queries.kept_by_hand_fen(first.bank_account_id) == 0
