"""How a payment looks to the enterprise, and an application to pay it to another name."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from anju.core.crypto import mask_account, mask_name
from anju.portals.enterprise.page import PORTAL
from anju.portals.enterprise.plan_shown import FileShown, file_shown
from anju.refunds import queries
from anju.refunds.rules import PortionStatus, ReviewStatus

PORTION_TONES = {
    PortionStatus.DUE: "waiting",
    PortionStatus.PAYING: "kept",
    PortionStatus.PAID: "good",
    PortionStatus.ACCOUNT_WANTED: "bad",
    PortionStatus.NAME_REVIEW: "waiting",
}
REVIEW_TONES = {
    ReviewStatus.PROPOSED: "waiting",
    ReviewStatus.APPROVED: "good",
    ReviewStatus.REJECTED: "bad",
}


@dataclass(frozen=True)
class PortionShown:
    portion: Any
    to: str
    source: str
    status: str
    tone: str
    payee: str
    account: str
    because: str
    url: str
    again_url: str


def portion_shown(portion: Any) -> PortionShown:
    status = PortionStatus(portion.status)
    is_failed = status in (PortionStatus.ACCOUNT_WANTED, PortionStatus.NAME_REVIEW)
    payee_url = reverse(f"{PORTAL}:payee", args=[portion.pk])
    again_url = reverse(f"{PORTAL}:pay_again", args=[portion.pk])
    return PortionShown(
        portion,
        str(portion.get_side_display()),
        str(portion.get_source_display()),
        str(status.label),
        PORTION_TONES[status],
        mask_name(portion.payee_name) if portion.is_tenants else portion.payee_name,
        mask_account(portion.payee_account) if portion.payee_account else "",
        queries.in_words(portion.because),
        payee_url if is_failed and portion.is_tenants else "",
        again_url if status == PortionStatus.ACCOUNT_WANTED and not portion.is_tenants else "",
    )


@dataclass(frozen=True)
class ChangeShown:
    change: Any
    status: str
    tone: str
    account: str
    files: list[FileShown]


def change_shown(change: Any) -> ChangeShown:
    status = ReviewStatus(change.status)
    return ChangeShown(
        change,
        str(status.label),
        REVIEW_TONES[status],
        mask_account(change.new_account),
        [file_shown(one) for one in change.attachments.all()],
    )
