"""The lists of the desk as files: 【Excel】【CSV】【PDF】, what the page shows, all of it, read by key. (CTR-08)"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from anju.core import clock
from anju.core.crypto import mask_account, mask_name
from anju.custody import queries as custody
from anju.payments import queries as payments
from anju.people.rules import Power
from anju.portals.centre import downloads_of_figures as files
from anju.portals.centre.forms import EntrySearch
from anju.portals.centre.shown import Names, account_shown, names_in
from anju.portals.centre.shown_custody import hold_shown
from anju.portals.centre.shown_payouts import creditor_of, purpose_of
from anju.refunds import queries as refunds
from anju.web.doors import staff
from anju.web.paging import batches_of
from anju.web.tables import Column


@dataclass(frozen=True)
class List:
    """A list of the desk: who may have it, how its records are found, what stands in a row. Persons are masked.

    `staff` are the columns that name somebody of the staff.
    """

    title: Any
    powers: tuple[Power, ...]
    found: Callable[[HttpRequest], Any]
    columns: tuple[Column, ...]
    row: Callable[[Any, Names], tuple[Any, ...]]
    staff: tuple[str, ...] = ()


def entries_found(request: HttpRequest) -> Any:
    search = EntrySearch(request.GET)
    return payments.entries_found(request.actor, **search.wanted) if search.is_valid() else None


def entry_row(entry: Any, names: Names) -> tuple[Any, ...]:
    return (
        entry.bank_ref,
        entry.bank_account.bank_name,
        entry.get_direction_display(),
        entry.booked_at,
        mask_name(entry.counterparty_name),
        account_shown(entry.counterparty_account),
        entry.collection_code,
        entry.text,
        entry.amount_fen,
        entry.get_status_display(),
        entry.because,
    )


def payout_row(payout: Any, names: Names) -> tuple[Any, ...]:
    return (
        payout.no,
        purpose_of(payout.purpose),
        payout.bank_account.bank_name,
        creditor_of(payout),
        mask_account(payout.creditor_account),
        payout.amount_fen,
        payout.get_status_display(),
        payout.ended_at,
        payout.reason,
    )


def batch_row(batch: Any, names: Names) -> tuple[Any, ...]:
    return (
        batch.no,
        batch.bank_account.bank_name,
        batch.payout_count,
        batch.total_fen,
        batch.get_status_display(),
        names[batch.made_by],
        batch.made_at,
        names[batch.checked_by],
        batch.checked_at,
        batch.sent_at,
        batch.ended_at,
        batch.reason,
    )


def hold_row(hold: Any, names: Names) -> tuple[Any, ...]:
    shown = hold_shown(hold)
    whose = (shown.enterprise, shown.whose, shown.reason, hold.document_no, hold.note)
    return (*whose, names[hold.placed_by], hold.placed_at, hold.until_on, shown.status)


def account_row(account: Any, names: Names) -> tuple[Any, ...]:
    return (
        account.enterprise.name,
        account.bank_name,
        mask_account(account.account_no),
        account.get_status_display(),
        names[account.proposed_by],
        account.proposed_at,
        names[account.checked_by],
        account.checked_at,
        account.because,
    )


def order_row(order: Any, names: Names) -> tuple[Any, ...]:
    return (
        order.document_no,
        order.authority,
        order.dated_on,
        order.lease.filing_no,
        order.lease.enterprise.name,
        order.reason,
        order.get_status_display(),
        names[order.proposed_name],
        names[order.checked_name],
        order.checked_at,
    )


def settlement_row(settlement: Any, names: Names) -> tuple[Any, ...]:
    return (
        settlement.day,
        settlement.bank_account.bank_name,
        settlement.get_channel_display(),
        settlement.get_status_display(),
        str(settlement.differences),
    )


AT, DAY, FEN = "moment", "day", "fen"
PAYOUT = (
    Column(_("付款编号"), width=26),
    Column(_("用途"), width=18),
    Column(_("银行"), width=18),
    Column(_("收款人")),
    Column(_("收款账号"), width=22),
    Column(_("金额（元）"), FEN, 16),
    Column(_("状态")),
    Column(_("结束时间"), AT, 20),
    Column(_("原因"), width=30),
)
LISTS = {
    "entries": List(
        _("挂账流水"),
        (Power.BANK_READ,),
        entries_found,
        (
            Column(_("银行流水号"), width=26),
            Column(_("银行"), width=18),
            Column(_("收支")),
            Column(_("入账时间"), AT, 20),
            Column(_("对方户名")),
            Column(_("对方账号"), width=22),
            Column(_("收款识别码"), width=22),
            Column(_("附言"), width=24),
            Column(_("金额（元）"), FEN, 16),
            Column(_("状态")),
            Column(_("原因"), width=30),
        ),
        entry_row,
    ),
    "due_payouts": List(
        _("待付款"),
        (Power.BANK_READ,),
        lambda request: payments.all_due_payouts(request.actor).select_related("bank_account"),
        PAYOUT,
        payout_row,
    ),
    "failed_payouts": List(
        _("付款失败"),
        (Power.BANK_READ,),
        lambda request: payments.failed_payouts(request.actor).select_related("bank_account"),
        PAYOUT,
        payout_row,
    ),
    "batches": List(
        _("付款批次"),
        (Power.BANK_READ,),
        lambda request: payments.batches_seen_by(request.actor).order_by("-pk"),
        (
            Column(_("批次编号"), width=26),
            Column(_("银行"), width=18),
            Column(_("笔数"), "number"),
            Column(_("金额（元）"), FEN, 16),
            Column(_("状态")),
            Column(_("编制")),
            Column(_("编制时间"), AT, 20),
            Column(_("复核")),
            Column(_("复核时间"), AT, 20),
            Column(_("发送时间"), AT, 20),
            Column(_("结束时间"), AT, 20),
            Column(_("原因"), width=30),
        ),
        batch_row,
        staff=("made_by", "checked_by"),
    ),
    "holds": List(
        _("暂停划转"),
        (Power.RELEASE_HOLD,),
        lambda request: custody.holds_seen_by(request.actor),
        (
            Column(_("住房租赁企业"), width=36),
            Column(_("范围"), width=26),
            Column(_("暂停原因"), width=20),
            Column(_("文书编号"), width=24),
            Column(_("说明"), width=30),
            Column(_("登记")),
            Column(_("登记时间"), AT, 20),
            Column(_("暂停期止"), DAY),
            Column(_("状态")),
        ),
        hold_row,
        staff=("placed_by",),
    ),
    "accounts": List(
        _("收款账户"),
        (Power.ACCOUNT_CHECK,),
        lambda request: custody.accounts_seen_by(request.actor),
        (
            Column(_("住房租赁企业"), width=36),
            Column(_("开户银行"), width=24),
            Column(_("账号"), width=22),
            Column(_("状态")),
            Column(_("登记")),
            Column(_("登记时间"), AT, 20),
            Column(_("复核")),
            Column(_("复核时间"), AT, 20),
            Column(_("原因"), width=30),
        ),
        account_row,
        staff=("proposed_by", "checked_by"),
    ),
    "authority_orders": List(
        _("主管部门退款决定"),
        (Power.ORDER_ENTER, Power.ORDER_CHECK),
        lambda request: refunds.orders_seen_by(request.actor).order_by("-pk"),
        (
            Column(_("文书编号"), width=26),
            Column(_("机关"), width=30),
            Column(_("文书日期"), DAY),
            Column(_("合同备案编号"), width=26),
            Column(_("企业"), width=36),
            Column(_("原因"), width=30),
            Column(_("状态")),
            Column(_("登记")),
            Column(_("复核")),
            Column(_("复核时间"), AT, 20),
        ),
        order_row,
        staff=("proposed_name", "checked_name"),
    ),
    "settlements": List(
        _("支付机构清算"),
        (Power.BANK_READ,),
        lambda request: payments.settlements_seen_by(request.actor),
        (
            Column(_("日期"), DAY),
            Column(_("银行"), width=18),
            Column(_("支付机构")),
            Column(_("状态")),
            Column(_("差异笔数"), "number"),
        ),
        settlement_row,
    ),
}


def view_of(name: str) -> Callable[..., HttpResponseBase]:
    """The view of one list, with the door of its page."""
    chosen = LISTS[name]

    @staff(*chosen.powers)
    @require_GET
    def download(request: HttpRequest) -> HttpResponseBase:
        found = chosen.found(request) if files.asked_for(request) else None
        if found is None:
            return redirect(f"centre:{name if name != 'due_payouts' else 'payouts'}")
        table = files.Table(str(chosen.title), chosen.columns, rows_of(chosen, found))
        return files.as_asked(request, table, clock.now())

    return download


def rows_of(chosen: List, found: Any) -> Iterator[tuple[Any, ...]]:
    for batch in batches_of(found):
        names = names_in(batch, *chosen.staff)
        for record in batch:
            yield chosen.row(record, names)


VIEWS = {name: view_of(name) for name in LISTS}
