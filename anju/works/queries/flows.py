"""业务流水, and the printed forms. (PRP-10, PRP-11, BEY-02)"""

from datetime import date

from django.db.models import QuerySet

from anju.core.actors import Actor
from anju.works.models import Flow, Order, Printing, Sheet


def flows_of(
    actor: Actor,
    *,
    since: date | None = None,
    until: date | None = None,
    kind: str = "",
    channel: str = "",
    no: str = "",
) -> QuerySet[Flow]:
    """业务流水查询: what the company did, newest first, by Beijing days (both count), 业务类型, 交易渠道, and 申请编号:
    the flow's own number, or its order's.
    """
    raise NotImplementedError


def printings_of(actor: Actor, *, no: str = "", kind: str = "") -> QuerySet[Sheet]:
    """补打: the company's sheets that were printed, newest first, by flow, sheet or order number and kind; each with
    `printed`, how often.
    """
    raise NotImplementedError


def sheets_of(order: Order) -> QuerySet[Sheet]:
    """The forms made of an order, newest first; each with `printed`, how often."""
    raise NotImplementedError


def sheets_seen_by(actor: Actor) -> QuerySet[Sheet]:
    """Sheets of orders that a company or member of staff sees; owners see none, but check one by its code."""
    raise NotImplementedError


def sheet(sheet_id: int) -> Sheet:
    """For the job that writes it."""
    raise NotImplementedError


def sheets_to_make(limit: int) -> list[int]:
    raise NotImplementedError


def sheet_by_code(code: str) -> Sheet | None:
    """The public check of a printed sheet: by the code of its QR code. (BEY-02)"""
    raise NotImplementedError


def is_current(sheet: Sheet) -> bool:
    """Whether the sheet says what the order says now."""
    raise NotImplementedError


def printings(sheet: Sheet) -> QuerySet[Printing]:
    raise NotImplementedError
