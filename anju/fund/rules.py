"""The residential maintenance fund (住宅专项维修资金) as data. Sources: manual 002; rules B2, B9, B10, B11.6."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

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


def standard_on(day: date, standards: Sequence[Standard] = STANDARDS) -> Standard:
    return max((s for s in standards if s.since <= day), key=lambda standard: standard.since)


@dataclass(frozen=True)
class Terms:
    """What the city has settled of deposits: the standards with their first days, and when a home is topped up."""

    standards: Sequence[Standard] = STANDARDS
    top_up_below_percent: int = TOP_UP_BELOW_PERCENT


def is_by_price(contract_on: date | None) -> bool:
    return contract_on is not None and bool(standard_on(contract_on).price_percent)


def deposit_fen(
    standard: Standard, *, area_hundredths: int, storeys: int, price_fen: int | None
) -> int | None:
    """What a home deposits by a standard, half a fen up; None where the price is needed and unknown. (rule B2.13)"""
    if standard.price_percent:
        return None if price_fen is None else half_up(price_fen * standard.price_percent, 100)
    by_storeys = standard.low_fen if storeys <= LOW_STOREYS else standard.high_fen
    return half_up(area_hundredths * by_storeys, 100)


def half_up(amount: int, by: int) -> int:
    return (2 * amount + by) // (2 * by)


class DepositKind(TextChoices):
    FIRST = "first", _("首次交存")
    SUPPLEMENT = "supplement", _("补交")
    TOP_UP = "top_up", _("续交")
    COMPLETION = "completion", _("公房补足")
    VOLUNTARY = "voluntary", _("自愿交存")
    SHARE = "share", _("分摊款")


OF_NO_STANDARD = (DepositKind.VOLUNTARY, DepositKind.SHARE)
"""What no standard asks for: of one's own will, or for works that the fund does not cover. (rules B6.4, B6.5)"""

COUNTS_AS_FIRST = (DepositKind.FIRST, DepositKind.SUPPLEMENT)
"""What of a home's deposits is its first deposit, against which top-ups are judged."""


@dataclass(frozen=True)
class Facts:
    """What is known of a home when it is asked what it owes. `held_fen` counts what is under way to its account."""

    area_hundredths: int
    storeys: int
    contract_on: date | None
    price_fen: int | None
    is_sold_public: bool
    completes: bool
    first_fen: int
    held_fen: int
    is_lost: bool = False


@dataclass(frozen=True)
class Due:
    """What a home has to deposit (`kind`, `amount_fen`), or what goes back to its owner. (多退少补, rule B2.6)"""

    kind: DepositKind | None = None
    amount_fen: int = 0
    refund_fen: int = 0


NOTHING = Due()
BY_DEFAULT = Terms()


def what_is_due(facts: Facts, today: date, terms: Terms = BY_DEFAULT) -> Due:
    """The one thing to be settled next: refund, first deposit, area difference, completion or top-up.

    Sold public housing owes online only what completes it after a resale, a home without a contract, which is unsold,
    nothing, and so does a home that is no more. (rules B2.7, B2.8, B2.10, B2.15, B9.2)
    """
    if facts.is_lost:
        return NOTHING
    now_fen = _by(standard_on(today, terms.standards), facts)
    if facts.is_sold_public:
        missing = (now_fen or 0) - facts.held_fen
        is_due = facts.completes and missing > 0
        return Due(DepositKind.COMPLETION, missing) if is_due else NOTHING
    if facts.contract_on is None:
        return NOTHING
    required = _by(standard_on(facts.contract_on, terms.standards), facts)
    if not required:
        return NOTHING
    if facts.first_fen == 0:
        return Due(DepositKind.FIRST, required)
    if facts.first_fen > required:
        return Due(refund_fen=facts.first_fen - required)
    if facts.first_fen < required:
        return Due(DepositKind.SUPPLEMENT, required - facts.first_fen)
    is_low = facts.held_fen * 100 < facts.first_fen * terms.top_up_below_percent
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


class RefundReason(TextChoices):
    """Why money goes back at the department's counter. (rules B2.6, B9.2, B9.4)"""

    AREA = "area", _("面积差")
    OVERPAID = "overpaid", _("多交")
    STANDARD = "standard", _("标准变更")
    DUPLICATE = "duplicate", _("重复交存")
    CANCELLED = "cancelled", _("退房（合同解除）")
    LOST = "lost", _("房屋灭失")


DUE_REASONS = (RefundReason.AREA, RefundReason.OVERPAID, RefundReason.STANDARD)
"""For these no more goes back than was deposited above what is required."""

CLOSING = (RefundReason.CANCELLED, RefundReason.LOST)
"""For these all that the home holds goes back: the owner's part to the owner, the selling unit's to the unit."""


class Payee(TextChoices):
    """To whom money of a home goes back. The selling unit's part of sold public housing goes to the unit, or to the
    treasury where the unit is no more. (rule B9.2)"""

    OWNER = "owner", _("业主")
    UNIT = "unit", _("售房单位")
    TREASURY = "treasury", _("财政")


OF_UNITS_PART = (Payee.UNIT, Payee.TREASURY)
TREASURY_NAME = "财政局"
"""So the name of an account of a treasury ends."""


class RefundStatus(TextChoices):
    ENTERED = "entered", _("待复核")
    PAYING = "paying", _("退款中")
    PAID = "paid", _("已退款")
    FAILED = "failed", _("退款失败")
    REJECTED = "rejected", _("已退回")


R = RefundStatus
REFUND_MOVES = Moves(
    approve=Move(_("复核通过"), (R.ENTERED,), R.PAYING),
    reject=Move(_("退回"), (R.ENTERED,), R.REJECTED),
    confirm=Move(_("退款成功"), (R.PAYING,), R.PAID),
    fail=Move(_("退款失败"), (R.PAYING, R.PAID), R.FAILED),
)
OPEN_REFUNDS = (R.ENTERED, R.PAYING)


class Unclaimed(TextChoices):
    """Money of the fund that is its owner's and that nobody has come for. (rule B9.2, BEY-14)"""

    REFUND = "fund_refund", _("维修资金退款未付成")
    BALANCE = "lost_home", _("灭失房屋的维修资金余额")
    UNIT = "lost_home_unit", _("灭失房屋的售房单位部分")


class Claim(TextChoices):
    """How far it is: waits, is being refunded, or was paid."""

    WAITING = "waiting", _("待领取")
    UNDER_WAY = "under_way", _("办理中")
    ENDED = "closed", _("已领取")


MOST_VOLUNTARY_FEN = 1_000_000_00
"""So much is deposited voluntarily at once: more is a slip of the finger (our default)."""


class Way(TextChoices):
    """造册方式: how somebody names the home that is to be added. (manual 002, 2.3.2)"""

    CONTRACT = "contract", _("网签合同编号")
    CERTIFICATE = "certificate", _("不动产权证号")
    DOCUMENTS = "documents", _("上传证明材料")


class AdditionStatus(TextChoices):
    WAITING = "waiting", _("待审核")
    ADDED = "added", _("已添加")
    REJECTED = "rejected", _("审核未通过")


ADDITION_MOVES = Moves(
    add=Move(_("添加"), (AdditionStatus.WAITING,), AdditionStatus.ADDED),
    reject=Move(_("审核不通过"), (AdditionStatus.WAITING,), AdditionStatus.REJECTED),
)
REVIEW_WORKDAYS = 3
"""Within so many working days the department decides. (rule B10)"""

MOST_DOCUMENTS = 10


class Mode(TextChoices):
    """我要查询: exact address, contract number (with 房屋类型) or certificate number. (manual 002, 2.5.2)"""

    ADDRESS = "address", _("精确查询")
    CONTRACT = "contract", _("网签合同编号")
    CERTIFICATE = "certificate", _("不动产权证号")


class Prompt(TextChoices):
    """弹窗提示 before a deposit for a home. After the first two nothing can be deposited. (manual 002, 2.5.2)"""

    REFUND_DUE = (
        "refund_due",
        _(
            "该房屋需要退款，请业主持身份证、房屋产权证明及北京市住宅专项维修资金票据"
            "到房屋所在行政区住房公积金管理部办理维修资金退款业务"
        ),
    )
    SOLD_PUBLIC = (
        "sold_public",
        _("该房屋为售后公有住房，需由所属单位前往房屋所在行政区住房公积金管理部办理交存"),
    )
    NOT_OWNER = (
        "not_owner",
        _("登录人员和房屋业主不为同一人，继续交存产生的票据将显示现业主姓名"),
    )


STOPS = (Prompt.REFUND_DUE, Prompt.SOLD_PUBLIC)

OPEN_TO_WHO_LOOKED_UP = timedelta(hours=2)
"""How long somebody who looked another's home up may deposit for it and see its movements (our default)."""

LOOK_UPS_AN_HOUR = 30
LOOK_UPS_A_DAY = 100
"""So many look-ups by numbers or addresses one person may make (our default)."""

FEWEST_HOMES_TOLD = 5
"""The sums of a building are public where so many homes have deposited: fewer would tell of one (our default)."""
MOST_WAITING = 20
"""So many additions of one applicant may wait for a department (our default)."""

TRY_WINDOW = timedelta(hours=1)
TRIES_OF_A_SOURCE = 10
TRIES_OF_A_SESSION = 10
TRIES_OF_A_SOURCE_AT_A_NUMBER = 3
TRIES_OF_A_NUMBER = 10
"""快速交存: so many wrong tries from one address, in one session, from one address at one number, or at one number from
anywhere, and nothing is looked for until the next hour. One address alone never closes a number to its owner.
"""

TRIES_OF_ALL = 3_000
TRIES_WHILE_GUESSED = 2
"""After so many wrong tries of the whole city in an hour somebody guesses from many addresses: each has two more."""


class Refusal(TextChoices):
    UNKNOWN_BANK = "unknown_fund_bank", _("没有编号为「{bank}」的维修资金专户")
    OTHER_BANK = "other_bank", _("该房屋的分户账在{bank}")
    HAS_MOVED = "has_moved", _("该房屋在本系统已有资金往来，不能录入期初余额")
    UNKNOWN_COMMUNITY = "unknown_community", _("{district}没有登记名为「{name}」的小区")
    COMMUNITY_KNOWN = "community_known", _("{district}已登记名为「{name}」的小区")
    UNKNOWN_DEVELOPER = "unknown_developer", _("没有这个代码的单位，请核对")
    SELLING_UNIT_MISSING = "selling_unit_missing", _("售后公有住房须填写售房单位名称和代码")
    SELF_MANAGED = "self_managed", _("{community}的维修资金由业主自管，不在本系统交存")
    SOLD_PUBLIC = "sold_public", Prompt.SOLD_PUBLIC.label
    REFUND_DUE = "refund_due", Prompt.REFUND_DUE.label
    NOTHING_DUE = "nothing_to_deposit", _("该房屋目前没有需要交存的维修资金")
    PRICE_MISSING = "price_missing", _("2008年2月1日前签订合同的房屋按总价交存，请先补录合同总价")
    AMOUNT_MISSING = "amount_missing", _("请填写交存金额")
    AMOUNT_TOO_LARGE = "amount_too_large", _("一次最多自愿交存{most}元，请核对金额")
    BY_CODE_ONLY = "by_code_only", _("维修资金请使用微信或支付宝支付")
    NOT_OPEN = "not_open", _("交存单{no}的状态为「{status}」，不能付款")
    NOT_YOURS = "not_yours", _("只能撤回本人发起、还没有付款的自愿交存")
    NOT_WITHDRAWN = "not_withdrawn", _("交存单{no}的状态为「{status}」，不能撤回")
    NOT_FOUND = "deposit_not_found", _("未查询到业务，请核对业务流水号和业主名称")
    TOO_MANY_TODAY = "too_many_today", _("您今天的查询次数过多，请明天再试")
    TOO_MANY_WAITING = "too_many_waiting", _("您已有{most}件申请正在审核，请等审核结果出来后再提交")
    TOO_MANY_TRIES = "too_many_tries", _("查询次数过多，请一小时后再试，或到房屋所在区管理部办理")
    NOT_PAID = "not_paid", _("交存成功后才能开具票据")
    HOME_NOT_FOUND = "home_not_found", _("未查询到该房屋，请核对房屋的完整地址")
    NOT_MATCHED = "not_matched", _("未检索到与您匹配的房屋信息，请添加房屋")
    WANTED_MISSING = "wanted_missing", _("请填写{what}")
    DISTRICT_MISSING = "district_missing", _("请选择房屋所在区域")
    OTHER_DISTRICT = "other_district", _("该房屋位于{district}，请核对房屋所在区域")
    DOCUMENTS_MISSING = "documents_missing", _("请上传证明材料，最多{most}份")
    APPLICANT_MISSING = "applicant_missing", _("业主中没有申请人，不能审核通过")
    OPINION_MISSING = "opinion_missing", _("请填写审核意见")
    DECIDED_BEFORE = "decided_before", _("申请{no}的状态为「{status}」，不能再次审核")
    NO_SUCH_DEPOSIT = "no_such_deposit", _("请选择该房屋的一笔已交存的交存单")
    TOO_MUCH = "too_much", _("最多可退{most}元")
    PAYEE_NOT_OWNER = "payee_not_owner", _("收款人须为现业主，「{name}」不是该房屋的业主")
    PAYEE_NOT_UNIT = "payee_not_unit", _("售房单位交存部分须退给{name}；单位已不存在的，退给财政局")
    NO_UNITS_PART = "no_units_part", _("只有售后公有住房房屋灭失或者退房时，才退售房单位交存部分")
    UNDER_WAY = "under_way", _("该房屋的交存单{no}已交款、尚未入账，入账后再办理退款")
    RECEIPT_STANDS = "receipt_stands", _("交存单{no}已开具票据，请先作废票据再办理退款")
    RECEIPT_UNDER_WAY = (
        "receipt_under_way",
        _("交存单{no}正在开票，票据平台还没有答复。票据开好并作废以后再办理退款"),
    )
    RECEIPT_BEING_VOIDED = (
        "receipt_being_voided",
        _("交存单{no}的票据正在作废，票据平台还没有答复。作废完成以后再办理退款"),
    )
    REFUND_OPEN = "refund_open", _("该房屋的退款{no}正在办理")
    FROZEN = (
        "frozen",
        _("该房屋有{amount}元已为维修支取冻结，支取办结或者解除冻结以后再退还全部余额"),
    )
    HOME_LOST = "home_lost", _("该房屋已于{day}灭失，不能再交存维修资金")
    NOT_THE_PAYEE = "not_the_payee", _("只有收款人本人可以重新填写收款账户")
    NOT_FAILED = "not_failed", _("退款{no}的状态为「{status}」，不需要重新填写收款账户")
    CLAIMED_BEFORE = "claimed_before", _("这笔退款已重新办理，编号为{no}")
    NOT_ENTERED = "not_entered", _("退款{no}的状态为「{status}」，不能复核")
    SAME_PERSON = "same_person", _("不能复核自己办理的退款，请由另一人复核")


class Because(TextChoices):
    """Why a payment could not be used as it came. Kept with the fact, and told to the payer."""

    UNKNOWN_PAYMENT = "unknown_payment", _("没有编号为{payment}的支付单")
    OTHER_MERCHANT = "other_merchant", _("收款商户{merchant_no}与支付单不符")
    WRONG_AMOUNT = "wrong_amount", _("到账{credit}元，应交{due}元，金额不一致")
    NOT_OPEN = "not_open", _("交存单{no}的状态为「{status}」，本笔付款原路退回")
    AREA_CHANGED = "area_changed", _("应交金额已变化")
