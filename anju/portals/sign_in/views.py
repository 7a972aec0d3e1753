"""The way in: the city's identity provider for tenants, and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.core.actors import NOBODY
from anju.core.refusals import Refused
from anju.hand_overs import actions as hand_overs
from anju.hand_overs import queries as hand_over_queries
from anju.hand_overs.rules import Face
from anju.people.rules import Capacity
from anju.people.rules import Refusal as PeopleRefusal
from anju.portals.sign_in import provider
from anju.portals.sign_in.forms import CapacityForm
from anju.portals.sign_in.page import leads_to_phone, show
from anju.portals.sign_in.shown import capacity_shown, coming_shown, why_here
from anju.web import session
from anju.web.doors import anyone, organisation, staff
from anju.web.session import (
    act_as,
    capacities_of,
    capacity_of,
    has_account,
    home_of_account,
    home_url,
    is_owner_page,
    is_page_of,
    own_path,
)

if TYPE_CHECKING:
    from anju.hand_overs.models import HandOver


@anyone
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    if has_account(request.actor):
        return redirect(home_of_account(request.actor))
    if request.actor == NOBODY:
        return redirect("sign_in:landing")
    return redirect(home_url(request))


@anyone
@require_GET
def staff_door(request: HttpRequest) -> HttpResponse:
    """The one address for staff of every office and for administrators: to their own desk, by way of signing in."""
    if not has_account(request.actor):
        return redirect("account_login")
    return redirect(home_of_account(request.actor))


@anyone
@require_GET
def landing(request: HttpRequest) -> HttpResponse:
    """The way in; for a person who has signed in 【网上业务平台】, with 【租押金】 and 【维修资金】. (IDN-20)"""
    if request.actor.applicant_id is not None:
        return redirect(home_url(request))
    next_path = own_path(request, request.GET.get("next", ""), "")
    is_on_phone = leads_to_phone(request, next_path) and not has_account(request.actor)
    is_of_fund = is_owner_page(next_path)
    return show(request, "landing", is_on_phone=is_on_phone, next=next_path, is_of_fund=is_of_fund)


@anyone
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    subject_type = "organisation" if request.GET.get("as") == "organisation" else "person"
    next_path = own_path(request, request.GET.get("next", ""), "")
    try:
        return redirect(provider.leave(request, subject_type, next_path))
    except Refused as refused:
        return not_signed_in(request, refused, 503, next_path)


@anyone
@require_GET
def callback(request: HttpRequest) -> HttpResponse:
    next_path = provider.next_of(request)
    try:
        return redirect(provider.come_back(request) or home_url(request))
    except Refused as refused:
        return not_signed_in(request, refused, 403, next_path)


def not_signed_in(
    request: HttpRequest, refused: Refused, status: int, next_path: str
) -> HttpResponse:
    """Why nobody is signed in. Who has no registration number is shown how to get one. (manual 001, 3.1.2)"""
    unregistered = refused.code == PeopleRefusal.NOT_REGISTERED
    return show(
        request,
        "not_registered" if unregistered else "not_signed_in",
        is_on_phone=leads_to_phone(request, next_path),
        status=status,
        reason=refused.message,
        name=refused.facts.get("name", ""),
        next=next_path,
    )


@anyone
@never_cache
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, ticket: str) -> HttpResponse:
    """Come in by a hand-over, once (IDN-11, NET-01). A GET only says who would: a link may be somebody else's.

    Nobody is signed in or out, and the ticket is not used up, before 【确认进入】 is tapped on our own page.
    """
    try:
        if request.method == "GET":
            coming = coming_shown(hand_over_queries.hand_over_of(ticket), request.actor)
            page = show(request, "enter", is_on_phone=coming.is_on_phone, coming=coming)
            return untraced(page)
        return come_in(request, hand_overs.redeem(ticket=ticket, by=request.actor))
    except Refused as refused:
        face = hand_over_queries.face_of(ticket)
        is_on_phone = request.is_on_phone if face is None else face == Face.MOBILE
        why = refused.message
        page = show(request, "not_entered", is_on_phone=is_on_phone, status=404, reason=why)
        return untraced(page)


def come_in(request: HttpRequest, came: HandOver) -> HttpResponse:
    is_mobile = came.face == Face.MOBILE
    session.begin(
        request,
        person_id=came.person_id,
        organisation_id=came.organisation_id,
        only_lease_id=came.lease_id,
        is_mobile=is_mobile,
    )
    portal = "tenant_mobile" if is_mobile else "tenant_web"
    return redirect(f"{portal}:leases" if came.lease_id else f"{portal}:home")


def untraced(response: HttpResponse) -> HttpResponse:
    """The address holds a ticket: no link or style sheet of the page tells it on."""
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


@anyone
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    if request.actor.applicant_id is not None:
        request.session.flush()
        return redirect("property:sign_in")
    next_path = own_path(request, request.POST.get("next", ""), "")
    query = f"?{urlencode({'next': next_path})}" if next_path else ""
    return redirect(provider.farewell(request) or reverse("sign_in:landing") + query)


@organisation
@require_http_methods(["GET", "POST"])
def capacity(request: HttpRequest) -> HttpResponse:
    """选择用户身份, and change it at any time without signing in again (manual 001, 3.1.2)."""
    offered = capacities_of(request.actor.organisation_id, request.actor.only_lease_id)
    next_path = own_path(request, request.GET.get("next", ""), "")
    form = CapacityForm(request.POST or None, offered=offered)
    if form.is_valid():
        chosen = Capacity(form.cleaned_data["capacity"])
        act_as(request, chosen)
        return redirect(next_path if is_page_of(chosen, next_path) else home_url(request))
    present = capacity_of(request)
    says_why = request.actor.only_lease_id is None  # else the bar says what this session is for
    return show(
        request,
        "capacity",
        is_on_phone=leads_to_phone(request, next_path),
        form=form,
        why=why_here(present, offered, next_path) if says_why else "",
        choices=[capacity_shown(one, present) for one in offered],
    )


@staff()
@require_GET
def second_factor(request: HttpRequest) -> HttpResponse:
    """A second factor that is set up stays: who loses it asks the system administrator."""
    return render(request, "sign_in/second_factor.html")
