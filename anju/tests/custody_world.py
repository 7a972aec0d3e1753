"""Builders for money in custody: leases whose money has lots, accounts to release it to, what the bank does then."""

import itertools
from datetime import UTC, date, datetime

from anju.contracts.models import Lease
from anju.core import clock
from anju.core.actors import CLOCK, OUTSIDE, Actor
from anju.core.money import parse_yuan
from anju.custody import actions
from anju.custody.jobs import run_releases
from anju.custody.models import Release, SettlementAccount
from anju.ledger import actions as ledger
from anju.payments import actions as payments
from anju.payments import queries as payment_queries
from anju.payments.models import Payout
from anju.tests.world import (
    ENTERPRISE,
    a_credit,
    a_lease,
    a_paying_order,
    an_approved_batch,
    book,
)

OFFICER = Actor("officer", "centre")
ACCOUNT_NO = "11001085900053000123"
serial = itertools.count(1)


def at_noon(day: date) -> datetime:
    """Noon in Beijing."""
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def lots_taken_in() -> None:
    """What the booking job and the job of lots do once."""
    book()
    while actions.take_in(limit=1000, by=CLOCK):
        pass


def paid_in(lease: Lease, kinds: str = "deposit first", on: date | None = None) -> Lease:
    """Bills of a lease paid by bank transfer and in custody, booked by the bank on a day; its lots are made."""
    order = a_paying_order(lease, kinds=kinds)
    a_credit(order, booked_at=at_noon(on) if on else clock.now())
    lots_taken_in()
    return lease


def t_1() -> Lease:
    """The lease of schedule T-1 (rules A15): its deposit and first instalment are in custody since 31 March 2025."""
    lease = a_lease(starts_on=date(2025, 3, 31))
    return paid_in(lease, on=date(2025, 3, 31))


def an_account(enterprise_id: int, account_no: str = ACCOUNT_NO) -> SettlementAccount:
    """An enterprise's settlement account (使用中), proposed by it and checked by an officer."""
    by = Actor(f"organisation {enterprise_id}", "enterprise", organisation_id=enterprise_id)
    account = actions.propose_account(
        enterprise_id=enterprise_id,
        account_no=account_no,
        bank_name="中国工商银行北京朝阳支行",
        by=by,
    )
    return actions.approve_account(account_id=account.pk, by=OFFICER)


def the_bank_paid_interest(amount: str, bank: str = "ccb") -> None:
    ledger.transfer(
        key=f"interest:{next(serial)}",
        reason="bank_interest",
        cause="entry:interest",
        happened_at=clock.now(),
        legs=[(f"world:{bank}", f"interest:{bank}", parse_yuan(amount))],
    )


def released(day: date) -> list[Release]:
    """The releases that the run of a day has made."""
    before = set(Release.objects.values_list("pk", flat=True))
    run_releases(day)
    return list(Release.objects.exclude(pk__in=before).order_by("pk"))


def a_release(enterprise: tuple[str, str] = ENTERPRISE) -> Release:
    """The first three months of a lease of T-1's terms on their way to the enterprise (划转中)."""
    lease = a_lease(enterprise=enterprise, starts_on=date(2025, 3, 31))
    paid_in(lease, on=date(2025, 3, 31))
    an_account(lease.enterprise_id)
    [release] = released(date(2025, 4, 1))
    return release


def payout_of(release: Release) -> Payout:
    return payment_queries.payouts_of(f"release:{release.no}").get()


def heard() -> None:
    """What the job that hears of releases does once."""
    for payout_id in payment_queries.payouts_to_heed("release", 1000):
        actions.end_release(payout_id=payout_id, by=CLOCK)


def the_bank_pays(*releases: Release) -> None:
    """The releases go out in a batch, the bank reports each debit, and we take note of it."""
    for release in releases:
        payout = payout_of(release)
        bank = release.bank_account.bank
        an_approved_batch(payout)
        debit = a_credit(
            amount=f"{release.amount_fen // 100}.{release.amount_fen % 100:02}",
            direction="debit",
            end_to_end_id=payout.no,
            bank=bank,
        )
        payments.confirm_payout(payout_no=payout.no, debit_id=debit.pk, by=OUTSIDE)
    heard()
    for release in releases:
        release.refresh_from_db()


def the_bank_refuses(*releases: Release, because: str = "AC04") -> None:
    """The releases go out in a batch, the bank cannot pay them, and we take note of it."""
    for release in releases:
        payout = payout_of(release)
        an_approved_batch(payout)
        payments.fail_payout(
            bank=release.bank_account.bank, payout_no=payout.no, because=because, by=OUTSIDE
        )
    heard()
    for release in releases:
        release.refresh_from_db()


def the_bank_gives_back(release: Release) -> None:
    """A release that was paid comes back (退汇), and we take note of it."""
    payout = payout_of(release)
    credit = a_credit(
        amount=f"{release.amount_fen // 100}.{release.amount_fen % 100:02}",
        text="AC04",
        end_to_end_id=payout.no,
        bank=release.bank_account.bank,
    )
    payments.give_payout_back(payout_no=payout.no, credit_id=credit.pk, by=OUTSIDE)
    heard()
    release.refresh_from_db()
