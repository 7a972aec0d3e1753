"""What the clock does with files of notices: row by row, then the paper."""

from itertools import islice

from procrastinate.contrib.django import app

from anju.core.actors import Actor
from anju.fund_notices import actions, queries, reading
from anju.fund_notices.models import NoticeFile
from anju.fund_notices.rules import ROWS_A_RUN, FileStatus
from anju.people import queries as people


@app.periodic(cron="* * * * * *")
@app.task(
    queue="imports",
    name="fund_notices.files",
    lock="fund_notices.files",
    queueing_lock="fund_notices.files",
)
def work_on_files(timestamp: int) -> None:
    for upload_id in queries.files_to_work_on():
        work_on_file(upload_id)


def work_on_file(upload_id: int) -> None:
    """Some rows of one file, each in a transaction of its own, or one printed part: after a crash the rest is done.

    The one who handed the file in is the one who asks, with the powers of this moment.
    """
    upload = queries.notice_file(upload_id)
    by = sender_of(upload)
    actions.start_file(upload_id=upload_id, by=by)
    if queries.rows_are_left(upload):
        file, done = upload.file, queries.rows_done(upload_id)
        stated = reading.stated_in(file.name, bytes(file.content))
        left = (each for each in stated if each[0] not in done)
        for number, cells in islice(left, ROWS_A_RUN):
            row = reading.row_of(number, cells)
            actions.take_in_row(upload_id=upload_id, row=row, by=by)
        actions.end_rows(upload_id=upload_id, by=by)
    elif upload.status == FileStatus.PRINTING:
        print_next(upload, by)


def sender_of(upload: NoticeFile) -> Actor:
    may = people.powers_of(upload.staff_id) if upload.staff_id else frozenset()
    return Actor(
        upload.received_by,
        upload.portal,
        may,
        organisation_id=upload.organisation_id,
        staff_id=upload.staff_id,
    )


def print_next(upload: NoticeFile, by: Actor) -> None:
    rows = queries.rows_to_print(upload.pk)
    if rows:
        pdf = queries.notices_pdf([row.deposit for row in rows])
        number = upload.prints.count() + 1
        actions.keep_print(upload_id=upload.pk, number=number, pdf=pdf, by=by)
    else:
        actions.finish_file(upload_id=upload.pk, by=by)
