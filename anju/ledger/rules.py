"""What pots there are, why money moves, and when it doesn't."""

from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# A pooled pot is summed from its last carried-forward line: after so many moves it gets a new one.
MOVES_BEFORE_CARRYING = 2000


class Refusal(TextChoices):
    KEY_REUSED = "key_reused", _("流水号「{key}」已用于另一笔转账")
    NOT_ENOUGH = "not_enough", _("账户「{pot}」余额不足")
    NOT_YET = "not_yet", _("流水号「{key}」的发生时间比记账时间晚一天以上")
    STILL_WRITING = "still_writing", _("还有记账尚未完成，请稍后再试")
    UNKNOWN_POT = "unknown_pot", _("账户「{pot}」不存在")


class Finding(TextChoices):
    """What a proof may find. Anything found here means that somebody went past the database's guards."""

    ALTERED = "altered", _("转账 {id} 被改动（流水号「{key}」）")
    MISSING = "missing", _("转账 {id} 不见了")
    ADDED = "added", _("转账 {id} 是封账后添加的（流水号「{key}」）")
    SEAL_ALTERED = "seal_altered", _("封账 {no} 被改动")
    SEAL_MISSING = "seal_missing", _("封账 {no} 不见了")
    HEAD_WRONG = "head_wrong", _("{day} 公布的摘要与账不符")
    BALANCE_WRONG = "balance_wrong", _("账户「{pot}」余额 {balance} 元，转账合计 {total} 元")
    LINE_WRONG = "line_wrong", _("账户「{pot}」至转账 {id} 的结转 {balance} 元，应为 {total} 元")
    TOTAL_WRONG = (
        "total_wrong",
        _("封账 {no} 的「{kind}」合计变动 {change} 元，转账合计 {total} 元"),
    )
    DAY_WRONG = (
        "day_wrong",
        _("账户「{pot}」{day}「{reason}」的收支合计 {kept} 元，转账合计 {total} 元"),
    )
    LEAST_WRONG = (
        "least_wrong",
        _("账户「{pot}」至少应有 {least} 元，转账合计 {total} 元"),
    )
    OVERDRAWN = "overdrawn", _("账户「{pot}」余额为负：{balance} 元")
    KEY_WRONG = "key_wrong", _("流水号「{key}」与其转账不符")
    NOT_ZERO = "not_zero", _("全部账户合计 {total} 元，应为零")
    GUARD_OFF = "guard_off", _("表 {table} 的保护 {guard} 未生效")


class Place(TextChoices):
    """Every fen is in exactly one place. (LED-02)"""

    OUTSIDE = "outside", _("外部")
    IN_TRANSIT = "in_transit", _("在途")
    HELD = "held", _("监管")
    DISPUTED = "disputed", _("争议冻结")
    UNALLOCATED = "unallocated", _("挂账")
    PAID_OUT = "paid_out", _("付款途中")


class Reason(TextChoices):
    """Why money moves. A caller may book for a reason of its own; these are the ones pages can name."""

    PROVIDER_PAID = "provider_paid", _("支付机构收款")
    BANK_SETTLEMENT = "bank_settlement", _("银行清算入账")
    ORDER_PAID = "order_paid", _("缴纳")
    UNMATCHED = "unmatched", _("挂账")
    RETURN_INSTRUCTED = "return_instructed", _("退回指令")
    RETURN_FAILED = "return_failed", _("退回失败")
    RETURNED = "returned", _("退回")
    REFUNDED_TO_SOURCE = "refunded_to_source", _("原路退款")
    DISPUTED = "disputed", _("转入争议资金")
    DEPOSIT_CARRIED = "deposit_carried", _("押金结转")
    PAYOUT_INSTRUCTED = "payout_instructed", _("付款指令")
    PAYOUT_FAILED = "payout_failed", _("付款失败")
    PAYOUT_WITHDRAWN = "payout_withdrawn", _("撤回付款")
    PAYOUT_RETURNED = "payout_returned", _("退汇")
    PAID_OUT = "paid_out", _("付款")
    FUND_DEPOSITED = "fund_deposited", _("维修资金交存")
    FUND_OPENING = "fund_opening", _("期初余额")
    FUND_INTEREST = "fund_interest", _("维修资金结息")
    FUND_REVENUE = "fund_revenue", _("公共收益转入")
    BANK_INTEREST = "bank_interest", _("银行结息")
    MANUAL_ENTRY = "manual_entry", _("记账凭证")
    CREDIT_WITHDRAWN = "credit_withdrawn", _("银行撤销到账")
    CREDIT_REINSTATED = "credit_reinstated", _("银行补记到账")
    WORKS_FROZEN = "works_frozen", _("维修支取冻结")
    WORKS_RELEASED = "works_released", _("维修支取解冻")


@dataclass(frozen=True)
class Kind:
    """A kind of pot. A pooled pot is touched by everybody: it is never locked by a payment into it, and its balance
    is derived. `pattern` is how its codes are formed; `<bank>` is a bank, `<no>` a number."""

    name: str
    pattern: str
    place: Place
    label: Any
    pooled: bool = False
    may_go_negative: bool = False


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "world", "world:<bank>", Place.OUTSIDE, _("外部资金"), pooled=True, may_go_negative=True
        ),
        Kind("transit", "transit:<provider>:<bank>", Place.IN_TRANSIT, _("在途资金"), pooled=True),
        Kind("suspense", "suspense:<bank>", Place.UNALLOCATED, _("挂账资金"), pooled=True),
        Kind("payout", "payout:<bank>", Place.PAID_OUT, _("付款途中"), pooled=True),
        Kind("interest", "interest:<bank>", Place.UNALLOCATED, _("待分配利息"), pooled=True),
        Kind("lease_deposit", "lease:<no>:deposit", Place.HELD, _("押金")),
        Kind("lease_rent", "lease:<no>:rent", Place.HELD, _("租金")),
        Kind("lease_interest", "lease:<no>:interest", Place.HELD, _("利息")),
        Kind("lease_disputed", "lease:<no>:disputed", Place.DISPUTED, _("争议资金")),
        Kind("home", "home:<no>", Place.HELD, _("维修资金")),
        Kind("home_unit", "home:<no>:unit", Place.HELD, _("维修资金（售房单位）")),
        Kind("home_frozen", "home:<no>:frozen", Place.HELD, _("维修资金（冻结）")),
        Kind(
            "home_unit_frozen",
            "home:<no>:unit:frozen",
            Place.HELD,
            _("维修资金（售房单位，冻结）"),
        ),
    )
}


def label_of_pot(code: str) -> str:
    """What kind of pot a code names, in words; "" where it names none. The kinds are told by the patterns above."""
    head, *rest = code.split(":")
    kind = KINDS.get("_".join([head, *rest[1:]]) if head in ("lease", "home") else head)
    return str(kind.label) if kind else ""
