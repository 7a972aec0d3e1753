"""A tenant for the tests: files a lease, pays it through the product, and finds everything as it must be."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.core.management import call_command
from django.db import connection

from anju.contracts import queries as contracts
from anju.core import clock
from anju.core.actors import Actor
from anju.core.money import parse_yuan
from anju.ledger import queries as ledger
from anju.notices.models import Notice
from anju.orders import actions as orders
from anju.orders.models import Order
from anju.payments import queries as payments
from anju.payments.models import BankEntry, ProviderNotification
from anju.people import actions as people
from anju.people.rules import READING_TIME
from anju.people.user_notice import ORIGINAL
from anju.tests.journeys.city import City, until
from sample import outside, story
from sample.leases import lease
from sample.people import LI, SampleOrganisation, SamplePerson

Renter = SamplePerson | SampleOrganisation

DEPOSIT, FIRST_RENT = "4000.00", "24000.00"


class Tenant:
    """Has a lease of 4,000 yuan a month, rent half-yearly: deposit and first rent make 28,000 yuan."""

    def __init__(
        self, city: City, who: Renter = LI, *others: Renter, filed_days_ago: int = 0, **terms: Any
    ) -> None:
        self.city = city
        self.phone = who.phone if isinstance(who, SamplePerson) else who.operator.phone
        filed_on = clock.today() - timedelta(days=filed_days_ago)
        self.lease = story.file(
            replace(lease([who, *others], rent=4000, **terms), filed_on=filed_on)
        )
        self.order: Order

    @property
    def no(self) -> str:
        return self.order.no

    @property
    def actor(self) -> Actor:
        first = self.lease.tenants.get(position=1)
        name = (
            f"person {first.person_id}"
            if first.person_id
            else f"organisation {first.organisation_id}"
        )
        return Actor(
            name, "tenant_web", person_id=first.person_id, organisation_id=first.organisation_id
        )

    # What the tenant and those outside do -----------------------------------------------------------------

    def has_agreed(self) -> None:
        """Has read 《用户须知》 before."""
        read_from = clock.now() - READING_TIME - timedelta(seconds=1)
        people.accept_notice(
            version=ORIGINAL.version,
            language="zh-hans",
            shown_at=read_from,
            ip=None,
            device="",
            by=self.actor,
        )

    def orders(self) -> None:
        """Order deposit and first rent, and stop before choosing how to pay."""
        bills = contracts.bills_of(self.lease)
        due = {bill.pk for bill in bills if bill.due_on == self.lease.starts_on}
        self.order = orders.place_order(bill_ids=due, by=self.actor)

    def cancels(self) -> None:
        orders.cancel_order(order_id=self.order.pk, by=self.actor)

    def starts(self, channel: str) -> None:
        """Order deposit and first rent, choose how to pay, 立即缴纳."""
        self.order = story.start(channel, self.lease)

    def has_a_code(self) -> None:
        self.waits(lambda: self.payment_status() == "open", "the code to pay with")

    def starts_and_gets_a_code(self, channel: str) -> None:
        self.starts(channel)
        self.has_a_code()

    def pays(self) -> None:
        story.pay([self.order])

    def pays_late(self) -> None:
        trade = {"out_trade_no": self.order.payment.no, "payer": self.phone, "late": True}
        outside.ask("/api/alipay/pay", trade)

    def fails_to_pay(self) -> None:
        outside.ask("/api/alipay/pay", {"out_trade_no": self.order.payment.no, "succeed": False})

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
        return [text for text in self.city.inbox(self.phone) if self.order.no in text]

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


def in_every_status(city: City, who: SamplePerson) -> dict[str, Tenant]:
    """One order in each of the six states, each of another lease; the shortest-lived is made last."""
    kept, paid, failed, cancelled, paying, awaiting = every = [Tenant(city, who) for _ in range(6)]
    for one, channel in ((kept, "bank_transfer"), (paid, "alipay"), (failed, "alipay")):
        one.starts(channel)
    for one in (kept, paid, failed):
        one.has_a_code()
    kept.pays()
    paid.pays()
    failed.fails_to_pay()
    cancelled.orders()
    cancelled.cancels()
    kept.comes_to("in_custody")
    paid.comes_to("paid")
    failed.comes_to("failed")
    paying.starts_and_gets_a_code("bank_transfer")
    awaiting.orders()
    return dict(zip(("已监管", "成功", "失败", "取消", "支付中", "待确认"), every, strict=True))
