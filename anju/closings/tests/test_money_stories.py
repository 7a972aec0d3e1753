"""What entries by hand do to the books, as tables of transfers and balances: documentation for auditors, kept true."""

import pytest

from anju.closings import actions
from anju.closings.models import Difference
from anju.closings.rules import EntryKind
from anju.closings.tests.days import CHECKER, CLOSER, a_day, a_document, compared, states, told
from anju.tests.stories import Stories

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CTR-03", "LED-03")]
story = Stories("closing-stories.md")


def settled_by_an_entry() -> None:
    amount = Difference.objects.get(kind="amount")
    entry = actions.settle_by_entry(
        difference_id=amount.pk,
        kind=EntryKind.MORE,
        amount_fen=1,
        reason="银行确认以对账单为准",
        by=CLOSER,
    )
    actions.book_entry(entry_id=entry.pk, by=CHECKER)


@story("The bank holds a fen more than it told; it stands in suspense until the bank explains it")
def a_fen_more() -> None:
    [paid] = a_day()
    states(told(paid, amount_fen=paid.amount_fen + 1))
    compared()
    settled_by_an_entry()


@story("The bank writes a line twice: nothing is booked for it")
def a_double_line() -> None:
    [paid, other] = a_day("730.00")
    states(told(paid), told(other), told(other, bank_ref="AGAIN1"))
    compared()
    states(told(paid), told(other))
    assert compared().status == "ready"


@story("An entry was wrong and is reversed")
def reversed_entry() -> None:
    a_fen_more()
    [entry] = Difference.objects.get().entries.all()
    back = actions.reverse_entry(entry_id=entry.pk, reason="银行更正对账单", by=CLOSER)
    actions.book_entry(entry_id=back.pk, by=CHECKER)


@story("The bank told of a credit and then says it never happened: it leaves suspense")
def a_credit_that_never_came() -> None:
    [paid, _] = a_day("730.00")
    states(told(paid))
    compared()
    entry = actions.deny_credit(
        difference_id=Difference.objects.get().pk,
        reason="银行书面确认没有这一笔",
        file_ids=[a_document()],
        by=CLOSER,
    )
    actions.book_entry(entry_id=entry.pk, by=CHECKER)
    assert compared().difference_fen == 0


@story("The bank books after all what it had denied: it stands in suspense again")
def a_credit_that_came_after_all() -> None:
    a_credit_that_never_came()
    [entry] = Difference.objects.get().entries.all()
    back = actions.reverse_entry(entry_id=entry.pk, reason="银行补记", by=CLOSER)
    actions.book_entry(entry_id=back.pk, by=CHECKER)


@pytest.mark.parametrize("title", story.plays)
def test_a_story_is_told_on_the_page(title):
    story.play(title)


def test_the_page_tells_these_stories_and_no_others():
    assert story.on_the_page() == list(story.plays)
