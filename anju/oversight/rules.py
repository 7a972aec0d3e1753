"""Which enterprises give cause for worry, from which figures on, and what may be done about it, as data. (BEY-10)

Sources: rules A5.8 (payouts may be suspended), A10.3, A13.1, A13.2 and A13.4. Where no rule was found the value is our
default and says so.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.moves import Move, Moves

PARAMETERS = (
    "warning.late_custody_days",
    "warning.prepaid_months",
    "warning.overdue_refunds",
    "warning.occupancy_drop_percent",
)
"""What the fund centre settles: from how many days on a bill is late, an instalment of how many months is over-long,
how many overdue refunds and what percentage of fewer leases are told. (CTR-06)"""

OCCUPANCY_DAYS = 90
FAILED_WITHIN_DAYS = 30
SILENT_WITHIN_DAYS = 90
"""How far back leases in force are compared, failed payouts and refunds by the clock are counted (our defaults)."""

CHART_DAYS = 90
"""So many days of a figure are drawn."""

WATCHED_DAYS, FINEABLE_DAYS = 5, 7
"""From so many days on a single overdue refund is told, and may be fined. (rule A13.2)"""


class Code(TextChoices):
    """What is looked at. Each is counted in leases, or in payments where it says so."""

    LATE_CUSTODY = "late_custody", _("押金租金迟缴")
    LONG_PREPAYMENT = "long_prepayment", _("预收租金过长")
    OVERDUE_REFUNDS = "overdue_refunds", _("退款方案逾期")
    SILENT_REFUNDS = "silent_refunds", _("逾期未提方案由系统退还")
    FALLING_OCCUPANCY = "falling_occupancy", _("在租合同减少")
    FAILED_PAYOUTS = "failed_payouts", _("企业收款失败")
    BLACKLISTED = "blacklisted", _("列入黑名单")


class Level(IntegerChoices):
    """How bad it is: a serious warning proposes to hold the enterprise's releases."""

    NONE = 0, _("正常")
    WATCH = 1, _("关注")
    SERIOUS = 2, _("严重")


@dataclass(frozen=True)
class Threshold:
    """From `count` on, where that is at least `percent` of all, or the worst has lasted at least `days`."""

    count: int
    percent: int = 0
    days: int = 0


@dataclass(frozen=True)
class Measure:
    """One thing that is looked at: what is counted, out of what, and from where on it is told."""

    says: Any
    unit: Any
    watch: Threshold
    serious: Threshold


MEASURES = {
    Code.LATE_CUSTODY: Measure(
        _("账单到期超过{days}天仍未存入监管账户的合同，占在租合同"),
        _("份"),
        Threshold(3, percent=5),
        Threshold(5, percent=20),
    ),
    Code.LONG_PREPAYMENT: Measure(
        _("一期租金预收超过{months}个月的合同，占在租合同"),
        _("份"),
        Threshold(1),
        Threshold(5, percent=10),
    ),
    Code.OVERDUE_REFUNDS: Measure(
        _("应提出而逾期未提出退款方案的合同；逾期满7天的可依法处罚"),
        _("份"),
        Threshold(1, days=1),
        Threshold(1, days=FINEABLE_DAYS),
    ),
    Code.SILENT_REFUNDS: Measure(
        _("近90天因企业逾期未提出方案，由系统全额退还承租人的合同"),
        _("份"),
        Threshold(2),
        Threshold(5, percent=5),
    ),
    Code.FALLING_OCCUPANCY: Measure(
        _("在租合同比90天前减少的份数，占90天前在租合同"),
        _("份"),
        Threshold(5),
        Threshold(10),
    ),
    Code.FAILED_PAYOUTS: Measure(
        _("近30天银行未能付给企业或者被退回的款项"),
        _("笔"),
        Threshold(1),
        Threshold(3),
    ),
    Code.BLACKLISTED: Measure(_("企业今天在信用黑名单上"), _("次"), Threshold(1), Threshold(1)),
}
"""All thresholds are ours; percentages and numbers that are parameters are filled in. (decision 38)"""


class Status(TextChoices):
    OPEN = "open", _("待处置")
    DISMISSED = "dismissed", _("不予暂停")
    CONFIRMED = "confirmed", _("已暂停划转")
    LIFTING = "lifting", _("建议恢复划转")
    LIFTED = "lifted", _("已恢复划转")
    OVER = "over", _("已消除")


S = Status
CURRENT = (S.OPEN, S.DISMISSED, S.CONFIRMED, S.LIFTING)
"""An enterprise has at most one warning in one of these."""
TO_DECIDE = (S.OPEN, S.LIFTING)
ANSWER_WAITS = "answer"
"""Beside the states: what the enterprise says waits for a reply."""
HELD = (S.CONFIRMED, S.LIFTING)

WARNING_MOVES = Moves(
    confirm=Move(_("暂停划转"), (S.OPEN, S.DISMISSED), S.CONFIRMED),
    dismiss=Move(_("不予暂停"), (S.OPEN,), S.DISMISSED),
    reopen=Move(_("情况加重，重新预警"), (S.DISMISSED,), S.OPEN),
    end=Move(_("预警消除"), (S.OPEN, S.DISMISSED), S.OVER),
    propose_lifting=Move(_("建议恢复划转"), (S.CONFIRMED,), S.LIFTING),
    relapse=Move(_("情况加重，继续暂停"), (S.LIFTING,), S.CONFIRMED),
    lift=Move(_("恢复划转"), (S.CONFIRMED, S.LIFTING), S.LIFTED),
)


class Review(TextChoices):
    """What departments (管理部) review within three working days. (CTR-05)"""

    ADDITION = "addition", _("个人造册")
    REGISTRATION = "registration", _("物业单位注册")
    KEY = "key", _("制发密钥")
    AREA = "area", _("物业区域关联")


LONGEST_ANSWER = 1000


class Refusal(TextChoices):
    REASON_MISSING = "reason_missing", _("请填写理由")
    NOT_SERIOUS = (
        "not_serious",
        _("这条预警为「{level}」，不建议暂停划转；有主管部门文书的，请在「暂停划转」中登记"),
    )
    NOT_YOURS = "not_yours", _("只有被预警的企业可以提交说明")
    NO_LONGER_CURRENT = "no_longer_current", _("这条预警已结束，不再接收说明")
    ANSWER_TOO_LONG = "answer_too_long", _("说明最多{most}个字")
    ANSWERED_ALREADY = "answered_already", _("这份说明已有答复")
