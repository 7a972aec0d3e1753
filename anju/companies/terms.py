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
    """Told once, when a key is handed over: its number, the code that takes it into use, and for the holder of an old
    key whose password did not come along, a drawn one."""

    key_id: int
    number: str
    code: str
    password: str = ""
