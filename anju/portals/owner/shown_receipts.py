"""The receipt of a deposit as whoever may have it sees it: its state and what can be done now. (OWN-12, QCK-02)"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.core.actors import Actor
from anju.fund import queries
from anju.fund.rules import Status as DepositStatus
from anju.people import queries as people
from anju.receipts.rules import Status

TONES = {
    Status.UNISSUED: "quiet",
    Status.REQUESTED: "waiting",
    Status.ISSUED: "good",
    Status.FAILED: "bad",
    Status.VOIDING: "waiting",
    Status.PAPER: "kept",
}
WAITING = (Status.REQUESTED, Status.VOIDING)


@dataclass(frozen=True)
class ReceiptShown:
    """`ask` is the word on the button that asks for it, "" for none; `state` changes with the rest."""

    state: str
    label: str
    tone: str
    sentence: str
    ask: str
    url: str
    file_url: str
    facts: list[tuple[str, str]]
    refreshed_every: int


def receipts_shown(deposits: list[Any], actor: Actor, door: str = "") -> dict[int, ReceiptShown]:
    """Of those that are paid, by the deposit's id.

    A receipt names its owners in full: whoever has bought the home since then does not see theirs.
    """
    paid = [one for one in deposits if is_paid(one)]
    found = queries.receipts_of(paid)
    return {
        one.pk: receipt_shown(one, found.get(one.pk), door)
        for one in paid
        if is_for(actor, one, found.get(one.pk))
    }


def is_for(actor: Actor, deposit: Any, receipt: Any) -> bool:
    """Whether somebody may have it: who paid, and whom it can name."""
    paid = people.who(actor)
    is_payers = any(paid.values()) and all(getattr(deposit, who) == pk for who, pk in paid.items())
    return receipt is None or is_payers or queries.names_owners_now(deposit, receipt)


def receipt_of(deposit: Any, actor: Actor, door: str = "") -> ReceiptShown | None:
    return receipts_shown([deposit], actor, door).get(deposit.pk)


def is_paid(deposit: Any) -> bool:
    return deposit.status in (DepositStatus.PAID, DepositStatus.DEPOSITED)


def receipt_shown(deposit: Any, receipt: Any, door: str) -> ReceiptShown:
    status = Status.UNISSUED if receipt is None else Status(receipt.status)
    asks = {
        Status.UNISSUED: _("我要开票"),
        Status.PAPER: _("我要开票"),
        Status.FAILED: _("重新开票"),
    }
    is_there = status in (Status.ISSUED, Status.VOIDING)
    return ReceiptShown(
        state=f"{status.value}-silent" if is_unanswered(receipt) else str(status.value),
        label=str(status.label),
        tone=TONES[status],
        sentence=sentence_of(status, receipt),
        ask=asks.get(status, ""),
        url=reverse(f"owner:{door}receipt", args=[deposit.no]),
        file_url=reverse(f"owner:{door}receipt_file", args=[deposit.no]) if is_there else "",
        facts=numbers_of(receipt) if is_there else [],
        refreshed_every=2 if status in WAITING else 0,
    )


def sentence_of(status: Status, receipt: Any) -> str:
    """What it means for the owner; of a failure also why, of silence that nothing has to be done."""
    if status == Status.FAILED:
        why = _(
            "这次没有开成，票据平台的答复是：{reason}。请点【重新开票】。"
            "多次不成的，请拨打服务热线12329。"
        )
        return why.format(reason=receipt.reason.rstrip("。"))
    if is_unanswered(receipt):
        return _(
            "票据平台暂时没有答复，系统会一直重试，不需要您再次申请。可以先离开，以后再来下载。"
        )
    sentences = {
        Status.UNISSUED: _("可以开具维修资金电子票据，票据上的交款人是房屋现在的业主。"),
        Status.REQUESTED: _(
            "正在开票，请稍等片刻，开好后这里自动显示。也可以先离开，以后再来下载。"
        ),
        Status.ISSUED: _("电子票据已经开好，点【查询/下载】保存到本机。"),
        Status.VOIDING: _("票据正在作废。"),
        Status.PAPER: _("已经开具纸质票据。"),
    }
    return sentences[status]


def is_unanswered(receipt: Any) -> bool:
    """Asked for, and the platform has been asked in vain."""
    is_asked = receipt is not None and receipt.status == Status.REQUESTED
    return is_asked and receipt.trouble_id is not None


def numbers_of(receipt: Any) -> list[tuple[str, str]]:
    return [
        (_("票据代码"), receipt.code),
        (_("票据号码"), receipt.number),
        (_("校验码"), receipt.check_code),
    ]
