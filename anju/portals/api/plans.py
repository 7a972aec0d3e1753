"""退款方案 as JSON, read into terms; its evidence is looked into and stored like any attachment."""

import base64
from typing import Any

from anju.core.actions import store_file
from anju.core.actors import Actor
from anju.core.fields import FieldError
from anju.core.files import ATTACHMENT
from anju.core.money import parse_yuan
from anju.core.refusals import Refused
from anju.custody import queries as custody
from anju.portals.api.rules import Refusal
from anju.portals.api.schemas_of_enterprises import DeductionIn, FileIn, PlanIn
from anju.refunds.actions import Deduction, PlanTerms
from anju.refunds.split import Item, Parts, deducted_of


def read_plan(case: Any, plan: PlanIn, actor: Actor) -> PlanTerms | list[FieldError]:
    """The terms of a plan for what is held now; or each file that cannot be used."""
    errors: list[FieldError] = []
    deductions = [
        _deduction(number, stated, actor, errors) for number, stated in enumerate(plan.deductions)
    ]
    if errors:
        return errors
    holdings = custody.holdings(case.lease_id)
    return PlanTerms(
        held=Parts(holdings.deposit_fen, holdings.rent_fen),
        to_tenant=Parts(parse_yuan(plan.to_tenant.deposit), parse_yuan(plan.to_tenant.rent)),
        deducted=deducted_of([Item(one.part, one.amount_fen) for one in deductions]),
        deductions=deductions,
        payee_tenant_id=int(plan.payee) if plan.payee else None,
        payee_account=plan.payee_account,
        payee_bank=plan.payee_bank,
        note=plan.note,
    )


def _deduction(
    number: int, stated: DeductionIn, actor: Actor, errors: list[FieldError]
) -> Deduction:
    files = []
    for place, file in enumerate(stated.evidence):
        try:
            files.append(_stored(file, actor))
        except Refused as refused:
            name, label = f"deductions[{number}].evidence[{place}]", f"第{number + 1}项的凭证"
            errors.append(FieldError(name, label, str(refused.code.value), refused.message))
    return Deduction(stated.kind, stated.part, parse_yuan(stated.amount), stated.note, tuple(files))


def _stored(file: FileIn, actor: Actor) -> int:
    try:
        content = base64.b64decode(file.content, validate=True)
    except ValueError:
        raise Refused(Refusal.NOT_BASE64) from None
    return store_file(name=file.name, content=content, allowed=ATTACHMENT, by=actor)
