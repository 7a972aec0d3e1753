"""How payouts and their batches look to the staff."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anju.core import clock
from anju.core.actors import Actor
from anju.core.crypto import mask_account, mask_name
from anju.payments import queries as payments
from anju.payments.rules import BatchStatus, PayoutStatus
from anju.people.rules import Power
from anju.portals.centre.shown import moment, names_in

PAYOUT_TONES = {
    PayoutStatus.DUE: "waiting",
    PayoutStatus.BATCHED: "waiting",
    PayoutStatus.SENT: "waiting",
    PayoutStatus.DONE: "good",
    PayoutStatus.FAILED: "bad",
    PayoutStatus.RETURNED: "bad",
    PayoutStatus.WITHDRAWN: "quiet",
}
BATCH_TONES = {
    BatchStatus.OPEN: "waiting",
    BatchStatus.APPROVED: "waiting",
    BatchStatus.SENT: "waiting",
    BatchStatus.FINISHED: "good",
    BatchStatus.REJECTED: "quiet",
    BatchStatus.REFUSED: "bad",
}
PURPOSES = {
    "release": gettext_lazy("租金划转"),
    "refund": gettext_lazy("押金租金退还"),
    "fund_refund": gettext_lazy("维修资金退款"),
    "works_payment": gettext_lazy("维修资金支取"),
}
"""What owners call their payouts, in words."""


TO_ORGANISATIONS = ("release", "works_payment")


def purpose_of(code: str) -> str:
    return str(PURPOSES.get(code) or _("其他付款"))


@dataclass(frozen=True)
class WindowShown:
    """When what is released now goes to the banks; `left` until the cut-off, in words."""

    is_open: bool
    is_today: bool
    closes_at: Any
    opens_at: Any
    left: str


def window_shown() -> WindowShown:
    now = clock.now()
    window = payments.sending_window(now)
    minutes = int((window.closes_at - now).total_seconds()) // 60 if window.is_open else 0
    left = _("{hours}小时{minutes}分").format(hours=minutes // 60, minutes=minutes % 60)
    is_today = window.day == clock.day_of(now)
    return WindowShown(window.is_open, is_today, window.closes_at, window.opens_at, left)


@dataclass(frozen=True)
class PayoutShown:
    payout: Any
    purpose: str
    creditor: str
    account: str
    status: str
    tone: str
    is_late: bool
    url: str


def payouts_shown(payouts: Sequence[Any]) -> list[PayoutShown]:
    cut_off = payments.last_cut_off(clock.now())
    return [payout_shown(payout, payments.is_late(payout, cut_off)) for payout in payouts]


def payout_shown(payout: Any, is_late: bool) -> PayoutShown:
    return PayoutShown(
        payout=payout,
        purpose=purpose_of(payout.purpose),
        creditor=creditor_of(payout),
        account=mask_account(payout.creditor_account),
        status=str(payout.get_status_display()),
        tone=PAYOUT_TONES[PayoutStatus(payout.status)],
        is_late=is_late,
        url=reverse("centre:payout", args=[payout.pk]),
    )


def creditor_of(payout: Any) -> str:
    """Of a person a part of the name; enterprises and contractors are public."""
    if payout.purpose in TO_ORGANISATIONS:
        return str(payout.creditor_name)
    return mask_name(payout.creditor_name)


def facts_of_payout(shown: PayoutShown) -> list[tuple[str, Any]]:
    payout = shown.payout
    facts = [
        (_("付款编号"), payout.no),
        (_("付款"), shown.purpose),
        (_("银行"), payout.bank_account.bank_name),
        (_("收款人"), f"{shown.creditor} {shown.account} {payout.creditor_bank}"),
        (_("附言"), payout.text or "—"),
        (_("登记时间"), moment(payout.created_at)),
    ]
    if payout.batch:
        facts.append((_("批次"), payout.batch.no))
    if payout.sent_at:
        facts.append((_("发送银行"), moment(payout.sent_at)))
    if payout.ended_at:
        facts.append((_("银行结果"), moment(payout.ended_at)))
    if payout.because:
        facts.append((_("原因"), payout.reason))
    return facts


WHAT_NEXT: dict[str, Any] = {
    "release": gettext_lazy(
        "租金已退回原合同的账簿，下一个银行工作日自动再划转；连续三个银行工作日失败的，须企业确认或者更换收款账户。"
    ),
    "refund": gettext_lazy(
        "款项已退回原合同的账簿并继续计息；系统已通知承租人（企业）重新确认收款账号，确认后当日再付，新的付款列在下面。"
    ),
    "fund_refund": gettext_lazy(
        "款项已退回该户的分户账；由维修资金柜台核对收款账户后重新办理退款。"
    ),
    "works_payment": gettext_lazy(
        "款项已重新冻结在各户；由维修资金经办核对收款账户后重新录入付款。"
    ),
}
UNDER_WAY: dict[str, Any] = {
    PayoutStatus.DUE: gettext_lazy("等待编入批次。"),
    PayoutStatus.BATCHED: gettext_lazy("已编入批次，等待复核和发送。"),
    PayoutStatus.SENT: gettext_lazy("银行处理中；一小时没有结果的，系统向银行查询。"),
    PayoutStatus.DONE: gettext_lazy("已付出。之后被收款行退回的，列入付款失败和退汇。"),
    PayoutStatus.WITHDRAWN: gettext_lazy("原经办业务撤回了这笔付款。"),
}


def what_next(payout: Any) -> str:
    """What becomes of a payment from here on, and whose turn it is. (CTR-03)"""
    status = PayoutStatus(payout.status)
    return str(UNDER_WAY.get(status) or WHAT_NEXT.get(str(payout.purpose), ""))


@dataclass(frozen=True)
class BatchShown:
    """A batch; what this member of staff may not do with it has no address, and `why_not` says so."""

    batch: Any
    bank: str
    status: str
    tone: str
    made_by: str
    checked_by: str
    url: str
    approve_url: str = ""
    reject_url: str = ""
    why_not: str = ""


def batches_shown(batches: Iterable[Any], actor: Actor) -> list[BatchShown]:
    rows = list(batches)
    names = names_in(rows, "made_by", "checked_by")
    return [batch_shown(one, actor, names) for one in rows]


def batch_shown(batch: Any, actor: Actor, names: Mapping[str, str] | None = None) -> BatchShown:
    """`names` are those of the staff that the page has asked for already."""
    names = names_in([batch], "made_by", "checked_by") if names is None else names

    def address(name: str) -> str:
        return reverse(f"centre:{name}", args=[batch.pk])

    waits = batch.status == BatchStatus.OPEN and Power.PAYOUT_CHECK in actor.may
    is_own = batch.made_by == actor.name
    return BatchShown(
        batch=batch,
        bank=batch.bank_account.bank_name,
        status=str(batch.get_status_display()),
        tone=BATCH_TONES[BatchStatus(batch.status)],
        made_by=names[batch.made_by],
        checked_by=names[batch.checked_by],
        url=address("batch"),
        approve_url=address("approve_batch") if waits and not is_own else "",
        reject_url=address("reject_batch") if waits and not is_own else "",
        why_not=_("这个批次由您编制，须由他人复核") if waits and is_own else "",
    )


def facts_of(shown: BatchShown) -> list[tuple[str, Any]]:
    batch = shown.batch
    facts = [
        (_("批次编号"), batch.no),
        (_("银行"), shown.bank),
        (_("笔数"), batch.payout_count),
        (_("编制"), f"{shown.made_by} · {moment(batch.made_at)}"),
    ]
    if batch.checked_by:
        facts.append((_("复核"), f"{shown.checked_by} · {moment(batch.checked_at)}"))
    if batch.sent_at:
        facts.append((_("发送银行"), moment(batch.sent_at)))
    if batch.ended_at:
        facts.append((_("结束时间"), moment(batch.ended_at)))
    if batch.because:
        facts.append((_("原因"), batch.reason))
    return facts
