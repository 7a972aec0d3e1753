"""已认证用户 by key and password, 未认证用户 by password, holders of old keys by certificate. (manual 004, 2.1, 3)"""

from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from anju.companies import actions
from anju.companies.rules import LOCKED_AFTER
from anju.core.refusals import Refused
from anju.portals.property.asking_keys import ENTER, answered, asked_to_enter, other_address
from anju.portals.property.forms_of_entry import ConfirmForm, KeyForm, UnverifiedForm
from anju.portals.property.page import show_entry, show_with_captcha
from anju.portals.property.rules import Refusal
from anju.portals.property.views.registration import has_to_activate
from anju.web.doors import anyone
from anju.web.session import begin_as_applicant, begin_as_company, own_path

GET_OR_POST = ["GET", "POST"]


@anyone
@never_cache
@sensitive_post_parameters()
@require_http_methods(GET_OR_POST)
def sign_in(request: HttpRequest) -> HttpResponse:
    """The key shows its number by itself; then the password. (PRP-05)"""
    form = KeyForm(request.POST or None)
    if form.is_valid() and form.attempt(let_in_by_key, request=request, form=form):
        begin_as_company(request, key_id=form.done)
        return redirect(own_path(request, request.GET.get("next", ""), "property:home"))
    asked = asked_to_enter(request)
    return show_entry(request, "sign_in", form=form, asked=asked, other=other_address(request))


def let_in_by_key(*, request: HttpRequest, form: KeyForm) -> Any:
    check_rate(request)
    came = actions.enter_by_key(
        answer=answered(request, ENTER), password=form.cleaned_data["password"], by=request.actor
    )
    if came.because is not None:
        raise Refused(came.because, number=came.number, times=LOCKED_AFTER)
    return came.key_id


@anyone
@never_cache
@sensitive_post_parameters()
@require_http_methods(GET_OR_POST)
def sign_in_unverified(request: HttpRequest) -> HttpResponse:
    """Name, password, 验证码: to apply, and to take a key into use. (PRP-03)"""
    form = UnverifiedForm(request.POST or None)
    if form.is_valid() and form.tried(request, let_in, form=form):
        if has_to_activate(request, form.done):
            return redirect("property:activation")
        begin_as_applicant(request, applicant_id=form.done)
        return redirect("property:application")
    return show_with_captcha(request, "sign_in_unverified", form=form)


def let_in(*, request: HttpRequest, form: UnverifiedForm) -> Any:
    check_rate(request)
    told = {name: form.cleaned_data[name] for name in ("username", "password")}
    return entered(actions.enter_by_password(**told, by=request.actor))


@anyone
@never_cache
@sensitive_post_parameters()
@require_http_methods(GET_OR_POST)
def confirm(request: HttpRequest) -> HttpResponse:
    """维修资金网上业务经办人信息确认: once, before the old key is taken into use again. (PRP-06)"""
    form = ConfirmForm(request.POST or None)
    if form.is_valid() and form.tried(request, confirmed, form=form):
        begin_as_applicant(request, applicant_id=form.done)
        return redirect("property:enrol")
    return show_with_captcha(request, "confirm", form=form)


def confirmed(*, request: HttpRequest, form: ConfirmForm) -> Any:
    check_rate(request)
    told = {name: form.cleaned_data[name] for name in ("certificate_no", "password")}
    return entered(actions.confirm_old_holder(**told, by=request.actor))


def entered(came: actions.Entry) -> int | None:
    if came.because is not None:
        raise Refused(came.because, times=LOCKED_AFTER)
    return came.applicant_id


def check_rate(request: HttpRequest) -> None:
    """From one network nobody tries one password after the other."""
    if not ratelimit.consume(request, action="company_sign_in"):
        raise Refused(Refusal.TOO_OFTEN)
