"""表决异议: owners who say that a voice is not theirs; decided by the clock. (BEY-02)"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from anju.portals.authority.forms_of_votes import DecisionForm, VoteObjectionSearch
from anju.portals.authority.page import show
from anju.portals.authority.shown_votes import objection_in_full, objections_shown
from anju.votes import actions, queries
from anju.votes.rules import ObjectionStatus
from anju.web.doors import staff
from anju.web.downloads import file_for_staff
from anju.web.paging import PageOfRows, page_of


@staff("vote.object")
@require_GET
def objections(request: HttpRequest) -> HttpResponse:
    """Those first that are due first."""
    search, page = VoteObjectionSearch(request.GET), PageOfRows([])
    if search.is_valid():
        page = page_of(objections_in(request, search.cleaned_data["status"]), request)
    rows = objections_shown(page.rows)
    return show(request, "vote_objections", "vote_objections", search=search, page=page, rows=rows)


def objections_in(request: HttpRequest, status: str) -> Any:
    if status == ObjectionStatus.OPEN:
        return queries.objections_to_decide(request.actor)
    seen = queries.objections_seen_by(request.actor).order_by("-id")
    return seen.filter(status=status) if status else seen


def objection_of(request: HttpRequest, objection_id: int) -> Any:
    return get_object_or_404(queries.objections_seen_by(request.actor), pk=objection_id)


@staff("vote.object")
@require_GET
def objection(request: HttpRequest, vote_objection_id: int) -> HttpResponse:
    return lay_out(request, objection_of(request, vote_objection_id), decision_form(None))


@staff("vote.object")
@require_POST
def decide(request: HttpRequest, vote_objection_id: int) -> HttpResponse:
    """【处理】: upheld, the voice is struck out and the count changes; dismissed, it stands."""
    found, form = objection_of(request, vote_objection_id), decision_form(request.POST)
    if form.is_valid():
        verb = actions.uphold_objection if form.is_approved else actions.dismiss_objection
        opinion = form.cleaned_data["because"]
        if form.attempt(verb, objection_id=found.pk, opinion=opinion, by=request.actor):
            messages.success(request, _("异议已处理，已通知业主"))
            return redirect("authority:vote_objection", found.pk)
    return lay_out(request, found, form)


def decision_form(sent: Any) -> DecisionForm:
    return DecisionForm(sent, approve=_("异议成立，剔除这一票"), reject=_("异议不成立"))


def lay_out(request: HttpRequest, found: Any, form: DecisionForm) -> HttpResponse:
    shown = objection_in_full(found, request.actor)
    return show(request, "vote_objection", "vote_objections", form=form, **shown)


@staff("vote.object")
@require_GET
def paper(request: HttpRequest, vote_objection_id: int) -> HttpResponse:
    """The scan of the paper that is objected to; it shows people, so the look is written down."""
    found = objection_of(request, vote_objection_id)
    if found.voice.paper is None:
        raise Http404
    purpose = _("处理表决异议")
    return file_for_staff(
        request, found.voice.paper, of=found, whose=found.vote.title, purpose=purpose
    )
