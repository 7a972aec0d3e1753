"""Paper of a vote: the whole roll with ticks, one home, or a list; row by row. (WDR-09, BEY-02)"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.core.refusals import Refused
from anju.portals.property.forms_of_votes import ListForm, PaperForm, today
from anju.portals.property.page import show
from anju.portals.property.shown_votes import file_row, seat_row, vote_row
from anju.portals.property.views.votes import own_vote
from anju.votes import actions, queries, reading
from anju.votes.actions import Paper
from anju.votes.rules import ROWS_A_PAGE
from anju.web.doors import company
from anju.web.downloads import spreadsheet, stored_file
from anju.web.paging import page_of
from anju.web.votes import voice_shown

ROWS_OF_A_FILE = 50


@company
@require_http_methods(["GET", "POST"])
def roll(request: HttpRequest, vote_id: int) -> HttpResponse:
    """Every home, a hundred a page: agree or disagree is ticked, and only what was ticked is entered."""
    found = own_vote(request, vote_id)
    page = page_of(queries.roll_of(found), request, size=ROWS_A_PAGE)
    entered, wrong = enter_ticks(request, found, page.rows)
    if entered or (request.method == "POST" and not wrong):
        messages.success(request, _("已录入{count}户").format(count=entered))
    if request.method == "POST" and not wrong:
        return redirect(request.get_full_path())
    if entered:  # what counts now stands beside what was refused
        page = page_of(queries.roll_of(found), request, size=ROWS_A_PAGE)
    rows = [seat_row(one, wrong.get(one.pk, "")) for one in page.rows]
    return show(request, "property/votes/roll", "votes", row=vote_row(found), rows=rows, page=page)


def enter_ticks(request: HttpRequest, vote: Any, seats: list[Any]) -> tuple[int, dict[int, str]]:
    """How many homes were entered, and why not, by home: one that is refused keeps no other."""
    entered, wrong = 0, {}
    for seat in seats:
        answer = request.POST.get(f"seat-{seat.pk}", "")
        if answer not in ("yes", "no"):
            continue
        counted = seat.head.counted
        if counted and counted[0].channel == "paper" and counted[0].agrees == (answer == "yes"):
            continue
        try:
            actions.enter_paper(
                vote_id=vote.pk, seat_id=seat.pk, paper=Paper(answer == "yes"), by=request.actor
            )
            entered += 1
        except Refused as refused:
            wrong[seat.pk] = refused.message
    return entered, wrong


@company
@require_http_methods(["GET", "POST"])
def seat(request: HttpRequest, seat_id: int) -> HttpResponse:
    """One home: what was said for it so far, and one paper, perhaps of a proxy."""
    found = get_object_or_404(queries.seats_seen_by(request.actor), pk=seat_id)
    form = PaperForm(request.POST or None, request.FILES or None, initial=today())
    if form.is_valid():
        file_id = form.stored(request.actor)
        entered = {"vote_id": found.vote_id, "seat_id": found.pk, "by": request.actor}
        if not form.errors and form.attempt(
            actions.enter_paper, paper=form.paper(file_id), **entered
        ):
            messages.success(request, _("书面表决已录入，已通知业主"))
            return redirect("property:seat", found.pk)
    history = [voice_shown(one) for one in queries.history_of(found.head_id)]
    shown = {"shown": seat_row(found), "row": vote_row(found.vote), "history": history}
    return show(request, "property/votes/seat", "votes", form=form, **shown)


@company
@require_GET
def paper(request: HttpRequest, voice_id: int) -> HttpResponse:
    """The scan of a paper that was entered."""
    found = get_object_or_404(queries.voices_seen_by(request.actor), pk=voice_id)
    if found.paper is None:
        raise Http404
    return stored_file(found.paper)


@company
@require_http_methods(["GET", "POST"])
def files(request: HttpRequest, vote_id: int) -> HttpResponse:
    """Lists of signatures: what is wrong with a file as a whole is told before a row is taken in."""
    found = own_vote(request, vote_id)
    form = ListForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid() and form.attempt(
        actions.receive_file, vote_id=found.pk, by=request.actor, **form.stated
    ):
        return redirect("property:paper_file", form.done.pk)
    page = page_of(queries.files_of_vote(found), request)
    rows = [file_row(one) for one in page.rows]
    shown = {"row": vote_row(found), "rows": rows, "page": page}
    return show(request, "property/votes/files", "votes", form=form, **shown)


@company
@require_GET
def template(request: HttpRequest, vote_id: int) -> HttpResponse:
    """The spreadsheet to fill in, with every home of the roll in it."""
    found = own_vote(request, vote_id)
    places = queries.places_on_roll(found)
    return spreadsheet(reading.template_file(places), f"书面表决-{found.pk}.xlsx")


@company
@require_GET
def file(request: HttpRequest, upload_id: int) -> HttpResponse:
    """How far a list is, and what became of its rows."""
    found = get_object_or_404(queries.files_seen_by(request.actor), pk=upload_id)
    page = page_of(queries.rows_of_file(found.pk), request, size=ROWS_OF_A_FILE)
    shown = {
        "shown": file_row(found),
        "progress": queries.progress_of(found),
        "rows": page.rows,
        "page": page,
        "back": reverse("property:paper_files", args=[found.vote_id]),
    }
    if request.htmx:
        return render(request, "property/votes/file_part.html", shown)
    return show(request, "property/votes/file", "votes", **shown)


@company
@require_GET
def result(request: HttpRequest, upload_id: int) -> HttpResponse:
    """The rows with their outcomes, to take along."""
    found = get_object_or_404(queries.files_seen_by(request.actor), pk=upload_id)
    content = reading.result_file(queries.result_rows(found))
    return spreadsheet(content, f"处理结果-{found.pk}.xlsx")
