"""A button that asks one action and nothing more: what was done, or why not, stands on the page that follows."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from anju.core.refusals import Refused


def clicked(request: HttpRequest, action: Callable[..., Any], told: Any, **named: Any) -> bool:
    """Ask an action in the name of who looks. True when done."""
    try:
        action(**named, by=request.actor)
    except Refused as refused:
        messages.error(request, refused.message)
        return False
    messages.success(request, told)
    return True
