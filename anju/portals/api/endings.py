"""The end of a lease by a program: the home is handed back, a refund proposed, the answer read. (BEY-01, OPS-04)"""

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from anju.contracts import queries as contracts
from anju.core.fields import to_date
from anju.core.numbers import is_valid_filing_no
from anju.core.refusals import Refused
from anju.people.rules import Scope
from anju.portals.api.answers import read, written
from anju.portals.api.case_described import case_shown, row_shown
from anju.portals.api.errors import of_fields
from anju.portals.api.keys import Key
from anju.portals.api.once import IdempotencyKey, done_once
from anju.portals.api.paging import BEFORE, asks, page
from anju.portals.api.plans import read_plan
from anju.portals.api.rules import Refusal
from anju.portals.api.schemas_of_enterprises import BecauseIn, CaseOut, CasesOut, PlanIn, ReturnIn
from anju.refunds import actions, queries

router = Router(tags=["退租退款"])
PROPOSE = Scope.REFUND_PROPOSE


@router.post(
    "/leases/{filing_no}/return",
    auth=Key(PROPOSE),
    operation_id="registerReturn",
    summary="登记交还住房",
    response=written(201, CaseOut, 404),
)
@done_once(201, CaseOut)
def register_return(
    request: HttpRequest, filing_no: str, returned: ReturnIn, idempotency_key: IdempotencyKey
) -> Any:
    """The home was handed back: releases stop, and a refund has to be proposed within three working days."""
    found = None
    if is_valid_filing_no(filing_no):
        found = contracts.leases_let_by(request.actor, filing_no=filing_no).first()
    if found is None:
        raise Refused(Refusal.NO_SUCH_LEASE, filing_no=filing_no[:40])
    case = actions.register_return(
        lease_id=found.pk,
        reason=returned.reason,
        ended_on=to_date(returned.ended_on),
        returned_on=to_date(returned.returned_on),
        by=request.actor,
    )
    return case_shown(own_case(request.actor, str(case.pk)), request.actor)


@router.get(
    "/cases",
    auth=Key(PROPOSE),
    operation_id="listCases",
    summary="查询合同结束",
    response=read(CasesOut, 422),
)
@asks("before")
def list_cases(
    request: HttpRequest,
    before: str | None = Query(None, pattern=BEFORE),  # type: ignore[type-arg]
) -> Any:
    """The ends of the enterprise's leases, newest first, each with whose turn it is; a hundred at a time."""
    found, following = page(queries.cases_of_enterprise(request.actor), before)
    return {"cases": [row_shown(case) for case in found], "next": following}


@router.get(
    "/cases/{case}",
    auth=Key(PROPOSE),
    operation_id="getCase",
    summary="查询一个合同结束",
    response=read(CaseOut, 404),
)
def get_case(request: HttpRequest, case: str) -> Any:
    """What is held, whose turn it is, the plan, the tenant's answer, and the payments."""
    return case_shown(own_case(request.actor, case), request.actor)


@router.post(
    "/cases/{case}/confirm",
    auth=Key(PROPOSE),
    operation_id="confirmReturn",
    summary="确认承租人登记的交还住房",
    response=written(200, CaseOut, 404),
)
@done_once(200, CaseOut)
def confirm_return(request: HttpRequest, case: str, idempotency_key: IdempotencyKey) -> Any:
    """What the tenant registered is so."""
    return done_on(case, actions.confirm_return, by=request.actor)


@router.post(
    "/cases/{case}/object",
    auth=Key(PROPOSE),
    operation_id="objectToReturn",
    summary="对交还住房提出异议",
    response=written(200, CaseOut, 404),
)
@done_once(200, CaseOut)
def object_to_return(
    request: HttpRequest, case: str, objection: BecauseIn, idempotency_key: IdempotencyKey
) -> Any:
    """What the tenant registered is not so; everybody concerned sees it, and the clock runs on."""
    return done_on(case, actions.object_to_return, objection=objection.because, by=request.actor)


@router.post(
    "/cases/{case}/cancel",
    auth=Key(PROPOSE),
    operation_id="cancelCase",
    summary="撤销登记",
    response=written(200, CaseOut, 404),
)
@done_once(200, CaseOut)
def cancel_case(
    request: HttpRequest, case: str, because: BecauseIn, idempotency_key: IdempotencyKey
) -> Any:
    """It was registered by mistake: undone the same day by who registered it, else when both sides ask for it."""
    return done_on(case, actions.cancel_case, because=because.because, by=request.actor)


@router.post(
    "/cases/{case}/plan",
    auth=Key(PROPOSE),
    operation_id="proposePlan",
    summary="提交退款方案",
    response=written(201, CaseOut, 404),
)
@done_once(201, CaseOut)
def propose_plan(
    request: HttpRequest, case: str, plan: PlanIn, idempotency_key: IdempotencyKey
) -> Any:
    """Propose what goes back and what is deducted: together all that is held, deposit and rent apart.

    The tenant has three working days to answer, and after a reminder three more. 422 `held_changed` or `money_moving`:
    read the case again. Some deductions need evidence (08, 09, 11, 12, 99), 99 a note as well.
    """
    terms = read_plan(own_case(request.actor, case), plan, request.actor)
    if isinstance(terms, list):
        return of_fields(terms)
    return done_on(case, actions.submit_plan, terms=terms, by=request.actor)


@router.post(
    "/cases/{case}/plan/withdraw",
    auth=Key(PROPOSE),
    operation_id="withdrawPlan",
    summary="撤回退款方案",
    response=written(200, CaseOut, 404),
)
@done_once(200, CaseOut)
def withdraw_plan(request: HttpRequest, case: str, idempotency_key: IdempotencyKey) -> Any:
    """Take the plan back, as long as the tenant has not opened it."""
    plan = queries.current_plan(own_case(request.actor, case))
    if plan is None:
        raise Refused(Refusal.NO_PLAN)
    return done_on(case, actions.withdraw_plan, plan_id=plan.pk, by=request.actor)


def done_on(case: str, action: Callable[..., Any], *, by: Any, **terms: Any) -> Any:
    """One action on one of the enterprise's own cases; the answer is the case as it stands then."""
    action(case_id=own_case(by, case).pk, **terms, by=by)
    return case_shown(own_case(by, case), by)


def own_case(actor: Any, text: str) -> Any:
    found = None
    if re.fullmatch("[0-9]{1,18}", text, re.ASCII):
        found = queries.cases_of_enterprise(actor).filter(pk=int(text)).first()
    if found is None:
        raise Refused(Refusal.NO_SUCH_CASE, no=text[:40])
    return found
