"""工作台: what is due, overdue and on its way for all leases, in one look."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from anju.core import clock
from anju.core.actors import Actor
from anju.core.counting import Question, counted
from anju.custody import queries as custody
from anju.orders import queries
from anju.orders.rules import OrderKind
from anju.oversight import queries as oversight
from anju.parameters import queries as parameters
from anju.portals.enterprise.page import PORTAL, show
from anju.portals.enterprise.shown import orders_shown, upload_shown
from anju.portals.enterprise.shown_releases import waits_of
from anju.portals.enterprise.waiting import desk_of
from anju.web.doors import enterprise
from anju.webhooks import queries as webhooks

MOST_COUNTED = 1_000_000  # more leases than any enterprise lets
WAITING = 3
NEXT_RELEASES = 3


@enterprise
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What is due, overdue and waiting for whom, each with the list behind it; no lease is loaded for it. (ENT-01)"""
    actor, now = request.actor, clock.now()
    counts = counts_of(actor)
    on_their_way = queries.in_orders_let_by(actor)
    return show(
        request,
        "home",
        "home",
        due=queries.due_let_by(actor),
        by_us=on_their_way[OrderKind.ENTERPRISE],
        by_tenants=on_their_way[OrderKind.TENANT],
        lease_count=counts["leases"],
        workdays=parameters.number("order.pass_on_workdays"),
        desk=desk_of(actor, warnings=counts["warnings"], silent=counts["silent"]),
        releases=custody.coming_releases(actor.organisation_id, NEXT_RELEASES),
        waiting=orders_shown(list(queries.open_orders_placed(actor)[:WAITING]), now, PORTAL),
        waits=waits_of(actor),
        uploads=[upload_shown(one) for one in queries.uploads_seen_by(actor)[:WAITING]],
    )


def counts_of(actor: Actor) -> dict[str, int]:
    """How many leases, warnings that wait, and addresses that were paused for their silence; in one question."""
    asked: dict[str, Any] = {
        "leases": queries.leases_let_by(actor),
        "warnings": oversight.warnings_found(actor),
        "silent": webhooks.suspended_of(actor),
    }
    questions = {name: Question(rows.order_by()) for name, rows in asked.items()}
    return {name: one.count for name, one in counted(questions, MOST_COUNTED).items()}
