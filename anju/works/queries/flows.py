"""业务流水, and the printed forms. (PRP-10, PRP-11, BEY-02)"""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from anju.core import clock
from anju.core.actors import Actor
from anju.core.identity_numbers import normalise
from anju.works.models import Flow, Order, Printing, Sheet
from anju.works.queries.orders import orders_seen_by
from anju.works.rules import SheetStatus

TO_MAKE = (SheetStatus.WAITING, SheetStatus.MAKING)


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
    found = Flow.objects.filter(company=actor.organisation_id if actor.is_company else 0)
    if since is not None:
        found = found.filter(at__gte=clock.start_of(since))
    if until is not None:
        found = found.filter(at__lt=clock.end_of(until))
    if kind:
        found = found.filter(kind=kind)
    if channel:
        found = found.filter(channel=channel)
    if no.strip():
        found = found.filter(Q(no=normalise(no)) | Q(order__no=normalise(no)))
    return found.select_related("order__community", "sheet").order_by("-at", "-pk")


def printings_of(actor: Actor, *, no: str = "", kind: str = "") -> QuerySet[Sheet]:
    """补打: the company's sheets that were printed, newest first, by flow, sheet or order number and kind; each with
    `printed`, how often.
    """
    found = sheets_seen_by(actor).filter(Exists(Printing.objects.filter(sheet=OuterRef("pk"))))
    if kind:
        found = found.filter(kind=kind)
    if no.strip():
        wanted = normalise(no)
        flows = Flow.objects.filter(no=wanted).values("sheet")
        found = found.filter(Q(no=wanted) | Q(order__no=wanted) | Q(pk__in=flows))
    return found


def sheets_of(order: Order) -> QuerySet[Sheet]:
    """The forms made of an order, newest first; each with `printed`, how often."""
    return _with_printed(Sheet.objects.filter(order=order))


def sheets_seen_by(actor: Actor) -> QuerySet[Sheet]:
    """Sheets of orders that a company or member of staff sees; owners see none, but check one by its code."""
    if not actor.is_company and actor.staff_id is None:
        return Sheet.objects.none()
    seen = orders_seen_by(actor).order_by().values("pk")
    return _with_printed(Sheet.objects.filter(order__in=seen))


def _with_printed(sheets: QuerySet[Sheet]) -> QuerySet[Sheet]:
    shown = sheets.defer("text").select_related("order__company", "order__community")
    return shown.annotate(printed=Count("printings")).order_by("-pk")


def sheet(sheet_id: int) -> Sheet:
    """For the job that writes it, and for who prints it."""
    return Sheet.objects.select_related("order__company", "order__community", "file").get(
        pk=sheet_id
    )


def sheets_to_make(limit: int) -> list[int]:
    found = Sheet.objects.filter(status__in=TO_MAKE).order_by("pk")
    return list(found.values_list("pk", flat=True)[:limit])


def sheet_by_code(code: str) -> Sheet | None:
    """The public check of a printed sheet: by the code of its QR code, printed in groups. (BEY-02)"""
    plain = normalise(code).replace("-", "")
    found = Sheet.objects.filter(code=plain, status=SheetStatus.DONE)
    return found.select_related("order__company", "order__community").first()


def printings(sheet: Sheet) -> QuerySet[Printing]:
    """Each time it was printed, the first one first."""
    return sheet.printings.order_by("number")
