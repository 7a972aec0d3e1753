"""Money in custody by lots: when rent is released, what interest it earns, what stops it, as data.

Sources: 京建法〔2024〕8号 and its official explanation (3 months within a day, then monthly with the interest of the
same period). Where no rule was found the value is our default and says so.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.moves import Move, Moves

FIRST_RELEASE_MONTHS = 3
"""Of every instalment so many months' rent is released at once. (rules A5.1, A5.4)"""

RELEASE_WITHIN_DAYS = 1
"""At once is a calendar day after the bank has booked it, whatever day that is. (rules A5.1, A5.6)"""

DAYS_OF_A_WHOLE_MONTH = 30
"""A whole rent month weighs thirty days, a part of one its days (our default, as in the filed plan)."""

DAYS_OF_A_YEAR = 360
"""Interest is by actual days over 360, as banks compute demand deposits. (rule A6.3, our default)"""

DAYS_WITHOUT_INTEREST = 1
"""What leaves again within so many days earns none: the first three months. (rule A6.6, our default)"""

MOST_FAILURES = 3
"""After so many bank days in a row on which its releases failed, an enterprise has to confirm its account. (A5.11)"""

MOST_LOTS_IN_RELEASE = 2_000
"""So many lots go out in one release at most: one transaction, one payout, one page that can be read (our default)."""

MOST_LOTS_AT_ONCE = 10_000
"""So many lots are released in one transaction at most, of several enterprises: about a second's work (our default)."""

ENTERPRISES_AT_ONCE = 20
"""So many enterprises are released to in one transaction at most (our default)."""


class LotKind(TextChoices):
    DEPOSIT = "deposit", _("押金")
    RENT = "rent", _("租金")


class LotStatus(TextChoices):
    HELD = "held", _("监管中")
    RELEASING = "releasing", _("划转中")
    RELEASED = "released", _("已划转")
    ENDED = "ended", _("已结束")
    CARRIED_OVER = "carried_over", _("已结转")


L = LotStatus
LOT_MOVES = Moves(
    start_release=Move(_("发起划转"), (L.HELD,), L.RELEASING),
    confirm_release=Move(_("确认划转"), (L.RELEASING,), L.RELEASED),
    fail_release=Move(_("划转失败"), (L.RELEASING,), L.HELD),
    give_back=Move(_("退汇"), (L.RELEASED,), L.HELD),
    end=Move(_("合同结束"), (L.HELD,), L.ENDED),
    carry_over=Move(_("结转至续租合同"), (L.HELD,), L.CARRIED_OVER),
)

LEFT = (L.RELEASED, L.ENDED)


class ReleaseKind(TextChoices):
    RENT = "rent", _("租金划转")
    INTEREST = "interest", _("补付利息")


class ReleaseStatus(TextChoices):
    INSTRUCTED = "instructed", _("划转中")
    DONE = "done", _("已划转")
    FAILED = "failed", _("划转失败")
    RETURNED = "returned", _("已退汇")


R = ReleaseStatus
RELEASE_MOVES = Moves(
    confirm=Move(_("确认划转"), (R.INSTRUCTED,), R.DONE),
    fail=Move(_("登记失败"), (R.INSTRUCTED,), R.FAILED),
    give_back=Move(_("登记退汇"), (R.DONE,), R.RETURNED),
)
STANDING = (R.INSTRUCTED, R.DONE)
"""What these have paid counts as paid."""


class OwedStatus(TextChoices):
    OWED = "owed", _("待付")
    PAYING = "paying", _("付款中")
    PAID = "paid", _("已付")
    DROPPED = "dropped", _("已并入后续付款")


O = OwedStatus  # noqa: E741 - read as the first letter of its name, like the others
OWED_MOVES = Moves(
    pay=Move(_("补付"), (O.OWED,), O.PAYING),
    confirm=Move(_("确认补付"), (O.PAYING,), O.PAID),
    fail=Move(_("补付失败"), (O.PAYING,), O.OWED),
    give_back=Move(_("退汇"), (O.PAID,), O.OWED),
    drop=Move(_("并入后续付款"), (O.OWED,), O.DROPPED),
)


class HoldReason(TextChoices):
    """What stops releases. (rules A5.8, A5.9)"""

    AUTHORITY = "authority", _("主管部门暂停划转")
    JUDICIAL = "judicial", _("司法冻结")
    ENDING = "ending", _("合同结束处理")


ORDERED = (HoldReason.AUTHORITY, HoldReason.JUDICIAL)
"""An officer enters these, by a document; the end of a lease is entered by what ends it."""


class HoldStatus(TextChoices):
    IN_FORCE = "in_force", _("生效")
    LIFTED = "lifted", _("已解除")


HOLD_MOVES = Moves(lift=Move(_("解除"), (HoldStatus.IN_FORCE,), HoldStatus.LIFTED))


class CarryOverStatus(TextChoices):
    """A deposit goes over into the lease that renews its own. (rule A9.2)"""

    PROPOSED = "proposed", _("待承租人同意")
    AGREED = "agreed", _("待结转")
    CARRIED = "carried", _("已结转")
    CANCELLED = "cancelled", _("已取消")


C = CarryOverStatus
CARRY_OVER_MOVES = Moves(
    agree=Move(_("承租人全部同意"), (C.PROPOSED,), C.AGREED),
    carry=Move(_("结转押金"), (C.AGREED,), C.CARRIED),
    cancel=Move(_("取消结转"), (C.PROPOSED, C.AGREED), C.CANCELLED),
)


class AccountStatus(TextChoices):
    PROPOSED = "proposed", _("待复核")
    ACTIVE = "active", _("使用中")
    DOUBTFUL = "doubtful", _("需确认")
    REPLACED = "replaced", _("已更换")
    REJECTED = "rejected", _("未通过")
    WITHDRAWN = "withdrawn", _("已撤回")


ACCOUNT_NO = r"\d{8,32}"
LONGEST_BANK_NAME = 60

A = AccountStatus
ACCOUNT_MOVES = Moves(
    approve=Move(_("复核通过"), (A.PROPOSED,), A.ACTIVE),
    reject=Move(_("复核不通过"), (A.PROPOSED,), A.REJECTED),
    withdraw=Move(_("撤回"), (A.PROPOSED,), A.WITHDRAWN),
    doubt=Move(_("标记为需确认"), (A.ACTIVE,), A.DOUBTFUL),
    confirm=Move(_("确认账户无误"), (A.DOUBTFUL,), A.ACTIVE),
    replace=Move(_("更换"), (A.ACTIVE, A.DOUBTFUL), A.REPLACED),
)
IN_USE = (A.ACTIVE, A.DOUBTFUL)
"""An enterprise has at most one account in one of these."""


class Refusal(TextChoices):
    NOT_HELD = "not_held", _("合同{filing_no}的监管资金已有变化，请刷新后再试")
    RELEASE_UNDER_WAY = (
        "release_under_way",
        _("合同{filing_no}有租金正在划转，须等银行结果后才能办理"),
    )
    CARRIED_ALREADY = (
        "carried_already",
        _("合同{filing_no}的押金已结转或正在办理结转，不能重复办理"),
    )
    OTHER_ENTERPRISE = "other_enterprise", _("两份合同的住房租赁企业不同，押金不能结转")
    NOT_LATER = "not_later", _("新合同的租赁期起{starts_on}应晚于原合同的租赁期起，押金才能结转")
    NO_DEPOSIT_WANTED = "no_deposit_wanted", _("合同{filing_no}没有约定押金，不需要结转")
    NO_DEPOSIT_HELD = "no_deposit_held", _("合同{filing_no}没有在监管的押金，不能结转")
    ENDING = "ending", _("合同{filing_no}已登记结束，押金按退款办理，不能结转")
    FROZEN = "frozen", _("合同{filing_no}的资金被司法冻结，不能结转")
    NOT_A_TENANT = "not_a_tenant", _("只有合同的承租人可以同意押金结转")
    NO_DOCUMENT = "no_document", _("请填写文书编号")
    ENDS_IN_PAST = "ends_in_past", _("暂停期止{until_on}应晚于今天")
    ALREADY_HELD = "already_held", _("已按文书{document_no}暂停划转，不能重复登记")
    NOT_YOURS_TO_LIFT = (
        "not_yours_to_lift",
        _("合同结束处理中的暂停不能在这里解除，它随合同结束办理完毕而解除"),
    )
    NOT_AN_ACCOUNT = "not_an_account", _("「{text}」不是银行账号，请填写8至32位数字")
    BANK_MISSING = "bank_missing", _("请填写开户银行")
    BANK_UNREADABLE = "bank_unreadable", _("开户银行最多{most}个字，且不能含有换行等控制字符")
    SAME_ACCOUNT = "same_account", _("账号与使用中的收款账户相同，不需要变更")
    ONE_PROPOSAL = "one_proposal", _("已有一个收款账户等待复核，请等待结果或先撤回")
    SAME_PERSON = "same_person", _("收款账户不能由申请人自己复核")
    REASON_MISSING = "reason_missing", _("请填写原因")
    RATE_IN_PAST = "rate_in_past", _("利率起始日{from_on}应晚于今天，已经计过的利息不再改变")
    RATE_OUT_OF_ORDER = "rate_out_of_order", _("利率起始日{from_on}应晚于已录入的{last_on}")
