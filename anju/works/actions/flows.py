"""业务流水: what a company does is written down as it does it. (PRP-10)"""

from anju.core import clock
from anju.core.actors import Actor
from anju.works.models import Flow, Order, Sheet
from anju.works.numbers import flow_no
from anju.works.rules import FlowChannel, FlowKind


def note_flow(order: Order, kind: FlowKind, by: Actor, sheet: Sheet | None = None) -> Flow:
    now = clock.now()
    return Flow.objects.create(
        no=flow_no(now),
        company_id=order.company_id,
        kind=kind,
        channel=FlowChannel.WEB if by.is_company else FlowChannel.COUNTER,
        order=order,
        sheet=sheet,
        at=now,
        by=by.name,
    )
