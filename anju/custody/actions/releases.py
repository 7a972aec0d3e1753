"""Releases: what is due to an enterprise goes out, some lots at a time, each time in one transaction. (rule A5)

Which lots have gone is remembered by their status: a run that was interrupted is simply run again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from anju.core import clock, numbers
from anju.core.actors import Actor
from anju.core.db import action, move_many
from anju.custody.actions.lots import drop_owed
from anju.custody.interest import Rate, interest_fen
from anju.custody.models import InterestOwed, Lot, Release, ReleaseLine, SettlementAccount
from anju.custody.queries.holds import held_leases, is_held
from anju.custody.queries.interest import rates
from anju.custody.rules import (
    LEFT,
    MOST_LOTS_IN_RELEASE,
    STANDING,
    AccountStatus,
    LotStatus,
    OwedStatus,
    ReleaseKind,
)
from anju.ledger import actions as ledger
from anju.ledger import queries as books
from anju.payments import actions as payments

Legs = list[tuple[str, str, int]]


@dataclass(frozen=True)
class DueLot:
    """A lot that goes now: whose it is, what it is, what interest it has earned and not been paid."""

    lot_id: int
    filing_no: str
    principal_fen: int
    interest_fen: int
    days: int


@action
def release_due(
    *, enterprise_id: int, bank_account_id: int, day: date, by: Actor
) -> Release | None:
    """Release what is due to an enterprise at one bank, up to so many lots; None when there is nothing it may have.

    Each lot goes with the interest of its days. Where the bank has not paid us that much interest yet, the rent goes
    alone and the interest is owed. What is held back stays, and is due still.
    """
    account = _account_to_pay(enterprise_id, day)
    if account is None:
        return None
    lots = _lots_to_release(enterprise_id, bank_account_id, day)
    if not lots:
        return None
    drop_owed([lot.pk for lot in lots], by=by)
    due = _with_interest(lots, day)
    bank = lots[0].bank_account.bank
    total_fen = sum(lot.interest_fen for lot in due)
    covered = total_fen <= books.balance_fen(f"interest:{bank}")
    paid = due if covered else [_without_interest(lot) for lot in due]
    release = _write_down(ReleaseKind.RENT, account, bank_account_id, day, paid)
    if not covered:
        _owe(release, due)
    move_many(Lot, [lot.pk for lot in lots], "start_release", by=by, left_on=day)
    _instruct(release, account, bank, paid, by=by)
    return release


def _account_to_pay(enterprise_id: int, day: date) -> SettlementAccount | None:
    """The account of an enterprise, locked: one release of it at a time, and none past a hold."""
    account: SettlementAccount | None = (
        SettlementAccount.objects.select_for_update(of=("self",))
        .filter(enterprise=enterprise_id, status=AccountStatus.ACTIVE)
        .first()
    )
    if account is None or (account.not_before is not None and account.not_before > day):
        return None
    return None if is_held(enterprise_id, day) else account


def _lots_to_release(enterprise_id: int, bank_account_id: int, day: date) -> list[Lot]:
    """The next lots that are due, locked. What is held is asked again under the lock: it may have been put there
    while we waited for it."""
    due = Lot.objects.filter(
        enterprise=enterprise_id,
        bank_account=bank_account_id,
        status=LotStatus.HELD,
        release_on__lte=day,
    ).exclude(lease__in=held_leases(day))
    locked = due.select_for_update(of=("self",)).select_related("lease", "bank_account")
    lots = list(locked.order_by("pk")[:MOST_LOTS_IN_RELEASE])
    held = set(held_leases(day).filter(lease__in={lot.lease_id for lot in lots}))
    return [lot for lot in lots if lot.lease_id not in held]


def _with_interest(lots: Collection[Lot], day: date) -> list[DueLot]:
    """What was paid of a lot's interest, though its principal came back, is not paid again."""
    table: list[Rate] = rates()
    paid = ReleaseLine.objects.filter(lot__in=lots, release__status__in=STANDING)
    paid_fen = dict(paid.values_list("lot").annotate(Sum("interest_fen")))
    return [
        DueLot(
            lot.pk,
            lot.lease.filing_no,
            lot.amount_fen,
            max(
                0,
                interest_fen(lot.amount_fen, lot.value_on, day, table) - paid_fen.get(lot.pk, 0),
            ),
            (day - lot.value_on).days,
        )
        for lot in lots
    ]


def _without_interest(lot: DueLot) -> DueLot:
    return DueLot(lot.lot_id, lot.filing_no, lot.principal_fen, 0, lot.days)


def _write_down(
    kind: ReleaseKind,
    account: SettlementAccount,
    bank_account_id: int,
    day: date,
    lots: Collection[DueLot],
) -> Release:
    serial = numbers.next_of("custody_release_no") % 10**10
    release = Release.objects.create(
        no="H" + numbers.with_mod_97(f"{day:%Y%m%d}{serial:010}"),
        kind=kind,
        enterprise_id=account.enterprise_id,
        bank_account_id=bank_account_id,
        account=account,
        day=day,
        principal_fen=sum(lot.principal_fen for lot in lots),
        interest_fen=sum(lot.interest_fen for lot in lots),
        lot_count=len(lots),
        instructed_at=clock.now(),
    )
    ReleaseLine.objects.bulk_create(
        ReleaseLine(
            release=release,
            lot_id=lot.lot_id,
            principal_fen=lot.principal_fen,
            interest_fen=lot.interest_fen,
            days=lot.days,
        )
        for lot in lots
    )
    return release


def _owe(release: Release, lots: Collection[DueLot]) -> None:
    lines = dict(release.lines.values_list("lot", "pk"))
    InterestOwed.objects.bulk_create(
        InterestOwed(line_id=lines[lot.lot_id], amount_fen=lot.interest_fen)
        for lot in lots
        if lot.interest_fen
    )


def _instruct(
    release: Release, account: SettlementAccount, bank: str, lots: Collection[DueLot], *, by: Actor
) -> None:
    with_interest = {lot.filing_no for lot in lots if lot.interest_fen}
    ledger.open_pots(codes=[f"lease:{filing_no}:interest" for filing_no in sorted(with_interest)])
    payments.instruct_payout(
        key=f"release:{release.no}",
        bank=bank,
        amount_fen=release.amount_fen,
        creditor_name=account.name,
        creditor_account=account.account_no,
        creditor_bank=account.bank_name,
        text=f"{release.get_kind_display()}{release.no}",
        purpose="release",
        cause=f"release:{release.no}",
        legs=_legs(bank, lots),
        by=by,
    )


def _legs(bank: str, lots: Iterable[DueLot]) -> Legs:
    """Lease by lease: its rent, and its interest through its own pot, so that each lease's book shows both."""
    rent: dict[str, int] = defaultdict(int)
    interest: dict[str, int] = defaultdict(int)
    for lot in lots:
        rent[lot.filing_no] += lot.principal_fen
        interest[lot.filing_no] += lot.interest_fen
    legs: Legs = []
    for no in sorted(rent):
        if rent[no]:
            legs.append((f"lease:{no}:rent", f"payout:{bank}", rent[no]))
        if interest[no]:
            legs.append((f"interest:{bank}", f"lease:{no}:interest", interest[no]))
            legs.append((f"lease:{no}:interest", f"payout:{bank}", interest[no]))
    return legs


@action
def pay_owed_interest(
    *, enterprise_id: int, bank_account_id: int, day: date, by: Actor
) -> Release | None:
    """Pay interest that is owed of lots gone before, the oldest first, as far as the bank's interest covers it by now.

    At most once a day for an enterprise, so that it does not come in crumbs.
    """
    account = _account_to_pay(enterprise_id, day)
    if account is None or _was_paid_on(enterprise_id, bank_account_id, day):
        return None
    owed = _owed_and_covered(enterprise_id, bank_account_id, day)
    if not owed:
        return None
    by_lot: dict[int, DueLot] = {}
    for one in owed:
        lot = one.line.lot
        was = by_lot[lot.pk].interest_fen if lot.pk in by_lot else 0
        filing_no = lot.lease.filing_no
        by_lot[lot.pk] = DueLot(lot.pk, filing_no, 0, was + one.amount_fen, one.line.days)
    lots = list(by_lot.values())
    release = _write_down(ReleaseKind.INTEREST, account, bank_account_id, day, lots)
    move_many(InterestOwed, [one.pk for one in owed], "pay", by=by, paid_by=release.pk)
    _instruct(release, account, owed[0].line.lot.bank_account.bank, lots, by=by)
    return release


def _was_paid_on(enterprise_id: int, bank_account_id: int, day: date) -> bool:
    paid = Release.objects.filter(
        enterprise=enterprise_id, bank_account=bank_account_id, day=day, kind=ReleaseKind.INTEREST
    )
    return paid.exists()


def _owed_and_covered(enterprise_id: int, bank_account_id: int, day: date) -> list[InterestOwed]:
    waiting = (
        InterestOwed.objects.select_for_update(of=("self",))
        .filter(
            status=OwedStatus.OWED,
            line__lot__status__in=LEFT,
            line__lot__enterprise=enterprise_id,
            line__lot__bank_account=bank_account_id,
        )
        .exclude(line__lot__lease__in=held_leases(day))
        .select_related("line__lot__lease", "line__lot__bank_account")
        .order_by("pk")[:MOST_LOTS_IN_RELEASE]
    )
    covered, rest_fen = [], None
    for one in waiting:
        if rest_fen is None:
            rest_fen = books.balance_fen(f"interest:{one.line.lot.bank_account.bank}")
        if one.amount_fen > rest_fen:
            break
        covered.append(one)
        rest_fen -= one.amount_fen
    return covered
