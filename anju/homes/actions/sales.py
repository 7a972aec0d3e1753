"""An unsold home is sold for the first time. (rule B6.5)"""

from collections.abc import Sequence
from datetime import date

from anju.core.actors import Actor
from anju.core.db import action, lock
from anju.core.identity_numbers import normalise
from anju.core.refusals import Refused
from anju.homes.actions.estates import OwnerTerms, change_owners
from anju.homes.estate import Refusal, Sale
from anju.homes.models import Dwelling


@action
def sell_first(
    *,
    dwelling_id: int,
    owners: Sequence[OwnerTerms],
    contract_on: date,
    contract_no: str = "",
    price_fen: int | None = None,
    by: Actor,
) -> Dwelling:
    """The developer has sold a home that was nobody's: its first owners, and the contract of sale.

    Refused: ALREADY_SOLD, NUMBER_KNOWN; those of `change_owners`.
    """
    dwelling: Dwelling = lock(Dwelling, pk=dwelling_id)
    if dwelling.owners.filter(until__isnull=True).exists():
        raise Refused(Refusal.ALREADY_SOLD, address=dwelling.address)
    number = normalise(contract_no) or None
    others = Dwelling.objects.filter(contract_no=number, sale=Sale.NEW).exclude(pk=dwelling_id)
    if number is not None and others.exists():
        raise Refused(Refusal.NUMBER_KNOWN, no=number)
    change_owners(dwelling_id=dwelling_id, owners=owners, by=by)
    dwelling.contract_on, dwelling.contract_no, dwelling.sale = contract_on, number, Sale.NEW
    dwelling.price_fen = price_fen
    dwelling.save(update_fields=["contract_on", "contract_no", "sale", "price_fen"])
    return dwelling
