"""本机构用户: operators, opened, given powers and closed by the institution's administrator. (IDN-02, IDN-04)"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.people import actions, queries
from anju.people.rules import InstitutionPower
from anju.portals.agency.forms import OperatorForm, PowersForm
from anju.portals.agency.page import show, show_form
from anju.portals.agency.shown import operator_row
from anju.web.doors import agency
from anju.web.forms import Form
from anju.web.paging import page_of


def operator_of(request: HttpRequest, operator_id: int) -> Any:
    return get_object_or_404(queries.operators_seen_by(request.actor), pk=operator_id)


@agency(InstitutionPower.USERS)
@require_GET
def users(request: HttpRequest) -> HttpResponse:
    page = page_of(queries.operators_seen_by(request.actor), request)
    rows = [operator_row(one) for one in page.rows]
    return show(request, "users", "users", page=page, rows=rows)


@agency(InstitutionPower.USERS)
@never_cache
@require_http_methods(["GET", "POST"])
def add_user(request: HttpRequest) -> HttpResponse:
    """The first password stands on the page that answers, and on no other."""
    form = OperatorForm(request.POST or None)
    if form.is_valid() and form.attempt(
        actions.open_operator, by=request.actor, **form.cleaned_data
    ):
        username, password = form.done
        return show(request, "user_password", "users", username=username, password=password)
    back, title, submit = (reverse("agency:users"), _("本机构用户")), _("新增用户"), _("新增")
    return show_form(request, "users", form, title=title, back=back, submit=submit)


@agency(InstitutionPower.USERS)
@require_http_methods(["GET", "POST"])
def user(request: HttpRequest, operator_id: int) -> HttpResponse:
    """What an operator may do from now on."""
    found = operator_of(request, operator_id)
    form = PowersForm(request.POST or None, initial={"powers": found.powers})
    if form.is_valid() and form.attempt(
        actions.change_operator, operator_id=found.pk, by=request.actor, **form.cleaned_data
    ):
        messages.success(request, _("权限已修改"))
        return redirect("agency:users")
    return show(request, "user", "users", row=operator_row(found), form=form)


@agency(InstitutionPower.USERS)
@never_cache
@require_POST
def reset_password(request: HttpRequest, operator_id: int) -> HttpResponse:
    found, form = operator_of(request, operator_id), Form(request.POST)
    if form.is_valid() and form.attempt(
        actions.reset_operator_password, operator_id=found.pk, by=request.actor
    ):
        shown = {"username": found.user.username, "password": form.done}
        return show(request, "user_password", "users", **shown)
    return show(request, "user", "users", row=operator_row(found), form=form)


@agency(InstitutionPower.USERS)
@require_POST
def close_user(request: HttpRequest, operator_id: int) -> HttpResponse:
    found, form = operator_of(request, operator_id), Form(request.POST)
    if form.is_valid() and form.attempt(
        actions.close_operator, operator_id=found.pk, by=request.actor
    ):
        messages.success(request, _("账号已停用"))
        return redirect("agency:users")
    return show(request, "user", "users", row=operator_row(found), form=form)
