"""逾期企业: plans that were sent back and never made anew; the association may mediate unasked. (rules A7.15, A13.2)"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.people.rules import Office
from anju.portals.association.forms import OverdueSearch
from anju.portals.association.page import show
from anju.portals.association.rows import overdue_rows
from anju.portals.association.shown import case_shown, lines_shown
from anju.portals.association.views.disputes import case_of
from anju.refunds import actions, queries
from anju.web.doors import staff
from anju.web.forms import Form
from anju.web.paging import PageOfRows, page_of


@staff(office=Office.ASSOCIATION)
@require_GET
def overdue(request: HttpRequest) -> HttpResponse:
    search, page = OverdueSearch(request.GET), PageOfRows([])
    if search.is_valid():
        page = page_of(queries.cases_overdue(request.actor, search.least_days), request)
    rows = overdue_rows(page.rows)
    return show(request, "overdue", "overdue", search=search, page=page, rows=rows)


@staff("dispute.mediate")
@require_http_methods(["GET", "POST"])
def take_up(request: HttpRequest, case_id: int) -> HttpResponse:
    """介入调解: what is paid at once, and what becomes disputed, stands there before it is done. (BEY-12)"""
    case = case_of(request, case_id)
    if "take_up" not in queries.what_to_do(case, request.actor):
        messages.warning(request, _("这个案件现在不能介入调解"))
        return redirect("association:dispute", case.pk)
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(actions.take_up, case_id=case.pk, by=request.actor):
        messages.success(request, _("已介入调解，没有争议的款项将付给承租人"))
        return redirect("association:dispute", case.pk)
    listed = queries.payment_list_of_taking_up(case)
    lines, disputed = lines_shown(listed), listed.disputed
    return show(
        request,
        "take_up",
        "overdue",
        shown=case_shown(case),
        form=form,
        lines=lines,
        disputed=disputed,
    )
