"""Files of many ends of leases, as an enterprise makes them."""

import io

import xlsxwriter

from anju.core.actors import Actor
from anju.refunds import actions, jobs, queries, reading
from anju.refunds.models import RefundUpload


def a_refund_file(*rows: list, columns: tuple[str, ...] = tuple(reading.COLUMNS)) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet(reading.SHEET)
        for number, row in enumerate((columns, *rows)):
            sheet.write_row(number, 0, row)
    return stream.getvalue()


def refunds_uploaded(by: Actor, *rows: list) -> RefundUpload:
    """A file whose rows have been tried."""
    upload = actions.receive_refund_upload(name="批量.xlsx", content=a_refund_file(*rows), by=by)
    jobs.work_on_upload(upload.pk)
    return queries.refund_uploads_seen_by(by).get(pk=upload.pk)
