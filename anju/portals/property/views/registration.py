"""【未认证用户注册】: what is typed, how it is activated, that it is. (manual 004, 2.1; PRP-01, PRP-02)"""

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.companies import actions, queries
from anju.companies.rules import ApplicantStatus, Channel
from anju.companies.rules import Refusal as CompanyRefusal
from anju.core.crypto import mask_phone
from anju.core.refusals import Refused
from anju.portals.property.forms_of_entry import CodeForm, RegisterForm
from anju.portals.property.page import show_entry, show_with_captcha
from anju.portals.property.rules import Refusal
from anju.web.doors import anyone
from anju.web.forms import Form

ACTIVATES, ACTIVATED = "activates", "activated"


def has_to_activate(request: HttpRequest, applicant_id: int) -> bool:
    """Whether an account still waits for its activation; then that is what the session goes on with."""
    is_waiting = queries.applicant(applicant_id).status == ApplicantStatus.REGISTERED
    if is_waiting:
        request.session[ACTIVATES] = applicant_id
    return is_waiting


def waiting(request: HttpRequest) -> Any:
    """Whose account this session is to activate; None when there is none, or no more."""
    return queries.applicant_to_activate(request.session.get(ACTIVATES))


@anyone
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Person, unit, account; 【下一步】 leads to the activation."""
    form = RegisterForm(request.POST or None)
    if form.is_valid() and form.tried(request, registered, form=form):
        request.session[ACTIVATES] = form.done.pk
        return redirect("property:activation")
    return show_with_captcha(request, "register", form=form)


def registered(*, request: HttpRequest, form: RegisterForm) -> Any:
    if not ratelimit.consume(request, action="company_register"):
        raise Refused(Refusal.TOO_OFTEN)
    return actions.register_applicant(**form.stated, by=request.actor)


@anyone
@never_cache
@require_GET
def activation(request: HttpRequest) -> HttpResponse:
    """选择激活方式: a code to the phone, or a link to the mail."""
    return lay_out(request, CodeForm())


def lay_out(request: HttpRequest, form: CodeForm) -> HttpResponse:
    applicant = waiting(request)
    if applicant is None:
        return redirect("property:sign_in_unverified")
    shown = {"phone": mask_phone(applicant.phone), "mail": applicant.mail}
    return show_entry(request, "activation", form=form, **shown)


@anyone
@require_POST
def ask_code(request: HttpRequest) -> HttpResponse:
    """【获取短信验证码】."""
    return asked(request, Channel.SMS, _("验证码已发送，10分钟内有效"))


@anyone
@require_POST
def ask_link(request: HttpRequest) -> HttpResponse:
    """【下一步】 of 电子邮箱校验: the mail is on its way."""
    return asked(request, Channel.MAIL, _("激活邮件已发送，请登录邮箱，点击邮件中的“点击激活”链接"))


def asked(request: HttpRequest, channel: Channel, said: str) -> HttpResponse:
    applicant, form = waiting(request), Form()
    if applicant is not None:
        form.cleaned_data = {}
        told = {"applicant_id": applicant.pk, "channel": channel, "by": request.actor}
        source = request.META.get("REMOTE_ADDR") or ""
        if form.attempt(actions.ask_activation, source=source, **told):
            messages.success(request, said)
        else:
            messages.error(request, form.why_not)
    return redirect("property:activation")


@anyone
@require_POST
def activate_by_code(request: HttpRequest) -> HttpResponse:
    """【下一步】 of 短信验证码校验."""
    applicant, form = waiting(request), CodeForm(request.POST)
    if applicant is None:
        return redirect("property:sign_in_unverified")
    if form.is_valid() and form.attempt(activated_by_code, request=request, form=form):
        return done(request, applicant.username)
    return lay_out(request, form)


def activated_by_code(*, request: HttpRequest, form: CodeForm) -> None:
    code, applicant_id = form.cleaned_data["code"], request.session[ACTIVATES]
    if not actions.activate_by_code(applicant_id=applicant_id, code=code, by=request.actor):
        raise Refused(CompanyRefusal.ACTIVATION_WRONG)


@anyone
@never_cache
@require_http_methods(["GET", "POST"])
def activate_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """“点击激活”: programs that look through mails follow links, so that the button does it."""
    form = Form(request.POST or None)
    if request.method == "POST":
        form.cleaned_data = {}
        if form.attempt(actions.activate_by_link, token=token, by=request.actor):
            return done(request, form.done)
    return show_entry(request, "activate_by_link", form=form)


def done(request: HttpRequest, username: str) -> HttpResponse:
    request.session.pop(ACTIVATES, None)
    request.session[ACTIVATED] = username
    return redirect("property:activated")


@anyone
@never_cache
@require_GET
def activated(request: HttpRequest) -> HttpResponse:
    """激活成功: the name of the 未认证用户, and 【登录】."""
    if ACTIVATED not in request.session:
        return redirect("property:sign_in_unverified")
    return show_entry(request, "activated", username=request.session[ACTIVATED])
