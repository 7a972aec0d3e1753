"""What a lease has in custody, lot by lot, with the interest it earns."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from anju.contracts import queries as contracts
from anju.core import clock
from anju.core.money import share
from anju.custody.interest import Rate, interest_fen
from anju.custody.models import Arrival, Lot
from anju.custody.queries.interest import rates
from anju.custody.rules import STANDING, LotKind, LotStatus


@dataclass(frozen=True)
class HeldLot:
    """A lot as interest is counted for it. `interest_paid_fen` went out before, though the principal came back."""

    id: int
    kind: str
    bill_number: int
    number: int
    from_on: date | None
    to_on: date | None
    amount_fen: int
    value_on: date
    interest_paid_fen: int
    came_back: bool


@dataclass(frozen=True)
class Holdings:
    """A lease's principal in custody. What is `releasing` is on its way to the enterprise, though it may come back;
    `arriving` was booked a moment ago and has no lots yet."""

    lease_id: int
    lots: tuple[HeldLot, ...]
    releasing_fen: int
    arriving_fen: int

    @property
    def deposit_fen(self) -> int:
        return self.of(LotKind.DEPOSIT)

    @property
    def rent_fen(self) -> int:
        return self.of(LotKind.RENT)

    @property
    def lot_ids(self) -> list[int]:
        return [lot.id for lot in self.lots]

    @property
    def is_at_rest(self) -> bool:
        return not self.releasing_fen and not self.arriving_fen

    def of(self, kind: str) -> int:
        return sum(lot.amount_fen for lot in self.lots if lot.kind == kind)


def holdings(lease_id: int) -> Holdings:
    """What is held of a lease now: its deposit, and the rent that has not been released. (rule A6.2)"""
    lots = Lot.objects.filter(lease=lease_id)
    releasing = lots.filter(status=LotStatus.RELEASING).aggregate(fen=Sum("amount_fen"))["fen"]
    arriving = Arrival.objects.filter(bill__lease=lease_id).aggregate(fen=Sum("bill__amount_fen"))
    held = lots.filter(status=LotStatus.HELD)
    return Holdings(lease_id, _held(held), releasing or 0, arriving["fen"] or 0)


def released_beyond(lease_id: int, last_on: date) -> int:
    """The rent that was released for days after this one: out of custody, between the parties. (rule A9.3)

    Of a month that it ends in, by its days.
    """
    out = Lot.objects.filter(
        lease=lease_id, kind=LotKind.RENT, status=LotStatus.RELEASED, to_on__gt=last_on
    )
    return sum(beyond_fen(lot, last_on) for lot in out)


def beyond_fen(lot: Lot, last_on: date) -> int:
    if lot.from_on is None or lot.to_on is None:  # only of a deposit
        return 0
    days = (lot.to_on - lot.from_on).days + 1
    lived = max((last_on - lot.from_on).days + 1, 0)
    return share(lot.amount_fen, [lived, days - lived])[1]


def held_fen_of(enterprise_id: int) -> int:
    """What is still in custody of all leases of an enterprise, on its way in or out included, without interest."""
    leases = contracts.lease_ids_let_by(enterprise_id)
    kept = Lot.objects.filter(lease__in=leases, status__in=(LotStatus.HELD, LotStatus.RELEASING))
    arriving = Arrival.objects.filter(bill__lease__in=leases)
    held_fen = kept.aggregate(fen=Sum("amount_fen"))["fen"] or 0
    return int(held_fen + (arriving.aggregate(fen=Sum("bill__amount_fen"))["fen"] or 0))


@dataclass(frozen=True)
class HeldDeposits:
    """Deposits in custody: how much, of how many leases and enterprises."""

    leases: int
    enterprises: int
    fen: int


def deposits_by_district(day: date) -> dict[str, HeldDeposits]:
    """What was in custody of deposits at the end of a day, by district of the home, without interest."""
    deposits = Lot.objects.filter(kind=LotKind.DEPOSIT, value_on__lte=day).order_by()
    held = deposits.filter(Q(left_on__isnull=True) | Q(left_on__gt=day))
    rows = held.values("lease__district").annotate(
        leases=Count("lease", distinct=True),
        enterprises=Count("enterprise", distinct=True),
        fen=Sum("amount_fen"),
    )
    return {
        row["lease__district"]: HeldDeposits(row["leases"], row["enterprises"], int(row["fen"]))
        for row in rows
    }


def lots_by_id(lot_ids: Iterable[int]) -> tuple[HeldLot, ...]:
    """These lots, whatever has become of them: what is disputed goes on earning interest."""
    return _held(Lot.objects.filter(pk__in=list(lot_ids)))


def _held(lots: QuerySet[Lot]) -> tuple[HeldLot, ...]:
    paid = Sum("lines__interest_fen", filter=Q(lines__release__status__in=STANDING))
    rows = (
        lots.select_related("bill")
        .annotate(paid_fen=Coalesce(paid, 0), first_line=Sum("lines__principal_fen"))
        .order_by("bill__number", "number", "pk")
    )
    return tuple(
        HeldLot(
            id=lot.pk,
            kind=lot.kind,
            bill_number=lot.bill.number,
            number=lot.number,
            from_on=lot.from_on,
            to_on=lot.to_on,
            amount_fen=lot.amount_fen,
            value_on=lot.value_on,
            interest_paid_fen=lot.paid_fen,
            came_back=lot.first_line is not None,
        )
        for lot in rows
    )


def interest_of(lots: Iterable[HeldLot], kind: str, until: date) -> int:
    """The interest of the lots of one kind that are paid out on a day, that day not included; each lot rounded.

    What was paid of it before is taken off. (rules A6.2, A6.5)
    """
    table = rates()
    return sum(
        max(0, interest_fen(lot.amount_fen, lot.value_on, until, table) - lot.interest_paid_fen)
        for lot in lots
        if lot.kind == kind
    )


@dataclass(frozen=True)
class ScheduleLine:
    """One lot as a lease's pages show it: what, how much, when it goes or went, with which interest."""

    kind: str
    bill_number: int
    from_on: date | None
    to_on: date | None
    amount_fen: int
    interest_fen: int
    release_on: date | None
    left_on: date | None
    status: str

    @property
    def status_label(self) -> str:
        return str(LotStatus(self.status).label)


def schedule_of(lease_id: int) -> list[ScheduleLine]:
    """The lots of a lease in the order in which they go; the deposit, which never goes by itself, last.

    Interest is what has been earned up to today, or up to the day on which the lot left.
    """
    found = Lot.objects.filter(lease=lease_id).select_related("bill")
    lots = list(found.order_by("release_on", "from_on", "pk"))
    if not lots:
        return []
    table, today = rates(), clock.today()
    return [
        ScheduleLine(
            kind=lot.kind,
            bill_number=lot.bill.number,
            from_on=lot.from_on,
            to_on=lot.to_on,
            amount_fen=lot.amount_fen,
            interest_fen=_earned_here(lot, table, today),
            release_on=lot.release_on,
            left_on=lot.left_on,
            status=lot.status,
        )
        for lot in lots
    ]


def _earned_here(lot: Lot, table: list[Rate], today: date) -> int:
    """A deposit that was carried over has taken all its interest along."""
    if lot.status == LotStatus.CARRIED_OVER:
        return 0
    return interest_fen(lot.amount_fen, lot.value_on, lot.left_on or today, table)


def filing_no_of(lease_id: int) -> str:
    return contracts.lease(lease_id).filing_no
