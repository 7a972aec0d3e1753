from anju.fund.models.additions import Addition, AdditionDocument
from anju.fund.models.deposits import Account, Attempt, Deposit
from anju.fund.models.looking import LookUp, Tries
from anju.fund.models.refunds import CounterRefund

__all__ = [
    "Account",
    "Addition",
    "AdditionDocument",
    "Attempt",
    "CounterRefund",
    "Deposit",
    "LookUp",
    "Tries",
]
