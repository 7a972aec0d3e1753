"""What is kept about people, and about other systems' programs."""

from anju.people.models.people import (
    Administrator,
    Consent,
    Operator,
    Organisation,
    PasswordRecovery,
    Person,
    Post,
    Posting,
    PublishedNotice,
    SignIn,
    StaffMember,
    StaffPower,
)
from anju.people.models.programs import ApiCall, ApiKey, ApiRequest, ApiUsage

__all__ = [
    "Administrator",
    "ApiCall",
    "ApiKey",
    "ApiRequest",
    "ApiUsage",
    "Consent",
    "Operator",
    "Organisation",
    "PasswordRecovery",
    "Person",
    "Post",
    "Posting",
    "PublishedNotice",
    "SignIn",
    "StaffMember",
    "StaffPower",
]
