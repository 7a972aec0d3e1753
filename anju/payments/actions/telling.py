"""Who meant to pay by a credit that was set aside is told what becomes of it, in the same transaction. (CHN-07)"""

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action
from anju.core.money import yuan
from anju.notices import actions as notices
from anju.payments.models import CreditPayer


@action
def name_payer(
    *, entry_id: int, person_id: int | None = None, organisation_id: int | None = None, by: Actor
) -> None:
    """Say who meant to pay by a credit in suspense, so that they are told of it. Once said, it stands."""
    CreditPayer.objects.get_or_create(
        entry_id=entry_id, defaults={"person_id": person_id, "organisation_id": organisation_id}
    )


@action
def tell_payer(*, entry_id: int, kind: str, cause: str, by: Actor) -> None:
    """One message for each cause, which is a number of ours; nobody is told of a credit that names no order."""
    payer = CreditPayer.objects.filter(pk=entry_id).select_related("entry").first()
    if payer is None:
        return
    notices.queue(
        key=f"{kind}:{entry_id}:{cause}",
        kind=kind,
        facts={
            "amount": yuan(payer.entry.amount_fen),
            "code_end": payer.entry.collection_code[-4:],
            "day": str(clock.day_of(payer.entry.booked_at)),
        },
        person_id=payer.person_id,
        organisation_id=payer.organisation_id,
        by=by,
    )
