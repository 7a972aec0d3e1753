"""The enterprise's refund plans: submitted, withdrawn while unread, made anew. (ENT-04, ENT-05)"""

from collections.abc import Sequence
from dataclasses import dataclass

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, move
from anju.core.money import yuan
from anju.core.refusals import Refused
from anju.custody import queries as held
from anju.refunds import queries
from anju.refunds.actions import telling
from anju.refunds.actions.carrying_out import said
from anju.refunds.actions.deadlines import answer_deadlines, plan_deadline
from anju.refunds.actions.handing_in import attach
from anju.refunds.actions.parties import locked_case, locked_case_of_payee
from anju.refunds.models import Case, DeductionItem, Plan
from anju.refunds.rules import (
    MOST_ITEMS,
    NEED_A_NOTE,
    NEED_EVIDENCE,
    About,
    Because,
    DeductionKind,
    Refusal,
    Side,
    Status,
)
from anju.refunds.split import Item, Parts, check_plan


@dataclass(frozen=True)
class Deduction:
    """One deduction as the enterprise states it; its files were stored before."""

    kind: str
    part: str
    amount_fen: int
    note: str = ""
    file_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class PlanTerms:
    """A refund plan as the enterprise states it. Without a payee it is the lease's first tenant's.

    `version` is the one that it would be: so a page left open does not overwrite what was done since.
    """

    held: Parts
    to_tenant: Parts
    deducted: Parts
    deductions: Sequence[Deduction] = ()
    payee_tenant_id: int | None = None
    payee_account: str = ""
    payee_bank: str = ""
    note: str = ""
    version: int | None = None


@action
def submit_plan(*, case_id: int, terms: PlanTerms, by: Actor) -> Plan:
    """Put a plan before the tenant, who has three working days, and after a reminder three more. (ENT-04, REF-03)

    The same version with the same content again returns it. Refused: NOT_THE_CURRENT_PLAN (another version was made
    since), HELD_CHANGED and MONEY_MOVING (what is held is other than the enterprise saw), PARTS_DIFFER, ITEMS_DIFFER
    and the refusals of single items.
    """
    case = locked_case(case_id, by, Side.ENTERPRISE)
    made_before = _made_before(case, terms)
    if made_before is not None:
        return made_before
    Case.MOVES.check("propose", case)
    _check_held(case, terms.held)
    _check_deductions(terms)
    payee_id = _payee_id(case, terms.payee_tenant_id)
    account = queries.readable_account(terms.payee_account) if terms.payee_account else ""
    if bool(account) != bool(terms.payee_bank.strip()):
        raise Refused(Refusal.ACCOUNT_MISSING)
    plan = Plan.objects.create(
        case=case,
        version=case.plans.count() + 1,
        made_by=Side.ENTERPRISE,
        made_name=by.name,
        payee_tenant_id=payee_id,
        payee_account=account,
        payee_bank=terms.payee_bank.strip(),
        note=terms.note.strip()[:500],
        submitted_at=clock.now(),
        **queries.columns_of_plan(terms.held, terms.to_tenant, terms.deducted),
    )
    for number, deduction in enumerate(terms.deductions, 1):
        _add_item(plan, number, deduction, by)
    move(
        case,
        "propose",
        by=by,
        because=said(Because.VERSION, version=plan.version),
        payee_tenant_id=payee_id,
        **answer_deadlines(clock.today()),
    )
    telling.plan_arrived(case, plan, by=by)
    return plan


def _made_before(case: Case, terms: PlanTerms) -> Plan | None:
    """The same plan, as a second click sends it."""
    if terms.version is None or case.plans.count() < terms.version:
        return None
    made = case.plans.filter(version=terms.version, withdrawn_at__isnull=True).first()
    if made is None or not _is_same(made, terms):
        raise Refused(Refusal.NOT_THE_CURRENT_PLAN)
    return made


def _is_same(plan: Plan, terms: PlanTerms) -> bool:
    stated = [(d.kind, d.part, d.amount_fen, d.note.strip()[:200]) for d in terms.deductions]
    made = plan.items.order_by("number").values_list("kind", "part", "amount_fen", "note")
    return (plan.to_tenant, list(made), plan.payee_bank, plan.note) == (
        terms.to_tenant,
        stated,
        terms.payee_bank.strip(),
        terms.note.strip()[:500],
    )


def _check_held(case: Case, stated: Parts) -> None:
    """The enterprise must have seen what is held now; while a release is under way nobody knows it for certain."""
    holdings = held.holdings(case.lease_id)
    if not holdings.is_at_rest:
        raise Refused(Refusal.MONEY_MOVING, filing_no=case.lease.filing_no)
    now = Parts(holdings.deposit_fen, holdings.rent_fen)
    if now != stated:
        raise Refused(Refusal.HELD_CHANGED, deposit=yuan(now.deposit_fen), rent=yuan(now.rent_fen))


def _check_deductions(terms: PlanTerms) -> None:
    if len(terms.deductions) > MOST_ITEMS:
        raise Refused(Refusal.TOO_MANY_ITEMS, count=len(terms.deductions), most=MOST_ITEMS)
    for number, deduction in enumerate(terms.deductions, 1):
        if deduction.kind not in DeductionKind:
            raise Refused(Refusal.ITEM_KIND_UNKNOWN, number=number, kind=deduction.kind)
        kind = DeductionKind(deduction.kind)
        if kind in NEED_A_NOTE and not deduction.note.strip():
            raise Refused(Refusal.ITEM_NEEDS_A_NOTE, number=number, kind=kind.label)
        if kind in NEED_EVIDENCE and not deduction.file_ids:
            raise Refused(Refusal.ITEM_NEEDS_EVIDENCE, number=number, kind=kind.label)
    items = [Item(deduction.part, deduction.amount_fen) for deduction in terms.deductions]
    check_plan(terms.held, terms.to_tenant, terms.deducted, items)


def _payee_id(case: Case, wanted: int | None) -> int:
    tenants = [tenant.pk for tenant in queries.tenants_of(case)]
    if wanted is not None and wanted not in tenants:
        raise Refused(Refusal.PAYEE_UNKNOWN)
    return wanted or tenants[0]


def _add_item(plan: Plan, number: int, deduction: Deduction, by: Actor) -> None:
    item = DeductionItem.objects.create(
        plan=plan,
        number=number,
        kind=deduction.kind,
        part=deduction.part,
        amount_fen=deduction.amount_fen,
        note=deduction.note.strip()[:200],
    )
    attach(plan.case, deduction.file_ids, About.ITEM, by, item=item)


@action
def withdraw_plan(*, case_id: int, plan_id: int, by: Actor) -> Case:
    """Take a plan back to correct it; only until the tenant has opened it. The deadline stays as it was. (BEY-12)"""
    case = locked_case(case_id, by, Side.ENTERPRISE)
    plan = queries.current_plan(case)
    if plan is None or plan.pk != plan_id:
        raise Refused(Refusal.NOT_THE_CURRENT_PLAN)
    if plan.opened_at is not None:
        raise Refused(Refusal.OPENED_ALREADY)
    way = "withdraw_revision" if queries.was_sent_back(case) else "withdraw"
    provisional = plan_deadline(case.plan_due_from)["provisional"]
    move(
        case,
        way,
        by=by,
        because=said(Because.VERSION, version=plan.version),
        provisional=provisional,
    )
    plan.withdrawn_at = clock.now()
    plan.save(update_fields=["withdrawn_at"])
    telling.plan_withdrawn(case, plan, by=by)
    return case


@action
def open_plan(*, case_id: int, by: Actor) -> Plan | None:
    """The payee opens the plan before them: from now on the enterprise cannot take it back. Again changes nothing.

    None, and nothing changes, when none is before them.
    """
    case = locked_case_of_payee(case_id, by)
    plan = queries.current_plan(case)
    if plan is None or case.status not in (Status.AWAITING_ANSWER, Status.REMINDED):
        return None
    if plan.opened_at is None:
        plan.opened_at = clock.now()
        plan.save(update_fields=["opened_at"])
    return plan
