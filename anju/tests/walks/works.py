"""Withdrawals at the desks of the authority and of the fund: an order in every state that has a page of its own."""

from types import SimpleNamespace

from django.urls import reverse

from anju.tests.walks import Visit, sends, visits
from anju.works import actions, jobs
from anju.works.tests.world import (
    REVIEWER,
    WANG,
    ZHAO,
    a_community,
    a_submitted_order,
    an_approved_order,
    entered,
    instructed,
    settled_for,
)

FORM = "main form[method=post]"
LARGE = {"amount_fen": "500000.00", "budget_fen": "600000.00"}


def at_the_authority(name: str, *args: object, ask: str = "") -> str:
    return reverse(f"authority:{name}", args=args) + (f"?{ask}" if ask else "")


def at_the_fund(name: str, *args: object, ask: str = "") -> str:
    return reverse(f"fund_desk:{name}", args=args) + (f"?{ask}" if ask else "")


def orders_of_the_city() -> dict[str, int]:
    """One whose settlement waits, with papers, a printed sheet and a payment; others in every state before."""
    there = a_community(balance=200_000_00)
    order, by = an_approved_order(there)
    actions.make_sheet(order_id=order.pk, kind="signatures", by=by)
    jobs.make_sheets(0)
    settlement = settled_for(order, 90_000_00, by)
    waiting, _by = a_submitted_order(there, company=by, title="修补屋顶", part="roof", **LARGE)
    return {
        "work": order.pk,
        "work_paper": order.papers.order_by("pk")[0].pk,
        "work_sheet": order.sheets.get().pk,
        "work_settlement": settlement.pk,
        "work_waiting": waiting.pk,
        "work_emergency": an_emergency(approved=False),
        "work_approved": an_approved_order()[0].pk,
    }


def an_emergency(*, approved: bool) -> int:
    """Of homes of which one is unsold and none can bear its share."""
    there = a_community([WANG, ZHAO, None], balance=10_000_00)
    order, _by = a_submitted_order(there, kind="emergency", emergency="EM2", is_urgent="1")
    if approved:
        actions.approve_order(order_id=order.pk, by=REVIEWER)
        actions.demand_shares(order_id=order.pk, by=REVIEWER)
    return order.pk


def payments_of_the_city() -> dict[str, int]:
    """A payment that waits to be checked, one that is on its way, and an order whose homes owe cash."""
    order, _by = an_approved_order(a_community(balance=200_000_00))
    [payment] = entered(order, 50_000_00)
    paying, _ = an_approved_order()
    instructed(paying, 50_000_00)
    settled, by_settled = an_approved_order()
    settlement = settled_for(settled, 90_000_00, by_settled)
    actions.approve_settlement(settlement_id=settlement.pk, by=REVIEWER)
    return {
        "work": order.pk,
        "work_paper": order.papers.order_by("pk")[0].pk,
        "work_payment": payment.pk,
        "work_settled": settled.pk,
        "work_emergency": an_emergency(approved=True),
        "work_open": an_approved_order()[0].pk,
    }


def of_the_authority(world: SimpleNamespace) -> list[Visit]:
    to = at_the_authority
    orders = ("work", "work_waiting", "work_emergency", "work_approved")
    forms = (to("withdraw_approval", world.work_approved), to("stop_works", world.work_approved))
    return [
        *visits(to("works"), to("works", ask="status=waiting"), to("works", ask="text=修补屋顶")),
        *visits(
            to("works", ask="status=finished"), to("spending"), to("spending", ask="part=roof")
        ),
        *visits(*(to("works_order", getattr(world, name)) for name in orders)),
        *visits(to("works_shares", world.work), to("works_shares", world.work, ask="owing=1")),
        *visits(to("check_works_sheet", world.work), *forms),
        *(Visit(address, sends(FORM)) for address in forms),
        Visit(to("works_order", world.work_waiting), sends(FORM)),
        Visit(to("check_works_sheet", world.work), sends(FORM)),
        Visit(to("next_works"), leads_to=to("works_order", world.work_emergency)),
        Visit(to("works_paper", world.work, world.work_paper), is_file=True),
        Visit(to("works_sheet", world.work, world.work_sheet), is_file=True),
    ]


def of_the_fund(world: SimpleNamespace) -> list[Visit]:
    to = at_the_fund
    orders = ("work", "work_settled", "work_emergency", "work_open")
    forms = (
        to("pay_works", world.work_open, "first"),
        to("pay_works", world.work_settled, "final"),
        to("finish_works", world.work_settled),
    )
    return [
        *visits(to("works"), to("works", ask="status=approved"), to("works", ask="text=没有的")),
        *visits(*(to("works_order", getattr(world, name)) for name in orders)),
        *visits(to("works_shares", world.work), to("works_payment", world.work_payment)),
        *visits(to("works_payee", world.work_payment), *forms),
        *(Visit(address, sends(FORM)) for address in forms),
        Visit(to("works_payment", world.work_payment), sends(FORM)),
        Visit(to("works_paper", world.work, world.work_paper), is_file=True),
    ]
