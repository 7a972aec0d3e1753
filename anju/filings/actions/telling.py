"""Who hears what became of an application: the enterprise by a text message, a program by a callback."""

from anju.core import callbacks, clock
from anju.core.actors import Actor
from anju.filings import queries
from anju.filings.models import Callback, Filing
from anju.notices import actions as notices
from anju.people import queries as people
from anju.webhooks import actions as webhooks
from anju.webhooks.rules import Event


def ask_for_consent(filing: Filing, by: Actor) -> None:
    """Each tenant of the lease is asked, once for each time it was handed in; nobody where a judgment decides."""
    if not queries.needs_consent(filing):
        return
    times = filing.submissions.count()
    for person_id, organisation_id in queries.tenants_concerned(filing):
        whom = f"{person_id or ''}:{organisation_id or ''}"
        notices.queue(
            key=f"consent_asked:{filing.application_no}:{times}:{whom}",
            kind=f"{filing.kind}_consent_asked",
            facts={"filing_no": queries.lease_concerned(filing).filing_no},
            person_id=person_id,
            organisation_id=organisation_id,
            by=by,
        )


def tell_decided(filing: Filing, kind: str, facts: dict[str, str], by: Actor) -> None:
    """Each decision is told once: an application may be sent back several times."""
    notices.queue(
        key=f"{kind}:{filing.application_no}:{clock.now().isoformat()}",
        kind=kind,
        facts={"no": filing.contract_no, **facts},
        organisation_id=filing.enterprise_id,
        by=by,
    )
    _tell_program(filing, kind, facts, by)
    if filing.client_id is not None and people.api_client(filing.client_id).is_called_back:
        callbacks.make(Callback, filing=filing)


def _tell_program(filing: Filing, kind: str, facts: dict[str, str], by: Actor) -> None:
    is_returned = kind == "filing_sent_back"
    more = {"because": facts["because"]} if is_returned else {"filing_no": filing.filing_no or ""}
    webhooks.tell(
        organisation_id=filing.enterprise_id,
        client_id=filing.client_id,
        event=Event.FILING_RETURNED if is_returned else Event.FILING_APPROVED,
        about=filing.application_no,
        facts={
            "application_no": filing.application_no,
            "contract_no": filing.contract_no,
            "kind": filing.kind,
            **more,
        },
        by=by,
    )
