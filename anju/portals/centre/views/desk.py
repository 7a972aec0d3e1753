"""工作台: what waits, and where to go."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from anju.contracts import queries as contracts
from anju.people.rules import Office, Power
from anju.portals.centre.page import show
from anju.portals.centre.shown import import_shown
from anju.portals.centre.work import WORK
from anju.web.doors import staff
from anju.web.waiting import WorkWaiting, work_of


@staff(office=Office.CENTRE)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    work = work_of(actor, WORK)
    return show(
        request,
        "home",
        "home",
        work=work,
        waiting=[work_shown(one) for one in work if one.count],
        done=[one.label for one in work if not one.count],
        may_import=Power.LEASE_IMPORT in actor.may,
        imports=[import_shown(file) for file in contracts.imports_seen_by(actor)[:3]],
    )


def work_shown(one: WorkWaiting) -> tuple[WorkWaiting, str]:
    """What waits, and the address where it is done."""
    asked = f"?{one.work.asked}" if one.work.asked else ""
    return one, reverse(f"centre:{one.work.where}") + asked
