from anju.signings.models.codes import ConfirmationCode
from anju.signings.models.contracts import Contract, ContractDocument, ContractTenant
from anju.signings.models.papers import SignedPaper
from anju.signings.models.revocations import Revocation, RevocationConsent

__all__ = [
    "ConfirmationCode",
    "Contract",
    "ContractDocument",
    "ContractTenant",
    "Revocation",
    "RevocationConsent",
    "SignedPaper",
]
