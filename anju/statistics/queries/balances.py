"""What a balance at the end of a day is made of: every month and day before it, from the first on. (CTR-01)"""

from datetime import date
from typing import Any

from django.db.models import Sum

from anju.statistics.models import MoneyMoved
from anju.statistics.queries.money import Line, cut_of
from anju.statistics.rules import CAME, Flow, Span


def balance_made_of(business: str, day: date, **of: Any) -> tuple[list[Line], list[Line]]:
    """The months before the month of a day, then the days of it up to that day, on which something moved.

    Each line begins with what was held at the end of the one before; the last ends with the balance. Two questions.
    """
    month = day.replace(day=1)
    months = lines_of(business, Span.MONTH, 0, of | {"day__lt": month})
    held_fen = months[-1].held_fen if months else 0
    return months, lines_of(business, Span.DAY, held_fen, of | {"day__range": (month, day)})


def lines_of(business: str, span: Span, held_fen: int, of: dict[str, Any]) -> list[Line]:
    rows = MoneyMoved.objects.filter(business=business, cut=cut_of(of), span=span, **of)
    found: dict[date, dict[str, int]] = {}
    sums = rows.values_list("day", "flow").annotate(fen=Sum("amount_fen")).order_by("day")
    for day, flow, fen in sums:
        found.setdefault(day, {})[flow] = int(fen)
    lines = []
    for day, flows in found.items():
        held_fen += sum(fen if flow in CAME else -fen for flow, fen in flows.items())
        lines.append(Line(day, flows.get(Flow.IN, 0), flows.get(Flow.OUT, 0), held_fen))
    return lines
