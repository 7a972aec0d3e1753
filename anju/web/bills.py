"""How a bill and its movements look, in every portal that shows them."""

from typing import Any

from django.utils.translation import gettext as _

from anju.contracts.rules import BillKind, BillStatus

TONES = {
    BillStatus.NOT_DUE: "quiet",
    BillStatus.PAYABLE: "waiting",
    BillStatus.OVERDUE: "bad",
    BillStatus.IN_ORDER: "waiting",
    BillStatus.PAID: "good",
    BillStatus.IN_CUSTODY: "kept",
    BillStatus.LEASE_ENDED: "quiet",
}


def kind_of(bill: Any) -> str:
    if bill.kind == BillKind.DEPOSIT:
        return _("押金（补缴）") if bill.number else str(BillKind.DEPOSIT.label)
    return _("租金（第{number}期）").format(number=bill.number)


def period_of(bill: Any) -> str:
    """The days a rent bill pays for; a deposit is for the whole lease."""
    if bill.from_on is None:
        return _("整个租期")
    return _("{first} 至 {last}").format(first=bill.from_on, last=bill.to_on)


def kind_of_pot(pot: str) -> str:
    """押金, 租金, 争议资金 or 利息, by the pot of a lease that a movement touched."""
    kind = pot.rpartition(":")[2]
    others = {"disputed": _("争议资金"), "interest": _("利息")}
    return others.get(kind) or str(BillKind(kind).label)
