"""Whatever goes wrong is told in JSON: a code for programs, a sentence for people, and each field that is wrong."""

import json
import logging
import re
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils.encoding import escape_uri_path
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from anju.contracts import reading
from anju.contracts.rules import Refusal as ContractRefusal
from anju.core.actors import OUTSIDE
from anju.core.fields import FieldError
from anju.core.fields import Refusal as FieldRefusal
from anju.core.money import Refusal as MoneyRefusal
from anju.core.moves import Refusal as MoveRefusal
from anju.core.refusals import Refused
from anju.credit.rules import Refusal as CreditRefusal
from anju.filings.rules import Refusal as FilingRefusal
from anju.homes.rules import Refusal as HomeRefusal
from anju.orders.rules import Refusal as OrderRefusal
from anju.people import actions as people
from anju.people.actions import Counted
from anju.people.rules import Refusal as PeopleRefusal
from anju.portals.api.rules import IDEMPOTENCY_KEY, Refusal
from anju.refunds.rules import Refusal as RefundRefusal

log = logging.getLogger("django.request")
TOO_MANY = 429
STATUS = (
    (Refusal.KEY_REVOKED, 401),
    (Refusal.KEY_EXPIRED, 401),
    (Refusal.NOT_IN_SCOPE, 403),
    (Refusal.OTHER_ENTERPRISE, 403),
    (Refusal.NO_SUCH_LEASE, 404),
    (Refusal.NO_SUCH_VERIFICATION, 404),
    (Refusal.NO_SUCH_FILING, 404),
    (Refusal.NO_SUCH_ORDER, 404),
    (Refusal.NO_SUCH_CASE, 404),
    (Refusal.NO_SUCH_RELEASE, 404),
    (Refusal.NO_SUCH_CODE, 404),
    (Refusal.QUOTA_USED_UP, TOO_MANY),
    (Refusal.DAY_USED_UP, TOO_MANY),
    (Refusal.NO_PLAN, 409),
    (PeopleRefusal.KEY_REUSED, 409),
    (MoveRefusal.WRONG_STATUS, 409),
    (ContractRefusal.FILED_DIFFERENTLY, 409),
    (HomeRefusal.KEY_REUSED, 409),
    (FilingRefusal.KEY_REUSED, 409),
    (FilingRefusal.ALREADY_OPEN, 409),
    (FilingRefusal.RETURNED_OPEN, 409),
    (OrderRefusal.BILL_TAKEN, 409),
    (OrderRefusal.BILLS_CHANGED, 409),
    (OrderRefusal.LEASE_ENDED, 409),
    (OrderRefusal.EXPIRED, 409),
    (OrderRefusal.CANNOT_CANCEL, 409),
    (RefundRefusal.CASE_OPEN, 409),
    (RefundRefusal.NOTHING_HELD, 409),
    (RefundRefusal.CONFIRMED_ALREADY, 409),
    (RefundRefusal.OWN_REGISTRATION, 409),
    (RefundRefusal.CANCEL_ASKED, 409),
    (RefundRefusal.MONEY_MOVING, 409),
    (RefundRefusal.HELD_CHANGED, 409),
    (RefundRefusal.OPENED_ALREADY, 409),
    (RefundRefusal.NOT_THE_CURRENT_PLAN, 409),
)
"""Pairs, for two packages may have refusals of one code. 409: the call is right, but things stand otherwise."""

OF_OTHERS = {
    HomeRefusal.STARTS_IN_PAST: "starts_on",
    HomeRefusal.COMMITMENT_NEEDED: "commitment",
    FilingRefusal.NO_SUCH_ENTERPRISE: "uscc",
    FilingRefusal.NO_SUCH_CONTRACT: "contract_no",
    FilingRefusal.NOT_READY: "contract_no",
    FilingRefusal.NO_SUCH_VERIFICATION: "verification_no",
    FilingRefusal.MUST_SIGN_ONLINE: "contract",
    FilingRefusal.MUST_SIGN_ONLINE_BY_DEFAULT: "contract",
    FilingRefusal.BANK_MISSING: "contract",
    FilingRefusal.OTHER_BANK: "contract",
    CreditRefusal.BLACKLISTED: "uscc",
    RefundRefusal.RETURNED_IN_FUTURE: "returned_on",
    RefundRefusal.RETURNED_BEFORE_START: "returned_on",
    RefundRefusal.NOT_EXPIRED_YET: "reason",
    RefundRefusal.NO_REASON_GIVEN: "because",
    RefundRefusal.PARTS_DIFFER: "to_tenant",
    RefundRefusal.PAYEE_UNKNOWN: "payee",
    RefundRefusal.ACCOUNT_MISSING: "payee_account",
    RefundRefusal.ACCOUNT_UNREADABLE: "payee_account",
}
WHOLE = ((OrderRefusal, "bills"), (RefundRefusal, "deductions"))
"""What else a package refuses concerns this field of what is sent to it."""


Reader = Callable[[HttpRequest, Any], list[FieldError]]
BODIES = frozenset(
    {"lease", "order", "returned", "objection", "because", "plan", "filings", "body"}
)
"""How operations call what is sent to them; it is not part of a field's place."""

READERS: dict[str, Reader] = {}
"""What is wrong with a body that is not of the documented shape, field by field: by method and address.

An address has the name of its first operation.
"""


def told(status: int, refused: Refused, errors: list[dict[str, str]] | None = None) -> JsonResponse:
    answer = {"code": str(refused.code.value), "message": refused.message, "errors": errors or []}
    response = JsonResponse(answer, status=status)
    response.code_told = answer["code"]
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def of_fields(errors: list[FieldError]) -> JsonResponse:
    """Everything that is wrong with what was sent, field by field."""
    listed = [{"field": e.field, "code": e.code, "message": e.sentence} for e in errors]
    return told(422, Refused(Refusal.INVALID), listed)


def within_contract(faults: list[FieldError]) -> list[FieldError]:
    """What is wrong inside of a contract, at its place in the body."""
    return [replace(fault, field=f"contract.{fault.field}".rstrip(".")) for fault in faults]


def wrong_key(request: HttpRequest) -> list[FieldError]:
    """What is wrong with the key by which a request is known when it comes again."""
    if re.fullmatch(IDEMPOTENCY_KEY, request.headers.get("Idempotency-Key", ""), re.ASCII):
        return []
    needed, name = Refused(Refusal.KEY_NEEDED), "Idempotency-Key"
    return [FieldError(name, name, str(needed.code.value), needed.message)]


def of_refused(request: HttpRequest, refused: Any) -> HttpResponse:
    """A rule said no: a door with 403, what is not there with 404, another filing with 409, the rest is a field."""
    for code, status in STATUS:
        if refused.code is code:
            return told(status, refused)
    if refused.code is FilingRefusal.CONTRACT_WRONG:
        return of_fields(within_contract(refused.facts["faults"]))
    return told(
        422,
        Refused(Refusal.INVALID),
        [
            {
                "field": field_of(refused),
                "code": str(refused.code.value),
                "message": refused.message,
            }
        ],
    )


def field_of(refused: Refused) -> str:
    if refused.code in OF_OTHERS:
        return OF_OTHERS[refused.code]
    if isinstance(refused.code, FieldRefusal | MoneyRefusal):
        return str(refused.facts.get("field", ""))
    whole = [field for package, field in WHOLE if isinstance(refused.code, package)]
    return whole[0] if whole else reading.field_of(refused)


def of_wrong_shape(request: HttpRequest, wrong: Any) -> HttpResponse:
    """The body is not of the documented shape: the reader says so in words, with all else that is wrong.

    Where there is none, the description itself says what is wrong with each field.
    """
    try:
        stated = json.loads(request.body)
    except ValueError:
        stated = None
    name = request.resolver_match.url_name if request.resolver_match else ""
    operation = f"{request.method} {name}"
    if operation in READERS:
        return of_fields(READERS[operation](request, stated))
    return of_fields([wrong_with(one) for one in wrong.errors])


def wrong_with(error: dict[str, Any]) -> FieldError:
    """One thing that a body, a header or a question has against the description."""
    source, *rest = error["loc"]
    place = [part for part in rest if part not in BODIES] if source == "body" else rest
    field = "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in place).lstrip(".")
    if field == "Idempotency-Key":
        refused = Refused(Refusal.KEY_NEEDED)
    elif source == "query":
        refused = Refused(Refusal.NOT_A_QUESTION)
    elif error["type"] == "missing":
        refused = Refused(FieldRefusal.FIELD_MISSING)
    else:
        refused = Refused(Refusal.WRONG_SHAPE, why=str(error["msg"])[:200])
    return FieldError(field[:200], field[:80], str(refused.code.value), refused.message)


def of_too_large(request: HttpRequest, wrong: Any) -> HttpResponse:
    limit = (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) // (1024 * 1024)
    return told(413, Refused(Refusal.TOO_LARGE, limit=limit))


def of_no_json(request: HttpRequest) -> HttpResponse | None:
    """What is sent has to say that it is JSON; an empty body need not."""
    is_empty = request.META.get("CONTENT_LENGTH") in (None, "", "0")
    if request.method != "POST" or is_empty or request.content_type == "application/json":
        return None
    return told(415, Refused(Refusal.NOT_JSON))


def of_http(request: HttpRequest, wrong: Any) -> HttpResponse:
    if isinstance(wrong, AuthenticationError):
        return told(401, Refused(Refusal.NO_KEY))
    return told(wrong.status_code, Refused(Refusal.BAD_JSON))


def of_broken(request: HttpRequest, wrong: Any) -> HttpResponse:
    """Rolled back by now. People are woken by the log; the caller learns nothing of the inside."""
    log.error("broken: %s", request.path, exc_info=wrong, extra={"status_code": 500})
    return told(500, Refused(Refusal.BROKEN))


def no_such_address(request: HttpRequest) -> HttpResponse:
    return told(404, Refused(Refusal.NO_SUCH_ADDRESS))


def tell_in_json(api: NinjaAPI) -> None:
    api.add_exception_handler(Refused, of_refused)
    api.add_exception_handler(ValidationError, of_wrong_shape)
    api.add_exception_handler(HttpError, of_http)
    api.add_exception_handler(RequestDataTooBig, of_too_large)
    api.add_exception_handler(Exception, of_broken)


def note_call(request: HttpRequest, response: HttpResponse, began: float) -> None:
    """Who showed a key is written down with what they wanted and what they were answered. (HVF-04)

    Not those beyond the quota, else they would fill the disk: they are counted.
    """
    api_key_id = getattr(request, "api_key_id", None)
    if api_key_id is not None and response.status_code != TOO_MANY:
        people.record_api_call(
            api_key_id=api_key_id,
            method=request.method or "",
            path=escape_uri_path(request.path),
            answer=response.status_code,
            code=getattr(response, "code_told", ""),
            took_ms=int((monotonic() - began) * 1000),
            ip=request.META.get("REMOTE_ADDR"),
            by=OUTSIDE,
        )


def tell_quota(request: HttpRequest, response: HttpResponse) -> None:
    """With every answer to a known key what is left of its minute and its day; beyond them, when to come again."""
    counted: Counted | None = getattr(request, "api_counted", None)
    if counted is None:
        return
    a_minute, a_day = request.api_quota
    response["X-RateLimit-Limit"] = str(a_minute)
    response["X-RateLimit-Remaining"] = str(counted.left_in_minute)
    response["X-RateLimit-Reset"] = str(counted.minute_ends_in)
    response["X-RateLimit-Limit-Day"] = str(a_day)
    response["X-RateLimit-Remaining-Day"] = str(counted.left_on_day)
    if response.status_code == TOO_MANY:
        response["Retry-After"] = str(counted.wait_seconds)


def methods_told_in_json(view: Any) -> Callable[..., Any]:
    """Wrap a path of the API so that a method it does not know is told in JSON too."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        began = monotonic()
        response = of_no_json(request) or view(request, *args, **kwargs)
        tell_quota(request, response)
        note_call(request, response, began)
        if isinstance(response, HttpResponseNotAllowed):
            answer = told(405, Refused(Refusal.NO_SUCH_METHOD, method=request.method))
            answer["Allow"] = ", ".join(sorted(response["Allow"].split(", ")))
            return answer
        return response

    return wrapper
