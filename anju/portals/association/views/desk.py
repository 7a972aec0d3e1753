"""工作台: what waits for the association, and where to go. (ASC-01)"""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from anju.people.rules import Office
from anju.portals.association.page import show
from anju.portals.association.rows import dispute_rows
from anju.refunds import queries
from anju.refunds.office_rules import DisputeWork
from anju.refunds.rules import DISPUTED
from anju.web.doors import staff

MOST_ROWS = 5


@staff(office=Office.ASSOCIATION)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    counts = queries.association_counts(request.actor)
    running = queries.disputes_found(request.actor)
    return show(
        request,
        "home",
        "home",
        tiles=tiles(counts),
        kinds=[
            (status.label, counts[status], link("disputes", f"kind={status}"))
            for status in DISPUTED
        ],
        oldest=dispute_rows(running[:MOST_ROWS]),
    )


def tiles(counts: dict[str, int]) -> list[tuple[str, int, str]]:
    """What waits, as label, number and address; the most urgent first."""
    work = [(str(one.label), one.value, link("disputes", f"work={one}")) for one in DisputeWork]
    waiting = [
        (_("最终方案待复核"), "final_plans", link("final_plans")),
        (_("承租人收款失败待审批"), "name_changes", link("name_changes")),
    ]
    overdue = [
        (
            _("企业逾期{days}天以上").format(days=days),
            f"overdue_{days}",
            link("overdue", f"days={days}"),
        )
        for days in queries.alerts()
    ]
    return [(label, counts[name], url) for label, name, url in [*work, *waiting, *overdue]]


def link(name: str, asked: str = "") -> str:
    return reverse(f"association:{name}") + (f"?{asked}" if asked else "")
