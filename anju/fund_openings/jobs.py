"""What the clock does with openings: it checks files and books homes, each row a transaction of its own."""

from itertools import islice

from procrastinate.contrib.django import app

from anju.core.actors import CLOCK
from anju.fund_openings import actions, queries, reading
from anju.fund_openings.rules import ROWS_A_RUN


@app.periodic(cron="* * * * * *")
@app.task(
    queue="imports",
    name="fund_openings.check",
    lock="fund_openings.check",
    queueing_lock="fund_openings.check",
)
def check_files(timestamp: int) -> None:
    for upload_id in queries.files_to_check():
        upload = queries.opening_file(upload_id)
        known = queries.rows_known(upload_id)
        stated = reading.stated_in(upload.file.name, bytes(upload.file.content))
        left = (each for each in stated if each[0] not in known)
        for number, cells in islice(left, ROWS_A_RUN):
            actions.check_row(upload_id=upload_id, row=reading.row_of(number, cells), by=CLOCK)
        actions.end_check(upload_id=upload_id, by=CLOCK)


@app.periodic(cron="* * * * * */5")
@app.task(
    queue="imports",
    name="fund_openings.book",
    lock="fund_openings.book",
    queueing_lock="fund_openings.book",
)
def book_openings(timestamp: int) -> None:
    """After a crash those that are left are booked; one that cannot be is tried again and says why."""
    for upload_id in queries.files_to_book():
        book_file(upload_id)
    for opening_id in queries.openings_to_finish():
        actions.finish_opening(opening_id=opening_id, by=CLOCK)


def book_file(upload_id: int) -> None:
    upload = queries.opening_file(upload_id)
    cells = dict(reading.stated_in(upload.file.name, bytes(upload.file.content)))
    after = 0
    while rows := queries.rows_to_book(upload_id, after, ROWS_A_RUN):
        for number, row_id in rows.items():
            terms = reading.row_of(number, cells[number]).terms
            if terms is not None:
                actions.book_row(row_id=row_id, terms=terms, by=CLOCK)
        after = max(rows)
