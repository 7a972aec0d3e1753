"""What every template knows without being told."""

from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from anju.contracts import queries as contracts
from anju.core.actors import NOBODY
from anju.people import queries as people
from anju.web.session import (
    account_of,
    capacities_of,
    capacity_of,
    chooses_business,
    has_account,
    home_url,
    is_owner_page,
    was_on_phone,
)
from anju.web.staff import name_of

LARGE_TYPE_COOKIE = "large_type"
CUSTODY = {"name": _("住房租赁押金托管和租金监管系统"), "owner": _("北京市住房资金管理中心")}
FUND = {"name": _("住宅专项维修资金管理系统"), "owner": _("北京市住房资金管理中心")}
REGULATION = {"name": _("住房租赁监管服务平台"), "owner": _("北京市住房和城乡建设委员会")}
"""Three systems on one ledger; a page bears the name of its own (manuals 001, 002 and 003)."""


def page(request: HttpRequest) -> dict[str, Any]:
    """Which system this is, whether somebody is signed in, under which name, and how large they like to read."""
    actor = getattr(request, "actor", NOBODY)
    return {
        "system": system_of(request.path),
        "is_signed_in": actor != NOBODY,
        "has_account": has_account(actor),
        "may_be_owner": actor.person_id is not None and actor.only_lease_id is None,
        "chooses_business": actor.person_id is not None and chooses_business(request),
        "display_name": SimpleLazyObject(lambda: name_shown(request)),
        "masked_name": SimpleLazyObject(lambda: people.masked_name(actor)),
        "error_page": "web/phone_error.html" if was_on_phone(request) else "web/error.html",
        "capacities": SimpleLazyObject(lambda: capacities(request)),
        "only_lease": SimpleLazyObject(lambda: only_lease(request)),
        "large_type": request.COOKIES.get(LARGE_TYPE_COOKIE) == "1",
    }


def system_of(path: str) -> dict[str, Any]:
    if is_owner_page(path) or path.startswith(settings.PROPERTY_HOME_URL):
        return FUND
    return REGULATION if path.startswith(of_regulation()) else CUSTODY


@cache
def of_regulation() -> tuple[str, ...]:
    """With what the addresses of the second system begin."""
    return settings.AUTHORITY_HOME_URL, settings.AGENCY_HOME_URL, reverse("public:home")


def name_shown(request: HttpRequest) -> str:
    """The name in the page's corner. That of staff came with the account, which is not asked for again."""
    actor = getattr(request, "actor", NOBODY)
    return name_of(account_of(request)) if actor.staff_id else people.display_name(actor)


def capacities(request: HttpRequest) -> dict[str, Any] | None:
    """The capacity in which an organisation acts and the one it can change to, if it has two. (IDN-13)"""
    actor = getattr(request, "actor", NOBODY)
    if actor.organisation_id is None or (present := capacity_of(request)) is None:
        return None
    possible = capacities_of(actor.organisation_id, actor.only_lease_id)
    others = [one for one in possible if one != present]
    return {"present": present, "other": others[0]} if others else None


def only_lease(request: HttpRequest) -> dict[str, str] | None:
    """The one lease that a session by 网签直缴 shows, and where to sign in for everything else. (NET-01)"""
    actor = getattr(request, "actor", NOBODY)
    if actor.only_lease_id is None or (lease := contracts.leases_seen_by(actor).first()) is None:
        return None
    kind = "person" if actor.organisation_id is None else "organisation"
    asked = urlencode({"as": kind, "next": home_url(request)})
    return {"filing_no": lease.filing_no, "sign_in_url": f"{reverse('sign_in:start')}?{asked}"}
