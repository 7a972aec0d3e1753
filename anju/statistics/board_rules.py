"""The service board and the monthly report as data: what is published, since when, how it is made. (BEY-07, CTR-08)"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.moves import Move, Moves

LEAST_REFUNDS = 10
"""Times of refunds are published where so many refunds stand behind them: of fewer they would tell how it went for a
person. (ours, as `LEAST_LEASES`)"""

SHARE = 95
"""The second time that is published: within it so many of a hundred refunds were paid."""

MONTHS_SHOWN = 12


class TimeSpan(TextChoices):
    MONTH = "month", _("当月")
    YEAR = "year", _("近12个月")


class ReportStatus(TextChoices):
    WAITING = "waiting", _("待生成")
    MADE = "made", _("已生成")


REPORT_MOVES = Moves(make=Move(_("生成月报"), (ReportStatus.WAITING,), ReportStatus.MADE))


class BoardRefusal(TextChoices):
    MONTH_NOT_BEGUN = "month_not_begun", _("{month}还没有开始，不能生成月报")
    MONTH_TOO_OLD = "month_too_old", _("{month}早于系统启用，不能生成月报")
