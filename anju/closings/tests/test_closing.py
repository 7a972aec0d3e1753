"""Days are closed one after the other, by a person, and never change any more. (CTR-02)"""

from datetime import timedelta

import pytest

from anju.closings import actions, queries
from anju.closings.models import Closing, Difference
from anju.closings.rules import DifferenceStatus
from anju.closings.tests.days import (
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
from anju.core import calendar, clock
from anju.core.actors import Actor
from anju.core.queries import history_of
from anju.core.refusals import Refused
from anju.ledger.queries import balance_fen
from anju.parameters import actions as parameters
from anju.payments.models import BankEntry, StatementRequest
from anju.people.rules import Power
from anju.portals.enterprise.shown_releases import waits_of
from anju.tests.custody_world import an_account, at_noon, lots_taken_in, paid_in, released
from anju.tests.together import together
from anju.tests.world import a_bank_account, a_credit, a_lease, enterprise_of, go_to

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CTR-02")]


def refusal(work, **arguments):
    with pytest.raises(Refused) as no:
        work(**arguments)
    return no.value.code


def a_ready_day():
    [paid] = a_day()
    states(told(paid))
    return compared()


def test_a_closed_day_says_who_closed_it_and_the_next_one_opens():
    closing = a_ready_day()
    done = actions.close_day(closing_id=closing.pk, by=CLOSER)
    assert (done.status, done.closed_by) == ("closed", "ren.zhong")
    assert Closing.objects.filter(day=clock.today(), status="waiting").exists()
    assert [one.move for one in history_of(done)] == ["agree", "close"]
    again = actions.close_day(closing_id=closing.pk, by=CLOSER)
    assert again.closed_at == done.closed_at
    assert len(history_of(done)) == 2


def test_a_day_with_a_difference_is_not_closed():
    [paid] = a_day()
    states(told(paid, amount_fen=1))
    closing = compared()
    assert refusal(actions.close_day, closing_id=closing.pk, by=CLOSER) == "wrong_status"
    assert refusal(actions.close_day, closing_id=closing.pk, by=READER) == "not_yours"


def test_a_day_is_compared_once_more_before_it_is_closed():
    closing = a_ready_day()
    a_credit(amount="3.00", code="", booked_at=at_noon(yesterday()))
    assert refusal(actions.close_day, closing_id=closing.pk, by=CLOSER) == "still_booking"


def test_a_day_waits_for_the_day_before():
    before = yesterday() - timedelta(days=1)
    a_bank_account()
    states(day=before)
    closing = a_ready_day()
    assert refusal(actions.close_day, closing_id=closing.pk, by=CLOSER) == "previous_open"
    first = Closing.objects.get(day=before)
    actions.close_day(closing_id=first.pk, by=CLOSER)
    assert actions.close_day(closing_id=closing.pk, by=CLOSER).status == "closed"


def test_today_is_not_over():
    a_ready_day()
    states(day=clock.today(), opening_fen=28_000_00)
    today = Closing.objects.create(
        bank_account=Closing.objects.get().bank_account, day=clock.today()
    )
    assert refusal(actions.close_day, closing_id=today.pk, by=CLOSER) == "not_over"


def test_the_bank_is_asked_once_however_often_somebody_asks():
    closing = a_ready_day()
    for _ in range(2):
        actions.ask_the_bank(closing_id=closing.pk, by=CLOSER)
    assert StatementRequest.objects.get().asked_by == "ren.zhong"
    assert refusal(actions.ask_the_bank, closing_id=closing.pk, by=READER) == "not_yours"


def a_missing_line():
    [paid, other] = a_day("5.00")
    states(told(paid))
    closing = compared()
    return closing, closing.differences.get(), paid, other


def test_what_the_bank_books_later_appears_or_is_open_again():
    closing, missing, _paid, other = a_missing_line()
    wait = {"difference_id": missing.pk, "because": "银行答复次日补记", "by": CLOSER}
    for _ in range(2):
        waits = actions.mark_in_transit(file_ids=[a_document()], **wait)
    assert (waits.status, waits.how) == ("explained", "timing")
    assert waits.due_on == calendar.add_workdays(clock.today(), 3).on
    assert len(history_of(waits)) == 1
    actions.close_day(closing_id=closing.pk, by=CLOSER)
    go_to(at_noon(waits.due_on + timedelta(days=1)))
    compared(closing.day)
    missing.refresh_from_db()
    assert (missing.status, missing.how) == ("found", "")
    assert queries.blocked_banks(clock.today()) == ["ccb"]
    states(told(other), day=closing.day + timedelta(days=1), opening_fen=28_000_00)
    next_day = compared(closing.day + timedelta(days=1))
    missing.refresh_from_db()
    assert (missing.status, missing.how) == ("resolved", "appeared")
    assert (next_day.status, next_day.carried_fen, next_day.difference_fen) == ("ready", 5_00, 0)
    assert queries.blocked_banks(clock.today()) == []


def test_money_is_not_explained_away_in_words():
    _, missing, *_ = a_missing_line()
    wanted = {"difference_id": missing.pk, "by": CLOSER}
    assert refusal(actions.explain, because="银行说没事", **wanted) == "money_differs"
    assert refusal(actions.mark_in_transit, because=" ", **wanted) == "no_reason"
    assert refusal(actions.admit_line, because="两笔", **wanted) == "not_a_way"
    assert (
        refusal(actions.mark_in_transit, because="在途", **wanted | {"by": READER}) == "not_yours"
    )
    somebody_elses = a_document(READER)
    wrong = {"because": "在途", "file_ids": [somebody_elses]}
    assert refusal(actions.mark_in_transit, **wrong, **wanted) == "file_unknown"
    many = {"because": "在途", "file_ids": list(range(11))}
    assert refusal(actions.mark_in_transit, **many, **wanted) == "too_many_files"
    assert Difference.objects.get().status == "found"


def test_a_double_line_that_is_a_payment_of_its_own_is_taken_in_once():
    [paid, other] = a_day("5.00")
    states(told(paid), told(other), told(other, bank_ref="SECOND1"))
    closing = compared()
    double = closing.differences.get()
    assert balance_fen("suspense:ccb") == 5_00
    for _ in range(2):
        actions.admit_line(difference_id=double.pk, because="付款人确认付了两次", by=CLOSER)
    closing = compared()
    assert (closing.status, BankEntry.objects.count()) == ("ready", 3)
    assert balance_fen("suspense:ccb") == 10_00
    double.refresh_from_db()
    assert (double.status, double.how) == ("resolved", "admit")


def test_a_line_that_repeats_a_reference_is_never_taken_in():
    [paid] = a_day()
    states(told(paid), told(paid))
    double = compared().differences.get()
    assert (
        refusal(actions.admit_line, difference_id=double.pk, because="两笔", by=CLOSER)
        == "not_kept_back"
    )


def test_what_is_told_after_a_day_was_closed_is_named_on_the_next_one():
    closing = a_ready_day()
    actions.close_day(closing_id=closing.pk, by=CLOSER)
    late = a_credit(amount="6.00", code="", booked_at=at_noon(closing.day))
    go_to(at_noon(clock.today() + timedelta(days=1)))
    states(day=yesterday(), opening_fen=28_000_00)
    next_day = compared()
    assert named(next_day) == [("after_closing", 6_00, 0, 6_00, "found")]
    states(told(late), told_on(late), day=closing.day)
    states(day=yesterday(), opening_fen=28_006_00)
    closing.refresh_from_db()
    assert closing.book_closing_fen == 28_000_00, "a closed day never changes"


def told_on(late):
    return told(BankEntry.objects.exclude(pk=late.pk).get())


def test_a_change_after_closing_that_leaves_no_money_missing_is_explained_in_words():
    closing = a_ready_day()
    actions.close_day(closing_id=closing.pk, by=CLOSER)
    late = a_credit(amount="6.00", code="", booked_at=at_noon(closing.day))
    states(told_on(late), told(late), day=closing.day)
    go_to(at_noon(clock.today() + timedelta(days=1)))
    states(day=yesterday(), opening_fen=28_006_00)
    next_day = compared()
    assert named(next_day) == [("after_closing", 6_00, 6_00, 0, "found")]
    changed = next_day.differences.get()
    for _ in range(2):
        actions.explain(difference_id=changed.pk, because="银行补送对账单", by=CLOSER)
    assert len(history_of(changed)) == 1
    assert actions.close_day(closing_id=next_day.pk, by=CLOSER).status == "closed"


def test_an_open_difference_stops_the_releases_of_its_bank_only():
    lease = a_lease(starts_on=yesterday())
    paid_in(lease)
    an_account(lease.enterprise_id)
    other = a_lease(filing_no="BA-OTHER", starts_on=yesterday(), enterprise=OTHER, bank="icbc")
    paid_in(other)
    an_account(other.enterprise_id)
    lots_taken_in()
    a_credit(amount="5.00", code="", booked_at=at_noon(yesterday()))
    states()
    missing = compared().differences.get()
    assert queries.blocked_banks(clock.today()) == ["ccb"]
    due = calendar.add_workdays(clock.today(), 2).on
    assert [one.enterprise_id for one in released(due)] == [other.enterprise_id]
    go_to(at_noon(due))
    waits = waits_of(enterprise_of(lease))
    assert waits and "收款银行的日终核对有差异" in waits.because
    actions.mark_in_transit(difference_id=missing.pk, because="次日补记", by=CLOSER)
    assert [one.enterprise_id for one in released(due)] == [lease.enterprise_id]


OTHER = ("北京邻里住房租赁有限公司", "91110106MA06N7P8QY")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_close_a_day_at_the_same_time_one_does():
    closing = a_ready_day()

    def close():
        return actions.close_day(closing_id=closing.pk, by=CLOSER).status

    assert together(close, close) == ["closed", "closed"]
    assert [one.move for one in history_of(closing)] == ["agree", "close"]


@pytest.mark.django_db(transaction=True)
def test_a_statement_that_comes_twice_at_the_same_time_is_one():
    [paid] = a_day()
    first, second = together(lambda: states(told(paid)), lambda: states(told(paid)))
    assert first == second
    closing = compared()
    assert closing.status == "ready"
    assert not closing.differences.filter(status=DifferenceStatus.FOUND).exists()


def test_whether_a_difference_stops_releases_is_settled_by_the_centre():
    a_missing_line()
    assert queries.blocked_banks(clock.today()) == ["ccb"]
    value = parameters.propose_value(
        code="closing.blocks_releases",
        value="no",
        from_on=clock.today(),
        because="会议纪要第3号",
        by=Actor("ti", "centre", frozenset({Power.CENTRE_PARAMETER_KEEP})),
    )
    checker = Actor("fu", "centre", frozenset({Power.CENTRE_PARAMETER_CHECK}))
    parameters.approve_value(value_id=value.pk, by=checker)
    assert queries.blocked_banks(clock.today()) == []
