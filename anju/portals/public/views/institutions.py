"""One institution as everybody may see it: filing, credit, lists, people and places. (CRD-04, CRD-05)"""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from anju.agencies import queries as agencies
from anju.portals.public.page import show_published
from anju.portals.public.shown_institutions import institution_shown
from anju.web.doors import anyone


@anyone
@require_GET
def institution(request: HttpRequest, filing_no: str) -> HttpResponse:
    """By its number. Who was cancelled is said to be so, and nothing else of them."""
    found = agencies.institution_ever_filed(filing_no)
    if found is None:
        raise Http404
    return show_published(request, "institution", "institutions", shown=institution_shown(found))
