"""批量缴款: an organisation ticks bills of many leases, or takes all that it has searched for, into one order."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from anju.orders import actions, queries
from anju.orders.queries import BankTotal
from anju.portals.tenant_web.page import PORTAL, show
from anju.web.doors import tenant
from anju.web.paging import PageOfRows, address, page_of
from anju.web.tenant.forms import AllBillsForm, BillsForm, ChoiceSearch
from anju.web.tenant.shown import bill_shown

BILLS_ON_A_PAGE = 50


@tenant
@require_http_methods(["GET", "POST"])
def many(request: HttpRequest) -> HttpResponse:
    """Bills of all leases that the organisation rents alone; POST is 【承租人缴款】. (PAY-03)"""
    if request.actor.organisation_id is None:
        raise Http404
    search = ChoiceSearch(request.GET, actor=request.actor)
    page, totals, found = PageOfRows([]), [], None
    if search.is_valid():
        found = queries.bills_to_choose(request.actor, **search.wanted)
        page, totals = page_of(found, request, BILLS_ON_A_PAGE), queries.totals_by_bank(found)
    form = what_is_chosen(request, page, totals, found)
    if form.is_valid() and form.attempt(
        actions.place_order, bill_ids=form.bill_ids, by=request.actor
    ):
        return redirect("tenant_web:choose", form.done.no)
    rows = [bill_shown(bill, PORTAL, form.ticked) for bill in page.rows]
    banks = [(total, address(request, bank=total.bank)) for total in totals]
    shown = {"search": search, "page": page, "rows": rows, "form": form, "banks": banks}
    return show(request, "many", "leases", **shown)


def what_is_chosen(
    request: HttpRequest, page: PageOfRows, totals: list[BankTotal], found
) -> BillsForm:  # type: ignore[no-untyped-def]
    """The ticked bills of the page, or all that were found: then only if they are still what the page has shown."""
    if request.method != "POST":
        return BillsForm(None, bill_ids=[bill.pk for bill in page.rows])
    if "all" not in request.POST:
        return BillsForm(request.POST, bill_ids=[bill.pk for bill in page.rows])
    every = list(found.values_list("pk", flat=True)) if found is not None else []
    form = AllBillsForm(request.POST, bill_ids=every)
    form.check_unchanged(len(every), sum(total.fen for total in totals))
    return form
