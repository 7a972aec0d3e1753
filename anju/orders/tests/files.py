"""代缴文件 as an enterprise makes them."""

import io

import xlsxwriter

from anju.core.actors import Actor
from anju.orders import actions, jobs, queries, reading
from anju.orders.models import BillUpload


def a_file(*rows: list, columns: tuple[str, ...] = tuple(reading.COLUMNS)) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet(reading.SHEET)
        for number, row in enumerate((columns, *rows)):
            sheet.write_row(number, 0, row)
    return stream.getvalue()


def uploaded(by: Actor, *rows: list) -> BillUpload:
    upload = actions.receive_upload(name="代缴.xlsx", content=a_file(*rows), by=by)
    jobs.work_on_upload(upload.pk)
    return queries.uploads_seen_by(by).get(pk=upload.pk)
