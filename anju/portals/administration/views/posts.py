"""岗位: named, proposed for somebody, approved by the security administrator, ended. (IDN-03)"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.people import actions, queries
from anju.people.rules import Duty, Office, Power
from anju.portals.administration.forms import DecisionForm, PostForm, ProposalForm
from anju.portals.administration.page import show, show_form
from anju.portals.administration.shown import labels_of, posting_rows
from anju.portals.administration.views.users import KEEPERS, back_to, member_of, refused
from anju.web.doors import staff
from anju.web.forms import Form
from anju.web.paging import page_of


@staff(*KEEPERS)
@require_GET
def posts(request: HttpRequest) -> HttpResponse:
    page = page_of(queries.posts_seen_by(request.actor).order_by("name", "pk"), request)
    rows = [(one.name, Duty(one.duty).label, "、".join(labels_of(one.powers))) for one in page.rows]
    may_add = Power.USER_KEEP in request.actor.may
    return show(request, "posts", "posts", page=page, rows=rows, may_add=may_add)


@staff(Power.USER_KEEP)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    form = PostForm(request.POST or None, office=Office(request.actor.portal))
    if form.is_valid() and form.attempt(actions.keep_post, **form.cleaned_data, by=request.actor):
        messages.success(request, _("岗位已新增"))
        return redirect("administration:posts")
    return show_form(
        request,
        "posts",
        form,
        title=_("新增岗位"),
        lead=_("岗位是一组权限。新增岗位不会改变任何用户的权限。"),
        back=(reverse("administration:posts"), _("岗位管理")),
        submit=_("新增岗位"),
    )


@staff(Power.USER_KEEP)
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, member_id: int) -> HttpResponse:
    member = member_of(request, member_id)
    offered = queries.posts_seen_by(request.actor).filter(duty=member.duty)
    form = ProposalForm(request.POST or None, posts=offered)
    if form.is_valid() and form.attempt(
        actions.propose_post,
        member_id=member.pk,
        post_id=int(form.cleaned_data["post"]),
        by=request.actor,
    ):
        messages.success(request, _("岗位已提出，待安全管理员核准"))
        return redirect("administration:user", member.pk)
    title = _("提出岗位")
    return show_form(request, "users", form, title=title, back=back_to(member), submit=title)


@staff(Power.USER_KEEP)
@require_POST
def end(request: HttpRequest, posting_id: int) -> HttpResponse:
    posting = get_object_or_404(queries.postings_seen_by(request.actor), pk=posting_id)
    form = Form(request.POST)
    if form.attempt(actions.end_post, posting_id=posting.pk, by=request.actor):
        messages.success(request, _("岗位已撤销"))
        return redirect("administration:user", posting.member_id)
    return refused(request, posting.member, form)


@staff(Power.SECURITY_KEEP)
@require_GET
def approvals(request: HttpRequest) -> HttpResponse:
    page = page_of(queries.postings_to_approve(request.actor), request)
    return show(request, "approvals", "approvals", page=page, rows=posting_rows(page.rows))


@staff(Power.SECURITY_KEEP)
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, posting_id: int) -> HttpResponse:
    posting = get_object_or_404(queries.postings_seen_by(request.actor), pk=posting_id)
    form = DecisionForm(request.POST or None)
    if form.is_valid() and form.attempt(decided, request=request, form=form, posting_id=posting.pk):
        messages.success(request, _("已核准") if form.done else _("未予核准，岗位不生效"))
        return redirect("administration:approvals")
    return show(request, "decide", "approvals", form=form, row=posting_rows([posting])[0])


def decided(*, request: HttpRequest, form: Form, posting_id: int) -> bool:
    if form.cleaned_data["decision"] == "approve":
        actions.approve_post(posting_id=posting_id, by=request.actor)
        return True
    because = form.cleaned_data["because"]
    actions.refuse_post(posting_id=posting_id, because=because, by=request.actor)
    return False
