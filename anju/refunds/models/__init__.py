from anju.refunds.models.accounts import AdvanceAccount
from anju.refunds.models.attachments import Attachment
from anju.refunds.models.cases import Case, CaseNote
from anju.refunds.models.disputes import FinalPlan, Offer
from anju.refunds.models.orders import AuthorityOrder
from anju.refunds.models.plans import Answer, DeductionItem, Plan
from anju.refunds.models.portions import NameChange, Portion
from anju.refunds.models.uploads import RefundUpload, RefundUploadRow

__all__ = [
    "AdvanceAccount",
    "Answer",
    "Attachment",
    "AuthorityOrder",
    "Case",
    "CaseNote",
    "DeductionItem",
    "FinalPlan",
    "NameChange",
    "Offer",
    "Plan",
    "Portion",
    "RefundUpload",
    "RefundUploadRow",
]
