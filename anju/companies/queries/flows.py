"""业务流水: what a company has applied for and changed, in one list by time; and what it printed. (PRP-10, PRP-11)"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, CharField, Count, F, Max, QuerySet, TextChoices, Value, When

from anju.companies.business import FlowChannel, FlowKind
from anju.companies.models import Application, AreaApplication, UnitChange
from anju.companies.queries.companies import company_of
from anju.companies.rules import ApplicationStatus
from anju.companies.serving import Status
from anju.core import clock
from anju.core.actors import Actor
from anju.core.identity_numbers import normalise

PAGE = 20
DONE = "done"
"""The state of what has no review: it was done at once (办理完成)."""


@dataclass(frozen=True)
class Flow:
    """One piece of business of a company: its record is found by kind and id; `status` is that of now."""

    kind: FlowKind
    record_id: int
    no: str
    at: datetime
    channel: FlowChannel
    status: str
    by: str


def flows_of(
    actor: Actor,
    *,
    since: date | None = None,
    until: date | None = None,
    kind: str = "",
    channel: str = "",
    no: str = "",
    before: tuple[datetime, str] | None = None,
    limit: int = PAGE,
) -> list[Flow]:
    """What a company did, newest first: by Beijing days (both count), 业务类型, 交易渠道 and 申请编号.

    The page after the moment and number of the last one shown.
    """
    if not actor.is_company:
        return []
    company_id = company_of(actor).pk
    parts = [rows for name, rows in _parts(company_id).items() if kind in ("", name)]
    if not parts:
        return []
    first, *others = [
        _narrowed(rows, since, until, channel, no, before)[: limit + 1] for rows in parts
    ]
    found = first.union(*others, all=True).order_by("-at", "-no") if others else first
    return [_flow(row) for row in found[:limit]]


def _parts(company_id: int) -> dict[str, QuerySet[Any]]:
    """Each kind with when it was, by whom, and how it stands."""
    old_key = When(certificate_no__isnull=False, then=Value(FlowChannel.COUNTER.value))
    on_paper = When(is_on_paper=True, then=Value(FlowChannel.COUNTER.value))
    web = Value(FlowChannel.WEB.value)
    return {
        FlowKind.REGISTRATION.value: _as_flows(
            Application.objects.filter(company=company_id),
            FlowKind.REGISTRATION,
            at=F("submitted_at"),
            channel=Case(old_key, default=web, output_field=CharField()),
            state=F("status"),
            who=F("applicant__username"),
        ),
        FlowKind.AREAS.value: _as_flows(
            AreaApplication.objects.filter(company=company_id),
            FlowKind.AREAS,
            at=F("begun_at"),
            channel=Case(on_paper, default=web, output_field=CharField()),
            state=F("status"),
            who=F("submitted_by"),
        ),
        FlowKind.UNIT.value: _as_flows(
            UnitChange.objects.filter(company=company_id),
            FlowKind.UNIT,
            at=F("changed_at"),
            channel=web,
            state=Value(DONE),
            who=F("changed_by"),
        ),
    }


def _as_flows(records: QuerySet[Any], kind: FlowKind, **columns: Any) -> QuerySet[Any]:
    told = Value(kind.value, CharField())
    return records.annotate(flow=told, **columns).order_by("-at", "-no")


def _narrowed(
    rows: QuerySet[Any],
    since: date | None,
    until: date | None,
    channel: str,
    no: str,
    before: tuple[datetime, str] | None,
) -> QuerySet[Any]:
    if since is not None:
        rows = rows.filter(at__gte=clock.start_of(since))
    if until is not None:
        rows = rows.filter(at__lt=clock.end_of(until))
    if channel:
        rows = rows.filter(channel=channel)
    if no.strip():
        rows = rows.filter(no=normalise(no))
    if before is not None:
        at, last = before
        rows = rows.filter(at__lte=at).exclude(at=at, no__gte=last)
    return rows.values_list("flow", "pk", "no", "at", "channel", "state", "who")


STATES: dict[str, type[TextChoices] | None] = {
    FlowKind.REGISTRATION: ApplicationStatus,
    FlowKind.AREAS: Status,
    FlowKind.UNIT: None,
}


def _flow(row: tuple[Any, ...]) -> Flow:
    kind, record_id, no, at, channel, state, who = row
    statuses = STATES[kind]
    status = str(statuses(state).label) if statuses else ""
    return Flow(FlowKind(kind), record_id, no, at, FlowChannel(channel), status, who)


def applications_printed(actor: Actor, no: str = "") -> QuerySet[Application]:
    """One's own registrations that were printed before, with how often and when last."""
    own = Application.objects.filter(applicant=actor.applicant_id or 0)
    return _printed(own, no)


def areas_printed(actor: Actor, no: str = "") -> QuerySet[AreaApplication]:
    """A company's applications for communities that were printed before."""
    if not actor.is_company:
        return AreaApplication.objects.none()
    return _printed(AreaApplication.objects.filter(company=company_of(actor)), no)


def _printed(records: QuerySet[Any], no: str) -> QuerySet[Any]:
    if no.strip():
        records = records.filter(no=normalise(no))
    counted = records.annotate(printed=Count("printings"), printed_at=Max("printings__at"))
    return counted.filter(printed__gt=0).order_by("-pk")
