"""The addresses and doors of parameters at a desk: who may do what follows from what the office may. (CTR-06)"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.desks import (
    converters,  # noqa: F401 - registers the kinds of records
    parameters,
)
from anju.desks.parameters import Desk
from anju.parameters.rules import CHECK, KEEP, READ
from anju.people.rules import Power
from anju.web.doors import staff

CODE = "<parameter_code:code>"
SAID = "parameters/said/<value_id:value_id>"
typed = require_http_methods(["GET", "POST"])


def urls_of(desk: Desk) -> list[URLPattern]:
    """For who proposes, for who approves, and, to read, for whoever works by what the office settles."""
    keep, check, read = [KEEP[desk.office]], [CHECK[desk.office]], sorted(READ[desk.office])

    def page(
        address: str, name: str, view: Callable[..., HttpResponse], may: Iterable[Power], ways: Any
    ) -> URLPattern:
        @staff(*may)
        @ways
        @wraps(view)
        def at_this_desk(request: HttpRequest, **named: Any) -> HttpResponse:
            return view(request, desk, **named)

        return path(address, at_this_desk, name=name)

    return [
        page("parameters", "parameters", parameters.all_parameters, read, require_GET),
        page("parameters/texts", "parameter_texts", parameters.texts, read, require_GET),
        page(f"parameters/{CODE}", "parameter", parameters.one_parameter, read, require_GET),
        page(f"parameters/{CODE}/propose", "propose_parameter", parameters.propose, keep, typed),
        page(SAID, "parameter_value", parameters.one_value, read, require_GET),
        page(f"{SAID}/approve", "approve_parameter", parameters.approve, check, require_POST),
        page(f"{SAID}/refuse", "refuse_parameter", parameters.refuse, check, typed),
        page(f"{SAID}/withdraw", "withdraw_parameter", parameters.withdraw, keep, typed),
        page(
            f"{SAID}/<value_document_id:value_document_id>",
            "parameter_document",
            parameters.document,
            read,
            require_GET,
        ),
    ]
