"""The fund centre's menu, and every page in it. An entry stands in the menu of those who may open it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anju.core.actors import Actor
from anju.custody import queries as custody
from anju.desks.centre import CENTRE, other_desks
from anju.oversight import queries as oversight
from anju.parameters import queries as parameters
from anju.payments import queries as payments
from anju.people.rules import Office, Power
from anju.refunds import queries as refunds
from anju.unclaimed import queries as unclaimed
from anju.web.administration import administration_menu


@dataclass(frozen=True)
class Entry:
    """One entry of the menu, and the powers of which each opens it (none: it is there for everybody of the staff).

    The first entry of a section that somebody sees is headed by its name.
    """

    name: str
    label: Any
    powers: tuple[str, ...] = ()
    section: Any = ""


MONEY, DAY, WATCH, SYSTEM = _("资金收付"), _("日终与账簿"), _("监督与查询"), _("系统")
MENU = (
    Entry("home", _("工作台")),
    Entry("entries", _("挂账处理"), (Power.BANK_READ,), MONEY),
    Entry("payouts", _("付款批次"), (Power.BANK_READ,), MONEY),
    Entry("holds", _("暂停划转"), (Power.RELEASE_HOLD,), MONEY),
    Entry("accounts", _("收款账户复核"), (Power.ACCOUNT_CHECK,), MONEY),
    Entry("authority_orders", _("主管部门退款决定"), (Power.ORDER_ENTER, Power.ORDER_CHECK), MONEY),
    Entry("interests", _("利息"), (Power.INTEREST_READ,), MONEY),
    Entry("imports", _("备案合同导入"), (Power.LEASE_IMPORT,), MONEY),
    Entry("proofs", _("日终核对"), (Power.PROOF_READ,), DAY),
    Entry("settlements", _("支付机构清算差异"), (Power.BANK_READ,), DAY),
    Entry("warnings", _("风险预警"), (Power.WARNING_KEEP, Power.RELEASE_HOLD), WATCH),
    Entry("reviews", _("管理部审核时限"), (Power.FIGURES_READ, Power.WARNING_KEEP), WATCH),
    Entry("unclaimed", _("待领资金"), (Power.UNCLAIMED_KEEP,), WATCH),
    Entry(
        "parameters",
        _("参数管理"),
        (Power.CENTRE_PARAMETER_KEEP, Power.CENTRE_PARAMETER_CHECK),
        SYSTEM,
    ),
)


def show(request: HttpRequest, template: str, here: str, **shown: Any) -> HttpResponse:
    """Lay a page out inside the portal; `here` is the entry of the menu that it belongs to."""
    waiting = waiting_for(request.actor)
    menu, section = [], ""
    for entry in MENU:
        if entry.powers and not request.actor.may.intersection(entry.powers):
            continue
        menu.append(
            {
                "url": reverse(f"centre:{entry.name}"),
                "label": entry.label,
                "is_here": entry.name == here,
                "count": waiting.get(entry.name, 0),
                "heading": entry.section if entry.section != section else "",
            }
        )
        section = entry.section
    shown = {
        **shown,
        "menu_title": _("资金中心"),
        "menu": [
            *menu,
            *other_desks(request.actor, CENTRE),
            *administration_menu(request.actor),
        ],
    }
    name = template if "/" in template else f"centre/{template}"
    return render(request, f"{name}.html", shown)


def show_of_desks(request: HttpRequest, template: str, here: str, **shown: Any) -> HttpResponse:
    """As `show`, for the pages that this desk shares with others: they stand in our frame."""
    return show(request, template, here, **shown, frame="centre/base.html")


def waiting_for(actor: Actor) -> dict[str, int]:
    """How much waits for somebody, by entry of the menu."""
    return {
        "entries": payments.entries_to_work_on(actor).count()
        + payments.notifications_to_work_on(actor).count(),
        "payouts": payouts_waiting_for(actor),
        "accounts": custody.accounts_to_check(actor).count(),
        "authority_orders": refunds.orders_to_check(actor).count(),
        "settlements": payments.settlement_differences(actor).count(),
        "warnings": oversight.to_decide(actor).count(),
        "unclaimed": unclaimed.waiting_count(actor),
        "parameters": parameters.to_approve(actor, Office.CENTRE),
    }


def payouts_waiting_for(actor: Actor) -> int:
    """For who makes batches, the payments that are in none; for who checks them, the batches."""
    waiting = 0
    if Power.PAYOUT_MAKE in actor.may:
        waiting += payments.all_due_payouts(actor).count()
    if Power.PAYOUT_CHECK in actor.may:
        waiting += payments.batches_to_check(actor).count()
    return waiting


def show_rejection(
    request: HttpRequest, here: str, form: Any, *, lead: Any, back_label: Any, **shown: Any
) -> HttpResponse:
    """【复核不通过】 with a reason: what it is about, and what becomes of it."""
    texts = {"title": _("复核不通过"), "submit": _("确认不通过"), "lead": lead}
    return show(request, "reject", here, form=form, back_label=back_label, **texts, **shown)
