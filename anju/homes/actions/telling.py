"""Who hears what: the asker by a text message, a program by a callback; who handed in a file looks at its progress."""

from anju.core import callbacks
from anju.core.actors import Actor
from anju.homes.models import Callback, Objection, Verification
from anju.notices import actions as notices
from anju.people import queries as people
from anju.webhooks import actions as webhooks
from anju.webhooks.rules import Event


def tell_decided(verification: Verification, *, by: Actor) -> None:
    """That a check that had to wait for the registry has been decided."""
    _tell_program(verification, by)
    if verification.client_id is not None:
        call_back(verification)
    elif not verification.in_bulk and verification.decided_at is not None:
        _text(verification, "home_checked", verification.decided_at.isoformat(), by)


def tell_restricted(verification: Verification, *, by: Actor) -> None:
    """That a verification no longer holds, because of what the registry says now."""
    _tell_program(verification, by)
    if verification.client_id is not None:
        call_back(verification)
    else:
        _text(verification, "home_restricted", "", by)


def tell_objection(objection: Objection, *, by: Actor) -> None:
    if objection.verification.client_id is None:
        _text(objection.verification, "home_objection", str(objection.pk), by)


def call_back(verification: Verification) -> None:
    if people.api_client(verification.client_id or 0).is_called_back:
        callbacks.make(Callback, verification=verification)


def _tell_program(verification: Verification, by: Actor) -> None:
    """The organisation for which it was asked, and the platform that asked."""
    webhooks.tell(
        organisation_id=verification.organisation_id,
        client_id=verification.client_id,
        event=Event.VERIFICATION_DECIDED,
        about=verification.no,
        facts={
            "no": verification.no,
            "status": str(verification.status),
            "outcome": verification.outcome.upper(),
        },
        by=by,
    )


def _text(verification: Verification, kind: str, event: str, by: Actor) -> None:
    """Staff have no phone here: they look."""
    if verification.person_id is None and verification.organisation_id is None:
        return
    notices.queue(
        key=f"{kind}:{verification.no}:{event}",
        kind=kind,
        facts={"no": verification.no},
        person_id=verification.person_id,
        organisation_id=None if verification.person_id else verification.organisation_id,
        by=by,
    )
