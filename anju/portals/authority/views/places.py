"""场所分布: where institutions work, on a map of the districts and on a list beside it. (AGY-04)"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.agencies import actions, queries
from anju.agencies.rules import PremisesStatus
from anju.core.rules import DISTRICTS
from anju.desks.forms import ReasonForm
from anju.desks.forms_of_agencies import PlaceSearch
from anju.people.rules import Office, Power
from anju.portals.authority.page import show, show_form
from anju.web.doors import staff
from anju.web.map import map_of
from anju.web.paging import PageOfRows, page_of


@staff(office=Office.AUTHORITY)
@require_GET
def places(request: HttpRequest) -> HttpResponse:
    search, page, map_shown = PlaceSearch(request.GET), PageOfRows([]), None
    if search.is_valid():
        wanted = search.cleaned_data
        in_use = queries.premises_seen_by(request.actor).filter(status=PremisesStatus.IN_USE)
        page = page_of(queries.premises_found(in_use, **wanted), request)
        map_shown = map_of(request, in_use, wanted)
    may_keep = Power.AGENCY_ENTER in request.actor.may
    rows = [(place, DISTRICTS[place.district]) for place in page.rows]
    return show(
        request,
        "places",
        "places",
        search=search,
        page=page,
        rows=rows,
        map=map_shown,
        may_keep=may_keep,
    )


@staff("agency.enter")
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, place_id: int) -> HttpResponse:
    """关闭场所: it leaves the map."""
    found = get_object_or_404(queries.premises_seen_by(request.actor), pk=place_id)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and form.attempt(
        actions.close_premises, premises_id=found.pk, by=request.actor, **form.cleaned_data
    ):
        messages.success(request, _("场所已关闭，不再显示在地图上"))
        return redirect("authority:places")
    facts = [
        (_("机构"), found.institution.name),
        (_("场所"), found.name),
        (_("地址"), found.address),
    ]
    back = (reverse("authority:places"), _("场所分布"))
    title, submit = _("关闭场所"), _("关闭")
    return show_form(request, "places", form, title=title, back=back, submit=submit, facts=facts)
