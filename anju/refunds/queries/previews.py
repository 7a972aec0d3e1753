"""What something would do, told before it is done; nothing is written. (BEY-12)"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from anju.core import clock
from anju.core.actors import Actor
from anju.core.refusals import Refused
from anju.custody import queries as held
from anju.refunds.models import Case, Offer, Plan
from anju.refunds.queries.cases import current_plan, is_payee, payee_name
from anju.refunds.queries.payments import (
    agreed_of,
    disputed_now,
    enterprise_payee,
    interest_accrued,
    interest_taken,
    known_account,
    readable_account,
)
from anju.refunds.rules import (
    DISPUTING,
    MOVE_OF_OPINION,
    Opinion,
    Part,
    Refusal,
    Side,
    opinions_on,
)
from anju.refunds.split import Parts, Split, split_by_answer, split_interest, split_item


@dataclass(frozen=True)
class PaymentLine:
    """One line of the payment list (付款清单): who is paid what, today's interest included apart."""

    side: Side
    payee_name: str
    payee_account: str
    payee_bank: str
    principal: Parts
    interest: Parts

    @property
    def total_fen(self) -> int:
        return self.principal.total_fen + self.interest.total_fen


@dataclass(frozen=True)
class PaymentList:
    """What an answer would do, shown before it is given: who is paid, and what stays disputed. (BEY-12)"""

    lines: list[PaymentLine]
    disputed: Parts
    disputed_interest: Parts


def payment_list(
    plan: Plan,
    *,
    agreed_fen: int | None,
    agreed_of_items: Mapping[int, int] | None = None,
    payee_account: str,
    payee_bank: str,
    in_dispute: bool,
) -> PaymentList:
    """The payment list of a plan as it would be paid today; nothing is written. Refused as the answer would be."""
    case = plan.case
    items = list(plan.items.order_by("number"))
    agreed = [item.amount_fen for item in items]
    if in_dispute:
        agreed = agreed_of(plan, agreed_fen, agreed_of_items or {})
    holdings = held.holdings(case.lease_id)
    came_since = Parts(holdings.deposit_fen, holdings.rent_fen) - plan.held
    split = split_by_answer(plan.to_tenant + came_since, [i.in_short for i in items], agreed)
    today = clock.today()
    interest = split_interest(
        split, Parts(*(held.interest_of(holdings.lots, part, today) for part in Part))
    )
    return payments_of_split(case, split, interest, payee_account, payee_bank)


def preview_answer(
    *,
    case: Case,
    plan_id: int,
    opinion: Opinion,
    payee_account: str,
    payee_bank: str,
    agreed_fen: int | None = None,
    by: Actor,
) -> PaymentList | None:
    """付款清单: whom an answer would have paid, and what. None where it pays nobody. Refused as the answer would be."""
    if not is_payee(case, by):
        raise Refused(Refusal.NOT_THE_PAYEE)
    plan = current_plan(case)
    if plan is None or plan.pk != plan_id:
        raise Refused(Refusal.NOT_THE_CURRENT_PLAN)
    case.MOVES.check(MOVE_OF_OPINION[opinion], case)
    if opinion not in opinions_on(plan.deducted.total_fen):
        raise Refused(Refusal.ONLY_AGREEMENT)
    account, bank = readable_account(payee_account), payee_bank.strip()
    if not bank:
        raise Refused(Refusal.ACCOUNT_MISSING)
    if opinion == Opinion.SEND_BACK:
        return None
    return payment_list(
        plan,
        agreed_fen=agreed_fen,
        payee_account=account,
        payee_bank=bank,
        in_dispute=opinion in DISPUTING,
    )


def preview_settlement(offer: Offer) -> PaymentList:
    """Whom the acceptance of an offer would have paid, and what stays disputed. (BEY-06)"""
    item, case = offer.item, offer.item.plan.case
    split = split_item(item.part, item.disputed_fen, offer.to_enterprise_fen)
    disputed = disputed_now(case)
    left = disputed - split.held
    accrued = interest_accrued(case, disputed)
    taken = interest_taken(accrued, split.held, left)
    interest = split_interest(split, taken)
    account, bank = known_account(case)
    listed = payments_of_split(case, split, interest, account, bank)
    return PaymentList(listed.lines, left, accrued - taken)


def payments_of_split(
    case: Case, split: Split, interest: Split, payee_account: str, payee_bank: str
) -> PaymentList:
    """Who is paid what by a split; nothing for a side that gets nothing."""
    tenant = PaymentLine(
        Side.TENANT, payee_name(case), payee_account, payee_bank, split.tenant, interest.tenant
    )
    enterprise = PaymentLine(
        Side.ENTERPRISE,
        principal=split.enterprise,
        interest=interest.enterprise,
        **enterprise_payee(case),
    )
    lines = [line for line in (tenant, enterprise) if line.total_fen]
    return PaymentList(lines, split.disputed, interest.disputed)
