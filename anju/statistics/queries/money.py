"""What is held, what came and what went: read from rows that are kept, never from a city's transfers. (CTR-01)

Everything here is open to who may read figures (`figures.read`); the door of a page asks for that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Case, F, QuerySet, Sum, When

from anju.core.prepared import rows_prepared
from anju.statistics.models import CountedPot, Counting, MoneyHeld, MoneyMoved
from anju.statistics.rules import BUSINESS_OF_KIND, CAME, Business, Cut, Flow, Span

NET = Sum(Case(When(flow__in=CAME, then=F("amount_fen")), default=-F("amount_fen")))


def counted_at() -> datetime | None:
    """When a seal of the ledger was counted last: the figures stand as of then."""
    return Counting.objects.filter(pk=1).values_list("counted_at", flat=True).first()


def version() -> str:
    """Another text after every time that a figure of money or of open work was counted: what was made of them may be
    kept as long as it stays the same.
    """
    rows = rows_prepared("SELECT xmin::text FROM statistics_counting WHERE id = 1", None)
    return rows[0][0] if rows else ""


@dataclass(frozen=True)
class Amount:
    """One figure by what it is summed up by: a kind of pot, a bank, a district, somebody's id."""

    by: Any
    fen: int
    count: int = 0


def held(business: str) -> int:
    """What is held now of a business."""
    rows = MoneyHeld.objects.filter(business=business, cut=Cut.CITY)
    return rows.aggregate(fen=Sum("held_fen"))["fen"] or 0


def held_by(business: str, by: str, **of: Any) -> list[Amount]:
    """What is held now by "kind", "bank" or "district", the most first; `of` narrows it to somebody (`whose_id`)."""
    cut = Cut.WHOSE_KIND if "whose_id" in of else Cut.DISTRICT if by == "district" else Cut.CITY
    if "whose_id" in of and by == "district":
        cut = Cut.WHOSE_DISTRICT
    rows = MoneyHeld.objects.filter(business=business, cut=cut, **of)
    found = rows.values_list(by).annotate(fen=Sum("held_fen")).order_by("-fen", by)
    return [Amount(one, fen) for one, fen in found if fen]


@dataclass(frozen=True)
class Held:
    """What is held of a business now, as far as it is counted: in all, and by what it is told apart."""

    kinds: list[Amount]
    banks: list[Amount]
    districts: list[Amount]
    pooled: list[Amount]

    @property
    def fen(self) -> int:
        return sum(one.fen for one in self.kinds)


def held_in_all(business: str, **of: Any) -> Held:
    """All of it in one question, and what is pooled by kind and bank; of somebody where `whose_id` is given."""
    cuts = (Cut.WHOSE_KIND, Cut.WHOSE_DISTRICT) if of else (Cut.CITY, Cut.DISTRICT)
    rows = MoneyHeld.objects.filter(
        business__in=(business, Business.POOLED), cut__in=cuts, **of
    ).values_list("business", "cut", "kind", "bank", "district", "held_fen")
    every = list(rows)
    found = [row[1:] for row in every if row[0] == business]
    by_kind = [row for row in found if row[0] == cuts[0]]
    return Held(
        summed((row[1], row[-1]) for row in by_kind),
        summed((row[2], row[-1]) for row in by_kind),
        summed((row[3], row[-1]) for row in found if row[0] == cuts[1]),
        summed(((row[2], row[3]), row[-1]) for row in every if row[0] == Business.POOLED),
    )


def summed(pairs: Iterable[tuple[Any, int]]) -> list[Amount]:
    """The most first; what comes to nothing is left out."""
    totals: dict[Any, int] = {}
    for by, fen in pairs:
        totals[by] = totals.get(by, 0) + fen
    found = sorted(totals.items(), key=lambda pair: (-pair[1], str(pair[0])))
    return [Amount(by, fen) for by, fen in found if fen]


def held_by_most(
    business: str, district: str = "", kind: str = "", bank: str = ""
) -> QuerySet[MoneyHeld]:
    """Of each enterprise (of the fund: community) what is held, the most first: of a district, or of the city.

    Of a kind or at a bank it is told apart by both, so that somebody may stand there more than once.
    """
    cut = Cut.WHOSE_DISTRICT if district else Cut.WHOSE_KIND if kind or bank else Cut.WHOSE
    rows = MoneyHeld.objects.filter(business=business, cut=cut, district=district)
    rows = rows.exclude(whose_id=0).filter(held_fen__gt=0).order_by("-held_fen", "id")
    return rows.filter(**{name: one for name, one in (("kind", kind), ("bank", bank)) if one})


def pots_holding(
    business: str, whose_id: int, district: str = "", kind: str = "", bank: str = ""
) -> QuerySet[CountedPot]:
    """The pots behind somebody's figure: each that something is in, by district, as their index has them."""
    rows = CountedPot.objects.filter(business=business, whose_id=whose_id).exclude(held_fen=0)
    of = {"district": district, "kind": kind, "bank": bank}
    rows = rows.filter(**{name: one for name, one in of.items() if one})
    return rows.select_related("pot").order_by("district", "pot")


def pooled_pots() -> list[CountedPot]:
    """Money on the way, set aside and not shared out: a few pots for each bank, none of them of the outside world."""
    rows = CountedPot.objects.filter(business=Business.POOLED, whose_id=0).exclude(held_fen=0)
    return [pot for pot in rows.select_related("pot").order_by("pot") if pot.kind != "world"]


def pots_of_lease(filing_no: str) -> list[CountedPot]:
    """The pots of one lease that money has gone through, with what is counted to be in each."""
    parts = ("deposit", "rent", "interest", "disputed")
    codes = [f"lease:{filing_no}:{part}" for part in parts]
    return list(
        CountedPot.objects.filter(pot__code__in=codes).select_related("pot").order_by("pot_id")
    )


@dataclass(frozen=True)
class Totals:
    """What came in and what went out, and how many entries that were."""

    in_fen: int = 0
    out_fen: int = 0
    in_count: int = 0
    out_count: int = 0


def moved(business: str, span: Span, first: date, last: date, **of: Any) -> Totals:
    """What came and went from one day (or month) to another, both included; `of` narrows it, as `whose_id`."""
    rows = MoneyMoved.objects.filter(
        business=business,
        cut=cut_of(of),
        span=span,
        day__range=(first, last),
        flow__in=(Flow.IN, Flow.OUT),
        **of,
    )
    found = {
        flow: (fen, count)
        for flow, fen, count in rows.values_list("flow")
        .annotate(fen=Sum("amount_fen"), entries=Sum("count"))
        .values_list("flow", "fen", "entries")
    }
    in_fen, in_count = found.get(Flow.IN, (0, 0))
    out_fen, out_count = found.get(Flow.OUT, (0, 0))
    return Totals(int(in_fen), int(out_fen), int(in_count), int(out_count))


def cut_of(of: dict[str, Any]) -> Cut:
    """Which rows answer for a district, for somebody, for somebody's part in a district, or for the city."""
    if "whose_id" in of:
        return Cut.WHOSE_DISTRICT if of.get("district") else Cut.WHOSE
    return Cut.DISTRICT if of.get("district") else Cut.CITY


@dataclass(frozen=True)
class Line:
    """A day (or month) of a business: what came, what went, what was held at its end."""

    day: date
    in_fen: int
    out_fen: int
    held_fen: int


def days_of_money(
    business: str, first: date, last: date, held_fen: int, span: Span = Span.DAY, **of: Any
) -> list[Line]:
    """Each day from one to another, the last of them ending with what is held now."""
    rows = MoneyMoved.objects.filter(
        business=business, cut=cut_of(of), span=span, day__gte=first, **of
    )
    found: dict[date, dict[str, int]] = {}
    for day, flow, fen in rows.values_list("day", "flow").annotate(fen=Sum("amount_fen")):
        found.setdefault(day, {})[flow] = int(fen)
    lines = []
    for day in sorted({*found, *days_between(first, last, span)}, reverse=True):
        flows = found.get(day, {})
        if day <= last:
            lines.append(Line(day, flows.get(Flow.IN, 0), flows.get(Flow.OUT, 0), held_fen))
        held_fen -= sum(fen if flow in CAME else -fen for flow, fen in flows.items())
    return lines[::-1]


def days_between(first: date, last: date, span: Span = Span.DAY) -> Iterable[date]:
    days = (first + timedelta(days=ago) for ago in range((last - first).days + 1))
    return [day for day in days if span == Span.DAY or day.day == 1]


def flow_by_day(
    business: str, flow: Flow, first: date, last: date, **of: Any
) -> list[tuple[date, int]]:
    """What came (or went) on each day on which something did; `of` narrows it, as of all the others."""
    rows = MoneyMoved.objects.filter(
        business=business,
        cut=cut_of(of),
        span=Span.DAY,
        day__range=(first, last),
        flow=flow,
        **of,
    )
    found = rows.values_list("day").annotate(fen=Sum("amount_fen")).order_by("day")
    return [(day, int(fen)) for day, fen in found]


def moved_by(
    business: str, by: str, flow: Flow, span: Span, first: date, last: date, **of: Any
) -> list[Amount]:
    """What came (or went) by "kind", "bank", "reason" or "district", the most first."""
    cut = Cut.DISTRICT if by == "district" else cut_of(of)
    rows = MoneyMoved.objects.filter(
        business=business, cut=cut, span=span, day__range=(first, last), flow=flow, **of
    )
    found = rows.values_list(by).annotate(fen=Sum("amount_fen"), entries=Sum("count"))
    return [Amount(one, int(fen), int(count)) for one, fen, count in found.order_by("-fen", by)]


@dataclass(frozen=True)
class Parts:
    """What came (or went) on a day or in a month, by each thing that it is told apart by."""

    kinds: list[Amount]
    banks: list[Amount]
    reasons: list[Amount]
    districts: list[Amount]


def parts_of(business: str, flow: Flow, span: Span, day: date) -> Parts:
    """All of it in one question."""
    rows = MoneyMoved.objects.filter(
        business=business, cut__in=(Cut.CITY, Cut.DISTRICT), span=span, day=day, flow=flow
    )
    found = list(rows.values_list("cut", "kind", "bank", "reason", "district", "amount_fen"))
    by_kind = [row for row in found if row[0] == Cut.CITY]
    return Parts(
        summed((row[1], row[-1]) for row in by_kind),
        summed((row[2], row[-1]) for row in by_kind),
        summed((row[3], row[-1]) for row in by_kind),
        summed((row[4], row[-1]) for row in found if row[0] == Cut.DISTRICT),
    )


def moved_by_most(
    business: str, flow: Flow, span: Span, day: date, district: str = ""
) -> QuerySet[MoneyMoved]:
    """Of each enterprise (of the fund: community) what came or went on a day or in a month, the most first."""
    cut = Cut.WHOSE_DISTRICT if district else Cut.WHOSE
    rows = MoneyMoved.objects.filter(
        business=business, cut=cut, span=span, flow=flow, day=day, district=district
    )
    return rows.exclude(whose_id=0).order_by("-amount_fen", "id")


@dataclass(frozen=True)
class Differing:
    """A sum of figures that is not what the ledger says, up to the last seal that is counted."""

    what: str
    figures_fen: int
    ledger_fen: int


def differences_with_the_ledger() -> list[Differing]:
    """Hold the figures against the ledger's transfers up to the last counted seal. It reads all of them: for a run."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT kind, sum(fen)::bigint FROM (
                SELECT destination_id AS pot_id, amount_fen AS fen FROM ledger_transfer WHERE id <= %(last)s
                UNION ALL SELECT source_id, -amount_fen FROM ledger_transfer WHERE id <= %(last)s
            ) AS side JOIN ledger_pot ON ledger_pot.id = pot_id GROUP BY kind
            """,
            {"last": last_counted_transfer()},
        )
        ledger = dict(cursor.fetchall())
    sums = {
        "pots": CountedPot.objects.values_list("kind").annotate(fen=Sum("held_fen")),
        "held": MoneyHeld.objects.filter(cut=Cut.CITY)
        .values_list("kind")
        .annotate(fen=Sum("held_fen")),
        "moved": MoneyMoved.objects.filter(cut=Cut.CITY, span=Span.DAY)
        .values_list("kind")
        .annotate(fen=NET),
    }
    found = []
    for name, rows in sums.items():
        figures = {kind: int(fen) for kind, fen in rows}
        found += [
            Differing(f"{name} {kind}", figures.get(kind, 0), ledger.get(kind, 0))
            for kind in sorted({*figures, *ledger})
            if figures.get(kind, 0) != ledger.get(kind, 0)
        ]
    return [*found, *differing_cuts(ledger)]


def differing_cuts(ledger: dict[str, int]) -> list[Differing]:
    """Every other way of summing up says the same of a business."""
    wanted = {
        business: sum(fen for kind, fen in ledger.items() if BUSINESS_OF_KIND.get(kind) == business)
        for business in (Business.CUSTODY, Business.FUND)
    }
    found = []
    for cut in Cut:
        held_rows = MoneyHeld.objects.filter(cut=cut).values_list("business")
        moved_rows = MoneyMoved.objects.filter(cut=cut).values_list("business")
        sums = {
            "held": dict(held_rows.annotate(fen=Sum("held_fen"))),
            "days": dict(moved_rows.filter(span=Span.DAY).annotate(fen=NET)),
            "months": dict(moved_rows.filter(span=Span.MONTH).annotate(fen=NET)),
        }
        found += [
            Differing(f"{name} {cut} {business}", int(figures.get(business) or 0), fen)
            for name, figures in sums.items()
            for business, fen in wanted.items()
            if int(figures.get(business) or 0) != fen
        ]
    return found


def last_counted_transfer() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(last_id), 0) FROM ledger_seal WHERE no <= ("
            "SELECT coalesce(max(seal_no), 0) FROM statistics_counting)"
        )
        return int(cursor.fetchone()[0])
