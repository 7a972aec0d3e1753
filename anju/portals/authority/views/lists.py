"""红黑名单: proposed, told, decided by another, published, removed with a reason. (CRD-03, CRD-04)"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.core import queries as core
from anju.credit import actions, queries
from anju.credit.rules import ListKind
from anju.desks.forms import ReviewForm
from anju.desks.shown import files_shown, staff_named
from anju.portals.authority.forms_of_credit import EntrySearch, ProposalForm, RemovalForm
from anju.portals.authority.page import show, show_form
from anju.portals.authority.shown_credit import advice_on_entry, entry_row
from anju.portals.authority.views.institutions import back_to, institution_of
from anju.web.doors import staff
from anju.web.forms import Form
from anju.web.history import steps_of
from anju.web.paging import PageOfRows, page_of


def entry_of(request: HttpRequest, entry_id: int) -> Any:
    return get_object_or_404(queries.entries_seen_by(request.actor), pk=entry_id)


@staff("list.keep")
@require_GET
def lists(request: HttpRequest) -> HttpResponse:
    search, page = EntrySearch(request.GET), PageOfRows([])
    if search.is_valid():
        every = queries.entries_seen_by(request.actor)
        page = page_of(queries.entries_found(every, **search.cleaned_data), request)
    rows = [entry_row(one) for one in page.rows]
    return show(request, "lists", "lists", search=search, page=page, rows=rows)


@staff("list.keep")
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, institution_id: int) -> HttpResponse:
    """提出列入: another decides, on the black list after notice and statement."""
    found, form = institution_of(request, institution_id), ProposalForm(request.POST or None)
    about = {"organisation_id": found.organisation_id, "by": request.actor}
    if form.is_valid() and propose_on(form, about):
        messages.success(request, _("已提出，由另一人决定"))
        return redirect("authority:entry", form.done.pk)
    facts = [(_("机构名称"), found.name), (_("备案号"), found.filing_no)]
    title, submit = _("提出列入红黑名单"), _("提出")
    return show_form(
        request, "lists", form, title=title, back=back_to(found), submit=submit, facts=facts
    )


def propose_on(form: ProposalForm, about: dict[str, Any]) -> bool:
    stated = form.cleaned_data
    if stated["kind"] == ListKind.RED:
        return form.attempt(actions.propose_red, reason=stated["reason"], **about)
    return form.attempt(
        actions.propose_by_court, reason=stated["reason"], basis=stated["basis"], **about
    )


@staff("list.keep")
@require_GET
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    return lay_out(request, entry_of(request, entry_id))


@staff("list.keep")
@require_POST
def notify(request: HttpRequest, entry_id: int) -> HttpResponse:
    """告知: from now on the institution may state its side."""
    found, form = entry_of(request, entry_id), Form(request.POST)
    if form.is_valid() and form.attempt(actions.notify_entry, entry_id=found.pk, by=request.actor):
        messages.success(request, _("已告知当事机构，陈述申辩期限开始计算"))
        return redirect("authority:entry", found.pk)
    return lay_out(request, found, form)


@staff("list.keep")
@require_POST
def decide(request: HttpRequest, entry_id: int) -> HttpResponse:
    """决定: listed and published from today, or not listed."""
    found = entry_of(request, entry_id)
    form = decision_form(request.POST, queries.acts_on_entry(found, request.actor))
    if form.is_valid() and form.decide(
        actions.publish_entry, actions.reject_entry, entry_id=found.pk, by=request.actor
    ):
        told = _("已列入并公示") if form.is_approved else _("已决定不予列入")
        messages.success(request, told)
        return redirect("authority:entry", found.pk)
    return lay_out(request, found, form)


@staff("list.keep")
@require_http_methods(["GET", "POST"])
def ask_removal(request: HttpRequest, entry_id: int) -> HttpResponse:
    """申请注销: it stays published until another agrees. (rule C6.5)"""
    found = entry_of(request, entry_id)
    sent = [request.POST, request.FILES] if request.method == "POST" else []
    form = RemovalForm(*sent, actor=request.actor)
    if form.is_valid() and form.attempt(
        actions.ask_removal,
        entry_id=found.pk,
        ground=form.cleaned_data["ground"],
        because=form.cleaned_data["because"],
        file_ids=form.cleaned_data["uploads"],
        by=request.actor,
    ):
        messages.success(request, _("已提出注销，由另一人决定"))
        return redirect("authority:entry", found.pk)
    back = (reverse("authority:entry", args=[found.pk]), found.name)
    title, submit = _("申请注销"), _("提出注销")
    facts = [(_("名单"), found.get_kind_display()), (_("列入事由"), found.reason)]
    return show_form(request, "lists", form, title=title, back=back, submit=submit, facts=facts)


@staff("list.keep")
@require_POST
def decide_removal(request: HttpRequest, entry_id: int) -> HttpResponse:
    """注销: taken off the list with a reason, or kept."""
    found, form = entry_of(request, entry_id), removal_form(request.POST)
    if form.is_valid() and form.decide(
        actions.remove_entry, actions.keep_entry, entry_id=found.pk, by=request.actor
    ):
        told = _("已注销，公示信息已撤下") if form.is_approved else _("已驳回，继续公示")
        messages.success(request, told)
        return redirect("authority:entry", found.pk)
    return lay_out(request, found, form)


def decision_form(sent: Any, acts: frozenset[str]) -> ReviewForm:
    """Who was not heard yet cannot be put on the black list, but left off it."""
    publish = _("列入并公示") if "publish_entry" in acts else ""
    return ReviewForm(sent, approve=publish, reject=_("不予列入"))


def removal_form(sent: Any) -> ReviewForm:
    return ReviewForm(sent, approve=_("同意注销"), reject=_("驳回，继续公示"))


def lay_out(request: HttpRequest, found: Any, form: Any = None) -> HttpResponse:
    acts = queries.acts_on_entry(found, request.actor)
    officers = (found.proposed_by, found.noticed_by, found.decided_by, found.removal_asked_by)
    named = staff_named(*officers, found.removed_by)
    decides_removal = "remove_entry" in acts
    return show(
        request,
        "entry",
        "lists",
        row=entry_row(found),
        people=[
            (_("提出人"), named(found.proposed_by)),
            (_("告知人"), named(found.noticed_by)),
            (_("决定人"), named(found.decided_by)),
            (_("申请注销人"), named(found.removal_asked_by)),
            (_("注销人"), named(found.removed_by)),
        ],
        files=files_shown(
            core.files_named(found.removal_files),
            lambda one: reverse("authority:removal_file", args=[found.pk, one.pk]),
        ),
        acts=acts,
        decides_removal=decides_removal,
        advice=advice_on_entry(found, acts, request.actor),
        steps=steps_of(found),
        form=form or (removal_form(None) if decides_removal else decision_form(None, acts)),
    )
