"""柜台退款 as an owner of the home sees it. Whom it was paid to is masked: it may be an owner before. (OWN-41)"""

from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from anju.core.actors import Actor
from anju.core.crypto import mask_account, mask_name
from anju.fund import queries
from anju.fund.rules import RefundStatus
from anju.people import queries as people
from anju.portals.owner.shown import Facts

TONES = {
    RefundStatus.ENTERED: "waiting",
    RefundStatus.PAYING: "waiting",
    RefundStatus.PAID: "good",
    RefundStatus.FAILED: "bad",
    RefundStatus.REJECTED: "quiet",
}


@dataclass(frozen=True)
class RefundShown:
    refund: Any
    address: str
    dwelling_id: int
    reason: str
    status: str
    tone: str
    sentence: str
    facts: Facts


def refund_shown(refund: Any, actor: Actor, *, may_claim: bool) -> RefundShown:
    status = RefundStatus(refund.status)
    sentences = {
        RefundStatus.ENTERED: _("管理部已经受理，复核通过后退款，不用再去。"),
        RefundStatus.PAYING: _("复核已经通过，银行正在付款，到账时间以银行为准。"),
        RefundStatus.PAID: _("银行已经付款，请查看下面的收款账户。"),
        RefundStatus.FAILED: _(
            "银行没有付成，钱款已经退回房屋的维修资金账户。请到管理部核对收款账户后重新办理。"
        ),
        RefundStatus.REJECTED: _("复核没有通过，钱款没有动。请与房屋所在区的管理部联系。"),
    }
    if refund.status == RefundStatus.FAILED and queries.is_done_anew(refund):
        sentences[status] = _("银行没有付成，已经重新办理，进度见【维修资金管理】中新的退款。")
    if may_claim:
        sentences[status] = _(
            "银行没有付成，钱款已经退回房屋的维修资金账户。请在下面重新填写本人的收款账户，管理部复核后自动付款，不用再去管理部。"
        )
    home = refund.account.dwelling
    return RefundShown(
        refund,
        home.address,
        home.pk,
        str(refund.get_reason_display()),
        str(status.label),
        TONES[status],
        sentences[status],
        facts_of(refund, actor),
    )


def facts_of(refund: Any, actor: Actor) -> Facts:
    is_own = refund.payee_name == people.display_name(actor)
    facts: Facts = [
        (_("退款编号"), refund.no),
        (_("退款原因"), str(refund.get_reason_display())),
        (_("受理时间"), f"{localtime(refund.entered_at):%Y-%m-%d %H:%M}"),
    ]
    if refund.ended_at:
        facts.append((_("办结时间"), f"{localtime(refund.ended_at):%Y-%m-%d %H:%M}"))
    if refund.deposit:
        facts.append((_("退的是哪笔交存"), refund.deposit.no))
    return [
        *facts,
        (_("收款人"), refund.payee_name if is_own else mask_name(refund.payee_name)),
        (_("收款账号"), mask_account(refund.payee_account)),
        (_("开户银行"), refund.payee_bank),
    ]
