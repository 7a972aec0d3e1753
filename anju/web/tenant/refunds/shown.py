"""How the end of a lease looks to its tenants: words, tones and addresses. Templates only lay out what stands here.

`portal` is the namespace in which addresses lie: `tenant_web` or `tenant_mobile`.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anju.core.actors import Actor
from anju.core.crypto import mask_name
from anju.refunds import queries
from anju.refunds.deeds import Deed
from anju.refunds.queries import Countdown
from anju.refunds.rules import DISPUTED, Side, Status
from anju.web.tenant.shown import party_shown

TONES = {
    Status.AWAITING_PLAN: "waiting",
    Status.AWAITING_ANSWER: "waiting",
    Status.REMINDED: "bad",
    Status.SENT_BACK: "waiting",
    Status.MEDIATION: "waiting",
    Status.ARBITRATION: "waiting",
    Status.LITIGATION: "waiting",
    Status.PAYING: "good",
    Status.CLOSED: "kept",
    Status.CANCELLED: "quiet",
}
PAGES = (
    "refund",
    "refund_plan",
    "refund_answer",
    "refund_versions",
    "refund_evidence",
    "refund_award",
    "refund_turn",
    "refund_confirm_return",
    "refund_object",
    "refund_cancel",
)


def addresses_of(filing_no: str, portal: str) -> dict[str, str]:
    """Where the pages of a case lie."""
    return {name: reverse(f"{portal}:{name}", args=[filing_no]) for name in PAGES}


# Whose turn it is -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CountdownShown:
    """Who must act, by when, what silence does: the same for both sides. (BEY-01)"""

    who: str
    is_mine: bool
    by_on: date | None
    final_on: date | None
    left: str
    silence: str
    provisional: bool
    tone: str


def countdown_shown(countdown: Countdown, is_payee: bool, payee: str) -> CountdownShown:
    is_tenants = countdown.who == Side.TENANT
    is_mine = is_tenants and is_payee
    days = countdown.days_left
    left, tone = "", "waiting" if is_mine else "quiet"
    if days is not None:
        left, urgent = days_told(days)
        tone = "bad" if urgent and is_mine else tone
    return CountdownShown(
        who=_("您") if is_mine else who_acts(countdown.who, payee),
        is_mine=is_mine,
        by_on=countdown.by_on,
        final_on=countdown.final_on if countdown.final_on != countdown.by_on else None,
        left=left,
        silence=_(countdown.silence),
        provisional=countdown.provisional,
        tone=tone,
    )


def who_acts(side: Side | None, payee: str) -> str:
    if side is None:
        return ""
    return _("收款承租人 {name}").format(name=payee) if side == Side.TENANT else str(side.label)


def days_told(days: int) -> tuple[str, bool]:
    """In words, and whether it is urgent: the last day, or past it."""
    if days < 0:
        return _("已经到期，系统即将自动办理"), True
    if days == 0:
        return _("今天是最后一天，24点前有效"), True
    return ngettext("还有 {days} 天", "还有 {days} 天", days).format(days=days), False


# A case -----------------------------------------------------------------------------------------------------


class CaseShown:
    """The end of a lease as one of its tenants sees it."""

    def __init__(self, case: Any, actor: Actor, portal: str) -> None:
        self.case, self.actor, self.portal = case, actor, portal
        self.lease = case.lease

    @cached_property
    def is_payee(self) -> bool:
        """The row was read with its payee: no question is asked."""
        who = self.case.payee_tenant
        if self.actor.organisation_id is not None:
            return bool(who.organisation_id == self.actor.organisation_id)
        return bool(who.person_id == self.actor.person_id)

    @cached_property
    def payee(self) -> str:
        """The name of who answers and is paid; another person's is masked. (IDN-15)"""
        who = self.case.payee_tenant
        return party_shown(who.person, who.organisation, self.actor)

    @cached_property
    def payee_name(self) -> str:
        """收款人户名, in full to the payee."""
        party = self.case.payee_tenant.organisation or self.case.payee_tenant.person
        is_told = self.is_payee or self.case.payee_tenant.organisation is not None
        return party.name if is_told else mask_name(party.name)

    @property
    def status(self) -> str:
        return str(self.case.get_status_display())

    @property
    def tone(self) -> str:
        return TONES[Status(self.case.status)]

    @cached_property
    def to(self) -> dict[str, str]:
        return addresses_of(self.lease.filing_no, self.portal)

    @cached_property
    def countdown(self) -> CountdownShown:
        return countdown_shown(queries.countdown(self.case), self.is_payee, self.payee)

    @cached_property
    def deeds(self) -> frozenset[Deed]:
        return queries.deeds_of(self.case, self.actor)

    @property
    def offers(self) -> dict[str, bool]:
        """What this page offers, by name, for templates."""
        return {deed.value: deed in self.deeds for deed in Deed}

    @cached_property
    def plan(self) -> Any:
        """The newest plan; the payee sees none before having opened it, as long as it can be taken back."""
        return queries.current_plan(self.case)

    @cached_property
    def is_sealed(self) -> bool:
        """A plan lies before the payee that they have not opened yet."""
        before = self.case.status in (Status.AWAITING_ANSWER, Status.REMINDED)
        return bool(self.is_payee and before and self.plan and self.plan.opened_at is None)

    @property
    def is_mine(self) -> bool:
        return self.countdown.is_mine

    @property
    def next_url(self) -> str:
        """Where whose turn it is goes on."""
        is_answering = self.is_mine and Deed.ANSWER in self.deeds
        return self.to["refund_plan"] if is_answering else self.to["refund"]

    @property
    def registered_by(self) -> str:
        return str(Side(self.case.registered_by).label)

    @property
    def is_cancelled(self) -> bool:
        return self.case.status == Status.CANCELLED

    @property
    def is_disputed(self) -> bool:
        return self.case.status in DISPUTED

    @property
    def is_in_court(self) -> bool:
        return self.case.status in (Status.ARBITRATION, Status.LITIGATION)

    @property
    def can_turn(self) -> bool:
        return bool(self.deeds & {Deed.TURN_TO_ARBITRATION, Deed.TURN_TO_LITIGATION})

    @property
    def cancel_asked(self) -> str:
        """Who has asked to undo the registration, and waits for the other side."""
        asked = self.case.cancel_asked_by
        if not asked or self.case.status == Status.CANCELLED:
            return ""
        return _("{side}已申请，等待另一方同意").format(side=Side(asked).label)


def case_shown(case: Any, actor: Actor, portal: str) -> CaseShown:
    return CaseShown(case, actor, portal)
