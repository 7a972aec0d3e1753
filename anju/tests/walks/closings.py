"""A day of a bank account that is to be closed, and entries by hand, walked at the fund centre's desk. (CTR-02)"""

from typing import Any

from anju.closings import actions as closings
from anju.closings.rules import EntryKind
from anju.closings.tests.days import CHECKER as ENTRY_CHECKER
from anju.closings.tests.days import CLOSER, a_document, compared, states, told, yesterday
from anju.core import clock
from anju.tests.custody_world import at_noon
from anju.tests.walks import Visit, addresses_of, sends, visits
from anju.tests.world import a_credit, book

to = addresses_of("centre")


def of_centre() -> list[Visit]:
    """A day with differences, one of them settled, and entries by hand in each state."""
    credits = [
        a_credit(amount=one, code="", booked_at=at_noon(yesterday()))
        for one in ("5.00", "7.30", "9.00", "11.00")
    ]
    book()
    states(told(credits[0], amount_fen=501), told(credits[1]), told(credits[1], bank_ref="AGAIN1"))
    day = compared()
    by_kind = {one.kind: one.pk for one in day.differences.all()}
    amount, double, missing = (by_kind[kind] for kind in ("amount", "double", "missing"))
    waits = day.differences.filter(kind="missing").first().pk
    words = {"because": "银行答复次日补记", "file_ids": [a_document()]}
    paper = closings.mark_in_transit(difference_id=waits, **words, by=CLOSER).files.get()
    waiting = closings.settle_by_entry(
        difference_id=amount, kind=EntryKind.MORE, amount_fen=1, reason="以银行为准", by=CLOSER
    )
    entry: dict[str, Any] = {"bank": "ccb", "kind": EntryKind.MORE, "happened_on": clock.today()}
    entry |= {"amount_fen": 5_00, "reason": "长款", "file_ids": [a_document()]}
    booked = closings.make_entry(**entry, by=CLOSER)
    closings.book_entry(entry_id=booked.pk, by=ENTRY_CHECKER)
    form = "main form[enctype]"
    return [
        *visits(to("closings"), to("closings", ask="month=2026-13"), to("closing", "ccb", day.day)),
        *visits(to("difference_in_transit", missing), to("admit_difference", double)),
        *visits(to("explain_difference", missing), to("settle_difference", double)),
        *visits(to("deny_difference", missing)),
        Visit(to("difference_in_transit", missing), sends(form)),
        Visit(to("settle_difference", double), sends(form)),
        Visit(to("deny_difference", missing), sends(form)),
        Visit(to("closing_pdf", "ccb", day.day), is_file=True),
        Visit(to("difference_document", waits, paper.pk), is_file=True),
        Visit(to("entry_document", booked.pk, booked.files.get().pk), is_file=True),
        *visits(
            to("manual_entries"), to("manual_entry", waiting.pk), to("manual_entry", booked.pk)
        ),
        *visits(to("make_entry"), to("reject_entry", waiting.pk), to("reverse_entry", booked.pk)),
        Visit(to("make_entry"), sends(form)),
    ]
