"""Five weeks in which the city has paid before the world begins, so that the dashboards have something to show."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from anju.core.actors import CLOCK
from anju.core.money import plain_yuan
from anju.core.refusals import Refused
from anju.ledger import actions as ledger
from anju.orders import queries as order_queries
from anju.orders.rules import Status
from anju.statistics import actions as statistics
from sample import outside
from sample.leases import HOMES, lease
from sample.people import HOSPITAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from anju.contracts.terms import LeaseTerms
    from anju.orders.models import Order

DAYS_BACK = 42
QUIET = 8  # of the days before that nothing was paid, so that they can be closed
FIRST_NUMBER = 6_001
WORKDAYS_PAID = tuple(ago for ago in range(QUIET, DAYS_BACK + 1) if ago % 7 not in (0, 6))


def leases_of_day(ago: int) -> list[LeaseTerms]:
    """Three to seven homes that a hospital took for its doctors on a day, a year in advance, from one enterprise."""
    return [
        lease(
            [HOSPITAL],
            enterprise=ago % 3,
            rent=6000 + 570 * (ago * 7 % 11) + 500 * place,
            each=12,
            starts_in=-ago,
            number=FIRST_NUMBER + 10 * ago + place,
            home=HOMES[(ago + place) % len(HOMES)],
        )
        for place in range(3 + ago * 5 % 4)
    ]


def pay(orders: Sequence[tuple[Order, int]]) -> None:
    """Each was paid so many days ago; the banks tell of it today."""
    transfers: dict[str, list[dict[str, str | int]]] = {}
    for placed, ago in orders:
        order = order_queries.order_by_no(placed.no)
        payment = order.payment
        if order.status != Status.PAYING or payment is None:
            continue
        transfers.setdefault(payment.bank_account.bank, []).append(
            {
                "collection_code": payment.collection_code or "",
                "amount": plain_yuan(order.amount_fen),
                "payer_name": HOSPITAL.name,
                "payer_account": "0200001009000012345",
                "text": "租押金",
                "days_ago": ago,
            }
        )
    for bank, of_bank in transfers.items():
        outside.transfer(bank, of_bank)


def are_counted() -> None:
    """What the worker would do within a minute: all that is sealed by now stands in the dashboards.

    While somebody is writing nothing more is sealed: then the worker will.
    """
    with suppress(Refused):
        ledger.seal()
    statistics.count_all_money(by=CLOCK)
