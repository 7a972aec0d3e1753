"""How deposits, refunds, receipts and runs look at the fund's desk."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from anju.core.actors import Actor
from anju.core.crypto import mask_account, mask_name
from anju.core.money import yuan
from anju.desks.shown import (
    staff_named,
    whom_to_ask,
)
from anju.fund import queries
from anju.fund.rules import RefundStatus, Status
from anju.fund_runs import queries as runs
from anju.fund_runs.rules import Kind as RunKind
from anju.fund_runs.rules import Status as RunStatus
from anju.people.rules import Power
from anju.portals.fund_desk.shown import moment, to
from anju.receipts.rules import Status as ReceiptStatus
from anju.receipts.rules import TroubleStatus

DEPOSIT_TONES = {
    Status.AWAITING: "waiting",
    Status.PAYING: "waiting",
    Status.PAID: "kept",
    Status.DEPOSITED: "good",
    Status.CLOSED: "quiet",
}
REFUND_TONES = {
    RefundStatus.ENTERED: "waiting",
    RefundStatus.PAYING: "kept",
    RefundStatus.PAID: "good",
    RefundStatus.FAILED: "bad",
    RefundStatus.REJECTED: "quiet",
}
RECEIPT_TONES = {
    ReceiptStatus.UNISSUED: "quiet",
    ReceiptStatus.REQUESTED: "waiting",
    ReceiptStatus.ISSUED: "good",
    ReceiptStatus.FAILED: "bad",
    ReceiptStatus.VOIDING: "waiting",
    ReceiptStatus.VOIDED: "quiet",
    ReceiptStatus.PAPER: "kept",
}
RUN_TONES = {
    RunStatus.COUNTING: "waiting",
    RunStatus.COUNTED: "waiting",
    RunStatus.BOOKING: "kept",
    RunStatus.DONE: "good",
    RunStatus.REJECTED: "quiet",
}
TROUBLE_TONES = {TroubleStatus.OPEN: "bad", TroubleStatus.RESOLVED: "good"}


@dataclass(frozen=True)
class DepositRow:
    deposit: Any
    kind: str
    status: str
    tone: str
    receipt: str
    receipt_tone: str
    url: str


def deposit_rows(deposits: Iterable[Any]) -> list[DepositRow]:
    listed = list(deposits)
    receipts = queries.receipts_of(listed)
    return [deposit_row(one, receipts.get(one.pk)) for one in listed]


def deposit_rows_of_home(deposits: Iterable[Any]) -> list[DepositRow]:
    """As beside the home: the receipts stand with the deposits themselves."""
    return [deposit_row(one, None) for one in deposits]


def deposit_row(deposit: Any, receipt: Any) -> DepositRow:
    status = receipt.status if receipt else ReceiptStatus.UNISSUED
    return DepositRow(
        deposit,
        str(deposit.get_kind_display()),
        str(deposit.get_status_display()),
        DEPOSIT_TONES[Status(deposit.status)],
        str(ReceiptStatus(status).label),
        RECEIPT_TONES[ReceiptStatus(status)],
        to("deposit", deposit.pk),
    )


@dataclass(frozen=True)
class RefundRow:
    refund: Any
    reason: str
    address: str
    payee: str
    status: str
    tone: str
    url: str


def closing_told(account: Any) -> str:
    """How far 销户结息 of a home is, which comes before all that it holds goes back."""
    closing = runs.closing_of(account)
    if closing is None:
        return _("未办理")
    told = _("{status}，计算到{day}")
    return told.format(status=closing.get_status_display(), day=closing.to_on)


def refund_rows(refunds: Iterable[Any]) -> list[RefundRow]:
    return [
        RefundRow(
            one,
            str(one.get_reason_display()),
            one.account.dwelling.address,
            mask_name(one.payee_name),
            str(one.get_status_display()),
            REFUND_TONES[RefundStatus(one.status)],
            to("refund", one.pk),
        )
        for one in refunds
    ]


def facts_of_refund(refund: Any, named: Any) -> list[tuple[str, Any]]:
    return [
        (_("房屋坐落"), refund.account.dwelling.address),
        (_("退款原因"), refund.get_reason_display()),
        (_("交存单"), refund.deposit.no if refund.deposit else _("全部余额")),
        (_("退款金额（元）"), yuan(refund.amount_fen)),
        (_("收款人"), mask_name(refund.payee_name)),
        (_("收款账号"), mask_account(refund.payee_account)),
        (_("开户银行"), refund.payee_bank),
        (_("经办人"), named(refund.entered_by)),
        (_("经办时间"), moment(refund.entered_at)),
        (_("复核人"), named(refund.checked_by)),
        (_("退回或者失败的原因"), refund.because or "—"),
    ]


def advice_on_check(actor: Actor, entered_by: str) -> str:
    """Why somebody who reads what waits to be checked is not offered it, and whom to ask. (IDN-03)"""
    own = _("经办人不能复核自己办理的业务，须由另一人复核。")
    return whom_to_ask(actor, Power.FUND_CHECK, entered_by == actor.name, own)


def facts_of_deposit(deposit: Any) -> list[tuple[str, Any]]:
    account, payment = deposit.account, deposit.payment
    return [
        (_("房屋坐落"), account.dwelling.address),
        (_("交存类型"), deposit.get_kind_display()),
        (_("金额（元）"), yuan(deposit.amount_fen)),
        (_("业主名称"), "、".join(mask_name(one) for one in deposit.owner_name.split("、"))),
        (_("开具时间"), moment(deposit.made_at)),
        (_("交款时间"), moment(deposit.paid_at) if deposit.paid_at else "—"),
        (_("支付单号"), payment.no if payment else "—"),
    ]


def facts_of_receipt(receipt: Any) -> list[tuple[str, Any]]:
    if receipt is None:
        return []
    number = f"{receipt.code}-{receipt.number}" if receipt.number else receipt.paper_no
    return [
        (_("票据流水号"), receipt.no),
        (_("票据号码"), number or "—"),
        (_("校验码"), receipt.check_code or "—"),
        (_("票据金额（元）"), yuan(receipt.amount_fen)),
        (_("开具时间"), moment(receipt.issued_at) if receipt.issued_at else "—"),
        (_("失败或者作废的原因"), receipt.reason or "—"),
    ]


def receipt_acts(deposit: Any, receipt: Any, may: Any) -> dict[str, bool]:
    """What can be done with the receipt of a deposit by somebody with these powers."""
    status = ReceiptStatus(receipt.status) if receipt else ReceiptStatus.UNISSUED
    is_paid = deposit.status in (Status.PAID, Status.DEPOSITED)
    is_free = status in (ReceiptStatus.UNISSUED, ReceiptStatus.FAILED)
    voidable = (ReceiptStatus.ISSUED, ReceiptStatus.PAPER, ReceiptStatus.FAILED)
    return {
        "issue": is_paid and is_free and Power.FUND_ENTER in may,
        "paper": is_paid and is_free and Power.FUND_ENTER in may,
        "void": status in voidable and Power.FUND_PAY in may,
    }


@dataclass(frozen=True)
class RunRow:
    run: Any
    kind: str
    about: str
    status: str
    tone: str
    url: str


def run_row(run: Any) -> RunRow:
    return RunRow(
        run,
        str(run.get_kind_display()),
        about_run(run),
        str(run.get_status_display()),
        RUN_TONES[RunStatus(run.status)],
        to("run", run.pk),
    )


def about_run(run: Any) -> str:
    if run.community:
        return str(run.community.name)
    return run.account.dwelling.address if run.account else f"{run.from_on} – {run.to_on}"


def run_rows(runs: Iterable[Any]) -> list[RunRow]:
    return [run_row(one) for one in runs]


def facts_of_run(run: Any) -> list[tuple[str, Any]]:
    named = staff_named(run.made_by, run.checked_by)
    facts = [
        (_("类型"), run.get_kind_display()),
        (_("维修资金专户"), run.bank_account.bank_name),
        (_("金额（元）"), yuan(run.amount_fen)),
        (_("户数"), run.homes),
        (_("经办人"), _("系统") if run.made_by == "clock" else named(run.made_by)),
        (_("经办时间"), moment(run.made_at)),
        (_("复核人"), named(run.checked_by)),
        (_("入账完成时间"), moment(run.done_at) if run.done_at else "—"),
    ]
    if run.community:
        of = _("售房单位") if run.kind == RunKind.UNIT else _("公共收益的来源")
        facts[2:2] = [(_("小区"), run.community.name), (of, run.purpose)]
    else:
        facts[2:2] = [(_("计息期间（末日不计）"), f"{run.from_on} – {run.to_on}")]
    if run.account:
        facts[2:2] = [(_("房屋坐落"), run.account.dwelling.address)]
    return facts


def percent(ppm: int) -> str:
    """11000 → 1.10%"""
    whole, part = divmod(ppm, 10_000)
    decimals = f"{part:04}".rstrip("0").ljust(2, "0")
    return f"{whole}.{decimals}%"


def rate_rows(rates: Iterable[Any]) -> list[tuple[Any, str, str]]:
    return [(one, percent(one.carried_ppm), percent(one.current_ppm)) for one in rates]


@dataclass(frozen=True)
class LineRow:
    line: Any
    address: str
    part: str
    url: str


def line_rows(lines: Iterable[Any]) -> list[LineRow]:
    return [
        LineRow(
            one,
            one.account.dwelling.address,
            _("售房单位部分") if one.unit else "",
            to("home_detail", one.account_id),
        )
        for one in lines
    ]


def trouble_rows(troubles: Iterable[Any]) -> list[tuple[Any, str]]:
    return [(one, TROUBLE_TONES[TroubleStatus(one.status)]) for one in troubles]
