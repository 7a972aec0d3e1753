"""物业区域关联, its papers: added one by one, or skipped and taken to the department. (manual 004, 7.2 ②③)"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from anju.companies import actions, queries
from anju.companies.serving import Status
from anju.core.rules import DISTRICTS
from anju.portals.property.forms_of_areas import PaperForm
from anju.portals.property.page import show
from anju.portals.property.shown_areas import application_row, papers_shown, requests_shown
from anju.portals.property.views.areas import HERE, application_of
from anju.web.attachments import store_attachment
from anju.web.doors import company
from anju.web.downloads import stored_file
from anju.web.forms import Form


@company
@require_GET
def area_papers(request: HttpRequest, application_id: int) -> HttpResponse:
    found = application_of(request, application_id)
    if found.status != Status.DRAFT:
        return redirect("property:area_application", found.pk)
    return lay_out(request, found)


def lay_out(
    request: HttpRequest, found: Any, wrong: dict[str, str] | None = None, form: Any = None
) -> HttpResponse:
    names = [one[0].name for one in requests_shown(found)]
    return show(
        request,
        "property/areas/papers_part" if request.htmx else "property/areas/papers",
        HERE,
        row=application_row(found, names),
        names=names,
        place=DISTRICTS[found.district],
        papers=papers_shown(found, wrong),
        form=form,
    )


@company
@require_POST
def add_area_paper(request: HttpRequest, application_id: int) -> HttpResponse:
    """【+】: one file; the list comes back with it, or with what is wrong with it."""
    found = application_of(request, application_id)
    form = PaperForm(request.POST, request.FILES)
    if form.is_valid() and added(form, found, request):
        return lay_out(request, found) if request.htmx else to_papers(found)
    wrong = " ".join(str(one) for errors in form.errors.values() for one in errors)
    return lay_out(request, found, {request.POST.get("paper", ""): wrong})


def added(form: PaperForm, found: Any, request: HttpRequest) -> bool:
    by, typed = request.actor, form.cleaned_data
    if not form.attempt(store_attachment, file=typed["file"], by=by):
        return False
    return form.attempt(
        actions.attach_paper,
        application_id=found.pk,
        paper=typed["paper"],
        file_id=form.done,
        by=by,
    )


def to_papers(found: Any) -> HttpResponse:
    return redirect("property:area_papers", found.pk)


@company
@require_POST
def remove_area_paper(request: HttpRequest, application_id: int, document_id: int) -> HttpResponse:
    found = application_of(request, application_id)
    own = queries.area_documents_seen_by(request.actor).filter(application=found)
    form = Form({})
    if form.is_valid() and form.attempt(
        actions.remove_paper,
        document_id=get_object_or_404(own, pk=document_id).pk,
        by=request.actor,
    ):
        return lay_out(request, found) if request.htmx else to_papers(found)
    return lay_out(request, found, form=form)


@company
@require_POST
def submit_areas(request: HttpRequest, application_id: int) -> HttpResponse:
    return sent(request, application_id, actions.submit_areas)


@company
@require_POST
def skip_area_papers(request: HttpRequest, application_id: int) -> HttpResponse:
    """【跳过】: the papers themselves go to the department."""
    return sent(request, application_id, actions.submit_areas_on_paper)


def sent(request: HttpRequest, application_id: int, send: Any) -> HttpResponse:
    found, form = application_of(request, application_id), Form({})
    if form.is_valid() and form.attempt(send, application_id=found.pk, by=request.actor):
        return redirect("property:area_done", found.pk)
    return lay_out(request, found, form=form)


@company
@require_GET
def area_document(request: HttpRequest, document_id: int) -> HttpResponse:
    """What the company itself handed in."""
    seen = queries.area_documents_seen_by(request.actor)
    return stored_file(get_object_or_404(seen, pk=document_id).file)
