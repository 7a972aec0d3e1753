"""What a payment order may do, as data. Source: manual 001, 8.2.1 订单状态; manual 000, 4.2.1."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.moves import Move, Moves
from anju.payments.rules import PROVIDERS, Channel


class OrderKind(TextChoices):
    TENANT = "tenant", _("承租人缴纳订单")
    ENTERPRISE = "enterprise", _("企业代缴订单")


CHANNELS = {
    OrderKind.TENANT: (Channel.ALIPAY, Channel.BANK_TRANSFER),
    OrderKind.ENTERPRISE: (Channel.BANK_TRANSFER,),
}
"""How deposits and rents are paid (manual 001, 4.2.2). WeChat Pay is for the maintenance fund. (manual 002, 2.4.2)"""


class Status(TextChoices):
    AWAITING = "awaiting", _("待确认")
    PAYING = "paying", _("支付中")
    PAID = "paid", _("成功")
    FAILED = "failed", _("失败")
    CANCELLED = "cancelled", _("取消")
    IN_CUSTODY = "in_custody", _("已监管")


S = Status
MOVES = Moves(
    start_payment=Move(_("支付"), (S.AWAITING,), S.PAYING),
    choose_again=Move(_("选择其他支付方式"), (S.PAYING,), S.AWAITING),
    confirm_payment=Move(_("确认支付"), (S.AWAITING, S.PAYING), S.PAID),
    fail_payment=Move(_("登记失败"), (S.PAYING,), S.FAILED),
    cancel=Move(_("取消订单"), (S.AWAITING, S.PAYING), S.CANCELLED),
    take_into_custody=Move(_("入账"), (S.AWAITING, S.PAYING, S.PAID), S.IN_CUSTODY),
    revive_as_paid=Move(_("恢复订单"), (S.CANCELLED, S.FAILED), S.PAID),
    revive_into_custody=Move(_("恢复订单并入账"), (S.CANCELLED, S.FAILED), S.IN_CUSTODY),
)
OPEN = (S.AWAITING, S.PAYING)
HOLDING = (S.AWAITING, S.PAYING, S.PAID, S.IN_CUSTODY)
"""While an order is in one of these, its bills belong to no other order."""

MOST_BILLS_IN_ORDER = 5_000
"""So many bills one order may have (our default): a person can still look through its lines."""

PASS_ON_WORKDAYS = 1
"""A working day after it received a tenant's money an enterprise has to pay it in, at the latest when the bill is due.
The Measures name no time: our default. (rule A10.3)"""

AWAITING_LIMIT = timedelta(minutes=10)
"""An order nobody has acted on for ten minutes is cancelled. (manual 001, 8.2.1)"""


class Offer(TextChoices):
    """What a tenant can do with an order from the list and the detail. (manual 001, 8.2.3 to 8.2.5)"""

    PAY = "pay", _("去缴款")
    CONTINUE = "continue", _("继续缴纳")
    CANCEL = "cancel", _("取消订单")


def offers(status: str, channel: str, is_over: bool) -> frozenset[Offer]:
    """待确认: pay or cancel; 支付中 through a provider: continue; 支付中 by bank: cancel. Nothing when time is over."""
    if is_over:
        return frozenset()
    if status == S.AWAITING:
        return frozenset({Offer.PAY, Offer.CANCEL})
    if status == S.PAYING:
        by_provider = channel in PROVIDERS
        return frozenset({Offer.CONTINUE} if by_provider else {Offer.CANCEL})
    return frozenset()


class DueState(TextChoices):
    """What an enterprise asks of its leases: is there anything to be paid now?"""

    OVERDUE = "overdue", _("有逾期账单")
    DUE = "due", _("有应缴账单")
    NOTHING = "nothing", _("无应缴账单")


class UploadStatus(TextChoices):
    RECEIVED = "received", _("等待核对")
    WORKING = "working", _("正在核对")
    DONE = "done", _("核对完成")


UPLOAD_MOVES = Moves(
    start=Move(_("开始核对"), (UploadStatus.RECEIVED,), UploadStatus.WORKING),
    finish=Move(_("核对完成"), (UploadStatus.WORKING,), UploadStatus.DONE),
    check_again=Move(_("重新核对"), (UploadStatus.DONE,), UploadStatus.RECEIVED),
)

MOST_ROWS_IN_FILE = MOST_BILLS_IN_ORDER
LEASES_AT_A_TIME = 100
"""So many leases of a file are looked at in one transaction: its progress moves, and a crash costs little."""


class RowOutcome(TextChoices):
    """Whether the bill that a row names can be paid (ENT-02)."""

    PAYABLE = "payable", _("可缴")
    IN_ORDER = "in_order", _("已在订单中")
    PAID = "paid", _("已缴")
    NOT_OURS = "not_ours", _("不是本企业合同")
    NO_BILL = "no_bill", _("账单不存在")
    AMOUNT_DIFFERS = "amount_differs", _("金额不符")
    TWICE = "twice", _("重复行")
    OUT_OF_ORDER = "out_of_order", _("须先缴纳前期租金")
    LEASE_ENDED = "lease_ended", _("合同已结束")
    UNREADABLE = "unreadable", _("不能读取")


class RowSentence(TextChoices):
    """What is said beside an outcome, so that the one who reads it knows what to do."""

    TWICE_OF = "twice_of", _("与第{first}行重复")
    OUR_ORDER = "our_order", _("已在本企业的代缴订单{order}中")
    TENANTS_ORDER = "tenants_order", _("承租人正在自行缴纳")
    AMOUNTS = "amounts", _("文件中为{stated}元，账单金额为{amount}元")
    FIRST = "first", _("须先缴纳第{number}期租金（应缴日期{due_on}，{amount}元）")


class UploadRefusal(TextChoices):
    NO_ROWS = "no_rows", _("文件「{name}」中没有账单")
    TOO_MANY_ROWS = (
        "too_many_rows",
        _("文件「{name}」中有{count}行，一次最多{limit}行，请分开上传"),
    )
    NOT_A_KIND = "not_a_kind", _("「{text}」不是款项类型，请填写押金或租金")
    NOT_A_NUMBER = "not_a_number", _("「{text}」不是期数，请填写数字，例如 1")
    STILL_WORKING = "still_working", _("文件还在核对，请稍候")
    NOTHING_TO_PAY = "nothing_to_pay", _("文件中没有可以缴纳的账单")
    ROW_CHANGED = (
        "row_changed",
        _("第{row}行的账单已不能缴纳，没有生成订单（{why}）。请重新核对后再生成"),
    )


class Refusal(TextChoices):
    NOTHING_CHOSEN = "nothing_chosen", _("请至少选择一笔账单")
    TOO_MANY_BILLS = "too_many_bills", _("一个订单最多{most}笔账单，所选为{count}笔，请分次缴纳")
    ONE_LEASE_ONLY = "one_lease_only", _("一个订单只能缴纳同一份合同的账单，请按合同分别缴款")
    SEVERAL_BANKS = (
        "several_banks",
        _("所选账单的收款银行不同（{banks}），请按收款银行分别生成订单"),
    )
    SHARED_LEASE = (
        "shared_lease",
        _("合同{filing_no}还有其他承租人，不能与其他合同合并缴纳，请单独缴款"),
    )
    ALIPAY_OR_TRANSFER = "alipay_or_transfer", _("押金和租金请通过支付宝支付或银行汇款缴纳")
    BANK_TRANSFER_ONLY = "bank_transfer_only", _("企业代缴订单只能通过银行汇款缴纳")
    BILL_TAKEN = "bill_taken", _("账单{bill}已在订单{order}中（{status}），不能重复缴纳")
    BILLS_CHANGED = "bills_changed", _("合同已变更，所选账单已重新生成，请刷新页面后重新选择")
    BILLS_IN_ORDER = (
        "bills_in_order",
        _("合同{filing_no}有账单正在缴纳或已缴待入账，缴纳结束后才能办理"),
    )
    DEPOSIT_IN_ORDER = (
        "deposit_in_order",
        _("合同{filing_no}的押金已缴纳或正在缴纳，不能再由原合同结转"),
    )
    RENT_OUT_OF_ORDER = (
        "rent_out_of_order",
        _(
            "租金账单须按顺序缴纳：请先缴纳{first}（第{number}期租金，应缴日期{due_on}，{amount}元）"
        ),
    )
    LEASE_ENDED = "lease_ended", _("合同{filing_no}已登记结束，不能再缴纳押金和租金")
    EXPIRED = "expired", _("订单已超过有效时间，请重新查缴")
    CANNOT_CANCEL = "cannot_cancel", _("支付宝支付中的订单不能取消，请继续缴纳或选择其他支付方式")
    NOT_BY_PROVIDER = "not_by_provider", _("银行汇款的订单不能在这里选择其他支付方式")
    AMOUNT_DIFFERS = "amount_differs", _("到账{credit}元，订单{order}元，金额不一致")
    BILLS_PAID_OTHERWISE = "bills_paid_otherwise", _("订单{order}的账单已由其他订单缴纳")
    BILLS_WITHDRAWN = "bills_withdrawn", _("订单{order}的账单已因合同变更作废")
    NOT_A_CREDIT = "not_a_credit", _("只有收入流水可以认领到订单")
    OTHER_BANK_ACCOUNT = (
        "other_bank_account",
        _("这笔款到了{credit}，订单{order}的收款银行是{expected}"),
    )


class Because(TextChoices):
    """Why money could not be used as it came. Kept with the fact, and told to the payer."""

    UNKNOWN_CODE = "unknown_code", _("没有对应的收款识别码")
    WRONG_AMOUNT = "wrong_amount", _("到账{credit}元，应缴{order}元，金额不一致")
    PAID_BEFORE = "paid_before", _("订单{order}已缴纳，本笔为重复付款")
    PAID_OTHERWISE = "paid_otherwise", _("订单{order}的账单已由其他订单缴纳")
    WITHDRAWN = "withdrawn", _("订单{order}的账单已因合同变更作废")
    UNKNOWN_PAYMENT = "unknown_payment", _("没有编号为{payment}的支付单")
    OTHER_MERCHANT = "other_merchant", _("收款商户{merchant_no}与支付单不符")
    UNKNOWN_DEBIT = "unknown_debit", _("没有对应付款指令的支出")
    NO_SETTLEMENT = "no_settlement", _("没有对应的支付机构账单")
    SETTLEMENT_DIFFERS = (
        "settlement_differs",
        _("支付机构账单净额{bill}元，到账{credit}元，相差{difference}元"),
    )
