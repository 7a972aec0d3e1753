"""What a program is told about an application, at once or later: the same words. (CON-14)"""

from typing import Any

from django.db.models import QuerySet

from anju.clients.callbacks import Letter
from anju.core.actors import Actor
from anju.core.rules import CallbackStatus
from anju.filings.models import Callback, Filing
from anju.filings.paper import check_url
from anju.filings.queries.certificates import certificates_of
from anju.filings.rules import Status
from anju.people import queries as people
from anju.people.rules import Power


def as_told(filing: Filing) -> dict[str, Any]:
    """As JSON: how an application stands, and where the certificate that holds now is checked once there is one."""
    approved = filing.status == Status.APPROVED
    issued = certificates_of(filing) if approved else []
    return {
        "application_no": filing.application_no,
        "contract_no": filing.contract_no,
        "status": str(filing.status),
        "status_label": str(filing.get_status_display()),
        "review_by": filing.review_by.isoformat(),
        "because": filing.because,
        "filing_no": filing.filing_no,
        "certificate": check_url(str(filing.filing_no), issued[0].code) if issued else None,
    }


def letter(callback_id: int) -> Letter:
    """As things stand now: what was decided after the callback was made is told with it."""
    callback = Callback.objects.select_related("filing").get(pk=callback_id)
    client = people.api_client(callback.filing.client_id or 0)
    return Letter(
        client.name,
        client.callback_url,
        client.callback_key or "",
        f"filing-{callback.pk}",
        as_told(callback.filing),
    )


def undelivered_seen_by(actor: Actor) -> QuerySet[Callback]:
    """Callbacks that no program accepted, newest first, for the counter."""
    if Power.FILING_ENTER not in actor.may:
        return Callback.objects.none()
    given_up = Callback.objects.filter(status=CallbackStatus.UNDELIVERED)
    return given_up.select_related("filing__client").order_by("-id")
