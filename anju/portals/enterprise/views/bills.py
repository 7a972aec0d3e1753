"""企业代缴: the bills of all leases that are to be paid; ticked ones become one order. (ENT-02)"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from anju.orders import actions, queries, reading
from anju.orders.rules import MOST_ROWS_IN_FILE
from anju.parameters import queries as parameters
from anju.portals.enterprise.forms import BillSearch, TickedBills
from anju.portals.enterprise.page import show
from anju.portals.enterprise.shown import bill_to_pay_shown
from anju.web.doors import enterprise
from anju.web.downloads import spreadsheet
from anju.web.paging import PageOfRows, page_of

ON_A_PAGE = 50


@enterprise
@require_http_methods(["GET", "POST"])
def bills(request: HttpRequest) -> HttpResponse:
    search, page = BillSearch(request.GET, actor=request.actor), PageOfRows([])
    form = TickedBills(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(
        actions.place_order, bill_ids=form.bill_ids, by=request.actor
    ):
        return redirect("enterprise:choose", form.done.no)
    if search.is_valid():
        found = queries.bills_on_behalf(request.actor, **search.wanted)
        page = page_of(found, request, size=ON_A_PAGE)
    rows = [bill_to_pay_shown(bill, form.ticked) for bill in page.rows]
    return show(
        request,
        "bills",
        "bills",
        search=search,
        form=form,
        page=page,
        rows=rows,
        total_fen=sum(row.bill.amount_fen for row in rows if row.is_ticked),
        can_choose=any(row.can_be_chosen for row in rows),
        workdays=parameters.number("order.pass_on_workdays"),
    )


@enterprise
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """The spreadsheet to upload, with the bills that the search finds already filled in."""
    search = BillSearch(request.GET, actor=request.actor)
    wanted = search.wanted if search.is_valid() else {}
    found = queries.bills_on_behalf(request.actor, **wanted)[:MOST_ROWS_IN_FILE]
    return spreadsheet(reading.template_file(found), "企业代缴模板.xlsx")
