from anju.homes.models.estate import Building, Community, Dwelling, Loss, Owner
from anju.homes.models.files import VerificationFile, VerificationFileRow
from anju.homes.models.homes import Home, Letting, RegistryAnswer
from anju.homes.models.notices import Callback, Notice
from anju.homes.models.objections import Objection, ObjectionDocument
from anju.homes.models.troubles import Attempt, Trouble
from anju.homes.models.verifications import Asking, Verification

__all__ = [
    "Asking",
    "Attempt",
    "Building",
    "Callback",
    "Community",
    "Dwelling",
    "Home",
    "Letting",
    "Loss",
    "Notice",
    "Objection",
    "ObjectionDocument",
    "Owner",
    "RegistryAnswer",
    "Trouble",
    "Verification",
    "VerificationFile",
    "VerificationFileRow",
]
