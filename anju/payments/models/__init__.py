"""What is kept of payments; split by noun."""

from anju.payments.models.accounts import BankAccount, Merchant, ReceivingBank
from anju.payments.models.days import (
    Settlement,
    SettlementLine,
    Statement,
    StatementLine,
    StatementRequest,
)
from anju.payments.models.facts import (
    BankEntry,
    BankMessage,
    CreditPayer,
    CreditReturn,
    ProviderNotification,
)
from anju.payments.models.payments import Payment, Refund
from anju.payments.models.payouts import Payout, PayoutBatch

__all__ = [
    "BankAccount",
    "BankEntry",
    "BankMessage",
    "CreditPayer",
    "CreditReturn",
    "Merchant",
    "Payment",
    "Payout",
    "PayoutBatch",
    "ProviderNotification",
    "ReceivingBank",
    "Refund",
    "Settlement",
    "SettlementLine",
    "Statement",
    "StatementLine",
    "StatementRequest",
]
