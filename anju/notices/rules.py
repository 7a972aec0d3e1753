"""What may be told to whom, in which words, and how often we try. (manual 001, 4.2.3; CHN-07)"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.moves import Move, Moves


class Channel(TextChoices):
    SMS = "sms", _("短信")
    MAIL = "mail", _("电子邮件")


class Status(TextChoices):
    QUEUED = "queued", _("待发送")
    SENT = "sent", _("已发送")
    UNDELIVERED = "undelivered", _("未送达")


MOVES = Moves(
    send=Move(_("发送"), (Status.QUEUED,), Status.SENT),
    give_up=Move(_("放弃发送"), (Status.QUEUED,), Status.UNDELIVERED),
    try_again=Move(_("重新发送"), (Status.UNDELIVERED,), Status.QUEUED),
)

PAUSES = tuple(timedelta(seconds=s) for s in (5, 15, 60, 300, 1800, 7200, 21600))
"""How long to wait after each failed attempt; after the last one a person has to look."""


@dataclass(frozen=True)
class Template:
    zh: str
    en: str


TEMPLATES = {
    "lease_filed": Template(
        "【住房资金中心】您的住房租赁合同{filing_no}已备案，请在{due_on}前缴纳押金及应监管租金，合计{amount}元。"
        "请登录网上业务平台【租押金】办理，资金不要直接交给他人。",
        "[Housing Fund Centre] Your lease {filing_no} has been filed. Please pay the deposit and supervised "
        "rent, {amount} yuan in total, from {due_on} on the online service; do not hand the money to anyone else.",
    ),
    "in_custody": Template(
        "【住房资金中心】您的缴纳订单{order_no}共{amount}元已于{day}存入监管账户（合同{filing_no}），状态为已监管。",
        "[Housing Fund Centre] Your payment order {order_no}, {amount} yuan, was booked into the supervised "
        "account on {day} (lease {filing_no}).",
    ),
    "paid_by_enterprise": Template(
        "【住房资金中心】住房租赁企业已代您缴纳合同{filing_no}的押金或租金{amount}元，已于{day}存入监管账户（订单{order_no}）。"
        "请登录网上业务平台【租押金】查看余额。",
        "[Housing Fund Centre] Your rental enterprise has paid {amount} yuan of deposit or rent for your lease "
        "{filing_no}; it was booked into the supervised account on {day} (order {order_no}).",
    ),
    "several_in_custody": Template(
        "【住房资金中心】贵单位的缴纳订单{order_no}（{leases}份合同）共{amount}元已于{day}存入监管账户，状态为已监管。",
        "[Housing Fund Centre] Your payment order {order_no} for {leases} leases, {amount} yuan in total, was booked "
        "into the supervised account on {day}.",
    ),
    "settlement_account_wanted": Template(
        "【住房资金中心】贵企业有应划转的监管租金，但尚未登记收款账户，资金暂留监管账户。请登录企业端【收款账户】登记。",
        "[Housing Fund Centre] Supervised rent is due to your company, but no settlement account is registered; the "
        "money stays in custody. Please register one under Settlement account.",
    ),
    "settlement_account_approved": Template(
        "【住房资金中心】贵企业的收款账户{account}已复核通过，此后的租金划转至该账户。",
        "[Housing Fund Centre] Your settlement account {account} has been approved; rent goes there from now on.",
    ),
    "settlement_account_rejected": Template(
        "【住房资金中心】贵企业申请的收款账户{account}未通过复核。原因：{because}",
        "[Housing Fund Centre] The settlement account {account} was not approved. Reason: {because}",
    ),
    "settlement_account_doubtful": Template(
        "【住房资金中心】划转至贵企业收款账户{account}连续失败，划转已暂停，请登录企业端确认或变更收款账户。原因：{because}",
        "[Housing Fund Centre] Releases to your settlement account {account} failed repeatedly and have stopped. "
        "Please confirm or change the account. Reason: {because}",
    ),
    "refunded_to_source": Template(
        "【住房资金中心】您为订单{order_no}支付的{amount}元未能用于缴款，已原路退回。原因：{because}",
        "[Housing Fund Centre] {amount} yuan paid for order {order_no} could not be used and has been returned "
        "to its source. Reason: {because}",
    ),
    "credit_returned": Template(
        "【住房资金中心】您汇入的{amount}元（收款识别码尾号{code_end}）未能用于缴款，已退回原付款账户。原因：{because}",
        "[Housing Fund Centre] Your transfer of {amount} yuan (collection code ending {code_end}) could not be "
        "used and has been returned to the paying account. Reason: {because}",
    ),
}
