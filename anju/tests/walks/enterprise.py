"""The portal of the enterprises, walked by one with a long name that is a tenant elsewhere."""

from functools import partial
from typing import Any

from django.urls import reverse
from playwright.sync_api import Page

from anju.contracts.terms import TenantTerms
from anju.core.actors import Actor
from anju.orders.models import BillUpload, Order
from anju.orders.tests.files import uploaded
from anju.people.models import Organisation
from anju.people.rules import Capacity
from anju.portals.enterprise.tests.typed import a_deduction, a_plan_typed
from anju.refunds import actions
from anju.refunds.models import Case, RefundUpload
from anju.refunds.rules import Opinion
from anju.refunds.tests.endings import (
    a_dispute,
    a_held_lease,
    a_plan,
    a_return,
    an_answer,
    bank_pays,
)
from anju.refunds.tests.refund_files import refunds_uploaded
from anju.tests.pages import Pages
from anju.tests.walks import Visit, Walk, presses, sends, visits
from anju.tests.world import (
    LI_SI,
    ZHANG_SAN,
    a_credit,
    a_lease,
    a_paying_order,
    a_paying_order_on_behalf,
    an_order_on_behalf,
    book,
    enterprise_of,
    tenant_of,
)

LONG_NAME = "北京京华青年住房租赁资产运营管理有限责任公司朝阳第二分公司"
USCC = "91110108MA01A0002G"


def company_that_also_rents() -> Organisation:
    a_lease(
        filing_no="BA-RENTED-0001",
        tenants=(TenantTerms(LONG_NAME, "13800000003", uscc=USCC),),
        enterprise=("安家租赁有限公司", "91110108MA01ABCD5T"),
    )
    lease = a_lease(
        filing_no="BA11010520260000017", tenants=(ZHANG_SAN, LI_SI), enterprise=(LONG_NAME, USCC)
    )
    company: Organisation = lease.enterprise
    return company


def walks() -> list[Walk]:
    company = company_that_also_rents()
    for number in range(21):
        a_lease(filing_no=f"BA-MORE-{number:05}", enterprise=(LONG_NAME, USCC))
    a_credit(a_paying_order(a_lease(filing_no="BA-PAID-00001", enterprise=(LONG_NAME, USCC))))
    let = [a_lease(filing_no=f"BA-LET-{n:05}", enterprise=(LONG_NAME, USCC)) for n in range(5)]
    paid = a_paying_order_on_behalf(*let[:2])
    a_credit(paid)
    book()
    orders = [an_order_on_behalf(let[2]), a_paying_order_on_behalf(let[3]), paid]
    rows = [[one.filing_no, "押金", "", "4000.00"] for one in let]
    upload = uploaded(enterprise_of(let[0]), *rows, ["BA-OTHERS-01", "租金", 1, "?"])
    by = Pages()
    by.sign_in_as(company, capacity=Capacity.ENTERPRISE)
    ends = of_ends() + of_refund_uploads(enterprise_of(let[0]), let[0].filing_no)
    return [Walk(by, pages() + of_orders(orders) + of_uploads(upload) + ends)]


def pages() -> list[Visit]:
    leases, lease = reverse("enterprise:leases"), "enterprise:lease"
    return visits(
        leases,
        f"{leases}?filing_no=1",
        f"{leases}?filing_no=BA-NOT-OURS-1",
        reverse(lease, args=["BA11010520260000017"]),
        reverse(lease, args=["BA-PAID-00001"]),
    )


def of_orders(orders: list[Order]) -> list[Visit]:
    """An order that waits, one whose transfer is awaited, and one in custody; the lists they come from."""
    awaiting, paying, paid = (
        {
            name: reverse(f"enterprise:{name}", args=[order.no])
            for name in ("order", "choose", "payment", "cancel", "lines")
        }
        for order in orders
    )
    bills, found = reverse("enterprise:bills"), reverse("enterprise:orders")
    return [
        *visits(reverse("enterprise:home"), bills, f"{bills}?status=unpaid"),
        *visits(
            f"{bills}?status=in_order", f"{bills}?filing_no=1", f"{bills}?filing_no=BA-NOT-OURS-1"
        ),
        Visit(bills, does=sends("form[method=post]:has(.list-ticks)")),
        *visits(found, f"{found}?no=1", f"{found}?status=failed"),
        *visits(*(each["order"] for each in (awaiting, paying, paid))),
        *visits(awaiting["choose"], awaiting["cancel"], paying["payment"], paid["payment"]),
        Visit(paying["payment"], does=presses("[data-opens=transfer]")),
        Visit(paid["lines"], is_file=True),
        Visit(paid["cancel"], leads_to=paid["order"]),
    ]


def of_uploads(upload: BillUpload) -> list[Visit]:
    uploads, one = reverse("enterprise:uploads"), reverse("enterprise:upload", args=[upload.pk])
    return [
        *visits(uploads, one, f"{one}?outcome=payable", f"{one}?outcome=twice"),
        Visit(uploads, does=sends("form[enctype]")),
        Visit(reverse("enterprise:upload_result", args=[upload.pk]), is_file=True),
        Visit(reverse("enterprise:template"), is_file=True),
    ]


def of_ends() -> list[Visit]:
    """A return to confirm, a plan to make, one sent back and made anew, a dispute with offers, a failed payout."""
    end = {"enterprise": (LONG_NAME, USCC)}
    theirs = a_held_lease(filing_no="BA-END-000001", tenants=(ZHANG_SAN, LI_SI), **end)
    confirm = a_return(theirs, by=tenant_of(theirs))
    anew = a_return(a_held_lease(filing_no="BA-END-000002", **end))
    a_plan(anew)
    an_answer(anew, Opinion.SEND_BACK, note="墙面是入住时就有的痕迹" * 5)
    a_plan(anew)
    two = (("08", "deposit", "1000.00", "客厅墙面破损，需要重新粉刷" * 4), ("02", "rent", "30.00"))
    dispute = a_dispute(a_held_lease(filing_no="BA-END-000003", **end), deductions=two)
    first, second = dispute.plans.get().items.order_by("number")
    offer = actions.make_offer(
        item_id=first.pk, to_enterprise_fen=1, by=tenant_of(dispute.lease), note="就这样吧" * 20
    )
    actions.make_offer(item_id=second.pk, to_enterprise_fen=20_00, by=enterprise_of(dispute.lease))
    failed = a_return(a_held_lease(filing_no="BA-END-000004", **end))
    a_plan(failed, ())
    an_answer(failed)
    bank_pays(failing="0014")
    a_held_lease(filing_no="BA-END-000005", **end)
    return [
        *of_lists(),
        *of_steps(confirm, anew),
        *of_plans(confirm, anew),
        *of_dispute(dispute, offer.pk),
        *of_payouts(failed),
    ]


def of_lists() -> list[Visit]:
    cases, plans = reverse("enterprise:cases"), reverse("enterprise:plans")
    choose, register = reverse("enterprise:leases_to_end"), "enterprise:register"
    return [
        *visits(cases, f"{cases}?filing_no=1", f"{cases}?status=closed", f"{cases}?left=soon"),
        *visits(plans, reverse("enterprise:failed_payouts"), reverse("enterprise:home")),
        *visits(choose, f"{choose}?filing_no=BA-NOT-OURS-1"),
        Visit(reverse(register, args=["BA-END-000005"])),
        Visit(reverse(register, args=["BA-LET-00004"]), does=sends("main form")),
    ]


def of_steps(confirm: Case, anew: Case) -> list[Visit]:
    steps = ("confirm_return", "object_to_return", "cancel_case")
    asked = [reverse(f"enterprise:{step}", args=[confirm.pk]) for step in steps]
    return [
        *visits(*asked, reverse("enterprise:withdraw_plan", args=[anew.pk])),
        Visit(asked[1], does=sends("main form")),
        *visits(*(reverse("enterprise:case", args=[one.pk]) for one in (confirm, anew))),
    ]


def of_plans(wanted: Case, anew: Case) -> list[Visit]:
    plan = reverse("enterprise:plan", args=[wanted.pk])
    typed = a_plan_typed(a_deduction(0, kind="02"), a_deduction(1, kind=""))
    return [
        Visit(plan),
        Visit(plan, does=partial(fills_in, typed=typed)),
        Visit(plan, does=partial(fills_in, typed=a_plan_typed(a_deduction(0, kind="02")))),
        Visit(reverse("enterprise:versions", args=[anew.pk])),
        Visit(reverse("enterprise:versions", args=[wanted.pk])),
    ]


def fills_in(page: Page, typed: dict[str, Any]) -> None:
    """Add the rows that are typed, type them, and ask for the preview, past what the browser itself would ask for."""
    rows = typed["row"]
    for number in rows:
        page.locator("button[name=add]").click()
        page.wait_for_selector(f"[name=item-{number}-kind]")
        for name in ("kind", "part"):
            page.select_option(f"[name=item-{number}-{name}]", typed[f"item-{number}-{name}"])
        for name in ("amount", "note"):
            page.fill(f"[name=item-{number}-{name}]", typed[f"item-{number}-{name}"])
    page.locator("#plan-form").evaluate("form => { form.noValidate = true; }")
    with page.expect_navigation():
        page.locator(".pay-bar button[value=preview]").click()


def of_dispute(dispute: Case, offer: int) -> list[Visit]:
    room, accept, award = (
        reverse(f"enterprise:{name}", args=[dispute.pk]) for name in ("evidence", "accept", "award")
    )
    file = reverse("enterprise:attachment", args=[dispute.attachments.earliest("pk").pk])
    return [
        *visits(reverse("enterprise:case", args=[dispute.pk]), room, award),
        Visit(room, does=sends("form:has([value=offer])")),
        Visit(room, does=sends("form[enctype]")),
        Visit(f"{accept}?offer={offer}"),
        Visit(accept, leads_to=room),
        Visit(award, does=sends("main form")),
        Visit(file, is_file=True),
    ]


def of_payouts(failed: Case) -> list[Visit]:
    payee = reverse("enterprise:payee", args=[failed.portions.get().pk])
    return [Visit(payee), Visit(payee, does=sends("form[enctype]"))]


def of_refund_uploads(by: Actor, filing_no: str) -> list[Visit]:
    upload: RefundUpload = refunds_uploaded(by, [filing_no, "解约", "", ""], [filing_no])
    uploads = reverse("enterprise:refund_uploads")
    one = reverse("enterprise:refund_upload", args=[upload.pk])
    return [
        *visits(uploads, one, f"{one}?outcome=twice"),
        Visit(uploads, does=sends("form[enctype]")),
        Visit(reverse("enterprise:refund_result", args=[upload.pk]), is_file=True),
        Visit(reverse("enterprise:refund_template"), is_file=True),
    ]
