"""A tenant for the tests: files a lease, pays it through the product, and finds everything as it must be."""

import io
from collections.abc import Callable
from datetime import date
from functools import partial

from django.core.management import call_command
from django.db import connection

from anju.core import clock
from anju.core.money import parse_yuan
from anju.ledger import queries as ledger
from anju.notices.models import Notice
from anju.orders.models import Order
from anju.payments import queries as payments
from anju.payments.models import BankEntry, ProviderNotification
from anju.tests.journeys.city import City, until
from sample import outside, story
from sample.leases import lease
from sample.people import LI, SamplePerson

DEPOSIT, FIRST_RENT = "4000.00", "24000.00"


class Tenant:
    """Has a lease of 4,000 yuan a month, rent half-yearly: deposit and first rent make 28,000 yuan."""

    def __init__(self, city: City, who: SamplePerson = LI) -> None:
        self.city, self.who = city, who
        self.lease = story.file(lease([who], rent=4000))
        self.order: Order

    # What the tenant and those outside do -----------------------------------------------------------------

    def starts(self, channel: str) -> None:
        """Order deposit and first rent, choose how to pay, 立即缴纳."""
        self.order = story.start(self.lease, channel)

    def has_a_code(self) -> None:
        self.waits(lambda: self.payment_status() == "open", "the code to pay with")

    def starts_and_gets_a_code(self, channel: str) -> None:
        self.starts(channel)
        self.has_a_code()

    def pays(self) -> None:
        story.pay([self.order])

    def pays_late(self) -> None:
        trade = {"out_trade_no": self.order.payment.no, "payer": self.who.phone, "late": True}
        outside.ask("/api/alipay/pay", trade)

    # What has become of it --------------------------------------------------------------------------------

    def status(self) -> str:
        self.order.refresh_from_db()
        return self.order.status

    def payment_status(self) -> str:
        self.order.payment.refresh_from_db()
        return self.order.payment.status

    def comes_to(self, status: str) -> None:
        self.waits(lambda: self.status() == status, f"order {self.order.no} to be {status}")

    def fact_is_there(self) -> None:
        """What the outside told us of this payment is written down, whether or not acted on."""
        payment = self.order.payment
        entries = BankEntry.objects.filter(collection_code=payment.collection_code or "none")
        told = ProviderNotification.objects.filter(payment_no=payment.no)
        self.waits(lambda: entries.exists() or told.exists(), "the fact")

    def is_told_everything(self) -> None:
        until(
            lambda: not Notice.objects.filter(status="queued").exists(), "the messages to be sent"
        )

    def messages(self) -> list[str]:
        return [text for text in self.city.inbox(self.who.phone) if self.order.no in text]

    def is_in_custody_once(self) -> None:
        """已监管, one booking of each bill, the balances exact, one message, and the books are proved."""
        self.comes_to("in_custody")
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT amount_fen FROM ledger_transfer WHERE reason = 'order_paid' AND cause = %s"
                " ORDER BY amount_fen",
                [f"order:{self.order.no}"],
            )
            booked = [fen for (fen,) in cursor.fetchall()]
        assert booked == [parse_yuan(DEPOSIT), parse_yuan(FIRST_RENT)]
        assert ledger.balances([self.lease.deposit_pot, self.lease.rent_pot]) == {
            self.lease.deposit_pot: parse_yuan(DEPOSIT),
            self.lease.rent_pot: parse_yuan(FIRST_RENT),
        }
        self.is_told_everything()
        assert len(self.messages()) == 1
        call_command("prove", stdout=io.StringIO())

    # Both -------------------------------------------------------------------------------------------------

    def waits(self, done: Callable[[], bool], what: str) -> None:
        """Meanwhile a supervisor starts again what has ended."""
        until(lambda: self.city.restart_ended() or done(), what)

    def sees_the_day_handed_over(self) -> None:
        """日终. The book of the day that is over agrees with the statements of both banks."""
        day = clock.today()
        outside.hand_over_the_day()
        for bank in ("ccb", "icbc"):
            self.waits(partial(agrees, bank, day), f"{bank}'s statement of {day} to agree")


def agrees(bank: str, day: date) -> bool:
    return payments.day_proof(bank, day).agrees
