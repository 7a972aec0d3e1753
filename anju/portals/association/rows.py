"""How records look in the association's lists: words, tones and addresses; names of persons masked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from anju.core import clock
from anju.core.crypto import mask_name
from anju.people import queries as people
from anju.refunds import queries
from anju.refunds.rules import ReviewStatus, Status

CASE_TONES = {
    Status.MEDIATION: "waiting",
    Status.ARBITRATION: "waiting",
    Status.LITIGATION: "waiting",
    Status.PAYING: "waiting",
    Status.CLOSED: "good",
    Status.SENT_BACK: "bad",
}
REVIEW_TONES = {
    ReviewStatus.PROPOSED: "waiting",
    ReviewStatus.APPROVED: "good",
    ReviewStatus.REJECTED: "bad",
}


@dataclass(frozen=True)
class DisputeRow:
    """`days` is for how long it has been a dispute, `attend_on` when somebody wants to look again."""

    case: Any
    tenant: str
    status: str
    tone: str
    disputed_fen: int
    days: int | None
    attend_on: date | None
    is_due: bool
    url: str


def dispute_rows(cases: Iterable[Any]) -> list[DisputeRow]:
    cases = list(cases)
    disputed = queries.disputed_of(cases)
    return [
        DisputeRow(
            case=case,
            tenant=masked_tenant(case),
            status=str(case.get_status_display()),
            tone=CASE_TONES.get(Status(case.status), "quiet"),
            disputed_fen=disputed[case.pk].total_fen if case.pk in disputed else 0,
            days=days_since(case.disputed_at),
            attend_on=case.attend_on,
            is_due=case.attend_on is not None and case.attend_on <= clock.today(),
            url=reverse("association:dispute", args=[case.pk]),
        )
        for case in cases
    ]


def days_since(moment: Any) -> int | None:
    """Whole days in Beijing; None where it never was."""
    return None if moment is None else (clock.today() - clock.day_of(moment)).days


def masked_tenant(case: Any) -> str:
    """The payee as lists show them: an organisation by its name, a person by the first character of theirs."""
    tenant = case.payee_tenant
    return tenant.organisation.name if tenant.organisation_id else mask_name(tenant.person.name)


@dataclass(frozen=True)
class OverdueRow:
    case: Any
    tenant: str
    days: int
    alert: int
    tone: str
    url: str


def overdue_rows(cases: Iterable[Any]) -> list[OverdueRow]:
    rows = []
    for case in cases:
        days = queries.overdue_days(case)
        alert = queries.overdue_alert(days)
        rows.append(
            OverdueRow(
                case=case,
                tenant=masked_tenant(case),
                days=days,
                alert=alert,
                tone="bad" if alert > 1 else "waiting",
                url=reverse("association:dispute", args=[case.pk]),
            )
        )
    return rows


@dataclass(frozen=True)
class ReviewRow:
    """A final plan or an application: what one has proposed and another checks."""

    record: Any
    case: Any
    amount_fen: int
    proposed_by: str
    status: str
    tone: str
    url: str


def final_rows(finals: Iterable[Any]) -> list[ReviewRow]:
    finals = list(finals)
    names = people.names_of_staff(final.proposed_name for final in finals)
    return [
        ReviewRow(
            record=final,
            case=final.case,
            amount_fen=final.to_tenant.total_fen + final.to_enterprise.total_fen,
            proposed_by=names.get(final.proposed_name, final.proposed_name),
            status=str(final.get_status_display()),
            tone=REVIEW_TONES[ReviewStatus(final.status)],
            url=reverse("association:final_plan", args=[final.pk]),
        )
        for final in finals
    ]


def name_change_rows(changes: Iterable[Any]) -> list[ReviewRow]:
    return [
        ReviewRow(
            record=change,
            case=change.portion.case,
            amount_fen=change.portion.amount_fen,
            proposed_by=change.portion.case.lease.enterprise.name,
            status=str(change.get_status_display()),
            tone=REVIEW_TONES[ReviewStatus(change.status)],
            url=reverse("association:name_change", args=[change.pk]),
        )
        for change in changes
    ]
