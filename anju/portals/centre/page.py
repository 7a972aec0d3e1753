"""The fund centre's menu, and every page in it. An entry stands in the menu of those who may open it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from anju.core.actors import Actor
from anju.desks.centre import CENTRE, other_desks
from anju.people.rules import Power
from anju.portals.centre.work import MENU_OF, WORK
from anju.web.administration import administration_menu
from anju.web.menus import place_of
from anju.web.waiting import Waiting, WorkWaiting, work_of


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
    Entry("closings", _("日终结账"), (Power.PROOF_READ, Power.PROOF_CLOSE), DAY),
    Entry(
        "manual_entries",
        _("记账凭证"),
        (Power.ENTRY_MAKE, Power.ENTRY_CHECK, Power.LEDGER_READ, Power.PROOF_CLOSE),
        DAY,
    ),
    Entry("settlements", _("支付机构清算差异"), (Power.BANK_READ,), DAY),
    Entry("ledger", _("账簿"), (Power.LEDGER_READ,), DAY),
    Entry("chain", _("链校验"), (Power.LEDGER_READ,), DAY),
    Entry("figures", _("统计看板"), (Power.FIGURES_READ,), WATCH),
    Entry("search", _("综合查询"), (Power.SEARCH_ALL,), WATCH),
    Entry("board", _("服务公示"), (Power.FIGURES_READ,), WATCH),
    Entry("reports", _("资金监管月报"), (Power.FIGURES_READ,), WATCH),
    Entry("warnings", _("风险预警"), (Power.WARNING_KEEP, Power.RELEASE_HOLD), WATCH),
    Entry("reviews", _("管理部审核时限"), (Power.FIGURES_READ, Power.WARNING_KEEP), WATCH),
    Entry("unclaimed", _("待领资金"), (Power.UNCLAIMED_KEEP,), WATCH),
    Entry(
        "parameters",
        _("参数管理"),
        (Power.CENTRE_PARAMETER_KEEP, Power.CENTRE_PARAMETER_CHECK),
        SYSTEM,
    ),
    Entry("programs", _("接口密钥"), (Power.API_KEEP,), SYSTEM),
    Entry("runs", _("自动任务"), (Power.RUN_START,), SYSTEM),
)


def show(request: HttpRequest, template: str, here: str, **shown: Any) -> HttpResponse:
    """Lay a page out inside the portal; `here` is the entry of the menu that it belongs to."""
    waiting = waiting_for(request.actor, shown.get("work"))
    menu, section = [], ""
    for entry in MENU:
        if entry.powers and not request.actor.may.intersection(entry.powers):
            continue
        menu.append(
            {
                "url": place_of(f"centre:{entry.name}"),
                "label": entry.label,
                "is_here": entry.name == here,
                "count": waiting.get(entry.name, Waiting(0)),
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


def waiting_for(actor: Actor, work: Sequence[WorkWaiting] | None = None) -> dict[str, Waiting]:
    """How much waits for somebody, by entry of the menu: one question, or none where the page has asked it."""
    found: dict[str, Waiting] = {}
    for one in work_of(actor, WORK) if work is None else work:
        name = MENU_OF.get(one.work.where, one.work.where)
        found[name] = found.get(name, Waiting(0)) + one.count
    return found


def show_rejection(
    request: HttpRequest, here: str, form: Any, *, lead: Any, back_label: Any, **shown: Any
) -> HttpResponse:
    """【复核不通过】 with a reason: what it is about, and what becomes of it."""
    texts = {"title": _("复核不通过"), "submit": _("确认不通过"), "lead": lead}
    return show(request, "reject", here, form=form, back_label=back_label, **texts, **shown)
