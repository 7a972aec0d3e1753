"""What a program is told about a verification, at once or later: the same words. (HVF-04)"""

from typing import Any

from django.db.models import QuerySet

from anju.clients.callbacks import Letter
from anju.core.actors import Actor
from anju.core.rules import CallbackStatus
from anju.homes.models import Callback, Verification
from anju.homes.queries.verifications import holds, home_shown, sentence_of, status_now
from anju.people import queries as people
from anju.people.rules import Power


def as_told(verification: Verification) -> dict[str, Any]:
    """As JSON. The home only where its owner was stated rightly, and nothing that was not stated about the owner."""
    home, until = home_shown(verification), verification.valid_until
    trouble = verification.trouble
    return {
        "no": verification.no,
        "status": str(status_now(verification).value),
        "outcome": verification.outcome.upper(),
        "reason": verification.reason,
        "message": sentence_of(verification),
        "holds": holds(verification),
        "valid_until": until.isoformat() if until else None,
        "ticket": trouble.no if trouble else None,
        "home": None
        if home is None
        else {
            "address": home.address,
            "district": verification.home.district,
            "area": None if home.area is None else str(home.area),
            "use": home.use,
            "is_mortgaged": home.is_mortgaged,
        },
    }


def letter(callback_id: int) -> Letter:
    """As things stand now: what was decided after the callback was made is told with it."""
    found = Callback.objects.select_related("verification__home", "verification__trouble")
    callback = found.get(pk=callback_id)
    client = people.api_client(callback.verification.client_id or 0)
    return Letter(
        client.name,
        client.callback_url,
        client.callback_key or "",
        f"callback-{callback.pk}",
        as_told(callback.verification),
    )


def undelivered_seen_by(actor: Actor) -> QuerySet[Callback]:
    """Callbacks that no program accepted, newest first, for the operator."""
    if Power.HOME_TROUBLE not in actor.may:
        return Callback.objects.none()
    given_up = Callback.objects.filter(status=CallbackStatus.UNDELIVERED)
    return given_up.select_related("verification__client").order_by("-id")
