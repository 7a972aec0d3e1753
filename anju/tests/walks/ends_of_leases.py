"""The enterprise's pages of the end of a lease, in every state."""

from functools import partial
from typing import Any

from django.urls import reverse
from playwright.sync_api import Page

from anju.contracts.models import Lease
from anju.core.actors import Actor
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
from anju.tests.walks import Visit, sends, visits
from anju.tests.world import LI_SI, ZHANG_SAN, enterprise_of, tenant_of


def visits_of(enterprise: tuple[str, str], running: Lease) -> list[Visit]:
    """`running` is a lease of this enterprise of which nothing is held."""
    return [*of_ends(enterprise, running), *of_refund_uploads(enterprise_of(running), running)]


def of_ends(enterprise: tuple[str, str], running: Lease) -> list[Visit]:
    """A return to confirm, a plan to make, one sent back and made anew, a dispute with offers, a failed payout."""
    end = {"enterprise": enterprise}
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
        *of_lists(running),
        *of_steps(confirm, anew),
        *of_plans(confirm, anew),
        *of_dispute(dispute, offer.pk),
        *of_payouts(failed),
    ]


def of_lists(running: Lease) -> list[Visit]:
    cases, plans = reverse("enterprise:cases"), reverse("enterprise:plans")
    choose, register = reverse("enterprise:leases_to_end"), "enterprise:register"
    return [
        *visits(cases, f"{cases}?filing_no=1", f"{cases}?status=closed", f"{cases}?left=soon"),
        *visits(plans, reverse("enterprise:failed_payouts"), reverse("enterprise:home")),
        *visits(choose, f"{choose}?filing_no=BA-NOT-OURS-1"),
        Visit(reverse(register, args=["BA-END-000005"])),
        Visit(reverse(register, args=[running.filing_no]), does=sends("main form")),
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


def of_refund_uploads(by: Actor, running: Lease) -> list[Visit]:
    stated = [running.filing_no, "解约", "", ""], [running.filing_no]
    upload: RefundUpload = refunds_uploaded(by, *stated)
    uploads = reverse("enterprise:refund_uploads")
    one = reverse("enterprise:refund_upload", args=[upload.pk])
    return [
        *visits(uploads, one, f"{one}?outcome=twice"),
        Visit(uploads, does=sends("form[enctype]")),
        Visit(reverse("enterprise:refund_result", args=[upload.pk]), is_file=True),
        Visit(reverse("enterprise:refund_template"), is_file=True),
    ]
