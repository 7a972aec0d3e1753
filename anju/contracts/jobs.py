"""What the clock does with filed leases: it works through the files that were handed in."""

from procrastinate.contrib.django import app

from anju.contracts import actions, queries, reading
from anju.core.actors import Actor


@app.periodic(cron="* * * * * *")
@app.task(
    queue="imports",
    name="contracts.imports",
    lock="contracts.imports",
    queueing_lock="contracts.imports",
)
def work_on_imports(timestamp: int) -> None:
    for import_id in queries.imports_to_work_on():
        work_on_import(import_id)


def work_on_import(import_id: int) -> None:
    """File the leases of one file, each in a transaction of its own: after a crash the rest is done.

    The one who handed the file in is the one who files.
    """
    work = queries.lease_import(import_id)
    by = Actor(work.received_by, "centre")
    actions.start_import(import_id=import_id, by=by)
    file, done = work.file, queries.rows_done(import_id)
    for row in reading.rows_of(file.name, file.kind, bytes(file.content), done):
        actions.take_in_row(import_id=import_id, row=row, by=by)
    actions.finish_import(import_id=import_id, by=by)
