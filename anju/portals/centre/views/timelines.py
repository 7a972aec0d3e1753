"""综合查询: one box for everything; what is found has a timeline, and who looked is written down. (CTR-07)"""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.core.actions import record_look
from anju.portals.centre.forms_of_timelines import PurposeForm, SearchBox
from anju.portals.centre.page import show
from anju.portals.centre.shown_timelines import (
    group_shown,
    related_shown,
    steps_shown,
    subject_shown,
)
from anju.timelines import actions, queries
from anju.timelines.rules import PERSONAL, Kind, Typed
from anju.web.doors import staff
from anju.web.paging import address


@staff("search.all")
@require_http_methods(["GET", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """What is typed is sent, not asked for by an address: numbers of people stand in no log. Looks are recorded."""
    form = SearchBox(request.POST if request.method == "POST" else None)
    found = queries.Found([], [])
    if form.is_valid():
        wanted = form.cleaned_data
        more = {"of": wanted["kind"], "before": wanted["before"]} if wanted["before"] else {}
        found = queries.found(wanted["q"], request.actor, **more)
        note_search(request, wanted["q"], found.typed)
    groups = [group_shown(group) for group in found.groups]
    return show(
        request,
        "search",
        "search",
        form=form,
        groups=groups,
        asked=bool(form.is_bound and found.typed),
    )


def note_search(request: HttpRequest, text: str, typed: list[Typed]) -> None:
    """Who searched for a person: nothing is written down of a search for a number or an address."""
    if not PERSONAL.intersection(typed):
        return
    actions.note_search(
        text=text,
        typed=[one.value for one in typed],
        view_name="centre:search",
        ip=request.META.get("REMOTE_ADDR"),
        by=request.actor,
    )


def subject_of(kind: str, record_id: int) -> queries.Subject:
    found = queries.subject(Kind(kind), record_id)
    if found is None:
        raise Http404
    return found


def note_look(request: HttpRequest, subject: queries.Subject, purpose: str) -> None:
    """Who looked at what; people are named by what stands masked on the page."""
    record_look(
        kind=queries.DEFINITIONS[subject.kind].model,
        record_id=subject.id,
        whose=f"{subject.kind.label} {subject.no or subject.line}",
        view_name=request.resolver_match.view_name if request.resolver_match else "",
        purpose=purpose,
        ip=request.META.get("REMOTE_ADDR"),
        by=request.actor,
    )


@staff("search.all")
@require_GET
def timeline(request: HttpRequest, kind: str, record_id: int) -> HttpResponse:
    """Everything that happened to something, newest first; people are masked."""
    subject, before = subject_of(kind, record_id), moment_asked_for(request)
    related = queries.related_to(subject)
    story = queries.story_of(subject, related, before)
    if before is None:
        note_look(request, subject, _("综合查询：查看时间线（已脱敏）"))
    return show(
        request,
        "timeline",
        "search",
        shown=subject_shown(subject),
        related=related_shown(related),
        steps=steps_shown(story, request.actor.may),
        pots=queries.pots_of(subject),
        newest_url=address(request) if before else "",
        older_url=address(request, before=story.older.isoformat()) if story.older else "",
    )


def moment_asked_for(request: HttpRequest) -> datetime | None:
    try:
        moment = parse_datetime(request.GET.get("before", ""))
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None


@staff("search.all")
@require_http_methods(["GET", "POST"])
def full(request: HttpRequest, kind: str, record_id: int) -> HttpResponse:
    """【查看完整信息】: what for is asked first, and the look is written down. (SEC-01)

    It is sent: an address that somebody keeps, or is led to from elsewhere, opens nothing.
    """
    subject = subject_of(kind, record_id)
    if not subject.personal:
        raise Http404
    form = PurposeForm(request.POST if request.method == "POST" else None)
    told = form.told if form.is_valid() else ""
    if told:
        note_look(request, subject, told)
    return show(
        request, "timeline_full", "search", shown=subject_shown(subject), form=form, told=told
    )
