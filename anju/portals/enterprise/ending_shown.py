"""How the end of a lease looks to the enterprise: whose turn it is, what is held, proposed, answered and paid."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anju.core import clock
from anju.core.actors import Actor
from anju.custody import queries as custody
from anju.portals.enterprise.page import PORTAL
from anju.portals.enterprise.plan_shown import (
    FileShown,
    PlanShown,
    file_shown,
    name_of,
    plan_shown,
)
from anju.portals.enterprise.portion_shown import PortionShown, portion_shown
from anju.refunds import queries
from anju.refunds.enterprise_rules import Act
from anju.refunds.rules import DISPUTED, Part, Side, Status

TONES = {
    Status.AWAITING_PLAN: "waiting",
    Status.AWAITING_ANSWER: "quiet",
    Status.REMINDED: "quiet",
    Status.SENT_BACK: "bad",
    Status.PAYING: "kept",
    Status.CLOSED: "good",
    Status.CANCELLED: "quiet",
    **dict.fromkeys(DISPUTED, "waiting"),
}


@dataclass(frozen=True)
class TurnShown:
    """Whose turn it is, until when, and what silence does. (BEY-01)"""

    who: str
    is_ours: bool
    by_on: Any
    final_on: Any
    left: str
    tone: str
    silence: str
    is_provisional: bool


def turn_of(case: Any) -> TurnShown:
    turn = queries.countdown(case)
    is_ours = turn.who == Side.ENTERPRISE
    others = str(turn.who.label) if turn.who else ""
    return TurnShown(
        who=_("本企业") if is_ours else others,
        is_ours=is_ours,
        by_on=turn.by_on,
        final_on=turn.final_on if turn.final_on != turn.by_on else None,
        left=days_left(turn.days_left),
        tone=tone_of(turn.days_left, is_ours),
        silence=turn.silence,
        is_provisional=turn.provisional,
    )


def days_left(days: int | None) -> str:
    if days is None:
        return ""
    if days == 0:
        return _("今天到期")
    if days < 0:
        told = ngettext("已逾期 {count} 天", "已逾期 {count} 天", -days)
        return told.format(count=-days)
    return ngettext("剩余 {count} 天", "剩余 {count} 天", days).format(count=days)


def tone_of(days: int | None, is_ours: bool) -> str:
    if days is None or not is_ours:
        return "quiet"
    return "bad" if days <= 0 else "waiting"


@dataclass(frozen=True)
class CaseShown:
    case: Any
    status: str
    tone: str
    tenants: str
    turn: TurnShown
    url: str


def case_shown(case: Any) -> CaseShown:
    status = Status(case.status)
    return CaseShown(
        case,
        str(status.label),
        TONES[status],
        names_of(case.lease),
        turn_of(case),
        reverse(f"{PORTAL}:case", args=[case.pk]),
    )


def names_of(lease: Any) -> str:
    """Who rents the home, the first tenant first: a person's name masked."""
    tenants = sorted(lease.tenants.all(), key=lambda tenant: tenant.position)
    return "、".join(name_of(tenant) for tenant in tenants)


@dataclass(frozen=True)
class HeldShown:
    """What is held of one part now, and what interest it has earned up to today."""

    label: str
    part: str
    fen: int
    interest_fen: int


def held_shown(holdings: Any) -> list[HeldShown]:
    """Deposit and rent apart; disputed money is kept apart from both."""
    today = clock.today()
    return [
        HeldShown(
            str(part.label),
            part.value,
            holdings.of(part),
            custody.interest_of(holdings.lots, part, today),
        )
        for part in Part
    ]


@dataclass(frozen=True)
class LinkShown:
    label: str
    url: str
    is_first: bool = False
    is_quiet: bool = False


VIEWS = {
    Act.PROPOSE: "plan",
    Act.OFFER: "evidence",
    Act.CONFIRM_RETURN: "confirm_return",
    Act.OBJECT: "object_to_return",
    Act.HAND_IN_AWARD: "award",
    Act.WITHDRAW: "withdraw_plan",
    Act.CANCEL: "cancel_case",
}
QUIET = {Act.CANCEL, Act.OBJECT, Act.WITHDRAW}


def links_of(case: Any) -> list[LinkShown]:
    """What can be done now, the first thing first."""
    acts = queries.acts_of_enterprise(case)
    links = [
        LinkShown(
            label_of(act, case),
            reverse(f"{PORTAL}:{view}", args=[case.pk]),
            is_quiet=act in QUIET,
        )
        for act, view in VIEWS.items()
        if act in acts
    ]
    if links and not links[0].is_quiet:
        links[0] = LinkShown(links[0].label, links[0].url, is_first=True)
    return links


def label_of(act: Act, case: Any) -> str:
    if act == Act.PROPOSE:
        return _("修改退款方案") if case.status == Status.SENT_BACK else _("填写退款方案")
    if act == Act.CANCEL and case.cancel_asked_by == Side.TENANT:
        return _("同意撤销登记")
    return str(act.label)


@dataclass(frozen=True)
class FinalShown:
    """The final plan by which a dispute ended."""

    basis: str
    document: str
    to_tenant_fen: int
    to_enterprise_fen: int


def final_shown(final: Any) -> FinalShown:
    return FinalShown(
        str(final.get_basis_display()),
        " · ".join(filter(None, [final.document_no, final.court])),
        final.to_tenant.total_fen,
        final.to_enterprise.total_fen,
    )


@dataclass(frozen=True)
class CaseInFull:
    """A case with everything that its page shows."""

    shown: CaseShown
    held: list[HeldShown]
    outside_fen: int
    links: list[LinkShown]
    plan: PlanShown | None
    version_count: int
    portions: list[PortionShown]
    disputed_fen: int
    final: FinalShown | None
    files: list[FileShown]
    steps: list[Any] = field(default_factory=list)


def case_in_full(case: Any, actor: Actor) -> CaseInFull:
    versions = queries.versions_of(case, actor)
    standing = [one for one in versions if one.withdrawn_at is None]
    holdings = custody.holdings(case.lease_id)
    others = queries.attachments_seen_by(actor).filter(case=case, item__isnull=True)
    final = queries.approved_final(case)
    return CaseInFull(
        case_shown(case),
        held_shown(holdings) if holdings.lots else [],
        queries.owed_outside(case),
        links_of(case),
        plan_shown(standing[-1]) if standing else None,
        len(versions),
        [portion_shown(one) for one in queries.portions_seen_by(actor).filter(case=case)],
        queries.disputed_now(case).total_fen,
        final_shown(final) if final else None,
        [file_shown(one) for one in others],
        queries.progress(case),
    )
