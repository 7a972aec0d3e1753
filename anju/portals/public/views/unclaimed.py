"""待领资金查询: whether money waits for somebody, and how to come by it, without an account. (BEY-14)

Only who knows a name and a number exactly is told, and never more than the class of the amount. The answer stands in no
address: what is asked is posted, and nobody keeps the page.
"""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from anju.portals.public.forms_of_unclaimed import FORMS
from anju.portals.public.page import show, show_found
from anju.web.doors import anyone
from anju.web.limits import Limit

LIMIT = 20
ASKED = Limit("unclaimed")


@anyone
@require_http_methods(["GET", "POST"])
def unclaimed(request: HttpRequest) -> HttpResponse:
    way = request.POST.get("way", "")
    forms = {
        name: form(request.POST if name == way else None, prefix=name)
        for name, form in FORMS.items()
    }
    if way not in forms or not forms[way].is_valid():
        return show(request, "unclaimed", "unclaimed", forms=forms)
    if ASKED.count(request) >= LIMIT:
        return show(request, "wait_for_money", "unclaimed", status=429)
    ASKED.note(request)
    told = forms[way].told()
    return show_found(
        request, "unclaimed", "unclaimed", forms=forms, told=told, was_asked=True, way=way
    )
