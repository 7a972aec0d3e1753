"""What the clock does with applications: it works through files, tells programs, reminds of late reviews."""

from datetime import date
from itertools import islice
from typing import Any

from procrastinate.contrib.django import app

from anju.clients import callbacks
from anju.core import calendar, clock
from anju.core import queries as core
from anju.core.actors import CLOCK
from anju.core.days import daily
from anju.core.files import ATTACHMENT
from anju.filings import actions, queries, reading
from anju.filings.rules import ROWS_A_RUN


@app.periodic(cron="* * * * * *")
@app.task(
    queue="imports", name="filings.files", lock="filings.files", queueing_lock="filings.files"
)
def work_on_files(timestamp: int) -> None:
    for upload_id in queries.files_to_work_on():
        work_on_file(upload_id)


def work_on_file(upload_id: int) -> None:
    """Enter some contracts of one file, each in a transaction of its own: after a crash the rest is done."""
    upload = queries.filing_file(upload_id)
    by = queries.actor_of(upload)
    actions.start_file(upload_id=upload_id, by=by)
    if queries.rows_are_left(upload):
        file, done = upload.file, queries.rows_done(upload_id)
        papers = core.newest_by_name(by, ATTACHMENT)
        stated = enumerate(reading.stated_in(file.name, bytes(file.content)), 1)
        left = ((number, tied) for number, tied in stated if number not in done)
        for number, tied in islice(left, ROWS_A_RUN):
            row = reading.row_of(number, tied)
            actions.take_in_row(upload_id=upload_id, row=row, papers=papers, by=by)
    actions.finish_file(upload_id=upload_id, by=by)


@app.periodic(cron="* * * * * *")
@app.task(
    queue="notices",
    name="filings.callbacks",
    lock="filings.callbacks",
    queueing_lock="filings.callbacks",
)
def call_back(timestamp: int) -> None:
    """Tell programs what has become of what they handed in."""
    callbacks.send_all(
        lambda limit: actions.claim_callbacks(limit=limit, by=CLOCK), queries.letter, note_told
    )


def note_told(callback_id: int, why: str) -> None:
    if why:
        actions.callback_failed(callback_id=callback_id, why=why, by=CLOCK)
    else:
        actions.callback_delivered(callback_id=callback_id, by=CLOCK)


@daily("filings.reviews")
def look_at_reviews(day: date) -> dict[str, Any]:
    """After a day: a calendar entered anew moves deadlines; the authority hears which reviews are late by now."""
    report = {"deadlines_moved": 0}
    entered_at = calendar.entered_at()
    if entered_at is not None and clock.day_of(entered_at) >= day:
        report["deadlines_moved"] = actions.compute_deadlines_again(by=CLOCK)
    report["late"] = actions.remind_of_late_reviews(today=clock.today(), by=CLOCK)
    return report
