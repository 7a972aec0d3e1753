"""One provider's day taken apart: from its bill to money in custody, beside a bare COPY of all the rows it writes."""

import statistics
import time
from datetime import UTC, datetime, timedelta

from anju.core import clock
from anju.core.actors import CLOCK, OUTSIDE
from anju.ledger import actions as ledger
from anju.orders import actions as orders
from anju.orders.jobs import LINES
from anju.payments import actions as payments
from anju.payments.actions.facts import EntryTerms
from anju.payments.actions.settlements import BillLine
from anju.payments.models import Settlement
from bench import city, measure
from bench.copying import copy
from bench.load import ACCOUNT_NO, APP_ID
from bench.measure import Figure, against

DAY, COPY = "an Alipay day of {:,} orders", "COPY of the same rows"
SIZES = (1, 2, 4)

PAID = """
UPDATE orders_order SET status = 'paid', expires_at = NULL WHERE id BETWEEN %(first)s AND %(last)s;
UPDATE payments_payment SET status = 'received' WHERE id BETWEEN %(first)s AND %(last)s;
"""

# Every row that the run inserts or changes, by its table.
WRITTEN = {
    "payments_settlementline": "settlement_id = %(settlement)s",
    "orders_order": "id BETWEEN %(first)s AND %(last)s",
    "payments_payment": "id BETWEEN %(first)s AND %(last)s",
    "core_event": "at >= %(began)s",
    "ledger_transfer": "recorded_at >= %(began)s",
    "ledger_key": "first_id IN (SELECT id FROM ledger_transfer WHERE recorded_at >= %(began)s)",
    "ledger_pot": "code IN (SELECT 'lease:' || filing_no || ':deposit' FROM contracts_lease"
    " WHERE id BETWEEN %(first)s AND %(last)s)",
    "notices_notice": "queued_at >= %(began)s",
}


def measured(*, short: bool) -> list[Figure]:
    """A day and a COPY of what it wrote, in turn; then shorter days, to see whether the cost of an order grows."""
    count, rounds = (1_000, 1) if short else (100_000, 3)
    city.open_city()
    city_of_days = Days()
    days, copies = [], []
    for number in range(1, rounds + 1):
        day, copy = city_of_days.settle(count)
        days.append(count / day)
        copies.append(count / copy)
        measure.say(f"    round {number}  {days[-1]:>10,.0f} orders/s, COPY {copies[-1]:>10,.0f}")
    figures = [against(DAY.format(count), "orders/s", days, COPY, copies, 1 / 3)]
    costs = [city_of_days.settle(count * size // SIZES[-1])[0] / size for size in SIZES[:-1]]
    costs.append(count / statistics.median(days) / SIZES[-1])
    for size, cost in zip(SIZES[1:], costs[1:], strict=True):
        what = f"{count // SIZES[-1] * size:,} orders: time for each {count // SIZES[-1]:,}"
        peer = f"{count // SIZES[-1]:,} orders"
        figures.append(against(what, "s", [cost], peer, costs[:1], 1.1, at_least=False))
    return figures


class Days:
    """Every measurement settles a day of its own, further back, with orders of its own."""

    def __init__(self) -> None:
        self.next_order, self.next_day = 1, clock.today() - timedelta(days=1)

    def settle(self, count: int) -> tuple[float, float]:
        """Seconds to settle a new day of so many orders, and seconds to COPY what that wrote."""
        first, day = self.next_order, self.next_day
        self.next_order, self.next_day = first + count, day - timedelta(days=1)
        add_paid_orders(first, count)
        measure.checkpoint()
        moment = datetime.now(UTC)
        began = time.monotonic()
        lines = (
            BillLine("trade", f"T{n:027}", f"P{n:020}", city.AMOUNT_FEN, 0, moment)
            for n in range(first, first + count)
        )
        settlement = payments.record_bill(
            channel="alipay",
            bank="ccb",
            day=day,
            digest=str(day).encode().ljust(32),
            lines=lines,
            by=CLOCK,
        )
        payments.record_bank_message(
            bank="ccb",
            nonce=f"{first:032x}",
            digest=b"0" * 32,
            account_no=ACCOUNT_NO,
            entries=[bank_credit(settlement, moment)],
            by=OUTSIDE,
        )
        orders.book_credits(limit=10, by=OUTSIDE)
        while orders.settle_lines(settlement_id=settlement.pk, limit=LINES, by=CLOCK):
            pass
        assert payments.finish_settlement(settlement_id=settlement.pk, by=CLOCK)
        seconds = time.monotonic() - began
        assert city.in_custody_with_notice(first, first + count) == count
        values = {"first": first, "last": first + count - 1, "began": moment}
        return seconds, copy(WRITTEN, values | {"settlement": settlement.pk})


def bank_credit(settlement: Settlement, moment: datetime) -> EntryTerms:
    return EntryTerms(
        bank_ref=f"S{settlement.day}",
        direction="credit",
        amount_fen=settlement.net_fen,
        booked_at=moment,
        text=f"ALIPAY SETTLEMENT {settlement.day} {APP_ID}",
    )


def add_paid_orders(first: int, count: int) -> None:
    """Orders 成功 whose money is in transit."""
    city.add_orders(first, count, "alipay")
    city.run(PAID, first=first, last=first + count - 1)
    ledger.transfer(
        key=f"bench:{first}",
        reason="provider_paid",
        cause="bench",
        happened_at=clock.now(),
        legs=[("world:alipay:ccb", "transit:alipay:ccb", count * city.AMOUNT_FEN)],
    )
    city.settle_down()
