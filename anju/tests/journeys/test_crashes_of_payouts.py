"""kill -9 at every step of a payout: the bank pays once, and what it does not pay is where it came from. (CHN-06)"""

import io
from collections.abc import Callable

import pytest
from django.core.management import call_command

from anju.core.actors import CLOCK
from anju.core.money import parse_yuan
from anju.ledger import queries as ledger
from anju.payments import actions as payments
from anju.payments.models import Payout, PayoutBatch
from anju.payments.rules import Channel
from anju.tests.journeys.city import City, until
from anju.tests.journeys.tenant import DEPOSIT, Tenant
from anju.tests.world import CHECKER, MAKER, seconds_until_the_banks_open

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("crashes")]
BATCH = "SELECT 1 FROM payments_payoutbatch WHERE id = %s FOR UPDATE"
PAYOUT = "SELECT 1 FROM payments_payout WHERE id = %s FOR UPDATE"


class Leaving:
    """The deposit of a lease that is in custody, on its way out; the banks take payouts now."""

    def __init__(self, city: City) -> None:
        self.city, self.tenant = city, Tenant(city)
        self.tenant.starts_and_gets_a_code(Channel.BANK_TRANSFER)
        self.tenant.pays()
        self.tenant.is_in_custody_once()
        city.control("clock", {"seconds": seconds_until_the_banks_open()})
        self.fen, lease = parse_yuan(DEPOSIT), self.tenant.lease
        self.payout: Payout = payments.instruct_payout(
            key=f"journey:{lease.filing_no}",
            bank="ccb",
            amount_fen=self.fen,
            creditor_name="李四",
            creditor_account="6222020200000000022",
            creditor_bank="中国工商银行",
            text="押金退还",
            purpose="journey",
            cause=f"lease:{lease.filing_no}",
            legs=[(lease.deposit_pot, "payout:ccb", self.fen)],
            by=CLOCK,
        )
        self.batch: PayoutBatch

    def is_released(self) -> None:
        """One puts it into a batch, another lets it go."""
        self.batch = payments.make_batch(bank="ccb", payout_ids=[self.payout.pk], by=MAKER)
        payments.approve_batch(batch_id=self.batch.pk, by=CHECKER)

    def is_released_and_caught(self, sql: str, record: str) -> None:
        """The worker has given it to the bank, and stands where it would note that."""
        with self.city.frozen("worker"):
            self.is_released()
            self.lock = self.city.hold(sql, getattr(self, record).pk)
        self.lock.catches_somebody()
        assert len(self.at_the_bank()) == 1

    def is_with_the_bank(self) -> None:
        self.city.control("switches", {"hold_payouts": True})
        self.is_released()
        self.comes_to("sent")

    def the_bank_decides(self, reason: str = "") -> None:
        wanted = {"end_to_end_id": self.payout.no, "reason": reason}
        self.city.control("bank/ccb/payments/execute", wanted)
        self.city.control("switches", {"hold_payouts": False})

    def at_the_bank(self) -> list[dict[str, str]]:
        every = self.city.look("bank/ccb/payments")["payments"]
        return [one for one in every if one["end_to_end_id"] == self.payout.no]

    def debits(self) -> list[str]:
        return [
            line["amount"]
            for line in self.city.look("bank/ccb/entries")["entries"]
            if line["end_to_end_id"] == self.payout.no and line["direction"] == "DBIT"
        ]

    def comes_to(self, status: str) -> None:
        def now() -> bool:
            self.payout.refresh_from_db()
            return self.payout.status == status

        self.tenant.waits(now, f"payout {self.payout.no} to be {status}")

    def batch_ends(self) -> None:
        def ended() -> bool:
            self.batch.refresh_from_db()
            return self.batch.status == "finished"

        self.tenant.waits(ended, f"batch {self.batch.no} to end")

    def is_paid_once(self) -> None:
        """By the bank and by our book; and the books are proved."""
        self.comes_to("done")
        self.batch_ends()
        assert self.debits() == [DEPOSIT]
        leg = ("payout:ccb", "world:ccb", self.fen)
        assert ledger.legs_of(f"paid:{self.payout.no}") == [leg]
        assert self.held() == (0, 0)
        call_command("prove", stdout=io.StringIO())

    def is_back_where_it_came_from(self) -> None:
        self.comes_to("failed")
        self.batch_ends()
        assert (self.payout.because, self.debits()) == ("AC04", [])
        assert self.held() == (self.fen, 0)
        call_command("prove", stdout=io.StringIO())

    def held(self) -> tuple[int, int]:
        """In the pot of the deposit, and on its way out."""
        pots = (self.tenant.lease.deposit_pot, "payout:ccb")
        balances = ledger.balances(pots)
        return balances[pots[0]], balances[pots[1]]


def worker_killed_after_the_bank_took_the_batch(city: City, leaving: Leaving) -> None:
    leaving.is_released_and_caught(BATCH, "batch")
    city.kill("worker")
    leaving.lock.release()
    leaving.batch.refresh_from_db()
    assert leaving.batch.status == "approved"
    city.start_worker()


def worker_killed_between_batch_and_payout(city: City, leaving: Leaving) -> None:
    leaving.is_released_and_caught(PAYOUT, "payout")
    city.kill("worker")
    leaving.lock.release()
    leaving.payout.refresh_from_db()
    assert leaving.payout.status == "batched"
    city.start_worker()


def database_killed_right_after_the_bank_took_the_batch(city: City, leaving: Leaving) -> None:
    leaving.is_released_and_caught(BATCH, "batch")
    city.kill("postgres")
    city.mend()


def everything_killed_right_after_the_bank_took_the_batch(city: City, leaving: Leaving) -> None:
    leaving.is_released_and_caught(BATCH, "batch")
    for name in ("postgres", "worker", "web"):
        city.kill(name)
    city.mend()


def worker_dead_when_the_bank_pays(city: City, leaving: Leaving) -> None:
    leaving.is_with_the_bank()
    city.kill("worker")
    leaving.the_bank_decides()
    city.start_worker()


def web_dead_when_the_bank_pays(city: City, leaving: Leaving) -> None:
    leaving.is_with_the_bank()
    city.kill("web")
    leaving.the_bank_decides()
    city.start_web()


def worker_killed_booking_the_debit(city: City, leaving: Leaving) -> None:
    leaving.is_with_the_bank()
    lock = city.hold(PAYOUT, leaving.payout.pk)
    leaving.the_bank_decides()
    lock.catches_somebody()
    city.kill("worker")
    lock.release()
    city.start_worker()


PAYING: list[Callable[[City, Leaving], None]] = [
    worker_killed_after_the_bank_took_the_batch,
    worker_killed_between_batch_and_payout,
    database_killed_right_after_the_bank_took_the_batch,
    everything_killed_right_after_the_bank_took_the_batch,
    worker_dead_when_the_bank_pays,
    web_dead_when_the_bank_pays,
    worker_killed_booking_the_debit,
]


@pytest.mark.covers("CHN-06", "LED-03", "OPS-02")
@pytest.mark.parametrize("crash", PAYING, ids=lambda step: step.__name__)
def test_a_payout_is_paid_once_whatever_is_killed(city: City, crash) -> None:
    leaving = Leaving(city)
    crash(city, leaving)
    leaving.is_paid_once()
    leaving.tenant.sees_the_day_handed_over()


def worker_dead_when_the_bank_says_no(city: City, leaving: Leaving) -> None:
    leaving.is_with_the_bank()
    city.kill("worker")
    leaving.the_bank_decides("AC04")
    city.start_worker()


def web_killed_noting_that_the_bank_said_no(city: City, leaving: Leaving) -> None:
    leaving.is_with_the_bank()
    lock = city.hold(PAYOUT, leaving.payout.pk)
    leaving.the_bank_decides("AC04")
    lock.catches_somebody()
    city.kill("web")
    lock.release()
    city.start_web()


def database_killed_right_after_the_bank_said_no(city: City, leaving: Leaving) -> None:
    leaving.is_with_the_bank()
    leaving.the_bank_decides("AC04")
    city.kill("postgres")
    city.mend()


FAILING: list[Callable[[City, Leaving], None]] = [
    worker_dead_when_the_bank_says_no,
    web_killed_noting_that_the_bank_said_no,
    database_killed_right_after_the_bank_said_no,
]


@pytest.mark.covers("CHN-06", "LED-03", "OPS-02")
@pytest.mark.parametrize("crash", FAILING, ids=lambda step: step.__name__)
def test_what_the_bank_could_not_pay_is_back_once_whatever_is_killed(city: City, crash) -> None:
    leaving = Leaving(city)
    crash(city, leaving)
    leaving.is_back_where_it_came_from()
    leaving.tenant.sees_the_day_handed_over()


@pytest.mark.covers("CHN-06")
def test_what_the_bank_brings_back_is_where_it_came_from_though_the_worker_is_dead(
    city: City,
) -> None:
    leaving = Leaving(city)
    leaving.is_released()
    leaving.is_paid_once()
    city.kill("worker")
    city.control("bank/ccb/payments/bring-back", {"end_to_end_id": leaving.payout.no})
    city.start_worker()
    leaving.comes_to("returned")
    assert leaving.held() == (leaving.fen, 0)
    leaving.tenant.sees_the_day_handed_over()


@pytest.mark.covers("CHN-04")
def test_the_interest_of_the_bank_is_booked_once_and_the_day_agrees(city: City) -> None:
    tenant = Tenant(city)
    before = ledger.balance_fen("interest:icbc")
    city.control("bank/icbc/interest", {"amount": "12.34"})
    until(lambda: ledger.balance_fen("interest:icbc") == before + 12_34, "the interest")
    tenant.sees_the_day_handed_over()
    assert ledger.balance_fen("interest:icbc") == before + 12_34
