"""Money whose owner has not come: what counts as such, when owners are reminded, what becomes of it. (BEY-14)

No rule was found for periods; all values are ours.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.moves import Move, Moves

AFTER_DAYS = "unclaimed.after_days"
CHECK_DAYS = "contact.check_days"
"""The parameters: money that has waited so many days for its owner stands in the register; so many days before the last
day of a lease its tenants are asked how they are reached and paid. (CTR-06)"""

REMINDED_AFTER = (30, 90, 180)
REMINDED_EVERY = 365
"""Days after which its owner is reminded; then once a year, for as long as it waits."""

ASKED_AT_ONCE = 5_000
"""So many tenants are asked in one transaction at most."""


class Kind(TextChoices):
    REFUND = "refund", _("退款待确认收款账户")
    TRANSFER = "transfer", _("来款无法识别（挂账）")
    FUND_REFUND = "fund_refund", _("维修资金退款未付成")
    LOST_HOME = "lost_home", _("灭失房屋的维修资金余额")
    LOST_HOME_UNIT = "lost_home_unit", _("灭失房屋的售房单位部分")


OF_FUND = (Kind.FUND_REFUND, Kind.LOST_HOME, Kind.LOST_HOME_UNIT)
"""Money of the maintenance fund, as `fund.Unclaimed` has it. (rule B9.2)"""


class Age(TextChoices):
    """How long it has waited, in the classes of the register; the number of days from which each begins."""

    NEW = "0", _("不满90天")
    QUARTER = "90", _("90天至180天")
    HALF_YEAR = "180", _("180天至1年")
    YEAR = "365", _("1年以上")


class Class(TextChoices):
    """What a stranger is told of an amount: no more than its class."""

    SMALL = "small", _("不满100元")
    HUNDREDS = "hundreds", _("100元至1,000元")
    THOUSANDS = "thousands", _("1,000元至10,000元")
    MORE = "more", _("10,000元以上")


CLASSES = ((100_00, Class.SMALL), (1_000_00, Class.HUNDREDS), (10_000_00, Class.THOUSANDS))


class Status(TextChoices):
    WAITING = "waiting", _("待领取")
    UNDER_WAY = "under_way", _("办理中")
    CLOSED = "closed", _("已领取")


S = Status
UNCLAIMED_MOVES = Moves(
    take_up=Move(_("已确认收款账户或正在退回"), (S.WAITING,), S.UNDER_WAY),
    fail=Move(_("没有付成，继续等待"), (S.UNDER_WAY,), S.WAITING),
    close=Move(_("已付出或已认领"), (S.WAITING, S.UNDER_WAY), S.CLOSED),
    come_back=Move(_("退汇，重新等待领取"), (S.CLOSED,), S.WAITING),
)


class Way(TextChoices):
    """How somebody tried to reach an owner."""

    PHONE = "phone", _("电话")
    LETTER = "letter", _("信函")
    MAIL = "mail", _("电子邮件")
    VISIT = "visit", _("上门")
    ENTERPRISE = "enterprise", _("通过出租企业")
    OTHER = "other", _("其他方式")


class CheckStatus(TextChoices):
    ASKED = "asked", _("待核对")
    DONE = "done", _("已核对")
    LAPSED = "lapsed", _("未核对，合同已到期")


CHECK_MOVES = Moves(
    answer=Move(_("核对联系方式和收款账户"), (CheckStatus.ASKED,), CheckStatus.DONE),
    lapse=Move(_("合同到期"), (CheckStatus.ASKED,), CheckStatus.LAPSED),
)

LONGEST_NOTE = 500
LONGEST_CONTACT = 120


class Refusal(TextChoices):
    NOTE_EMPTY = "note_empty", _("请填写联系的结果")
    NOT_YOURS = "not_yours", _("只有合同的承租人可以核对")
    CONTACT_MISSING = "contact_missing", _("号码不正确的，请填写另一个可以联系到您的号码或者邮箱")
    CLAIMED_ALREADY = "claimed_already", _("这笔款项已经领取，不需要再联系")
