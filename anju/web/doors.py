"""Doors: every view has exactly one; it decides who comes in, the view's query what they see."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from anju.companies import queries as companies
from anju.core import clock
from anju.core.actors import NOBODY
from anju.people import queries as people
from anju.people.rules import InstitutionPower, Office, Power, office_of
from anju.web.session import AGENCY, PROPERTY, has_account, with_next

View = Callable[..., Any]
LOGIN = "account_login"
COMPANY_LOGIN = "property:sign_in"
APPLICANT_LOGIN = "property:sign_in_unverified"
CHOOSE = "property:password"


def anyone(view: View) -> View:
    """Open to everybody, signed in or not."""
    return with_door(view, "anyone", lambda request: None)


def machine(view: View) -> View:
    """Called by a program: the view itself checks the signature or the key. No cookie, no CSRF."""
    door = with_door(view, "machine", lambda request: None)
    door.csrf_exempt = True  # type: ignore[attr-defined]
    return door


def signed_in(view: View) -> View:
    """A tenant who has signed in, before 《用户须知》 is accepted."""
    return with_door(view, "signed_in", lambda r: send_on(r, r.actor.is_tenant))


def tenant(view: View) -> View:
    """A tenant, person or organisation, who has accepted the present 《用户须知》 (IDN-14)."""
    return with_door(view, "tenant", lambda r: send_on(r, r.actor.is_tenant) or send_to_notice(r))


def enterprise(view: View) -> View:
    """An organisation that acts as 住房租赁企业 (IDN-13). For a person there is no such page."""
    return with_door(view, "enterprise", lambda r: let_in(r, r.actor.is_enterprise))


def owner(view: View) -> View:
    """A person who has signed in, as owner of homes. For organisations there is no such page. (IDN-20)"""
    return with_door(view, "owner", keep_to_persons)


def organisation(view: View) -> View:
    """An organisation that has signed in, in whatever capacity or before it has chosen one."""
    return with_door(view, "organisation", lambda r: let_in(r, chooses_capacity(r)))


def agency(*powers: InstitutionPower) -> Callable[[View], View]:
    """A user of an institution with one of the powers, or any where none is named; its administrator has all. (IDN-04)

    Whoever has yet to choose a password or to set up a second factor is sent to do so first.
    """

    def door(view: View) -> View:
        name = " or ".join(power.value for power in powers) or "agency"
        return with_door(view, name, lambda r: keep_out_of_institutions(r, powers))

    return door


def company(view: View) -> View:
    """A property company (物业服务企业), by the key and password of its holder. (manual 004, 3)"""
    return with_door(view, "company", keep_to_companies)


def applicant(view: View) -> View:
    """Somebody with an account for a property company, with a key or not yet (未认证用户). (manual 004, 2.1)"""
    return with_door(view, "applicant", keep_to_applicants)


def holder(view: View) -> View:
    """The same, before a password that was handed over has been replaced. (rule C4.8)"""
    return with_door(
        view,
        "holder",
        lambda r: None if r.actor.applicant_id else send_to_sign_in(r, COMPANY_LOGIN),
    )


def account(view: View) -> View:
    """Whoever has an account, staff or an institution's, even before its first password was changed. (IDN-01)"""
    return with_door(view, "account", lambda r: None if has_account(r.actor) else go(r, LOGIN))


def staff(*powers: Power | str, office: Office | None = None) -> Callable[[View], View]:
    """A member of staff with a second factor and one of the powers, or, where none is named, a post in the office.

    For the staff of another office there is no such page.
    """
    place = office_of(powers) if powers else office

    def door(view: View) -> View:
        name = " or ".join(Power(power).value for power in powers) or "staff"
        return with_door(view, name, lambda request: keep_out(request, powers, place))

    return door


def with_door(view: View, name: str, send_away: Callable[[HttpRequest], Any]) -> View:
    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return send_away(request) or view(request, *args, **kwargs)

    wrapper.door = name  # type: ignore[attr-defined]
    return wrapper


def let_in(request: HttpRequest, comes_in: bool) -> HttpResponse | None:
    """The pages of organisations: for a person there are none."""
    if request.actor.person_id is not None:
        raise Http404
    return send_on(request, comes_in)


def keep_to_persons(request: HttpRequest) -> HttpResponse | None:
    """Who came for one lease only has not signed in: the identity provider is asked at once."""
    if request.actor.is_owner:
        return None
    if request.actor.organisation_id is not None:
        raise Http404
    handed_over = request.actor.only_lease_id is not None
    return go(request, "sign_in:start" if handed_over else "sign_in:landing")


def send_on(request: HttpRequest, comes_in: bool) -> HttpResponse | None:
    """Who does not come in goes to sign in; an organisation in another capacity, to change it."""
    if comes_in:
        return None
    return go(request, "sign_in:capacity" if chooses_capacity(request) else "sign_in:landing")


def chooses_capacity(request: HttpRequest) -> bool:
    """An organisation that came by the city's sign-in; an institution's or company's account acts as that."""
    return request.actor.organisation_id is not None and request.actor.portal not in (
        AGENCY,
        PROPERTY,
    )


def keep_to_companies(request: HttpRequest) -> HttpResponse | None:
    """Who has signed in otherwise has no such page; who came by password alone goes on with the application."""
    if request.actor.is_company:
        return None
    if request.actor.portal == PROPERTY:
        return go(request, CHOOSE)
    if request.actor.applicant_id is not None:
        return go(request, COMPANY_LOGIN)
    return send_to_sign_in(request, COMPANY_LOGIN)


def keep_to_applicants(request: HttpRequest) -> HttpResponse | None:
    if request.actor.applicant_id is None:
        return send_to_sign_in(request, APPLICANT_LOGIN)
    if companies.must_choose_password(request.actor.applicant_id):
        return go(request, CHOOSE)
    return None


def send_to_sign_in(request: HttpRequest, login: str) -> HttpResponse:
    """For those who have signed in elsewhere there are no such pages."""
    if request.actor != NOBODY:
        raise Http404
    return go(request, login)


def keep_out_of_institutions(
    request: HttpRequest, powers: Sequence[InstitutionPower]
) -> HttpResponse | None:
    """For staff there are no such pages; who has not signed in by an account does so."""
    if request.actor.staff_id is not None:
        raise Http404
    if request.actor.portal != AGENCY:
        return go(request, LOGIN)
    if request.actor.organisation_id is None:
        return send_to_set_up(request)
    if powers and not request.actor.may.intersection(powers):
        raise PermissionDenied(administrator_to_ask(powers, request.actor.organisation_id))
    return None


def administrator_to_ask(wanted: Sequence[InstitutionPower], organisation_id: int) -> str:
    """Which power a page needs, and the account of the institution's administrator, who gives it. (IDN-04)"""
    account = people.administrator_of_organisation(organisation_id)
    return _("本页面需要「{power}」权限，请联系本机构的管理员（用户名：{username}）。").format(
        power="」或「".join(str(power.label) for power in wanted),
        username=account.user.username if account else _("无"),
    )


def send_to_set_up(request: HttpRequest) -> HttpResponse:
    """An account opens nothing before its first password was changed and it has a second factor. (IDN-01; C4.8)"""
    must_choose = people.must_choose_password(request.user.pk or 0)
    return go(request, "staff_password" if must_choose else "mfa_activate_totp")


def send_to_notice(request: HttpRequest) -> HttpResponse | None:
    """A version is in force from the beginning of a day: the session remembers on which day it was let in last."""
    today = clock.today().isoformat()
    if request.session.get("notice") == today:
        return None
    if people.consent_needed(request.actor):
        return go(request, "sign_in:notice")
    request.session["notice"] = today
    return None


def keep_out(
    request: HttpRequest, powers: Sequence[Power | str], office: Office | None
) -> HttpResponse | None:
    if request.actor.staff_id is None:
        return go(request, LOGIN)
    if office is not None and request.actor.portal != office:
        raise Http404
    may = request.actor.may
    if may.intersection(powers) or (may and not powers):
        return None
    if people.must_choose_password(request.actor.staff_id):
        return go(request, "staff_password")
    if not is_mfa_enabled(request.user):
        return go(request, "mfa_activate_totp")
    if not powers:
        return None
    raise PermissionDenied(whom_to_ask([Power(power) for power in powers], request.actor.portal))


def whom_to_ask(wanted: Sequence[Power], office: str) -> str:
    """Which post a page needs, who has it, and which of the office's system administrators to ask. (IDN-03)"""
    holders = dict.fromkeys(name for power in wanted for name in people.staff_with(power, office))
    keepers = people.staff_with(Power.USER_KEEP, office)
    return _(
        "本页面需要「{power}」权限。现有此权限的人员：{holders}。如需开通，请联系系统管理员：{keepers}。"
    ).format(
        power="」或「".join(str(power.label) for power in wanted),
        holders="、".join(holders) or _("无"),
        keepers="、".join(keepers) or _("无"),
    )


def go(request: HttpRequest, view_name: str) -> HttpResponse:
    """Send to another page; a part of a page that HTMX asked for takes the whole page there."""
    if request.htmx:
        return HttpResponseClientRedirect(with_next(request, view_name))
    return redirect(with_next(request, view_name))
