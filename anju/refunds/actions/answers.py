"""The payee tenant answers a plan: five opinions. (REF-05 to REF-11; manual 001, 5.2.2; manual 000, 7.2.2)"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, move
from anju.core.refusals import Refused
from anju.refunds import queries
from anju.refunds.actions import telling
from anju.refunds.actions.carrying_out import carry_out, close_if_done, said
from anju.refunds.actions.deadlines import plan_deadline
from anju.refunds.actions.handing_in import attach
from anju.refunds.actions.parties import locked_case_of_payee
from anju.refunds.models import Answer, Case, Plan
from anju.refunds.rules import (
    DISPUTING,
    MOVE_OF_OPINION,
    About,
    Because,
    Opinion,
    Refusal,
    opinions_on,
)


@dataclass(frozen=True)
class AnswerTerms:
    """What the tenant says. The account is asked for with every opinion; files were stored before.

    `agreed_fen` (同意扣除金额) belongs to mediation, arbitration and litigation only; `agreed_of_items` may say it
    deduction by deduction (item id → fen), else it is spread over them in proportion.
    """

    opinion: Opinion
    payee_account: str
    payee_bank: str
    agreed_fen: int | None = None
    agreed_of_items: Mapping[int, int] = field(default_factory=dict)
    note: str = ""
    file_ids: Sequence[int] = ()


@action
def answer_plan(*, case_id: int, plan_id: int, terms: AnswerTerms, by: Actor) -> Answer:
    """Answer the plan that is before the tenant; the undisputed part is paid at once. Only the payee may. (REF-02)

    The same answer again returns the first. Refused: NOT_THE_PAYEE, NOT_THE_CURRENT_PLAN, ONLY_AGREEMENT,
    AGREED_OUT_OF_RANGE, ACCOUNT_MISSING, and as the move and the files say.
    """
    case = locked_case_of_payee(case_id, by)
    given = _given_before(plan_id, terms)
    if given is not None and given.plan.case_id == case.pk:
        return given
    Case.MOVES.check(MOVE_OF_OPINION[terms.opinion], case)
    plan = queries.current_plan(case)
    if plan is None or plan.pk != plan_id:
        raise Refused(Refusal.NOT_THE_CURRENT_PLAN)
    if terms.opinion not in opinions_on(plan.deducted.total_fen):
        raise Refused(Refusal.ONLY_AGREEMENT)
    agreed = _agreed(plan, terms)
    if not terms.payee_bank.strip():
        raise Refused(Refusal.ACCOUNT_MISSING)
    answer = Answer.objects.create(
        plan=plan,
        opinion=terms.opinion,
        agreed_fen=terms.agreed_fen or 0,
        payee_account=queries.readable_account(terms.payee_account),
        payee_bank=terms.payee_bank.strip()[:120],
        note=terms.note.strip()[:500],
        answered_name=by.name,
        answered_at=clock.now(),
    )
    attach(case, terms.file_ids, About.ANSWER, by, answer=answer)
    _act_on(case, answer, agreed, by)
    return answer


def _act_on(case: Case, answer: Answer, agreed: list[int] | None, by: Actor) -> None:
    """The move, then the money: the ledger comes last."""
    opinion = answer.opinion
    changes: dict[str, Any] = {}
    if opinion == Opinion.SEND_BACK:
        changes = plan_deadline(clock.today())
    elif opinion in DISPUTING:
        changes = {"disputed_at": clock.now()}
    if opinion in (Opinion.ARBITRATION, Opinion.LITIGATION):
        changes["remind_on"] = clock.today() + queries.dispute_reminder()
    move(case, MOVE_OF_OPINION[Opinion(opinion)], by=by, because=answer.note, **changes)
    telling.answered(case, answer, by=by)
    if opinion == Opinion.SEND_BACK:
        return
    split = carry_out(
        case,
        answer.plan,
        agreed,
        account=answer.payee_account,
        account_bank=answer.payee_bank,
        by=by,
    )
    if opinion in DISPUTING and not split.disputed.total_fen:
        move(case, "settle", by=by, because=said(Because.ALL_ACCEPTED))
    close_if_done(case, by=by)


def _given_before(plan_id: int, terms: AnswerTerms) -> Answer | None:
    """The same answer to the same plan, as a second click gives it."""
    for answer in Answer.objects.filter(plan=plan_id, opinion=terms.opinion).select_related("plan"):
        same_account = answer.payee_account == queries.readable_account(terms.payee_account)
        if same_account and answer.agreed_fen == (terms.agreed_fen or 0):
            return answer
    return None


def _agreed(plan: Plan, terms: AnswerTerms) -> list[int] | None:
    """What is agreed of each deduction; None for all of it. Refused where the opinion leaves no room for it."""
    if terms.opinion not in DISPUTING:
        if terms.agreed_fen:
            raise Refused(Refusal.AGREED_NOT_ASKED)
        return None
    return queries.agreed_of(plan, terms.agreed_fen, terms.agreed_of_items)
