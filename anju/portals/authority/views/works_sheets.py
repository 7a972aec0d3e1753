"""Printed forms of an order, and a signed sheet held against what was printed. (BEY-02)"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.core.money import yuan
from anju.desks.forms_of_works import SheetCheckForm
from anju.portals.authority.page import OF_WORKS, show
from anju.portals.authority.views.works import order_of
from anju.web.doors import staff
from anju.web.downloads import file_for_staff
from anju.works import paper, queries, sheets
from anju.works.rules import SheetKind


@staff(*OF_WORKS)
@require_GET
def sheet(request: HttpRequest, order_id: int, sheet_id: int) -> HttpResponse:
    """A form as it was printed; it names owners, so the look is written down. (SEC-01)"""
    found = order_of(request, order_id)
    one = get_object_or_404(queries.sheets_of(found), pk=sheet_id)
    if one.file is None:
        raise Http404
    purpose = _("查看维修支取表单")
    return file_for_staff(request, one.file, of=one, whose=one.no, purpose=purpose)


@staff(*OF_WORKS)
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, order_id: int) -> HttpResponse:
    """核对签字表: what a signed paper says, against what was printed of this order."""
    found = order_of(request, order_id)
    printed = queries.sheets_of(found).filter(kind=SheetKind.SIGNATURES).first()
    typed, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = SheetCheckForm(typed, files, initial={"no": printed.no if printed else ""})
    shown = compared(request, form, found) if form.is_valid() else {}
    return show(request, "works_check", "works", order=found, form=form, **shown)


def compared(request: HttpRequest, form: SheetCheckForm, order: Any) -> dict[str, Any]:
    found = queries.signatures_by_no(request.actor, form.cleaned_data["no"])
    if found is None or found.order_id != order.pk:
        form.add_error("no", _("本任务单没有打印过这个表号的签字表，不能作为依据"))
        return {}
    stated = form.stated
    if stated is None:
        return {}
    is_now = _("一致") if paper.is_current(found) else _("不一致，打印以后分摊已变化")
    facts = [
        (_("表号"), found.no),
        (_("摘要值"), bytes(found.digest).hex()),
        (_("分摊总户数"), found.rows),
        (_("分摊总额（元）"), yuan(sheets.total_in(found.text))),
        (_("与任务单现在的内容"), is_now),
    ]
    differences = sheets.differences(found.text, stated)
    return {"compared": True, "facts": facts, "differences": differences}
