"""Messages about the end of a lease, in the transaction of what they tell. Who, in which words: notices/rules.py."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from anju.core.actors import Actor
from anju.core.money import yuan
from anju.notices import actions as notices
from anju.people.rules import Office
from anju.refunds import queries
from anju.refunds.models import (
    Answer,
    AuthorityOrder,
    Case,
    DeductionItem,
    FinalPlan,
    NameChange,
    Offer,
    Plan,
    Portion,
)
from anju.refunds.rules import Opinion, Side
from anju.refunds.split import Parts

if TYPE_CHECKING:
    from anju.contracts.models import LeaseTenant


def _tell_tenant(
    case: Case, tenant: LeaseTenant, kind: str, occasion: str, by: Actor, **facts: str
) -> None:
    notices.queue(
        key=f"{kind}:{case.pk}:{occasion}:{tenant.position}",
        kind=kind,
        facts={"filing_no": case.lease.filing_no, **facts},
        person_id=tenant.person_id,
        organisation_id=tenant.organisation_id,
        by=by,
    )


def _tell_payee(case: Case, kind: str, occasion: str, by: Actor, **facts: str) -> None:
    _tell_tenant(case, queries.payee_of(case), kind, occasion, by, **facts)


def _tell_tenants(case: Case, kind: str, occasion: str, by: Actor, **facts: str) -> None:
    for tenant in queries.tenants_of(case):
        _tell_tenant(case, tenant, kind, occasion, by, **facts)


def _tell_enterprise(case: Case, kind: str, occasion: str, by: Actor, **facts: str) -> None:
    notices.queue(
        key=f"{kind}:{case.pk}:{occasion}:enterprise",
        kind=kind,
        facts={"filing_no": case.lease.filing_no, **facts},
        organisation_id=case.lease.enterprise_id,
        by=by,
    )


def _tell_association(case: Case, kind: str, occasion: str, by: Actor, **facts: str) -> None:
    enterprise = case.lease.enterprise.name
    notices.queue_for_office(
        key=f"{kind}:{case.pk}:{occasion}:association",
        kind=kind,
        facts={"filing_no": case.lease.filing_no, "enterprise": enterprise, **facts},
        office=Office.ASSOCIATION,
        by=by,
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def return_registered(case: Case, *, by: Actor) -> None:
    facts = {"returned_on": _day(case.returned_on), "due_on": _day(case.plan_due_on)}
    _tell_tenants(case, "return_registered", "", by, **facts)
    _tell_enterprise(case, "plan_wanted", "first", by, **facts)


def return_objected(case: Case, *, by: Actor) -> None:
    if queries.side_of(by) == Side.TENANT:
        _tell_enterprise(case, "return_objected", "tenant", by)
    else:
        _tell_tenants(case, "return_objected", "enterprise", by)


def cancel_asked(case: Case, *, by: Actor) -> None:
    if queries.side_of(by) == Side.TENANT:
        _tell_enterprise(case, "return_cancel_asked", "tenant", by)
    else:
        _tell_tenants(case, "return_cancel_asked", "enterprise", by)


def case_cancelled(case: Case, *, by: Actor) -> None:
    _tell_tenants(case, "return_cancelled", "", by)
    _tell_enterprise(case, "return_cancelled", "", by)


def plan_arrived(case: Case, plan: Plan, *, by: Actor) -> None:
    _tell_payee(
        case,
        "plan_arrived",
        str(plan.version),
        by,
        to_tenant=yuan(plan.to_tenant.total_fen),
        deducted=yuan(plan.deducted.total_fen),
        due_on=_day(case.answer_due_on),
    )


def plan_withdrawn(case: Case, plan: Plan, *, by: Actor) -> None:
    _tell_payee(case, "plan_withdrawn", str(plan.version), by)


def reminded(case: Case, *, by: Actor) -> None:
    _tell_payee(case, "plan_reminder", _version(case), by, final_on=_day(case.final_due_on))


def warned(case: Case, *, by: Actor) -> None:
    _tell_payee(case, "plan_last_days", _version(case), by, final_on=_day(case.final_due_on))


def accepted_by_silence(case: Case, plan: Plan, *, by: Actor) -> None:
    facts = {
        "to_tenant": yuan(plan.to_tenant.total_fen),
        "deducted": yuan(plan.deducted.total_fen),
    }
    _tell_tenants(case, "plan_by_silence", "", by, **facts)
    _tell_enterprise(case, "plan_by_silence", "", by, **facts)


def all_given_back(case: Case, plan: Plan, *, by: Actor) -> None:
    facts = {"to_tenant": yuan(plan.to_tenant.total_fen)}
    _tell_tenants(case, "all_given_back", "", by, **facts)
    _tell_enterprise(case, "all_given_back", "", by, **facts)


def refund_ordered(case: Case, order: AuthorityOrder, given: Parts, *, by: Actor) -> None:
    facts = {
        "authority": order.authority,
        "document_no": order.document_no,
        "to_tenant": yuan(given.total_fen),
    }
    _tell_tenants(case, "refund_ordered", "", by, **facts)
    _tell_enterprise(case, "refund_ordered", "", by, **facts)


def answered(case: Case, answer: Answer, *, by: Actor) -> None:
    version = str(answer.plan.version)
    if answer.opinion == Opinion.AGREE:
        _tell_enterprise(case, "plan_agreed", version, by)
    elif answer.opinion == Opinion.SEND_BACK:
        due_on = _day(case.plan_due_on)
        _tell_enterprise(case, "plan_sent_back", version, by, due_on=due_on)
    else:
        _tell_of_dispute(case, answer.plan, answer.agreed_fen, by)


def taken_up(case: Case, *, by: Actor) -> None:
    plan = queries.current_plan(case)
    if plan is not None:
        _tell_of_dispute(case, plan, 0, by)


def _tell_of_dispute(case: Case, plan: Plan, agreed_fen: int, by: Actor) -> None:
    facts = {
        "to_tenant": yuan(plan.to_tenant.total_fen),
        "agreed": yuan(agreed_fen),
        "disputed": yuan(plan.deducted.total_fen - agreed_fen),
    }
    _tell_tenants(case, "dispute_opened", "", by, **facts)
    _tell_enterprise(case, "dispute_opened", "", by, **facts)


def dispute_turned(case: Case, *, by: Actor) -> None:
    kind = f"dispute_in_{case.status}"
    occasion = str(queries.moves_made(case))
    _tell_tenants(case, kind, occasion, by)
    _tell_enterprise(case, kind, occasion, by)


def escalated(case: Case, *, by: Actor) -> None:
    facts = {"due_on": _day(case.plan_due_on)}
    _tell_enterprise(case, "plan_overdue", _version(case), by, **facts)
    _tell_payee(case, "plan_overdue_tenant", _version(case), by, **facts)


def overdue(case: Case, days: int, *, by: Actor) -> None:
    """The first time the enterprise has been told already, when the association was brought in."""
    facts = {"due_on": _day(case.plan_due_on), "days": str(days)}
    _tell_association(case, "overdue_alert", f"{_version(case)}:{days}", by, **facts)
    if days > queries.alerts()[0]:
        _tell_enterprise(case, "plan_still_overdue", f"{_version(case)}:{days}", by, **facts)


def award_awaited(case: Case, *, by: Actor) -> None:
    _tell_payee(case, "award_awaited", _day(case.remind_on), by)


def offer_made(case: Case, offer: Offer, *, by: Actor) -> None:
    facts = {
        "deduction": offer.item.get_kind_display(),
        "to_enterprise": yuan(offer.to_enterprise_fen),
    }
    if offer.side == Side.TENANT:
        _tell_enterprise(case, "offer_made", str(offer.pk), by, **facts)
    else:
        _tell_payee(case, "offer_made", str(offer.pk), by, **facts)


def item_settled(case: Case, item: DeductionItem, *, by: Actor) -> None:
    facts = {
        "deduction": item.get_kind_display(),
        "to_enterprise": yuan(item.settled_fen or 0),
        "to_tenant": yuan(item.amount_fen - item.agreed_fen - (item.settled_fen or 0)),
    }
    _tell_payee(case, "item_settled", str(item.pk), by, **facts)
    _tell_enterprise(case, "item_settled", str(item.pk), by, **facts)


def decided(case: Case, final: FinalPlan, *, by: Actor) -> None:
    facts = {
        "to_tenant": yuan(final.to_tenant.total_fen),
        "to_enterprise": yuan(final.to_enterprise.total_fen),
    }
    _tell_tenants(case, "final_plan", str(final.pk), by, **facts)
    _tell_enterprise(case, "final_plan", str(final.pk), by, **facts)


def account_wanted(portion: Portion, *, by: Actor) -> None:
    case, occasion = portion.case, f"{portion.pk}:{portion.attempts}:{portion.status}"
    facts = {"amount": yuan(portion.amount_fen), "because": portion.reason}
    if portion.is_tenants:
        _tell_payee(case, "payout_failed", occasion, by, **facts)
        _tell_enterprise(case, "payout_to_tenant_failed", occasion, by, **facts)
    else:
        _tell_enterprise(case, "payout_failed", occasion, by, **facts)


def paid(portion: Portion, *, by: Actor) -> None:
    occasion = f"{portion.pk}:{portion.attempts}"
    facts = {
        "amount": yuan(portion.amount_fen),
        "interest": yuan(portion.interest_fen),
        "account_end": portion.payee_account[-4:],
    }
    if portion.is_tenants:
        _tell_payee(portion.case, "refund_paid", occasion, by, **facts)
    else:
        _tell_enterprise(portion.case, "refund_paid", occasion, by, **facts)


def name_change_asked(portion: Portion, change: NameChange, *, by: Actor) -> None:
    _tell_tenants(portion.case, "name_change_asked", str(change.pk), by)


def name_change_decided(portion: Portion, change: NameChange, *, by: Actor) -> None:
    approved = change.status == "approved"
    kind = "name_change_approved" if approved else "name_change_refused"
    facts = {} if approved else {"because": change.because}
    _tell_tenants(portion.case, kind, str(change.pk), by, **facts)
    _tell_enterprise(portion.case, kind, str(change.pk), by, **facts)


def case_closed(case: Case, *, by: Actor) -> None:
    occasion = str(queries.moves_made(case))
    _tell_tenants(case, "refund_closed", occasion, by)
    _tell_enterprise(case, "refund_closed", occasion, by)


def _version(case: Case) -> str:
    plan = queries.current_plan(case)
    return str(plan.version) if plan else ""
