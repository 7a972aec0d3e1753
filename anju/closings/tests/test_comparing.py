"""What differs on a day is found and named to the fen, and what is gone settles itself. (rule A11.9)"""

from datetime import timedelta

import pytest

from anju.closings import actions, jobs
from anju.closings.models import Closing, Difference
from anju.closings.tests.days import a_day, compared, named, states, told, yesterday
from anju.core.actors import CLOCK
from anju.ledger import queries as ledger
from anju.payments import queries as payments
from anju.payments.models import BankEntry, Statement
from anju.payments.terms import EntryTerms
from anju.tests.custody_world import at_noon
from anju.tests.world import a_bank_account, a_credit

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CTR-02")]


def test_a_day_on_which_everything_agrees_may_be_closed():
    [paid, other] = a_day("5.00")
    states(told(paid), told(other))
    closing = compared()
    assert (closing.status, named(closing)) == ("ready", [])
    assert (closing.line_count, closing.matched_count, closing.untold_count) == (2, 2, 0)
    assert (closing.book_closing_fen, closing.difference_fen) == (28_005_00, 0)


def test_a_day_without_a_statement_waits_for_it():
    [paid] = a_day()
    states(told(paid), day=yesterday() - timedelta(days=1))
    assert compared().status == "waiting"
    assert Closing.objects.count() == 2, "from the first statement on, each day that is over"


@pytest.mark.covers("LED-04")
def test_three_differences_are_named_to_the_fen_and_no_double_line_is_booked():
    [paid, left_out, doubled] = a_day("5.00", "7.30")
    twice = told(doubled, bank_ref="ANOTHER1")
    off = told(paid, amount_fen=paid.amount_fen + 1)
    states(off, told(doubled), twice, told(doubled))
    closing = compared()
    assert closing.status == "differs"
    assert named(closing) == [
        ("missing", 5_00, None, 5_00, "found"),
        ("amount", 28_000_00, 28_000_01, -1, "found"),
        ("double", None, 7_30, -7_30, "found"),
        ("double", None, 7_30, -7_30, "found"),
    ]
    assert closing.difference_fen == 5_00 - 1 - 14_60, "every fen of it has a name"
    assert [one.bank_ref for one in closing.differences.order_by("pk")] == [
        left_out.bank_ref,
        paid.bank_ref,
        "ANOTHER1",
        doubled.bank_ref,
    ]
    assert BankEntry.objects.count() == 3
    assert ledger.balance_fen("suspense:ccb") == 12_30


def test_a_corrected_statement_is_the_next_version_and_settles_what_it_corrects():
    [paid, other] = a_day("5.00")
    first = states(told(paid, amount_fen=1))
    before = compared()
    assert before.status == "differs"
    second = states(told(paid), told(other))
    after = compared()
    assert (first.version, second.version, after.statement) == (1, 2, second)
    assert (after.status, after.differences.count()) == ("ready", 2)
    assert {(one.status, one.how) for one in after.differences.all()} == {("resolved", "bank")}
    assert Statement.objects.filter(stands=True).count() == 1
    assert list(payments.statements_of(after.bank_account_id, after.day)) == [second, first]


def test_a_statement_said_again_is_the_same_and_an_overtaken_one_does_not_come_back():
    [paid] = a_day()
    first = states(told(paid, amount_fen=1))
    assert states(told(paid, amount_fen=1)) == first
    second = states(told(paid))
    repeated = states_as_made(first, told(paid, amount_fen=1))
    assert repeated == second, "the bank repeats an old message: what it made later stands"
    assert Statement.objects.count() == 2


def states_as_made(statement, *lines):
    from anju.closings.tests.days import BANKS
    from anju.core.actors import OUTSIDE
    from anju.payments import actions as payments_actions

    return payments_actions.record_statement(
        bank="ccb",
        account_no=BANKS["ccb"][1],
        day=statement.day,
        statement_ref="S1",
        opening_fen=0,
        closing_fen=statement.closing_fen,
        entries=lines,
        made_at=statement.made_at,
        by=OUTSIDE,
    )


def test_what_nobody_told_is_taken_in_as_a_fact_and_counted():
    [paid] = a_day()
    untold = EntryTerms("UNTOLD1", "credit", 9_00, at_noon(yesterday()), "李四", "62220001")
    states(told(paid), untold)
    closing = compared()
    assert (closing.status, closing.untold_count, named(closing)) == ("ready", 1, [])
    assert ledger.balance_fen("suspense:ccb") == 9_00


def test_a_debit_that_no_instruction_of_ours_explains_is_named():
    [paid] = a_day()
    fee = EntryTerms("FEE1", "debit", 30_00, at_noon(yesterday()), text="手续费")
    states(told(paid), fee)
    assert named(compared()) == [("bank_only", None, 30_00, 30_00, "found")]


def test_a_day_begins_with_what_the_day_before_ended_with():
    before = yesterday() - timedelta(days=1)
    a_bank_account()
    states(day=before, opening_fen=0)
    [paid] = a_day()
    states(told(paid), opening_fen=3_00)
    closing = compared()
    assert named(closing) == [("opening", 0, 3_00, -3_00, "found")]
    assert closing.difference_fen == -3_00


def test_a_statement_that_does_not_add_up_is_kept_and_named():
    [paid] = a_day()
    states(told(paid), closing_fen=28_000_05)
    assert named(compared()) == [("not_adding_up", 28_000_00, 28_000_05, -5, "found")]


def test_the_first_day_begins_with_what_the_book_begins_with():
    [paid] = a_day()
    states(told(paid), opening_fen=100_00)
    assert named(compared()) == [("opening", 0, 100_00, -100_00, "found")]


def test_a_fact_that_comes_late_settles_what_it_explains():
    [paid] = a_day()
    late = EntryTerms("LATE1", "credit", 5_00, at_noon(yesterday()), "王五", "62220002")
    states(told(paid), late, late)
    assert [one[0] for one in named(compared())] == ["double"]
    states(told(paid), late)
    closing = compared()
    assert (closing.status, closing.untold_count) == ("ready", 1)


def test_nothing_is_compared_again_while_nothing_changes():
    [paid] = a_day()
    states(told(paid))
    seen = compared().compared_at
    assert compared().compared_at == seen
    a_credit(amount="1.00", code="", booked_at=at_noon(yesterday()))
    assert [one[0] for one in named(compared())] == ["missing"]


def test_the_clock_may_open_and_compare_days_twice():
    [paid] = a_day()
    states(told(paid, amount_fen=1))
    compared()
    for _ in range(2):
        jobs.keep_days(0)
        actions.compare_day(closing_id=Closing.objects.get().pk, by=CLOCK)
    assert Difference.objects.count() == 1


def test_ten_thousand_lines_are_compared_in_as_many_questions_as_ten(django_assert_max_num_queries):
    [paid] = a_day()
    lines = [
        EntryTerms(f"MANY{n}", "credit", 1_00 + n, at_noon(yesterday()), "李四", f"6222{n:08}")
        for n in range(300)
    ]
    states(told(paid), *lines)
    compared()
    closing = Closing.objects.get()
    Closing.objects.update(seen="")
    with django_assert_max_num_queries(25):
        actions.compare_day(closing_id=closing.pk, by=CLOCK)
    assert Closing.objects.get().matched_count == 301


def test_what_has_come_in_a_moment_ago_is_booked_before_the_day_is_compared():
    [paid] = a_day()
    states(told(paid))
    a_credit(amount="1.00", code="", booked_at=at_noon(yesterday()))
    jobs.keep_days(0)
    assert Closing.objects.get().status == "waiting"
    assert [one[0] for one in named(compared())] == ["missing"]
