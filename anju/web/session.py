"""Who is signed in: what a session keeps, and the actor it stands for.

A session keeps ids only. A tenant's name is not in it, and not in the history either: there a
tenant is `person 12` or `organisation 3`.
"""

from __future__ import annotations

import time
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from anju.companies import queries as companies
from anju.contracts import queries as contracts
from anju.core.actors import NOBODY, Actor
from anju.core.refusals import ensure
from anju.people import queries as people
from anju.people.rules import ADMINISTRATIVE, OF_FUND, Capacity, Office

RENEWED_EVERY_SECONDS = 60
PORTALS = {Capacity.TENANT: "tenant_web", Capacity.ENTERPRISE: "enterprise"}
OWNER = "owner"  # the portal of the maintenance fund
AGENCY = "agency"  # the portal of institutions
OF_COMPANIES = "key_id"  # in the session of who has signed in with the key of a property company
OF_APPLICANTS = "applicant_id"  # and in that of who has no key yet
PROPERTY = "property"  # the portal of property companies
BEFORE_CHOOSING = "sign_in"  # the portal of an organisation that has yet to choose its capacity


def begin(
    request: HttpRequest,
    *,
    person_id: int | None = None,
    organisation_id: int | None = None,
    only_lease_id: int | None = None,
    is_mobile: bool = False,
) -> None:
    """Start a new session. Nothing of the old one is kept, not even its key.

    An organisation that is both tenant and enterprise has yet to choose its capacity (IDN-13); who comes for one lease
    only comes as its tenant (NET-01).
    """
    request.session.flush()
    came = {
        "person_id": person_id,
        "organisation_id": organisation_id,
        "only_lease_id": only_lease_id,
        "is_mobile": is_mobile or None,
    }
    request.session.update({name: value for name, value in came.items() if value is not None})
    capacities = capacities_of(organisation_id, only_lease_id)
    if len(capacities) == 1:
        act_as(request, capacities[0])


def capacities_of(organisation_id: int | None, only_lease_id: int | None) -> list[Capacity]:
    """In which capacities somebody may act: a person, and who came for one lease only, as tenant."""
    if organisation_id is None or only_lease_id is not None:
        return [Capacity.TENANT]
    return contracts.capacities_of(organisation_id)


def act_as(request: HttpRequest, capacity: Capacity) -> None:
    """From the next request on, act in this capacity and no other. (manual 001, 3.1.2)"""
    request.session["capacity"] = capacity.value


def capacity_of(request: HttpRequest) -> Capacity | None:
    """In which capacity a person or organisation acts; None for everybody else and before the choice."""
    capacity = request.session.get("capacity")
    return None if capacity is None else Capacity(capacity)


def home_url(request: HttpRequest) -> str:
    """Where whoever has signed in begins: at home in their capacity, or with choosing one.

    Who was handed over to the mobile face begins there. A person chooses the business on 【网上业务平台】: tenant and
    owner may be the same. (manual 001, 2.1.1; manual 002, 2.1)
    """
    capacity = capacity_of(request)
    if request.actor.portal == PROPERTY:
        return settings.PROPERTY_HOME_URL
    if request.actor.applicant_id is not None:
        return reverse("property:application")
    if chooses_business(request):
        return reverse("sign_in:landing")
    if capacity == Capacity.TENANT and request.session.get("is_mobile"):
        return settings.TENANT_MOBILE_HOME_URL
    return reverse("sign_in:capacity") if capacity is None else home_of(capacity)


def chooses_business(request: HttpRequest) -> bool:
    """A person who has signed in, on the web and for more than one lease, may act as tenant and as owner."""
    came = request.session
    narrow = came.get("only_lease_id") is not None or came.get("is_mobile")
    return came.get("person_id") is not None and not narrow


def home_of(capacity: Capacity) -> str:
    homes = {
        Capacity.TENANT: settings.TENANT_HOME_URL,
        Capacity.ENTERPRISE: settings.ENTERPRISE_HOME_URL,
    }
    return homes[capacity]


def is_page_of(capacity: Capacity, path: str) -> bool:
    """Whether a page belongs to a capacity. The tenant's portal has two faces."""
    if path.startswith(home_of(capacity)):
        return True
    return capacity == Capacity.TENANT and is_phone_page(path)


def is_owner_page(path: str) -> bool:
    return path.startswith(settings.OWNER_HOME_URL)


def is_phone_page(path: str) -> bool:
    return path.startswith(settings.TENANT_MOBILE_HOME_URL)


def is_on_phone(request: HttpRequest) -> bool:
    """Whether somebody meets us on a phone: at one of its pages, or handed over to its face, wherever they are."""
    return is_phone_page(request.path) or bool(request.session.get("is_mobile"))


def was_on_phone(request: HttpRequest) -> bool:
    """The same for a page that says no: as found out before anything broke, else by the address alone."""
    return getattr(request, "is_on_phone", is_phone_page(request.path))


def actor_of(request: HttpRequest) -> Actor:
    """Whom this request acts for: a member of staff, a person, an organisation, or nobody."""
    if SESSION_KEY in request.session and request.user.is_authenticated:
        return account_actor(request.user)
    if (key_id := request.session.get(OF_COMPANIES)) is not None:
        return companies.actor_of_key(key_id)
    if (applicant_id := request.session.get(OF_APPLICANTS)) is not None:
        return companies.actor_of_applicant(applicant_id)
    if (organisation_id := request.session.get("organisation_id")) is not None:
        return Actor(
            f"organisation {organisation_id}",
            portal_of(request),
            organisation_id=organisation_id,
            only_lease_id=request.session.get("only_lease_id"),
        )
    if (person_id := request.session.get("person_id")) is not None:
        return Actor(
            f"person {person_id}",
            portal_of(request),
            person_id=person_id,
            only_lease_id=request.session.get("only_lease_id"),
        )
    return NOBODY


def portal_of(request: HttpRequest) -> str:
    """Through which door a person or organisation acts: by its capacity, a tenant also by the face it uses.

    A person is an owner on the owners' pages and a tenant everywhere else, in one session.
    """
    capacity = capacity_of(request)
    if request.session.get("person_id") is not None and is_owner_page(request.path):
        return OWNER
    if capacity is None:
        return BEFORE_CHOOSING
    if capacity == Capacity.TENANT and is_phone_page(request.path):
        return "tenant_mobile"
    return PORTALS[capacity]


class Accounts(ModelBackend):
    """Accounts by user name and password; who comes with a session is found together with what the account opens."""

    def get_user(self, user_id: int) -> User | None:
        user = people.user_with_account(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None


def is_with_account(user: Any) -> bool:
    return hasattr(user, "of_staff")


def account_actor(user) -> Actor:  # type: ignore[no-untyped-def]
    """Whom an account stands for: a member of staff, or an institution by its administrator or an operator. (IDN-04)

    Who has yet to choose a password or to set up a second factor may do nothing; of an institution, no page is theirs.
    (IDN-01, rule C4.8)
    """
    known = people.account_in(user) if is_with_account(user) else people.account(user.pk)
    if (account := known) is None:
        return NOBODY
    is_ready = not account.must_choose_password and account.has_second_factor
    may = account.powers if is_ready else frozenset()
    if account.organisation_id is None:
        return Actor(
            user.username,
            account.office,
            may,
            staff_id=user.pk,
            department=account.department,
        )
    own = account.organisation_id if is_ready else None
    return Actor(user.username, AGENCY, may, organisation_id=own)


def begin_as_company(request: HttpRequest, *, key_id: int) -> None:
    """Start the session of a property company's holder, who has shown password and key."""
    request.session.flush()
    request.session[OF_COMPANIES] = key_id


def begin_as_applicant(request: HttpRequest, *, applicant_id: int) -> None:
    """Start the session of somebody without a key (未认证用户), who has shown a password."""
    request.session.flush()
    request.session[OF_APPLICANTS] = applicant_id


def account_of(request: HttpRequest) -> User:
    """The account by which somebody came in, behind a door for those who have one."""
    ensure(isinstance(request.user, User), "a page of an account without an account")
    return cast(User, request.user)


def has_account(actor: Actor) -> bool:
    """Whether somebody came in by an account of ours: a member of staff, or an institution's administrator."""
    return actor.staff_id is not None or actor.portal == AGENCY


def home_of_account(actor: Actor) -> str:
    """Where the holder of an account begins: staff at their office's desk (of the fund centre: who works with the
    maintenance fund only, at its desk), its administrators at 【系统管理】, an institution's at the institution's."""
    if actor.may & ADMINISTRATIVE:
        return settings.ADMINISTRATION_HOME_URL
    if actor.portal == Office.CENTRE and actor.may and actor.may <= OF_FUND:
        return settings.FUND_HOME_URL
    homes = {
        Office.CENTRE.value: settings.CENTRE_HOME_URL,
        Office.ASSOCIATION.value: settings.ASSOCIATION_HOME_URL,
        Office.AUTHORITY.value: settings.AUTHORITY_HOME_URL,
        AGENCY: settings.AGENCY_HOME_URL,
    }
    return homes.get(actor.portal, "/")


def renew(request: HttpRequest) -> None:
    """Move the end of a session that is used. A page that asks by itself (HTMX) does not count.

    The end of a session is a matter of the browser's real time, not of the business clock.
    """
    if request.session.is_empty() or getattr(request, "htmx", False):
        return
    if time.time() - request.session.get("renewed_at", 0) > RENEWED_EVERY_SECONDS:
        request.session["renewed_at"] = int(time.time())


def own_path(request: HttpRequest, path: str, otherwise: str) -> str:
    """A path that somebody asks to be sent to, if it is one of ours."""
    ours = {request.get_host()}
    if path and url_has_allowed_host_and_scheme(path, ours, require_https=request.is_secure()):
        return path
    return otherwise


def with_next(request: HttpRequest, view_name: str) -> str:
    """The address of a view, from which one comes back to the page that was asked for."""
    if request.method != "GET":
        return reverse(view_name)
    return f"{reverse(view_name)}?{urlencode({'next': request.get_full_path()})}"
