"""How records look to a program: amounts and days as text, names of persons masked."""

from datetime import date, datetime
from typing import Any

from anju.core.crypto import mask_name
from anju.core.money import plain_yuan


def tenant_name(tenant: Any) -> str:
    return mask_name(tenant.person.name) if tenant.person else str(tenant.organisation.name)


def parts(of: Any) -> dict[str, str]:
    return {"deposit": plain_yuan(of.deposit_fen), "rent": plain_yuan(of.rent_fen)}


def day(of: date | None) -> str | None:
    return of.isoformat() if of else None


def moment(of: datetime) -> str:
    return of.isoformat(timespec="seconds")
