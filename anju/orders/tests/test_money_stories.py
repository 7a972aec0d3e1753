"""The standard stories of paying as tables of transfers and balances: documentation an auditor can read, kept true."""

import pytest

from anju.core import clock
from anju.core.actors import CLOCK, OUTSIDE, Actor
from anju.core.money import plain_yuan
from anju.orders import actions
from anju.payments import actions as payments
from anju.payments import queries as payment_queries
from anju.payments.actions.settlements import BillLine
from anju.payments.models import Refund
from anju.payments.rules import Channel
from anju.tests.stories import Stories
from anju.tests.world import (
    a_credit,
    a_lease,
    a_notification,
    a_paying_order,
    a_paying_order_on_behalf,
    book,
    enterprise_of,
    tenant_of,
)

pytestmark = pytest.mark.django_db
OFFICER = Actor("officer", "centre", frozenset({"bank.read", "bank.match", "bank.return"}))
story = Stories("money-stories.md")


def paid_late(lease):
    """An Alipay payment that succeeds after its order has expired."""
    late = a_paying_order(lease, Channel.ALIPAY)
    actions.payment_closed(payment_id=late.payment.pk, failed=False, because="expired", by=CLOCK)
    return late


def settled(*orders, refunds=()):
    """The next day: the provider's bill, the bank's credit, and the bill taken apart."""
    lines = [
        BillLine("trade", f"T{o.payment.no}", o.payment.no, o.amount_fen, 0, clock.now())
        for o in orders
    ]
    lines += [
        BillLine("refund", f"T{o.payment.no}", o.payment.no, o.amount_fen, 0, clock.now())
        for o in refunds
    ]
    day = clock.today()
    settlement = payments.record_bill(
        channel="alipay", bank="ccb", day=day, digest=b"d" * 32, lines=lines, by=CLOCK
    )
    if settlement.net_fen:
        text = f"ALIPAY SETTLEMENT {day} 2021000000000001"
        a_credit(amount=plain_yuan(settlement.net_fen), text=text)
    book()
    while actions.settle_lines(settlement_id=settlement.pk, limit=100, by=CLOCK):
        pass
    payments.finish_settlement(settlement_id=settlement.pk, by=CLOCK)


def returned(entry):
    """The bank carries out a return, and its debit ends the matter."""
    instruction = payments.return_credit(
        entry_id=entry.pk, because=entry.because or "退回", by=CLOCK
    )
    payments.send_return(return_id=instruction.pk, by=CLOCK)
    amount = plain_yuan(instruction.amount_fen)
    a_credit(amount=amount, direction="debit", end_to_end_id=instruction.end_to_end_id)
    book()


@story("A tenant pays by bank transfer")
def by_bank():
    a_credit(a_paying_order())
    book()


@story("A tenant pays by Alipay; the money arrives the next day")
def by_alipay():
    order = a_paying_order(channel=Channel.ALIPAY)
    a_notification(order)
    book()
    settled(order)


@story("A transfer of the wrong amount is set aside and returned")
def wrong_amount():
    entry = a_credit(a_paying_order(), amount="27999.99")
    book()
    entry.refresh_from_db()
    returned(entry)


@story("A transfer with an unknown code is matched by an officer")
def matched_by_hand():
    order = a_paying_order()
    entry = a_credit(amount="28000.00", code="999")
    book()
    actions.match_credit(entry_id=entry.pk, order_no=order.no, by=OFFICER)


@story("A transfer is sent twice; the second goes back")
def twice():
    order = a_paying_order()
    a_credit(order)
    second = a_credit(order)
    book()
    second.refresh_from_db()
    returned(second)


@story("A return fails at the bank, and is tried again")
def failed_return():
    a_paying_order()
    entry = a_credit(amount="100.00", code="999")
    book()
    first = payments.return_credit(entry_id=entry.pk, because="不明来款", by=OFFICER)
    payments.fail_return(end_to_end_id=first.end_to_end_id, because="AC04", by=CLOCK)
    entry.refresh_from_db()
    returned(entry)


@story("Alipay succeeds after the order expired; the bills are still open")
def late_and_applied():
    late = paid_late(a_lease())
    a_notification(late)
    book()
    settled(late)


@story("Alipay succeeds after the order expired; the bills were paid otherwise")
def late_and_refunded():
    lease = a_lease()
    late = paid_late(lease)
    a_credit(a_paying_order(lease))
    a_notification(late)
    book()
    payments.confirm_refund(refund_id=Refund.objects.get().pk, by=OUTSIDE)
    settled(late, refunds=[late])


@story("A cancelled order is paid by bank all the same; its bills are still open")
def cancelled_and_paid():
    order = a_paying_order()
    actions.cancel_order(order_id=order.pk, by=tenant_of(order.lease))
    a_credit(order)
    book()


@story("An enterprise pays for the tenants of two leases by one transfer")
def by_enterprise():
    a_credit(a_paying_order_on_behalf(a_lease(), a_lease(deposit="3000.00", each=12)))
    book()


@story("An enterprise transfers another amount than its order's; it goes back to the enterprise")
def wrong_amount_of_an_enterprise():
    entry = a_credit(a_paying_order_on_behalf(a_lease(), a_lease()), amount="55999.99")
    book()
    entry.refresh_from_db()
    returned(entry)


@story(
    "A tenant pays while the enterprise's transfer for an older order is on its way; the second goes back"
)
def tenant_and_enterprise():
    lease = a_lease()
    theirs = a_paying_order_on_behalf(lease)
    actions.cancel_order(order_id=theirs.pk, by=enterprise_of(lease))
    a_credit(a_paying_order(lease))
    book()
    late = a_credit(theirs)
    book()
    late.refresh_from_db()
    returned(late)


@pytest.mark.covers("LED-01", "LED-02", "LED-03")
@pytest.mark.parametrize("title", story.plays)
def test_a_money_story_goes_as_recorded(title):
    story.play(title)
    assert not payment_queries.returns_to_send().exists()


def test_the_recorded_file_tells_these_stories_and_no_others():
    assert story.on_the_page() == list(story.plays)
