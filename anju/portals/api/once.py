"""A call that changes something is done once, however often it is sent. (BEY-11)"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Header, Schema

from anju.core.paper import canonical
from anju.people import actions as people
from anju.people.actions import Answer
from anju.portals.api.rules import IDEMPOTENCY_KEY

IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=f"^{IDEMPOTENCY_KEY}$",
        description="本次请求的编号：同一编号、同一内容再次发送，得到同一答复，不会重复办理",
        examples=["4f1c2a9e-0001"],
    ),
]
"""Drawn by the caller, once for what is to be done once."""


def done_once(status: int, answer: type[Schema]) -> Callable[[Any], Callable[..., Any]]:
    """Mark an operation: what it does and its answer are one transaction, known by the caller's Idempotency-Key.

    The same call again gets the answer it got, whatever has become of the matter since, and changes nothing; of two at
    once the second waits for the first. Another call under a used key is 409. A refused call did nothing and leaves
    its key free: it may be sent again, corrected.
    """

    def mark(view: Any) -> Callable[..., Any]:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            call: dict[str, Any] = {
                "api_key_id": request.api_key_id,
                "key": kwargs["idempotency_key"],
                "operation": view.__name__,
                "content": content_of(request),
                "by": request.actor,
            }
            with transaction.atomic():
                before = people.answered_before(**call)
                if before is not None:
                    return as_json(before, is_replayed=True)
                made = view(request, *args, **kwargs)
                if isinstance(made, HttpResponse):  # refused, field by field
                    return made
                first = Answer(status, answer.model_validate(made).model_dump_json(by_alias=True))
                people.keep_answer(**call, answer=first)
            return as_json(first)

        return wrapper

    return mark


def content_of(request: HttpRequest) -> bytes:
    """What was sent, to whom, without regard to spaces and to the order of fields."""
    body = json.loads(request.body) if request.body else None
    return canonical({"path": request.path, "body": body}).encode()


def as_json(answer: Answer, is_replayed: bool = False) -> HttpResponse:
    response = HttpResponse(answer.body, status=answer.status, content_type="application/json")
    if is_replayed:
        response["Idempotent-Replayed"] = "true"
    return response
