"""What is paid to whom: the parts of a plan, what is disputed, the payment list, what waits for what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from anju.core import clock
from anju.core.refusals import Refused
from anju.custody import queries as held
from anju.custody.rules import HoldReason
from anju.refunds.models import AdvanceAccount, Case, DeductionItem, Plan, Portion
from anju.refunds.queries.cases import current_plan
from anju.refunds.rules import (
    DISPUTED,
    Part,
    PortionStatus,
    Reason,
    Refusal,
    Side,
)
from anju.refunds.split import (
    Parts,
    Split,
    agreed_as_said,
    agreed_of_items,
    proportionally,
)

if TYPE_CHECKING:
    from anju.custody.queries import HeldLot


def columns_of_plan(held_now: Parts, to_tenant: Parts, deducted: Parts) -> dict[str, int]:
    """The amounts of a plan as its columns."""
    return {
        f"{part.value}_{name}_fen": parts.fen_of(part)
        for part in Part
        for name, parts in (("held", held_now), ("to_tenant", to_tenant), ("deducted", deducted))
    }


def readable_account(text: str) -> str:
    """A bank account as people type it, without spaces. Refused when it cannot be one. (rule D3)"""
    digits = re.sub(r"[\s-]", "", text)
    if not digits:
        raise Refused(Refusal.ACCOUNT_MISSING)
    if re.fullmatch(r"\d{8,32}", digits, re.ASCII) is None:
        raise Refused(Refusal.ACCOUNT_UNREADABLE, account=text)
    return digits


def agreed_of(plan: Plan, agreed_fen: int | None, said: Mapping[int, int]) -> list[int]:
    """How much of each deduction of a plan is agreed to, in their order; `said`: item id → fen."""
    items = list(plan.items.order_by("number"))
    in_short = [item.in_short for item in items]
    if not said:
        return agreed_of_items(in_short, agreed_fen or 0)
    places = {item.pk: place for place, item in enumerate(items)}
    if not said.keys() <= places.keys():
        raise Refused(Refusal.NOT_THE_CURRENT_PLAN)
    total_fen = sum(said.values()) if agreed_fen is None else agreed_fen
    return agreed_as_said(in_short, total_fen, {places[pk]: fen for pk, fen in said.items()})


def disputed_now(case: Case) -> Parts:
    """The principal that is disputed: of the plan's deductions what was neither agreed to nor settled since."""
    plan = current_plan(case)
    if plan is None or case.status not in DISPUTED:
        return Parts()
    return sum((Parts.of(item.part, item.disputed_fen) for item in plan.items.all()), Parts())


def owed_outside(case: Case) -> int:
    """账户外应退: rent that the enterprise has had released for days when nobody lived there any more. (rule A9.3)

    It is told and nothing else: what is out of custody is between the parties.
    """
    return held.released_beyond(case.lease_id, max(case.ended_on, case.returned_on))


def disputed_pots(bank_account_ids: Iterable[int]) -> dict[int, list[str]]:
    """Where the disputed money of the banks' leases is, or was before it was given away, by bank account."""
    pots: dict[int, list[str]] = {one: [] for one in bank_account_ids}
    cases = Case.objects.filter(disputed_at__isnull=False, lease__bank_account__in=list(pots))
    for case in cases.select_related("lease").order_by("pk"):
        pots[case.lease.bank_account_id].append(case.disputed_pot)
    return pots


def items_of(case: Case) -> QuerySet[DeductionItem]:
    """The deductions of the plan that counts, in its order."""
    plan = current_plan(case)
    items = DeductionItem.objects.none() if plan is None else plan.items.all()
    return items.order_by("number")


def enterprise_payee(case: Case) -> dict[str, str]:
    """Where the enterprise is paid: its settlement account as it stands now, empty where it has none. (rule A5.12)"""
    account = held.account_in_use(case.lease.enterprise_id)
    if account is None:
        return {"payee_name": case.lease.enterprise.name, "payee_account": "", "payee_bank": ""}
    return {
        "payee_name": account.name,
        "payee_account": account.account_no,
        "payee_bank": account.bank_name,
    }


def known_account(case: Case) -> tuple[str, str]:
    """The account and bank that the payee confirmed last, named before, or that the plan names; empty without one."""
    portion = case.portions.filter(side=Side.TENANT).order_by("-pk").first()
    if portion is not None and portion.payee_account:
        return portion.payee_account, portion.payee_bank
    plan = current_plan(case)
    answer = plan.answers.order_by("-pk").first() if plan else None
    if answer is not None:
        return answer.payee_account, answer.payee_bank
    return account_for(case, plan)


def account_for(case: Case, plan: Plan | None) -> tuple[str, str]:
    """Where the tenant is paid who said nothing of a plan: as named before, else as the plan has it. (rule A7.10)"""
    advance = advance_account(case.payee_tenant_id)
    if advance is not None:
        return advance.account, advance.bank
    return (plan.payee_account, plan.payee_bank) if plan else ("", "")


def advance_account(tenant_id: int) -> AdvanceAccount | None:
    """What a tenant of a lease named last for its refund. (BEY-14)"""
    return AdvanceAccount.objects.filter(tenant=tenant_id).order_by("-pk").first()


HELD_BACK_BY = {
    Side.TENANT: (HoldReason.JUDICIAL,),
    Side.ENTERPRISE: (HoldReason.JUDICIAL, HoldReason.AUTHORITY),
}
"""A court stops all payments of a lease; an authority those to the enterprise. (rules A5.8 and A8.6)"""


def is_held_back(portion: Portion) -> bool:
    """Whether a court or an authority holds this payment back today."""
    lease = portion.case.lease
    whose = Q(lease=lease.pk)
    if not portion.is_tenants:
        whose |= Q(enterprise=lease.enterprise_id)
    return held.in_force().filter(whose, reason__in=HELD_BACK_BY[Side(portion.side)]).exists()


def waiting_for(*, person_id: int | None = None, organisation_id: int | None = None) -> list[int]:
    """The amounts that wait for a tenant's account: of a person, or of an organisation. (BEY-14)"""
    whose: Q | None = None
    if person_id is not None:
        whose = Q(case__payee_tenant__person=person_id)
    elif organisation_id is not None:
        whose = Q(case__payee_tenant__organisation=organisation_id)
    if whose is None:
        return []
    waiting = Portion.objects.filter(
        whose,
        side=Side.TENANT,
        status__in=(PortionStatus.ACCOUNT_WANTED, PortionStatus.NAME_REVIEW),
    )
    return [portion.amount_fen for portion in waiting]


def portions_to_instruct() -> list[int]:
    """What is due to be paid, oldest first."""
    due = Portion.objects.filter(status=PortionStatus.DUE).order_by("pk")
    return list(due.values_list("pk", flat=True)[:1000])


def portions_wanting_account() -> list[int]:
    """What could not be paid to an enterprise, for when it has another account."""
    waiting = Portion.objects.filter(status=PortionStatus.ACCOUNT_WANTED, side=Side.ENTERPRISE)
    return list(waiting.order_by("pk").values_list("pk", flat=True)[:1000])


def split_of_late_money(case: Case, lots: Iterable[HeldLot]) -> tuple[Split, Split]:
    """Whose the money is that came in after the plan, and its interest.

    Rent whose month had begun by the return, and releases that came back, are the enterprise's: by the schedule it
    would have them. Where the filing was revoked, nothing but what came back is.
    """
    known = list(lots)
    theirs = [lot for lot in known if lot.came_back or _had_begun(case, lot)]
    mine = [lot for lot in known if lot not in theirs]
    today = clock.today()
    return (
        Split(_principal(mine), _principal(theirs)),
        Split(
            Parts(*(held.interest_of(mine, part, today) for part in Part)),
            Parts(*(held.interest_of(theirs, part, today) for part in Part)),
        ),
    )


def _had_begun(case: Case, lot: HeldLot) -> bool:
    if case.reason == Reason.FILING_REVOKED or lot.from_on is None:
        return False
    return lot.from_on <= case.returned_on


def interest_accrued(case: Case, disputed: Parts) -> Parts:
    """What disputed principal has earned up to today, as the lots earned it from which it came. (rule A8.7)"""
    since = case.accrued_to or clock.today()
    lots = held.lots_by_id(case.lot_ids)
    grown = []
    for part in Part:
        whole_fen = sum(lot.amount_fen for lot in lots if lot.kind == part)
        earned_fen = held.interest_of(lots, part, clock.today()) - held.interest_of(
            lots, part, since
        )
        rest_fen = whole_fen - disputed.fen_of(part)
        grown.append(proportionally(earned_fen, [disputed.fen_of(part), rest_fen])[0])
    return case.interest + Parts(*grown)


def interest_taken(accrued: Parts, taken: Parts, left: Parts) -> Parts:
    """The interest that goes with disputed principal which is given away; what is `left` keeps the rest."""
    return Parts(
        *(
            proportionally(accrued.fen_of(part), [taken.fen_of(part), left.fen_of(part)])[0]
            for part in Part
        )
    )


def _principal(lots: Iterable[HeldLot]) -> Parts:
    return sum((Parts.of(lot.kind, lot.amount_fen) for lot in lots), Parts())
