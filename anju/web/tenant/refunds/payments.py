"""How money looks that is paid at the end of a lease: the payment list before, every payment after."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from anju.core.actors import Actor
from anju.core.crypto import mask_account
from anju.refunds import queries
from anju.refunds.queries import PaymentLine, PaymentList
from anju.refunds.rules import PortionStatus, Side, Silence
from anju.web.tenant.refunds.shown import case_shown

PORTION_TONES = {
    PortionStatus.DUE: "waiting",
    PortionStatus.PAYING: "waiting",
    PortionStatus.PAID: "good",
    PortionStatus.ACCOUNT_WANTED: "bad",
    PortionStatus.NAME_REVIEW: "waiting",
}


@dataclass(frozen=True)
class LineShown:
    """One payee of a payment list."""

    side: str
    name: str
    account: str
    bank: str
    principal_fen: int
    interest_fen: int
    total_fen: int


@dataclass(frozen=True)
class PaymentListShown:
    lines: list[LineShown]
    disputed_fen: int
    interest_fen: int


def payment_list_shown(listed: PaymentList) -> PaymentListShown:
    return PaymentListShown(
        [line_shown(line) for line in listed.lines],
        listed.disputed.total_fen,
        listed.disputed_interest.total_fen,
    )


def line_shown(line: PaymentLine) -> LineShown:
    is_tenants = line.side == Side.TENANT
    account = line.payee_account if is_tenants else mask_account(line.payee_account)
    return LineShown(
        str(line.side.label),
        line.payee_name,
        account if line.payee_account else "",
        line.payee_bank,
        line.principal.total_fen,
        line.interest.total_fen,
        line.total_fen,
    )


@dataclass(frozen=True)
class PortionShown:
    """An amount that somebody is paid, and what has become of it."""

    portion: Any
    side: str
    source: str
    status: str
    tone: str
    account: str
    because: str
    url: str


def portion_shown(portion: Any, is_payee: bool, portal: str) -> PortionShown:
    is_wanted = portion.is_tenants and portion.status == PortionStatus.ACCOUNT_WANTED
    return PortionShown(
        portion,
        str(Side(portion.side).label),
        str(portion.get_source_display()),
        str(portion.get_status_display()),
        PORTION_TONES[PortionStatus(portion.status)],
        mask_account(portion.payee_account) if portion.payee_account else "",
        queries.in_words(portion.because),
        reverse(f"{portal}:refund_account", args=[portion.pk]) if is_wanted and is_payee else "",
    )


def account_told(portion: Any, actor: Actor, portal: str) -> dict[str, Any]:
    """A card 收款账号确认: what could not be paid, and why. (REF-12)"""
    shown = case_shown(portion.case, actor, portal)
    return {
        "case": shown,
        "portion": portion_shown(portion, shown.is_payee, portal),
        "url": reverse(f"{portal}:refund_account", args=[portion.pk]),
        "silence": str(Silence.NO_ACCOUNT.label),
    }
