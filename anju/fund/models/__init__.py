from anju.fund.models.additions import Addition, AdditionDocument
from anju.fund.models.deposits import Account, Attempt, Deposit
from anju.fund.models.looking import LookUp, Tries

__all__ = [
    "Account",
    "Addition",
    "AdditionDocument",
    "Attempt",
    "Deposit",
    "LookUp",
    "Tries",
]
