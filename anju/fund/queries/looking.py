"""What is shown of a home: all to its owner, the least that serves to others. (OWN-31)"""

from dataclasses import dataclass

from anju.core.actors import Actor
from anju.core.crypto import mask_name, masked
from anju.fund.models import Account
from anju.homes import queries as homes
from anju.homes.rules import OwnerIdType


@dataclass(frozen=True)
class HomeShown:
    """A home as this actor may see it; of another's no number, no phone and no whole name."""

    address: str
    is_own: bool
    owners: str
    area_hundredths: int | None
    contract_no: str
    certificate_no: str


def home_shown(account: Account, actor: Actor) -> HomeShown:
    home = account.dwelling
    owners = list(homes.owners_now(home))
    if homes.is_owned_by(home, actor):
        return HomeShown(
            home.address,
            is_own=True,
            owners="、".join(owner.name for owner in owners),
            area_hundredths=home.area_hundredths,
            contract_no=home.contract_no or "",
            certificate_no=home.certificate_no or "",
        )
    hidden = [
        masked(owner.name, 2, 2) if owner.id_type == OwnerIdType.USCC else mask_name(owner.name)
        for owner in owners
    ]
    return HomeShown(home.address, False, "、".join(hidden), None, "", "")
