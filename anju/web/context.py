"""What every template knows without being told."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from anju.core.actors import NOBODY
from anju.people import queries as people

LARGE_TYPE_COOKIE = "large_type"


def page(request: HttpRequest) -> dict[str, Any]:
    """Whether somebody is signed in, under which name, and how large they like to read."""
    actor = getattr(request, "actor", NOBODY)
    return {
        "is_signed_in": actor != NOBODY,
        "is_staff": actor.staff_id is not None,
        "display_name": SimpleLazyObject(lambda: people.display_name(actor)),
        "large_type": request.COOKIES.get(LARGE_TYPE_COOKIE) == "1",
    }
