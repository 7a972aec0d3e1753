"""用户管理: the accounts of an office, opened, reset, closed, unlocked. (IDN-02, IDN-04)"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.people import actions, queries
from anju.people.rules import Duty, Office, Power, StaffStatus
from anju.portals.administration.forms import (
    ContactForm,
    PlaceForm,
    ProposalForm,
    ReasonForm,
    UserForm,
    UserSearch,
)
from anju.portals.administration.page import show, show_form
from anju.portals.administration.shown import facts_of, may, posting_rows, steps_of, user_rows
from anju.web.doors import staff
from anju.web.forms import Form
from anju.web.paging import PageOfRows, page_of

KEEPERS = (Power.USER_KEEP, Power.SECURITY_KEEP, Power.AUDIT_READ)


@staff(*KEEPERS)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Each administrator begins with what is theirs."""
    first = {Power.SECURITY_KEEP: "approvals", Power.AUDIT_READ: "audit"}
    name = next((first[power] for power in first if power in request.actor.may), "users")
    return redirect(f"administration:{name}")


@staff(*KEEPERS)
@require_GET
def users(request: HttpRequest) -> HttpResponse:
    search, page = UserSearch(request.GET), PageOfRows([])
    if search.is_valid():
        page = page_of(search.found(queries.staff_seen_by(request.actor)), request)
    return show(
        request,
        "users",
        "users",
        search=search,
        page=page,
        rows=user_rows(page.rows),
        may_open=Power.USER_KEEP in request.actor.may,
    )


def member_of(request: HttpRequest, member_id: int) -> Any:
    return get_object_or_404(queries.staff_seen_by(request.actor), pk=member_id)


def back_to(member: Any) -> tuple[str, Any]:
    return reverse("administration:user", args=[member.pk]), member.user.last_name


@staff(*KEEPERS)
@require_GET
def user(request: HttpRequest, member_id: int) -> HttpResponse:
    member = member_of(request, member_id)
    is_open, is_closed = member.status == StaffStatus.OPEN, member.status == StaffStatus.CLOSED
    keeps = may(request.actor, Power.USER_KEEP, member)
    secures = may(request.actor, Power.SECURITY_KEEP, member)
    offered = queries.posts_seen_by(request.actor).filter(duty=member.duty)
    return show(
        request,
        "user",
        "users",
        row=user_rows([member])[0],
        facts=facts_of(member),
        postings=posting_rows(queries.postings_seen_by(request.actor).filter(member=member)[:20]),
        steps=steps_of(member),
        may_keep=keeps and is_open,
        may_place=keeps and is_open and queries.has_departments(member),
        may_close=keeps and not is_closed,
        may_unlock=secures and member.status == StaffStatus.LOCKED,
        may_remove_factor=secures and is_open,
        proposal=ProposalForm(None, posts=offered) if keeps and not is_closed else None,
    )


@staff(Power.USER_KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def open_user(request: HttpRequest) -> HttpResponse:
    """The first password stands on the page that answers, and nowhere else."""
    form = UserForm(request.POST or None)
    if form.is_valid() and form.attempt(opened, request=request, form=form):
        member_id, password = form.done
        return told_once(request, member_id, password)
    return show_form(
        request,
        "users",
        form,
        title=_("新增用户"),
        lead=_(
            "系统生成初始密码，只显示一次。用户首次登录须修改密码并绑定验证器；岗位经安全管理员核准后生效。"
        ),
        back=(reverse("administration:users"), _("用户管理")),
        submit=_("新增用户"),
    )


def opened(*, request: HttpRequest, form: Form) -> tuple[int, str]:
    typed = dict(form.cleaned_data)
    duty = Duty(typed.pop("duty"))
    office = Office(request.actor.portal)
    return actions.open_staff(**typed, duty=duty, office=office, by=request.actor)


def told_once(request: HttpRequest, member_id: int, password: str) -> HttpResponse:
    member = member_of(request, member_id)
    return show(request, "first_password", "users", member=member, password=password)


@staff(Power.USER_KEEP)
@never_cache
@require_POST
def reset_password(request: HttpRequest, member_id: int) -> HttpResponse:
    member, form = member_of(request, member_id), Form(request.POST)
    if form.attempt(actions.reset_password, member_id=member.pk, by=request.actor):
        return told_once(request, member.pk, form.done)
    return refused(request, member, form)


@staff(Power.USER_KEEP)
@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, member_id: int) -> HttpResponse:
    member = member_of(request, member_id)
    form = ContactForm(request.POST or None)
    if form.is_valid() and form.attempt(
        actions.change_contact, member_id=member.pk, **form.cleaned_data, by=request.actor
    ):
        messages.success(request, _("联系方式已修改"))
        return redirect("administration:user", member.pk)
    return show_form(
        request,
        "users",
        form,
        title=_("修改联系方式"),
        lead=_("请填写新的手机号码和电子邮箱；留空的一项将被清除。"),
        back=back_to(member),
        submit=_("保存"),
    )


@staff(Power.USER_KEEP)
@require_http_methods(["GET", "POST"])
def place(request: HttpRequest, member_id: int) -> HttpResponse:
    """调整管理部: for which district somebody of the fund centre works. (CTR-05)"""
    member = member_of(request, member_id)
    if not queries.has_departments(member):
        raise Http404
    form = PlaceForm(request.POST or None, initial={"district": member.district})
    if form.is_valid() and form.attempt(
        actions.place_at_department, member_id=member.pk, **form.cleaned_data, by=request.actor
    ):
        messages.success(request, _("管理部已调整"))
        return redirect("administration:user", member.pk)
    told = _("{name}归到管理部后，只能办理本区的维修资金业务。")
    title, lead = _("调整管理部"), told.format(name=member.user.last_name or member.user.username)
    back, submit = back_to(member), _("保存")
    return show_form(request, "users", form, title=title, lead=lead, back=back, submit=submit)


@staff(Power.USER_KEEP)
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, member_id: int) -> HttpResponse:
    lead = _("停用后立即退出登录，岗位同时失效，不能恢复；用户名不再使用。")
    told = _("用户已停用")
    return for_a_reason(
        request, member_id, actions.close_staff, title=_("停用用户"), lead=lead, told=told
    )


@staff(Power.SECURITY_KEEP)
@require_http_methods(["GET", "POST"])
def remove_second_factor(request: HttpRequest, member_id: int) -> HttpResponse:
    lead = _("请当面核实本人身份。解除后，用户下次登录须重新绑定验证器。")
    told = _("第二重验证已解除")
    title = _("解除第二重验证")
    return for_a_reason(
        request, member_id, actions.remove_second_factor, title=title, lead=lead, told=told
    )


def for_a_reason(
    request: HttpRequest,
    member_id: int,
    action: Callable[..., Any],
    *,
    title: str,
    lead: str,
    told: str,
) -> HttpResponse:
    """A page that asks why, and does it."""
    member = member_of(request, member_id)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and form.attempt(
        action, member_id=member.pk, because=form.cleaned_data["because"], by=request.actor
    ):
        messages.success(request, told)
        return redirect("administration:user", member.pk)
    return show_form(
        request, "users", form, title=title, lead=lead, back=back_to(member), submit=title
    )


@staff(Power.SECURITY_KEEP)
@require_POST
def unlock(request: HttpRequest, member_id: int) -> HttpResponse:
    member, form = member_of(request, member_id), Form(request.POST)
    if form.attempt(actions.unlock_staff, member_id=member.pk, by=request.actor):
        messages.success(request, _("已解除锁定"))
        return redirect("administration:user", member.pk)
    return refused(request, member, form)


def refused(request: HttpRequest, member: Any, form: Form) -> HttpResponse:
    """Why what was asked for by a button was not done."""
    for reason in form.non_field_errors():
        messages.error(request, str(reason))
    return redirect("administration:user", member.pk)
