from anju.works.models.orders import ExclusionAnswer, Order, OwnersNotice, Paper
from anju.works.models.payments import Payment, PaymentPart
from anju.works.models.settlements import Invoice, Settlement
from anju.works.models.shares import Share
from anju.works.models.sheets import Flow, Printing, Sheet
from anju.works.models.tellings import Telling

__all__ = [
    "ExclusionAnswer",
    "Flow",
    "Invoice",
    "Order",
    "OwnersNotice",
    "Paper",
    "Payment",
    "PaymentPart",
    "Printing",
    "Settlement",
    "Share",
    "Sheet",
    "Telling",
]
