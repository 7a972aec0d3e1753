"""商品房维修支取申请 of a property company: orders in every state, the grid, the dialogs, the forms."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from playwright.sync_api import Page

from anju.companies.tests.world import a_company, come_in
from anju.core.actors import CLOCK
from anju.tests.pages import Pages
from anju.tests.walks import Visit, Walk, addresses_of, sends, visits
from anju.works import actions, jobs
from anju.works.models import Order
from anju.works.rules import SheetKind
from anju.works.tests.world import (
    REVIEWER,
    a_community,
    a_draft,
    all_agree,
    settled_for,
)

FORM = "main form[method=post]"


to = addresses_of("property")


def walks() -> list[Walk]:
    community = a_community(homes_of=12, balance=8_000_00)
    _company, by = a_company(name="北京安居物业管理有限公司", communities=[community])
    _nothing, idle = a_company(name="北京新来物业管理有限公司")
    world = the_world(community, by)
    new = visits(to("orders"), to("new_order"), to("orders", ask="tab=gone_back"))
    return [
        Walk(come_in(Pages(), by), of_orders(world)),
        Walk(come_in(Pages(), idle), [*new, Visit(to("order", world.draft), status=404)]),
    ]


def the_world(community: Any, by: Any) -> SimpleNamespace:
    """A draft that says nothing, one that is filled in, and orders that were submitted, returned, approved, settled."""
    empty = actions.draft_order(community_id=community.pk, by=by)
    draft, _ = a_draft(community, company=by)
    waiting, returned, approved, settling = (order_of(community, by) for _ in range(4))
    actions.return_order(order_id=returned.pk, because="预算书缺少盖章", by=REVIEWER)
    for order in (approved, settling):
        all_agree(order, by)
        actions.approve_order(order_id=order.pk, by=REVIEWER)
    settled_for(settling, 20_000_00, by)
    sheets = [
        actions.make_sheet(order_id=waiting.pk, kind=kind, by=by)
        for kind in (SheetKind.ORDER, SheetKind.SIGNATURES)
    ]
    jobs.make_sheets(0)
    making = actions.make_sheet(order_id=approved.pk, kind=SheetKind.ORDER, by=by)
    failed = actions.make_sheet(order_id=approved.pk, kind=SheetKind.SIGNATURES, by=by)
    actions.fail_sheet(sheet_id=failed.pk, because="没有字体", by=CLOCK)
    return SimpleNamespace(
        community=community.pk,
        empty=empty.pk,
        draft=draft.pk,
        building=community.buildings.get().pk,
        home=draft.shares.first().dwelling_id,
        waiting=waiting.pk,
        owing=an_owing_order(community, by).pk,
        returned=returned.pk,
        approved=approved.pk,
        settling=settling.pk,
        paper=waiting.papers.first().pk,
        sheets=[one.pk for one in sheets],
        making=making.pk,
        failed=failed.pk,
    )


def order_of(community: Any, by: Any) -> Order:
    order, _ = a_draft(community, company=by, amount_fen="20000.00")
    return actions.submit_order(order_id=order.pk, by=by)


def an_owing_order(community: Any, by: Any) -> Order:
    """More than the accounts hold."""
    order, _ = a_draft(community, company=by, amount_fen="110000.00")
    return actions.submit_order(order_id=order.pk, by=by)


def opens(link: str, dialog: str = "dialog:modal") -> Callable[[Page], None]:
    """Press what brings a dialog."""

    def do(page: Page) -> None:
        page.locator(link).first.click()
        page.locator(dialog).wait_for()

    return do


def of_orders(world: SimpleNamespace) -> list[Visit]:
    confirm = to("confirm_order", world.draft)
    pages = [
        to("orders"),
        to("orders", ask="tab=gone_back"),
        to("new_order"),
        to("new_order", ask=f"from={world.returned}"),
        to("order_form", world.empty),
        to("order_form", world.draft),
        to("order_homes", world.draft, world.building),
        to("order_homes", world.empty, world.building),
        to("order_home", world.draft, world.home),
        confirm,
        to("order_shares", world.draft),
        to("order_done", world.waiting),
        to("order_shares", world.owing),
        to("order_shares", world.owing, ask="owing=1"),
        to("order_shares", world.waiting, ask="owing=1"),
        to("ask_to_revoke", ask=f"order={world.waiting}"),
        to("settle_order", world.approved),
        to("check_sheet"),
        to("sheet", world.making),
        to("sheet", world.failed),
        *(to("sheet", one) for one in world.sheets),
    ]
    orders = ("draft", "waiting", "owing", "returned", "approved", "settling")
    return [
        *visits(*pages),
        *visits(*(to("order", getattr(world, name)) for name in orders)),
        Visit(to("order_form", world.empty), sends_by("[name=do][value=confirm]")),
        Visit(to("order_form", world.empty), sends_by("[name=do][value=notice]")),
        Visit(to("order_homes", world.draft, world.building), opens(".home-card a")),
        Visit(to("orders"), opens(".order-acts a[hx-get]")),
        Visit(confirm, opens("a[hx-get]")),
        Visit(to("confirm_order", world.empty), sends_by("[name=do][value=submit]")),
        Visit(to("orders"), opens("#revoke-form button")),
        Visit(to("settle_order", world.approved), sends_by("[name=do][value=settle]")),
        Visit(to("check_sheet"), sends(FORM)),
        Visit(to("ask_to_revoke"), leads_to=to("orders")),
        Visit(to("order_paper", world.paper), is_file=True),
        Visit(to("sheet_rows", world.sheets[1]), is_file=True),
        Visit(to("sheet_template"), is_file=True),
        Visit(to("order", 4711), status=404),
        Visit(to("order_form", world.waiting), status=404),
    ]


def sends_by(button: str) -> Callable[[Page], None]:
    """Send a form by one of its buttons, past what the browser itself would ask for."""

    def do(page: Page) -> None:
        with page.expect_navigation():
            page.locator(button).evaluate(
                "button => { button.form.noValidate = true; button.form.requestSubmit(button); }"
            )

    return do
