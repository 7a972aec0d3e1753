"""What a tenant sees in one look: what is due, what waits, where the money is. (TEN-90)"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.core import clock
from anju.core.actors import Actor
from anju.ledger.queries import Movement
from anju.orders import queries
from anju.orders.queries import DueDay
from anju.payments.queries import SentBack
from anju.refunds import queries as refunds
from anju.web import bills
from anju.web.tenant.consents import asked_shown
from anju.web.tenant.refunds.payments import account_told
from anju.web.tenant.refunds.shown import case_shown
from anju.web.tenant.shown import order_shown

WAITING_ORDERS = 3
DAYS_AHEAD = 4
MOVEMENTS = 5
TOLD_BACK = 3
REFUNDS = 3
REFUNDS_LOOKED_AT = 20


def home_of(actor: Actor, portal: str) -> dict[str, Any]:
    """Sums, and the first of each list; eight queries at most unless a lease has ended, however many there are."""
    now, outlook = clock.now(), queries.outlook_of(actor)
    under_way, books = queries.under_way(actor), queries.held_of(actor, MOVEMENTS)
    held = [bank for bank in books.banks if bank.fen]
    waiting = []
    if under_way.has_open_orders:
        found = queries.open_orders(actor)[: WAITING_ORDERS + 1]
        waiting = [order_shown(order, now, portal, actor) for order in found]
    return {
        "due_fen": sum(day.fen for day in outlook.now),
        "due_count": sum(day.count for day in outlook.now),
        "overdue_fen": sum(day.fen for day in outlook.overdue),
        "overdue_count": sum(day.count for day in outlook.overdue),
        "first_due_on": outlook.now[0].on if outlook.now else None,
        "days_ahead": [due_day_shown(day, portal) for day in outlook.later[:DAYS_AHEAD]],
        "waiting": waiting[:WAITING_ORDERS],
        "more_waiting": len(waiting) > WAITING_ORDERS,
        "transit": under_way.transit,
        **refunds_told(actor, portal),
        **asked_shown(actor, portal),
        "sent_back": [sent_back_shown(one) for one in queries.sent_back_lately(actor)[:TOLD_BACK]],
        "held": held,
        "held_fen": sum(bank.fen for bank in held),
        "deposit_fen": sum(bank.deposit_fen for bank in held),
        "rent_fen": sum(bank.rent_fen for bank in held),
        "movements": [movement_told(movement, portal) for movement in books.movements],
    }


def refunds_told(actor: Actor, portal: str) -> dict[str, Any]:
    """The ends of leases under way, those first that wait for the one who looks. (BEY-01)"""
    running = [
        case_shown(case, actor, portal) for case in refunds.open_cases_of(actor)[:REFUNDS_LOOKED_AT]
    ]
    running.sort(key=lambda one: not one.is_mine)
    accounts = refunds.accounts_to_confirm(actor)[:REFUNDS] if running else []
    return {
        "refunds": running[:REFUNDS],
        "more_refunds": len(running) > REFUNDS,
        "accounts": [account_told(portion, actor, portal) for portion in accounts],
    }


@dataclass(frozen=True)
class DueDayShown:
    day: DueDay
    url: str


def due_day_shown(day: DueDay, portal: str) -> DueDayShown:
    """It leads to the only lease that has a bill on that day, or to all bills of the day."""
    if day.filing_no:
        return DueDayShown(day, reverse(f"{portal}:bills", args=[day.filing_no]))
    return DueDayShown(day, f"{reverse(f'{portal}:all_bills')}?due_from={day.on}&due_to={day.on}")


@dataclass(frozen=True)
class SentBackShown:
    money: SentBack
    on: date
    status: str
    when: str
    tone: str


def sent_back_shown(money: SentBack) -> SentBackShown:
    on = clock.day_of(money.at)
    if money.is_back:
        return SentBackShown(money, on, _("已退回"), "", "good")
    if money.never_came:
        ask = _("经核实，银行没有收到这笔款；您的账户已扣款的，请持付款凭证联系资金中心")
        return SentBackShown(money, on, _("银行没有收到"), ask, "bad")
    if money.waits_for_a_person:
        ask = _("没有能自动退回，请持付款凭证联系资金中心办理")
        return SentBackShown(money, on, _("待退回"), ask, "waiting")
    if money.is_doubted:
        wait = _("银行称没有收到这笔款，正在核实，核实以前暂不退回")
        return SentBackShown(money, on, _("正在核实"), wait, "waiting")
    waits = money.back_on is not None and money.back_on > clock.today()
    when = _("将于 {day} 退回付款账户").format(day=money.back_on) if waits else ""
    return SentBackShown(money, on, _("退回中"), when, "waiting")


@dataclass(frozen=True)
class MovementTold:
    movement: Movement
    kind: str
    filing_no: str
    url: str


def movement_told(movement: Movement, portal: str) -> MovementTold:
    """A movement of one of many books: it leads to the book."""
    filing_no = movement.pot.split(":")[1]
    url = reverse(f"{portal}:movements", args=[filing_no])
    return MovementTold(movement, bills.kind_of_pot(movement.pot), filing_no, url)
