"""What a supervising bank asks: what a collection code stands for, and our book of its account. (OPS-04)"""

import re
from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router

from anju.core.fields import FieldError
from anju.core.fields import Refusal as FieldRefusal
from anju.core.money import plain_yuan
from anju.core.refusals import Refused
from anju.payments import queries
from anju.people.rules import Scope
from anju.portals.api.answers import read
from anju.portals.api.errors import of_fields
from anju.portals.api.keys import Key
from anju.portals.api.rules import Refusal
from anju.portals.api.schemas import BankDayOut, CodeOut

router = Router(tags=["银行"])
MOST = 500


@router.get(
    "/bank/codes/{code}",
    auth=Key(Scope.BANK_READ),
    operation_id="getCollectionCode",
    summary="查询收款识别码",
    response=read(CodeOut, 404),
)
def get_code(request: HttpRequest, code: str) -> Any:
    """What is to be paid under a collection code of the bank's own account. Another bank's is not there."""
    payment = None
    if re.fullmatch("[0-9A-Za-z]{1,32}", code, re.ASCII):
        payment = queries.payment_by_code(request.api_bank, code)
    if payment is None:
        raise Refused(Refusal.NO_SUCH_CODE, no=code[:40])
    return {
        "collection_code": payment.collection_code,
        "amount": plain_yuan(payment.amount_fen),
        "status": payment.status,
        "status_label": str(payment.get_status_display()),
        "account_name": payment.bank_account.account_name,
    }


@router.get(
    "/bank/days/{day}",
    auth=Key(Scope.BANK_READ),
    operation_id="getBankDay",
    summary="查询本行监管账户的日账",
    response=read(BankDayOut, 422),
)
def get_day(request: HttpRequest, day: str) -> Any:
    """Our book of the bank's account on a day (YYYY-MM-DD), held against the statement we have from it."""
    asked = as_day(day)
    if asked is None:
        wrong = Refused(FieldRefusal.NOT_A_DATE, text=day[:40])
        return of_fields([FieldError("day", "day", str(wrong.code.value), wrong.message)])
    proof = queries.day_proof(request.api_bank, asked)
    return {
        "day": day,
        "opening": plain_yuan(proof.book_opening_fen),
        "received": plain_yuan(proof.book_in_fen),
        "paid": plain_yuan(proof.book_out_fen),
        "closing": plain_yuan(proof.book_closing_fen),
        "has_statement": proof.statement is not None,
        "agrees": proof.agrees,
        "only_in_statement": [line_shown(line) for line in proof.unexplained[:MOST]],
        "only_in_book": [line_shown(entry) for entry in proof.untold[:MOST]],
    }


def as_day(text: str) -> date | None:
    if not re.fullmatch("20[0-9]{2}-[0-9]{2}-[0-9]{2}", text, re.ASCII):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def line_shown(line: Any) -> dict[str, str]:
    return {
        "bank_ref": line.bank_ref,
        "amount": plain_yuan(line.amount_fen),
        "direction": line.direction,
    }
