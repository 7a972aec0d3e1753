"""The red and black lists for other platforms: a listing of a blacklisted enterprise is not to be shown. (CRD-04)"""

import re
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router

from anju.core.fields import FieldError
from anju.core.refusals import Refused
from anju.credit import queries
from anju.credit.rules import ListKind
from anju.portals.api.answers import read
from anju.portals.api.errors import READERS, of_fields
from anju.portals.api.keys import AnyKey
from anju.portals.api.rules import Refusal
from anju.portals.api.schemas import ListsOut

router = Router()
A_PAGE = 100
ASKED = {"kind", "uscc", "before"}
USCC = r"[0-9A-Z]{18}"


@router.get(
    "/lists",
    auth=AnyKey(),
    operation_id="getLists",
    summary="查询红黑名单",
    response=read(ListsOut, 422),
)
def get_lists(
    request: HttpRequest,
    kind: Literal["red", "black"] | None = None,
    uscc: str | None = Query(None, pattern=f"^{USCC}$"),  # type: ignore[type-arg]
    before: int | None = Query(None, ge=1, le=10**18),  # type: ignore[type-arg]
) -> Any:
    """Who is listed today, as on the public site: the newest first, a hundred at a time. Any key may ask.

    `kind` and `uscc` narrow it down; what is not named here is refused, so that no slip finds everybody. `next` is the
    `before` of the next page, null on the last. A branch of a listed head office is not named by itself: ask for the
    head office, too.
    """
    unknown = sorted(set(request.GET) - ASKED)
    if unknown:
        return of_fields(wrong_parts(unknown))
    found = queries.entries_found(queries.entries_published(), kind=kind or "", uscc=uscc or "")
    if before is not None:
        found = found.filter(pk__lt=before)
    entries = list(found[: A_PAGE + 1])
    return {
        "entries": [described(entry) for entry in entries[:A_PAGE]],
        "next": entries[A_PAGE - 1].pk if len(entries) > A_PAGE else None,
    }


def described(entry: Any) -> dict[str, str]:
    return {
        "kind": entry.kind,
        "kind_label": str(ListKind(entry.kind).label),
        "name": entry.name,
        "uscc": entry.uscc,
        "ground": entry.ground,
        "ground_label": str(entry.get_ground_display()),
        "reason": entry.reason,
        "basis": entry.basis,
        "published_on": entry.published_on.isoformat(),
        "valid_until": entry.valid_until.isoformat(),
    }


def wrong_in_question(request: HttpRequest, stated: Any) -> list[FieldError]:
    """Which part of the question is not of the documented shape."""
    kind, uscc = request.GET.get("kind"), request.GET.get("uscc")
    is_wrong = {
        "kind": kind is not None and kind not in ListKind.values,
        "uscc": uscc is not None and not re.fullmatch(USCC, uscc, re.ASCII),
    }
    return wrong_parts([name for name, wrong in is_wrong.items() if wrong] or ["before"])


def wrong_parts(names: list[str]) -> list[FieldError]:
    wrong = Refused(Refusal.NOT_A_QUESTION)
    code = str(wrong.code.value)
    return [FieldError(name[:40], name[:40], code, wrong.message) for name in names]


READERS["GET get_lists"] = wrong_in_question
