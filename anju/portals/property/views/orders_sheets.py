"""核对签字表: a paper in somebody's hand is held against what was printed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.core.money import yuan
from anju.desks.forms_of_works import SheetCheckForm
from anju.portals.property.page import show
from anju.web.doors import company
from anju.web.downloads import spreadsheet
from anju.works import queries, sheets


@company
@require_http_methods(["GET", "POST"])
def check_sheet(request: HttpRequest) -> HttpResponse:
    """By the number on the paper; only the sheets of one's own orders are found."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form, shown = SheetCheckForm(*sent), {}
    if form.is_valid():
        shown = compared(request, form)
    url, back = reverse("property:check_sheet"), reverse("property:orders")
    return show(
        request, "property/orders/check_sheet", "orders", form=form, url=url, back=back, **shown
    )


def compared(request: HttpRequest, form: SheetCheckForm) -> dict[str, Any]:
    found = queries.signatures_by_no(request.actor, form.cleaned_data["no"])
    if found is None:
        form.add_error("no", _("没有这个表号的签字表，请核对；系统没有打印过的表不能作为依据"))
        return {}
    stated = form.stated
    if stated is None:
        return {}
    facts = [
        (_("任务单编号"), found.order.no),
        (_("表号"), found.no),
        (_("分摊总户数"), str(found.rows)),
        (_("分摊总额（元）"), yuan(sheets.total_in(found.text))),
    ]
    differences = sheets.differences(found.text, stated)
    return {"compared": True, "facts": facts, "differences": differences}


@company
@require_GET
def sheet_template(request: HttpRequest) -> HttpResponse:
    return spreadsheet(sheets.template_file(), "签字表核对模板.xlsx")
