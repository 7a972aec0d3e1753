"""The three printed forms: made by a job, printed and counted. (manual 004, 4.2.1, step 14, and 6)"""

from anju.core import clock
from anju.core.actions import store_file
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.files import Allowance, Kind
from anju.core.refusals import Refused, ensure
from anju.works import paper, sheets
from anju.works.actions.flows import note_flow
from anju.works.models import Order, Printing, Sheet
from anju.works.numbers import sheet_code, sheet_no
from anju.works.queries.orders import orders_seen_by
from anju.works.rules import FlowKind, Refusal, S, SheetKind, SheetStatus

PRINTED = Allowance(frozenset({Kind.PDF}), 100 * 1024 * 1024)
"""The signature sheet of thousands of homes is larger than what people hand in."""


@action
def make_sheet(*, order_id: int, kind: str, by: Actor) -> Sheet:
    """Ask for a form; while nothing that it says has changed it is the same sheet. A job writes it.

    Refused: SHEET_NOT_YET (a draft), NOTHING_OWED (arrears). By the company, or staff who see the order.
    """
    ensure(orders_seen_by(by).filter(pk=order_id).exists(), f"{by.name} does not see it")
    order: Order = lock(Order, pk=order_id)
    if order.submitted_at is None or order.status == S.DRAFT:
        raise Refused(Refusal.SHEET_NOT_YET, sheet=SheetKind(kind).label)
    if kind == SheetKind.ARREARS and not order.owed_fen:
        raise Refused(Refusal.NOTHING_OWED)
    text, rows = paper.text_of(order, kind)
    told = {"order": order, "kind": kind, "digest": sheets.digest_of(text)}
    known = Sheet.objects.filter(**told).first()
    if known is None:
        made = {"made_by": by.name, "made_at": clock.now(), "rows": rows, "text": text}
        no = sheet_no(clock.now())
        return Sheet.objects.create(no=no, code=sheet_code(), **told, **made)
    if known.status == SheetStatus.FAILED:
        move(known, "try_again", by=by, rows_done=0)
    return known


@action
def advance_sheet(*, sheet_id: int, rows_done: int, by: Actor) -> Sheet:
    """How far the job is."""
    sheet: Sheet = lock(Sheet, pk=sheet_id)
    if sheet.status == SheetStatus.WAITING:
        move(sheet, "start", by=by)
    sheet.rows_done = min(rows_done, sheet.rows)
    sheet.save(update_fields=["rows_done"])
    return sheet


@action
def finish_sheet(*, sheet_id: int, content: bytes, by: Actor) -> Sheet:
    """The PDF is written and kept. Finished again it is the first one."""
    sheet: Sheet = lock(Sheet, pk=sheet_id)
    if sheet.status == SheetStatus.DONE:
        return sheet
    file_id = store_file(name=f"{sheet.no}.pdf", content=content, allowed=PRINTED, by=by)
    now = clock.now()
    move(sheet, "finish", by=by, file_id=file_id, done_at=now, rows_done=sheet.rows)
    return sheet


@action
def fail_sheet(*, sheet_id: int, because: str, by: Actor) -> Sheet:
    """It could not be written; asked for again (`make_sheet`), it is tried again."""
    sheet: Sheet = lock(Sheet, pk=sheet_id)
    move(sheet, "fail", by=by, because=because)
    return sheet


@action
def print_sheet(*, sheet_id: int, by: Actor) -> Printing:
    """【打印…】 and 补打: counted, the first and each after it, and written into 业务流水. Refused: SHEET_NOT_READY."""
    sheet: Sheet = lock(Sheet, pk=sheet_id)
    ensure(orders_seen_by(by).filter(pk=sheet.order_id).exists(), f"{by.name} does not see it")
    if sheet.status != SheetStatus.DONE:
        raise Refused(Refusal.SHEET_NOT_READY)
    number = sheet.printings.count() + 1
    printing = Printing.objects.create(sheet=sheet, number=number, by=by.name, at=clock.now())
    if by.is_company:
        kind = FlowKind.PRINTING if number == 1 else FlowKind.REPRINT
        note_flow(sheet.order, kind, by, sheet)
    return printing
