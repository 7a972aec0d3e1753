"""Whatever goes wrong is told in JSON: a code for programs, a sentence for people, and each field that is wrong."""

import json
import logging
import re
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils.encoding import escape_uri_path
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from anju.contracts import reading
from anju.contracts.rules import Refusal as ContractRefusal
from anju.core.actors import OUTSIDE
from anju.core.fields import FieldError
from anju.core.refusals import Refused
from anju.credit.rules import Refusal as CreditRefusal
from anju.filings.rules import Refusal as FilingRefusal
from anju.homes.rules import Refusal as HomeRefusal
from anju.people import actions as people
from anju.portals.api.rules import IDEMPOTENCY_KEY, Refusal

log = logging.getLogger("django.request")
TOO_MANY = 429
STATUS = (
    (Refusal.NOT_IN_SCOPE, 403),
    (Refusal.NO_SUCH_LEASE, 404),
    (Refusal.NO_SUCH_VERIFICATION, 404),
    (Refusal.NO_SUCH_FILING, 404),
    (Refusal.QUOTA_USED_UP, TOO_MANY),
    (Refusal.TOO_MANY_CALLS, TOO_MANY),
    (Refusal.NO_SUCH_DATASET, 404),
    (ContractRefusal.FILED_DIFFERENTLY, 409),
    (HomeRefusal.KEY_REUSED, 409),
    (FilingRefusal.KEY_REUSED, 409),
    (FilingRefusal.ALREADY_OPEN, 409),
    (FilingRefusal.RETURNED_OPEN, 409),
)
"""Pairs, for two packages may have refusals of one code."""

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
}


Reader = Callable[[HttpRequest, Any], list[FieldError]]
READERS: dict[str, Reader] = {}
"""By operation: what is wrong with a body that is not of the documented shape, field by field."""


def told(status: int, refused: Refused, errors: list[dict[str, str]] | None = None) -> JsonResponse:
    answer = {"code": str(refused.code.value), "message": refused.message, "errors": errors or []}
    response = JsonResponse(answer, status=status)
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
                "field": OF_OTHERS.get(refused.code) or reading.field_of(refused),
                "code": str(refused.code.value),
                "message": refused.message,
            }
        ],
    )


def of_wrong_shape(request: HttpRequest, wrong: Any) -> HttpResponse:
    """The body is not of the documented shape: the reader says so in words, with all else that is wrong."""
    try:
        stated = json.loads(request.body)
    except ValueError:
        stated = None
    operation = str(request.resolver_match.url_name) if request.resolver_match else ""
    return of_fields(READERS[operation](request, stated))


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
    api.add_exception_handler(Exception, of_broken)


def note_call(request: HttpRequest, response: HttpResponse) -> None:
    """Who showed a key is written down with what they wanted and what they were answered. (HVF-04)

    Not those beyond the quota: else they would fill the disk, and keep the quota used up.
    """
    api_key_id = getattr(request, "api_key_id", None)
    if api_key_id is not None and response.status_code != TOO_MANY:
        people.record_api_call(
            api_key_id=api_key_id,
            method=request.method or "",
            path=escape_uri_path(request.path),
            answer=response.status_code,
            ip=request.META.get("REMOTE_ADDR"),
            by=OUTSIDE,
        )


def methods_told_in_json(view: Any) -> Callable[..., Any]:
    """Wrap a path of the API so that a method it does not know is told in JSON too."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = view(request, *args, **kwargs)
        note_call(request, response)
        if isinstance(response, HttpResponseNotAllowed):
            answer = told(405, Refused(Refusal.NO_SUCH_METHOD, method=request.method))
            answer["Allow"] = response["Allow"]
            return answer
        return response

    return wrapper
