"""利息: what the banks paid held against what the money in custody has earned. (rule A6.5)"""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from anju.custody import queries
from anju.payments import queries as payments
from anju.payments.rules import Business
from anju.portals.centre.forms_of_custody import PeriodForm
from anju.portals.centre.page import show
from anju.portals.centre.shown_custody import positions_shown
from anju.web.doors import staff


@staff("interest.read")
@require_GET
def interests(request: HttpRequest) -> HttpResponse:
    search, rows, rates = PeriodForm(request.GET), [], list(queries.rate_table())
    if search.is_valid():
        first, last = search.cleaned_data["first"], search.cleaned_data["last"]
        rows = positions_shown(list(payments.accounts_of(Business.CUSTODY)), first, last, rates)
    return show(request, "interests", "interests", search=search, rows=rows, rates=rates)
