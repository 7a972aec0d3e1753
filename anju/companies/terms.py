"""What is stated of a unit and of the person who acts for it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class UnitTerms:
    """What an application states of the unit; `district` is that of the chosen department."""

    district: str
    name: str
    nature: str
    uscc: str
    organisation_code: str = ""
    legal_representative: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""


@dataclass(frozen=True)
class HolderTerms:
    """经办人: who has the account, and later the key."""

    name: str
    id_type: str
    id_number: str
    phone: str
    mail: str


@dataclass(frozen=True)
class Credential:
    """What a device has made for us and proven to be its own; `sign_count` as it stood then."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


@dataclass(frozen=True)
class Issued:
    """Told once, when a key is handed over: its number and the code that takes it into use, or for an old key the
    password by which its holder comes in."""

    key_id: int
    number: str
    code: str = ""
    password: str = ""
