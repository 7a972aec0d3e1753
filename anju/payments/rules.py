"""Payments, and what the outside tells us about them, as data.

A payment is one attempt to pay on one channel: it knows its channel, amount and state, not what it is for.
An inbound fact (a provider's notification, a bank entry) is written down first and acted on by a job.
"""

from datetime import time, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.moves import Move, Moves


class Business(TextChoices):
    """For which business a bank account is kept: the two never stand in one account. (rule B1.2)"""

    CUSTODY = "custody", _("租赁资金监管")
    FUND = "fund", _("住宅专项维修资金")


class Channel(TextChoices):
    ALIPAY = "alipay", _("支付宝支付")
    WECHAT = "wechat", _("微信支付")
    BANK_TRANSFER = "bank_transfer", _("银行汇款")


PROVIDERS = (Channel.ALIPAY, Channel.WECHAT)
"""Channels whose money is taken in by a payment provider, and comes to the bank the next day in one sum."""


PAGES_ARE_FETCHED = (Channel.WECHAT,)
"""Providers whose page for a phone has to be asked for; the others' is an address that we sign ourselves."""


class Opening(TextChoices):
    """How the payer gets from us to a payment."""

    QR_CODE = "qr_code", _("扫码支付")
    APP = "app", _("跳转APP支付")
    COLLECTION_CODE = "collection_code", _("收款识别码")


PROVIDER_LIMIT = timedelta(minutes=3)
"""The code of a provider is valid for three minutes. (manual 001, 4.2.2)"""

TOLD_PAID = ("TRADE_SUCCESS", "TRADE_FINISHED", "SUCCESS")
"""How the providers say that a trade was paid, …"""

TOLD_CLOSED = ("TRADE_CLOSED", "CLOSED", "PAYERROR")
"""… and that it ended unpaid."""

CLOCKS_APART = timedelta(days=1)
"""Nothing that the outside tells us may have happened more than a day from now: its clock, or ours, is wrong."""

BILL_COMES_WITHIN = timedelta(days=7)
"""How long we keep asking for a provider's bill or a bank's statement of a day."""

ANSWER_COMES_WITHIN = timedelta(hours=1)
"""After this long without a word we ask the bank what became of an instruction."""

RETURN_WITHIN_WORKDAYS = 1
"""A transfer of the wrong amount is returned within one working day. (rule A4.9, our default)"""


class PaymentStatus(TextChoices):
    REQUESTED = "requested", _("正在生成")
    OPEN = "open", _("待付款")
    RECEIVED = "received", _("已收款")
    SETTLED = "settled", _("已清算")
    CLOSED = "closed", _("已关闭")
    FAILED = "failed", _("支付失败")
    REFUNDING = "refunding", _("退回中")
    REFUNDED = "refunded", _("已退回")


P = PaymentStatus
PAYMENT_MOVES = Moves(
    offer=Move(_("生成付款码"), (P.REQUESTED,), P.OPEN),
    receive=Move(_("收款"), (P.REQUESTED, P.OPEN), P.RECEIVED),
    receive_late=Move(_("逾期收款"), (P.CLOSED, P.FAILED), P.RECEIVED),
    settle=Move(_("清算"), (P.RECEIVED,), P.SETTLED),
    close=Move(_("关闭"), (P.REQUESTED, P.OPEN), P.CLOSED),
    fail=Move(_("登记失败"), (P.REQUESTED, P.OPEN), P.FAILED),
    give_back=Move(_("退回"), (P.RECEIVED,), P.REFUNDING),
    confirm_refund=Move(_("确认退回"), (P.REFUNDING,), P.REFUNDED),
)
UNPAID = (P.REQUESTED, P.OPEN)
GIVEN_BACK = (P.REFUNDING, P.REFUNDED)


class FactStatus(TextChoices):
    NEW = "new", _("新到")
    MATCHED = "matched", _("已匹配")
    SET_ASIDE = "set_aside", _("挂账")
    IGNORED = "ignored", _("无需处理")
    RETURNING = "returning", _("退回中")
    RETURNED = "returned", _("已退回")
    DOUBTED = "doubted", _("银行否认，待复核")
    WITHDRAWN = "withdrawn", _("银行已撤销")


F = FactStatus
UNUSED = (F.SET_ASIDE, F.RETURNING, F.RETURNED, F.DOUBTED, F.WITHDRAWN)
"""Where a credit is that could not be used: it goes back, or its bank says that it never came."""
NOTIFICATION_MOVES = Moves(
    match=Move(_("匹配"), (F.NEW,), F.MATCHED),
    set_aside=Move(_("挂账"), (F.NEW,), F.SET_ASIDE),
    ignore=Move(_("忽略"), (F.NEW,), F.IGNORED),
)
ENTRY_MOVES = Moves(
    match=Move(_("匹配"), (F.NEW,), F.MATCHED),
    set_aside=Move(_("挂账"), (F.NEW,), F.SET_ASIDE),
    claim=Move(_("认领"), (F.SET_ASIDE,), F.MATCHED),
    start_return=Move(_("退回"), (F.SET_ASIDE,), F.RETURNING),
    fail_return=Move(_("退回失败"), (F.RETURNING,), F.SET_ASIDE),
    confirm_return=Move(_("确认退回"), (F.RETURNING,), F.RETURNED),
    doubt=Move(_("登记银行否认"), (F.SET_ASIDE,), F.DOUBTED),
    trust=Move(_("恢复挂账"), (F.DOUBTED,), F.SET_ASIDE),
    withdraw=Move(_("撤销到账"), (F.DOUBTED,), F.WITHDRAWN),
    reinstate=Move(_("银行补记"), (F.WITHDRAWN,), F.SET_ASIDE),
)
TO_WORK_ON = (F.SET_ASIDE, F.RETURNING, F.DOUBTED)
"""Entries that somebody, or the bank, has still to do with."""


class Direction(TextChoices):
    CREDIT = "credit", _("收入")
    DEBIT = "debit", _("支出")


INTEREST_CODES = ("ACMT/MCOP/INTR", "INTR")
"""By these transaction codes a bank says that a credit is the interest on our account."""

RETURN_CODES = ("PMNT/ICDT/RRTN",)
"""By these a bank says that a credit is a payment of ours that it brings back (退汇). Anybody can write a reference of
ours into a transfer; only the bank itself can give it such a code."""


class EntrySource(TextChoices):
    MESSAGE = "message", _("到账通知")
    STATEMENT = "statement", _("日终对账单")


class KeptBack(TextChoices):
    """Why a line of a statement was not taken in as a fact: money is never booked on the word of such a line."""

    REPEATED = "repeated", _("同一流水号重复出现")
    CHANGED = "changed", _("与已登记的流水金额或收支不同")
    DOUBLE = "double", _("与另一笔流水内容完全相同，疑似重记")


class Mismatch(TextChoices):
    """On what a line of a statement and our entries may differ."""

    MISSING = "missing", _("银行漏记")
    DOUBLE = "double", _("银行重记")
    AMOUNT = "amount", _("金额不符")
    BANK_ONLY = "bank_only", _("银行已记、账簿未记")
    OTHER_DAY = "other_day", _("他日流水补记")


class StatementAnswer(TextChoices):
    """What became of asking a bank for the statement of a day once more."""

    NEW_VERSION = "new_version", _("收到新的对账单")
    THE_SAME = "the_same", _("与上一次相同")
    NONE = "none", _("银行没有该日的对账单")
    UNREADABLE = "unreadable", _("收到的对账单无法读取")


class RefundStatus(TextChoices):
    DUE = "due", _("待退回")
    DONE = "done", _("已退回")


REFUND_MOVES = Moves(confirm=Move(_("确认退回"), (RefundStatus.DUE,), RefundStatus.DONE))


class ReturnStatus(TextChoices):
    DUE = "due", _("待发送")
    SENT = "sent", _("银行处理中")
    DONE = "done", _("已退回")
    FAILED = "failed", _("退回失败")


R = ReturnStatus
RETURN_MOVES = Moves(
    send=Move(_("发送"), (R.DUE,), R.SENT),
    confirm=Move(_("确认退回"), (R.DUE, R.SENT), R.DONE),
    fail=Move(_("登记失败"), (R.DUE, R.SENT), R.FAILED),
)


OPENS_AT, CUT_OFF = time(9), time(16, 30)
"""Within these hours of a working day the banks take our payouts. What is released after the cut-off goes out on the
next working day as soon as they open. (rule A7.6)"""

BATCHES_AT = (time(10), time(14), time(16))
"""When the clock puts together what is due, so that a person only has to check it. It never releases anything."""

MOST_IN_A_BATCH = 1_000


class PayoutStatus(TextChoices):
    DUE = "due", _("待付款")
    BATCHED = "batched", _("已编批")
    SENT = "sent", _("银行处理中")
    DONE = "done", _("已付款")
    FAILED = "failed", _("付款失败")
    RETURNED = "returned", _("已退汇")
    WITHDRAWN = "withdrawn", _("已撤回")


OUT = PayoutStatus
PAYOUT_MOVES = Moves(
    batch=Move(_("编批"), (OUT.DUE,), OUT.BATCHED),
    put_back=Move(_("退回待付款"), (OUT.BATCHED,), OUT.DUE),
    withdraw=Move(_("撤回"), (OUT.DUE,), OUT.WITHDRAWN),
    send=Move(_("发送"), (OUT.BATCHED,), OUT.SENT),
    confirm=Move(_("确认付款"), (OUT.BATCHED, OUT.SENT), OUT.DONE),
    fail=Move(_("登记失败"), (OUT.BATCHED, OUT.SENT), OUT.FAILED),
    give_back=Move(_("登记退汇"), (OUT.DONE,), OUT.RETURNED),
)
PAYOUT_ENDS = (OUT.DONE, OUT.FAILED, OUT.RETURNED)
"""What the owner of a payout is to take note of."""


class BatchStatus(TextChoices):
    OPEN = "open", _("待复核")
    APPROVED = "approved", _("待发送")
    SENT = "sent", _("银行处理中")
    FINISHED = "finished", _("已完成")
    REJECTED = "rejected", _("已退回")
    REFUSED = "refused", _("银行拒收")


B = BatchStatus
BATCH_MOVES = Moves(
    approve=Move(_("复核通过"), (B.OPEN,), B.APPROVED),
    reject=Move(_("退回"), (B.OPEN,), B.REJECTED),
    send=Move(_("发送"), (B.APPROVED,), B.SENT),
    refuse=Move(_("登记拒收"), (B.APPROVED, B.SENT), B.REFUSED),
    finish=Move(_("登记完成"), (B.SENT,), B.FINISHED),
)
RELEASED = (B.APPROVED, B.SENT, B.FINISHED, B.REFUSED)
"""Batches that may have reached the bank."""


class BankReason(TextChoices):
    """Why a bank did not pay, by its code in ISO 20022 (ExternalStatusReason1Code)."""

    AC01 = "AC01", _("收款账号不正确")
    AC04 = "AC04", _("收款账户已销户")
    AC06 = "AC06", _("收款账户已冻结")
    AG01 = "AG01", _("收款账户不允许此类交易")
    AM04 = "AM04", _("账户余额不足")
    AM10 = "AM10", _("合计金额与明细不符")
    AM18 = "AM18", _("笔数与明细不符")
    BE01 = "BE01", _("收款人户名与账号不符")
    DU01 = "DU01", _("报文编号重复而内容不同")
    DU04 = "DU04", _("端到端编号重复")
    FF01 = "FF01", _("报文格式错误")
    MS03 = "MS03", _("银行未说明原因")


DUPLICATES = ("AM05", "DU01", "DU02", "DU03", "DU04", "DUPL")
"""With these a bank says that it has been told this before: then it is asked what became of each payment, for what has
been paid is not paid again."""


def bank_reason(code: str) -> str:
    """A bank's reason as people read it; one that we don't know as the bank said it."""
    return f"{BankReason(code).label}（{code}）" if code in BankReason else code


class SettlementStatus(TextChoices):
    RECEIVED = "received", _("待清算资金到账")
    FUNDED = "funded", _("清算中")
    BOOKED = "booked", _("已清算")


T = SettlementStatus
SETTLEMENT_MOVES = Moves(
    fund=Move(_("清算资金到账"), (T.RECEIVED,), T.FUNDED),
    finish=Move(_("清算完成"), (T.FUNDED,), T.BOOKED),
)


class LineStatus(TextChoices):
    NEW = "new", _("待清算")
    BOOKED = "booked", _("已清算")
    DIFFERS = "differs", _("有差异")


LINE_MOVES = Moves(
    book=Move(_("清算"), (LineStatus.NEW,), LineStatus.BOOKED),
    differ=Move(_("登记差异"), (LineStatus.NEW,), LineStatus.DIFFERS),
)


class Refusal(TextChoices):
    NOT_OFFERED = "not_offered", _("{bank}的监管账户未开通{channel}")
    UNKNOWN_BANK = "unknown_bank", _("没有编号为「{bank}」的监管银行")
    OTHER_BANK = "other_bank", _("该企业的收款银行已登记为{registered}，本次为{bank}")
    NONCE_REUSED = "nonce_reused", _("报文随机数已使用过，不再受理")
    WRONG_ACCOUNT = "wrong_account", _("对账单账号{account}不是本行的监管账户")
    NOT_KEPT_BACK = "not_kept_back", _("这一行没有被暂缓登记，不能再次登记")
    ENTRY_CHANGED = "entry_changed", _("银行流水{bank_ref}已登记，再次收到的内容不同")
    IN_THE_FUTURE = "in_the_future", _("流水{ref}的发生时间{moment}晚于现在一天以上，无法受理")
    NO_PAYER_ACCOUNT = "no_payer_account", _("这笔到账没有付款账户，无法自动退回，请先与银行核实")
    BILL_CHANGED = "bill_changed", _("{day}的支付机构账单已接收，再次收到的内容不同")
    PAYOUT_CHANGED = "payout_changed", _("付款「{key}」已登记，再次提交的内容不同")
    NOTHING_DUE = "nothing_due", _("没有可以编入本批次的待付款项")
    NOT_DUE_HERE = "not_due_here", _("有{count}笔付款已不是该银行的待付款项，请刷新后重新选择")
    TOO_MANY = "too_many", _("每个批次最多{most}笔，本次选择了{count}笔")
    SAME_PERSON = "same_person", _("付款批次须由他人复核，不能复核自己编制的批次")
    NOT_FROM_THE_BANK = "not_from_the_bank", _("这是一笔支出，不能认作结息或退汇")
    NO_SUCH_PAYOUT = "no_such_payout", _("该银行没有编号为{no}、金额为{amount}元的已付款项")
    NOT_A_CREDIT = "not_a_credit", _("这是一笔支出，银行没有付出的支出请在【付款批次】处理")
    NOT_BOOKED_YET = "not_booked_yet", _("流水{bank_ref}还没有入账，请稍后再试")
    DOUBTED_ALREADY = "doubted_already", _("流水{bank_ref}已登记为银行否认，正在复核")
    WITHDRAWN_ALREADY = "withdrawn_already", _("流水{bank_ref}已经撤销，不能再次办理")
    GOING_BACK_NOW = (
        "going_back_now",
        _("流水{bank_ref}正在退回付款人，请立即联系银行止付；银行答复退回失败后再办理"),
    )
    GONE_BACK = (
        "gone_back",
        _("流水{bank_ref}已退回付款人，不能撤销；请向银行追回，追回以前由待分配利息列支"),
    )
    USED_ALREADY = (
        "used_already",
        _(
            "流水{bank_ref}已记入订单或者房屋，不能撤销；请银行补记并登记为在途，"
            "银行不补记的，编制由待分配利息列支的凭证，并向银行追偿"
        ),
    )
    WHY_REJECTED = "why_rejected", _("请填写退回原因")
