"""What stands on the printed forms, and the forms that papers are held against."""

from django.db.models import Count, QuerySet, Sum

from anju.core.actors import Actor
from anju.core.identity_numbers import normalise
from anju.works.models import Order, Share, Sheet
from anju.works.queries.flows import sheets_seen_by
from anju.works.rules import SheetKind
from anju.works.sharing import natural
from anju.works.sheets import total_in


def sums_of_buildings(order: Order) -> list[tuple[str, int, int, int]]:
    """各幢分摊: name, homes, hundredths of m² and share of each building, in the order of their names."""
    counted = Share.objects.filter(order=order, is_counted=True).order_by()
    rows = counted.values_list("dwelling__building__name").annotate(
        homes=Count("pk"), area=Sum("area_hundredths"), fen=Sum("share_fen")
    )
    return sorted(rows, key=lambda row: natural(row[0]))


def signatures_by_no(actor: Actor, no: str) -> Sheet | None:
    """A signature sheet by its number or its code, of orders that somebody sees."""
    seen: QuerySet[Sheet] = sheets_seen_by(actor).filter(kind=SheetKind.SIGNATURES)
    wanted = normalise(no).replace("-", "")
    return seen.filter(no=wanted).first() or seen.filter(code=wanted).first()


def is_superseded(sheet: Sheet) -> bool:
    """Whether the same form has been made anew since with something else on it, or the works have cost less."""
    made = Sheet.objects.filter(order=sheet.order_id, kind=sheet.kind, pk__gt=sheet.pk)
    order: Order = sheet.order
    has_changed = sheet.kind == SheetKind.SIGNATURES and order.settled_fen is not None
    return (has_changed and total_in(sheet.text) != order.settled_fen) or made.exists()
