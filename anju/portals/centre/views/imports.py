"""备案合同导入: a file is handed in, worked through, and what became of each lease is told."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.contracts import actions, queries, reading
from anju.contracts.rules import ImportStatus, Outcome
from anju.payments import queries as payments
from anju.payments.rules import Business
from anju.portals.centre.forms import ImportForm
from anju.portals.centre.page import show
from anju.portals.centre.shown import import_row_shown, import_shown
from anju.web.doors import staff
from anju.web.downloads import spreadsheet
from anju.web.paging import page_of


@staff("lease.import")
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_valid() and form.attempt(
        actions.receive_import,
        name=form.cleaned_data["file"].name,
        content=form.cleaned_data["file"].read(),
        by=request.actor,
    ):
        return redirect("centre:import", form.done.pk)
    page = page_of(queries.imports_seen_by(request.actor), request)
    rows = [import_shown(work) for work in page.rows]
    return show(request, "imports", "imports", form=form, page=page, rows=rows)


@staff("lease.import")
@require_GET
def one_import(request: HttpRequest, import_id: int) -> HttpResponse:
    """How far a file is, and what became of its leases; the page asks for its changing part by itself."""
    found = get_object_or_404(queries.imports_seen_by(request.actor), pk=import_id)
    outcome = request.GET.get("outcome", "")
    page = page_of(queries.rows_of_import(found.pk, outcome), request, size=50)
    shown = {
        "shown": import_shown(found),
        "is_working": found.status != ImportStatus.DONE,
        "page": page,
        "rows": [import_row_shown(row) for row in page.rows],
        "outcome": outcome,
        "outcomes": [("", _("全部")), *Outcome.choices],
    }
    if request.htmx:
        return render(request, "centre/import_part.html", shown)
    return show(request, "import", "imports", **shown)


@staff("lease.import")
@require_GET
def result(request: HttpRequest, import_id: int) -> HttpResponse:
    """The leases of a file with their outcomes, to take along."""
    found = get_object_or_404(queries.imports_seen_by(request.actor), pk=import_id)
    rows = (
        (row.place, row.filing_no, str(row.get_outcome_display()), row.sentence)
        for row in queries.rows_of_import(found.pk).iterator()
    )
    return spreadsheet(reading.result_file(rows), f"导入结果-{found.pk}.xlsx")


@staff("lease.import")
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """The spreadsheet to fill in."""
    banks = [account.bank_name for account in payments.accounts_of(Business.CUSTODY)]
    return spreadsheet(reading.template_file(banks), "备案合同导入模板.xlsx")
