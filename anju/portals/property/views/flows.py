"""其他: 业务流水查询 and 补打. (manual 004, 5 and 6; PRP-10, PRP-11)"""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from anju.core.refusals import Refused
from anju.portals.property import flows as business
from anju.portals.property import printables
from anju.portals.property.flows import Asked, FlowRow, Key
from anju.portals.property.forms_of_flows import FlowSearch, PrintedSearch
from anju.portals.property.page import show
from anju.portals.property.views.areas import application_of
from anju.web.doors import company
from anju.web.downloads import pdf
from anju.web.paging import address


@company
@require_GET
def flows(request: HttpRequest) -> HttpResponse:
    """Newest first; the next page begins after the last one of this."""
    search = FlowSearch(request.GET)
    rows: list[FlowRow] = []
    after: Key | None = None
    before = key_in(request.GET.get("before", ""))
    if search.is_valid():
        rows, after = business.flows_of(request.actor, Asked(**search.cleaned_data), before)
    return show(
        request,
        "property/flows/flows",
        "flows",
        search=search,
        rows=rows,
        newer_url=address(request) if before else "",
        older_url=address(request, before=text_of(after)) if after else "",
    )


def text_of(key: Key) -> str:
    at, no = key
    return f"{at.isoformat()}~{no}"


def key_in(text: str) -> Key | None:
    """Where a page begins, as the address of the last one said; what is none begins at the first."""
    moment, _, no = text.partition("~")
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return (at, no) if at.tzinfo and no.isascii() and no.isalnum() and len(no) < 40 else None


@company
@require_GET
def reprints(request: HttpRequest) -> HttpResponse:
    search = PrintedSearch(request.GET)
    rows = (
        printables.printed_before(request.actor, **search.cleaned_data) if search.is_valid() else []
    )
    return show(request, "property/flows/reprints", "reprints", search=search, rows=rows)


@company
@require_POST
def print_again(request: HttpRequest, printable: str, record_id: int) -> HttpResponse:
    """【打印】: one more, counted and marked. Only what this company has printed before."""
    found = printables.printable(printable)
    if found is None or not found.was_printed(request.actor, record_id):
        raise Http404
    try:
        name, content = found.again(request.actor, record_id)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("property:reprints")
    return pdf(content, name)


@company
@require_POST
def print_areas(request: HttpRequest, application_id: int) -> HttpResponse:
    """【打印】 of 物业区域关联申请单, to be brought to the department."""
    found = application_of(request, application_id)
    try:
        name, content = printables.areas_again(request.actor, found.pk)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("property:area_application", found.pk)
    return pdf(content, name)
