"""业主表决: the votes of a company, the live count of one, its end, and the attendance sheet. (WDR-09, BEY-03)"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.portals.property.forms_of_votes import PublishForm, today
from anju.portals.property.page import show, show_form
from anju.portals.property.shown_votes import vote_in_full, votes_shown
from anju.votes import actions, queries
from anju.web.doors import company
from anju.web.downloads import pdf
from anju.web.forms import Form
from anju.web.paging import page_of


def own_vote(request: HttpRequest, vote_id: int) -> Any:
    return get_object_or_404(queries.votes_seen_by(request.actor), pk=vote_id)


@company
@require_GET
def votes(request: HttpRequest) -> HttpResponse:
    page = page_of(queries.votes_seen_by(request.actor), request)
    return show(request, "property/votes/votes", "votes", rows=votes_shown(page.rows), page=page)


@company
@require_GET
def vote(request: HttpRequest, vote_id: int) -> HttpResponse:
    """The count as it stands; the page asks for it again by itself."""
    return lay_out(request, own_vote(request, vote_id), Form())


def lay_out(request: HttpRequest, found: Any, form: Form) -> HttpResponse:
    shown = vote_in_full(found)
    if request.htmx:
        return render(request, "property/votes/vote_part.html", shown)
    return show(request, "property/votes/vote", "votes", form=form, **shown)


@company
@require_POST
def close(request: HttpRequest, vote_id: int) -> HttpResponse:
    """【提前截止】, once everybody has spoken."""
    found, form = own_vote(request, vote_id), Form(request.POST)
    if form.is_valid() and form.attempt(actions.close_vote, cause=found.cause, by=request.actor):
        messages.success(request, _("表决已截止"))
        return redirect("property:vote", found.pk)
    return lay_out(request, found, form)


@company
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, vote_id: int) -> HttpResponse:
    """【登记公布结果】: the day on which the result was hung out in the community. (rule B4.8)"""
    found, form = own_vote(request, vote_id), PublishForm(request.POST or None, initial=today())
    if form.is_valid() and form.attempt(
        actions.publish_result, vote_id=found.pk, by=request.actor, **form.cleaned_data
    ):
        messages.success(request, _("公布日期已登记"))
        return redirect("property:vote", found.pk)
    back = (reverse("property:vote", args=[found.pk]), found.title)
    lead = _("表决结果须在截止后3日内在小区公布。")
    about = {"title": _("登记公布结果"), "back": back, "submit": _("登记"), "lead": lead}
    return show_form(request, "votes", form, **about)


@company
@require_POST
def ask_for_sheet(request: HttpRequest, vote_id: int) -> HttpResponse:
    """【生成表决情况清册】: a worker writes it, the page offers it when it is there."""
    found = own_vote(request, vote_id)
    actions.ask_for_sheet(vote_id=found.pk, by=request.actor)
    messages.success(request, _("清册正在生成，生成后在本页下载"))
    return redirect("property:vote", found.pk)


@company
@require_GET
def sheet(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """表决情况清册, to print."""
    found = get_object_or_404(queries.sheets_seen_by(request.actor), pk=sheet_id)
    if found.file is None:
        raise Http404
    return pdf(bytes(found.file.content), found.file.name)
