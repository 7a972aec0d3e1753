"""启用密钥 and 修改密码: what the holder of a key does once, and whenever there is reason. (PRP-05, PRP-06)"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from anju.companies import actions, queries
from anju.companies.rules import LOCKED_AFTER
from anju.companies.rules import Refusal as CompanyRefusal
from anju.core.refusals import Refused
from anju.portals.property.asking_keys import ENROL, answered, asked_to_enrol, other_address
from anju.portals.property.forms_of_entry import EnrolForm, PasswordForm
from anju.portals.property.page import PORTAL, show, show_entry
from anju.portals.property.views.sign_in import check_rate
from anju.web.doors import applicant, holder
from anju.web.session import home_url


@applicant
@never_cache
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """The key makes a secret of its own and shows so; afterwards one signs in by it."""
    key = queries.key_to_enrol(request.actor)
    if key is None:
        return redirect(home_url(request))
    form = EnrolForm(request.POST or None, has_code=not key.is_old)
    if form.is_valid() and form.attempt(enrolled, request=request, form=form, key_id=key.pk):
        request.session.flush()
        messages.success(request, _("密钥{number}已启用，请登录").format(number=key.number))
        return redirect("property:sign_in")
    asked = asked_to_enrol(request, key.number)
    told = {"key": key, "form": form, "asked": asked, "other": other_address(request)}
    return show(request, "enrol", "application", **told)


def enrolled(*, request: HttpRequest, form: EnrolForm, key_id: int) -> None:
    is_open = actions.enrol_key(
        key_id=key_id,
        code=form.cleaned_data.get("code", ""),
        answer=answered(request, ENROL),
        by=request.actor,
    )
    if not is_open:
        raise Refused(CompanyRefusal.CODE_WRONG)


@holder
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """A password that was handed over is replaced before anything else opens. (rule C4.8)"""
    form = PasswordForm(request.POST or None)
    if form.is_valid() and form.attempt(chosen, request=request, form=form):
        messages.success(request, _("密码已修改"))
        return redirect("property:home" if request.actor.portal == PORTAL else "property:enrol")
    is_first = queries.must_choose_password(request.actor.applicant_id or 0)
    return show_entry(request, "password", form=form, is_first=is_first)


def chosen(*, request: HttpRequest, form: PasswordForm) -> None:
    check_rate(request)
    came = actions.choose_password(
        present=form.cleaned_data["present"],
        chosen=form.cleaned_data["password"],
        by=request.actor,
    )
    if came.because is not None:
        raise Refused(came.because, times=LOCKED_AFTER)
