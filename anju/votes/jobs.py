"""What the clock does with votes: owners are told, lists are worked through, sheets written, the end comes."""

from itertools import islice

from procrastinate.contrib.django import app

from anju.core.actors import CLOCK, Actor
from anju.votes import actions, queries, reading
from anju.votes.rules import ROWS_A_RUN


@app.periodic(cron="*/5 * * * *")
@app.task(queue="imports", name="votes.close", lock="votes.close", queueing_lock="votes.close")
def close_votes(timestamp: int) -> None:
    for cause in queries.causes_to_close():
        actions.close_vote(cause=cause, by=CLOCK)


@app.periodic(cron="* * * * *")
@app.task(queue="imports", name="votes.tell", lock="votes.tell", queueing_lock="votes.tell")
def tell_of_votes(timestamp: int) -> None:
    """A chunk at a time, until everybody has been told."""
    for vote_id in queries.votes_to_tell():
        while actions.tell_of_vote(vote_id=vote_id, by=CLOCK):
            pass


@app.periodic(cron="* * * * * *")
@app.task(queue="imports", name="votes.files", lock="votes.files", queueing_lock="votes.files")
def work_on_files(timestamp: int) -> None:
    for upload_id in queries.files_to_work_on():
        work_on_file(upload_id)


def work_on_file(upload_id: int) -> None:
    """Some rows of one file, each in a transaction of its own: after a crash the rest is done.

    The company that handed it in is the one who enters.
    """
    upload = queries.paper_file(upload_id)
    by = Actor(upload.received_by, "property", organisation_id=upload.vote.organisation_id)
    actions.start_file(upload_id=upload_id, by=by)
    done = queries.rows_done(upload_id)
    stated = reading.stated_in(upload.file.name, bytes(upload.file.content))
    left = (each for each in stated if each[0] not in done)
    for number, cells in islice(left, ROWS_A_RUN):
        actions.take_in_row(upload_id=upload_id, row=reading.row_of(number, cells), by=by)
    actions.finish_file(upload_id=upload_id, by=by)


@app.periodic(cron="* * * * * *")
@app.task(queue="imports", name="votes.sheets", lock="votes.sheets", queueing_lock="votes.sheets")
def make_sheets(timestamp: int) -> None:
    for sheet_id in queries.sheets_to_make():
        actions.keep_sheet(sheet_id=sheet_id, pdf=queries.sheet_pdf(sheet_id), by=CLOCK)
