"""The residential maintenance fund (住宅专项维修资金) as data. Sources: manual 002; rules B2, B9, B10, B11.6."""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.moves import Move, Moves


@dataclass(frozen=True)
class Standard:
    """What is deposited first by contracts signed from a day on: fen a m² by storeys, or a share of the price."""

    since: date
    low_fen: int = 0
    high_fen: int = 0
    price_percent: int = 0


LOW_STOREYS = 6
STANDARDS = (
    Standard(date(1, 1, 1), price_percent=2),
    Standard(date(2008, 2, 1), low_fen=100_00, high_fen=200_00),
)
"""Up to six storeys 100, more 200 yuan/m²; contracts before 2008-02-01: 2 % of the price. (rules B2.2, B2.3)"""

TOP_UP_BELOW_PERCENT = 30
"""A home whose balance is below 30 % of its first deposit is topped up to the standard in force. (rule B2.10)"""


def standard_on(day: date) -> Standard:
    return max((s for s in STANDARDS if s.since <= day), key=lambda standard: standard.since)


def deposit_fen(
    standard: Standard, *, area_hundredths: int, storeys: int, price_fen: int | None
) -> int | None:
    """What a home deposits by a standard, half a fen up; None where the price is needed and unknown. (rule B2.13)"""
    if standard.price_percent:
        return None if price_fen is None else _half_up(price_fen * standard.price_percent)
    by_storeys = standard.low_fen if storeys <= LOW_STOREYS else standard.high_fen
    return _half_up(area_hundredths * by_storeys)


def _half_up(hundredths: int) -> int:
    return (hundredths + 50) // 100


class DepositKind(TextChoices):
    FIRST = "first", _("首次交存")
    SUPPLEMENT = "supplement", _("补交")
    TOP_UP = "top_up", _("续交")
    COMPLETION = "completion", _("公房补足")
    VOLUNTARY = "voluntary", _("自愿交存")


COUNTS_AS_FIRST = (DepositKind.FIRST, DepositKind.SUPPLEMENT)
"""What of a home's deposits is its first deposit, against which top-ups are judged."""


@dataclass(frozen=True)
class Facts:
    """What is known of a home when it is asked what it owes. `held_fen` counts what is under way to its account."""

    area_hundredths: int
    storeys: int
    contract_on: date
    price_fen: int | None
    is_sold_public: bool
    completes: bool
    first_fen: int
    held_fen: int


@dataclass(frozen=True)
class Due:
    """What a home has to deposit (`kind`, `amount_fen`), or what goes back to its owner. (多退少补, rule B2.6)"""

    kind: DepositKind | None = None
    amount_fen: int = 0
    refund_fen: int = 0


NOTHING = Due()


def what_is_due(facts: Facts, today: date) -> Due:
    """The one thing to be settled next: refund, first deposit, area difference, completion or top-up.

    Sold public housing owes online only what completes it after a resale. (rules B2.7, B2.8, B2.10, B2.15)
    """
    now_fen = _by(standard_on(today), facts)
    if facts.is_sold_public:
        missing = (now_fen or 0) - facts.held_fen
        is_due = facts.completes and missing > 0
        return Due(DepositKind.COMPLETION, missing) if is_due else NOTHING
    required = _by(standard_on(facts.contract_on), facts)
    if required is None:
        return NOTHING
    if facts.first_fen == 0:
        return Due(DepositKind.FIRST, required)
    if facts.first_fen > required:
        return Due(refund_fen=facts.first_fen - required)
    if facts.first_fen < required:
        return Due(DepositKind.SUPPLEMENT, required - facts.first_fen)
    is_low = facts.held_fen * 100 < facts.first_fen * TOP_UP_BELOW_PERCENT
    missing = (now_fen or 0) - facts.held_fen
    return Due(DepositKind.TOP_UP, missing) if is_low and missing > 0 else NOTHING


def _by(standard: Standard, facts: Facts) -> int | None:
    return deposit_fen(
        standard,
        area_hundredths=facts.area_hundredths,
        storeys=facts.storeys,
        price_fen=facts.price_fen,
    )


class Status(TextChoices):
    AWAITING = "awaiting", _("待交款")
    PAYING = "paying", _("交款中")
    PAID = "paid", _("已交款")
    DEPOSITED = "deposited", _("已交存")
    CLOSED = "closed", _("已关闭")


S = Status
MOVES = Moves(
    start_payment=Move(_("付款"), (S.AWAITING,), S.PAYING),
    end_payment=Move(_("付款结束"), (S.PAYING,), S.AWAITING),
    confirm_payment=Move(_("确认付款"), (S.AWAITING, S.PAYING), S.PAID),
    deposit=Move(_("入账"), (S.PAID,), S.DEPOSITED),
    close=Move(_("关闭"), (S.AWAITING, S.PAYING), S.CLOSED),
)
OPEN = (S.AWAITING, S.PAYING)


class Refusal(TextChoices):
    UNKNOWN_BANK = "unknown_fund_bank", _("没有编号为「{bank}」的维修资金专户")
    SELF_MANAGED = "self_managed", _("{community}的维修资金由业主自管，不在本系统交存")
    SOLD_PUBLIC = (
        "sold_public",
        _("该房屋为售后公有住房，需由所属单位前往房屋所在行政区住房公积金管理部办理交存"),
    )
    REFUND_DUE = (
        "refund_due",
        _(
            "该房屋需要退款，请业主持身份证、房屋产权证明及北京市住宅专项维修资金票据"
            "到房屋所在行政区住房公积金管理部办理维修资金退款业务"
        ),
    )
    NOTHING_DUE = "nothing_to_deposit", _("该房屋目前没有需要交存的维修资金")
    AMOUNT_MISSING = "amount_missing", _("请填写交存金额")
    BY_CODE_ONLY = "by_code_only", _("维修资金请使用微信或支付宝支付")
    NOT_OPEN = "not_open", _("交存单{no}的状态为「{status}」，不能付款")
    NOT_FOUND = "deposit_not_found", _("未查询到业务，请核对业务流水号和业主名称")


class Because(TextChoices):
    """Why a payment could not be used as it came. Kept with the fact, and told to the payer."""

    UNKNOWN_PAYMENT = "unknown_payment", _("没有编号为{payment}的支付单")
    OTHER_MERCHANT = "other_merchant", _("收款商户{merchant_no}与支付单不符")
    WRONG_AMOUNT = "wrong_amount", _("到账{credit}元，应交{due}元，金额不一致")
    NOT_OPEN = "not_open", _("交存单{no}的状态为「{status}」，本笔付款原路退回")
    AREA_CHANGED = "area_changed", _("应交金额已变化")
