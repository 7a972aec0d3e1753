from anju.credit.models.events import CreditEvent, CreditTotal, Evidence, Measure, Objection
from anju.credit.models.lists import ListEntry
from anju.credit.models.standard import CreditMode, CreditRule

__all__ = [
    "CreditEvent",
    "CreditMode",
    "CreditRule",
    "CreditTotal",
    "Evidence",
    "ListEntry",
    "Measure",
    "Objection",
]
