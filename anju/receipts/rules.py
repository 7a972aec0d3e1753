"""Fiscal e-receipts (财政电子票据) as data. Sources: manual 002, 2.3.2(2); rules B9.5, B10, B11."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.moves import Move, Moves
from anju.people.rules import Power

PAYEE = "北京市住房资金管理中心"
REVIEWER = "归集管理科"
CASHIER = "资金结算科"
"""收款单位, 复核人 and 收款人 as every receipt names them (our default)."""

UNIT = "平方米"

CLAIMED_A_RUN = 200
"""So many receipts at the most before the job looks again who has waited longest (our default)."""

PAUSES = tuple(timedelta(seconds=s) for s in (30, 60, 120, 300, 600, 1800))
"""How long to wait after each silence; the last one for ever after: no receipt is given up. The first is longer than
all questions about one receipt take together (our default)."""


class Status(TextChoices):
    UNISSUED = "unissued", _("未开票")
    REQUESTED = "requested", _("开票中")
    ISSUED = "issued", _("开票成功")
    FAILED = "failed", _("开票失败")
    VOIDING = "voiding", _("冲红中")
    VOIDED = "voided", _("已作废")
    PAPER = "paper", _("纸质票据")


WAITING = (Status.REQUESTED, Status.VOIDING)
"""These wait for the platform."""

STANDING = (Status.REQUESTED, Status.ISSUED, Status.VOIDING, Status.PAPER)
"""While a receipt is one of these its money may not be refunded. (rule B9.5)"""

ON_PLATFORM = (Status.ISSUED, Status.VOIDING)

MOVES = Moves(
    request=Move(_("我要开票"), (Status.UNISSUED,), Status.REQUESTED),
    issue=Move(_("开具"), (Status.REQUESTED,), Status.ISSUED),
    fail=Move(_("开票失败"), (Status.REQUESTED,), Status.FAILED),
    request_again=Move(_("重新开票"), (Status.FAILED,), Status.REQUESTED),
    begin_void=Move(_("申请冲红"), (Status.ISSUED,), Status.VOIDING),
    keep=Move(_("冲红失败"), (Status.VOIDING,), Status.ISSUED),
    void=Move(_("冲红"), (Status.REQUESTED, Status.VOIDING), Status.VOIDED),
    record_paper=Move(_("登记纸质票据"), (Status.UNISSUED, Status.FAILED), Status.PAPER),
    drop=Move(_("作废"), (Status.FAILED, Status.PAPER), Status.VOIDED),
)


class Result(TextChoices):
    """How the platform failed to answer."""

    UNREACHABLE = "unreachable", _("没有应答")
    UNREADABLE = "unreadable", _("答复无法读取")


class TroubleStatus(TextChoices):
    OPEN = "open", _("待处理")
    RESOLVED = "resolved", _("已解决")


WORKING_ON_TROUBLES = frozenset({Power.FUND_PAY, Power.FUND_CHECK})

TROUBLE_MOVES = Moves(
    resolve=Move(_("解决"), (TroubleStatus.OPEN,), TroubleStatus.RESOLVED),
)


class Refusal(TextChoices):
    PAPER_EXISTS = "paper_exists", _("您的纸质票据已开具，不支持再次开具电子票据。")
    OTHER_CONTENT = "other_content", _("这笔交存已经开具金额不同的票据，请先作废")
    OTHER_PAPER = "other_paper", _("这笔交存已经登记纸质票据{paper_no}")
    NO_RECEIPT = "no_receipt", _("这笔交存没有开具票据")
    REASON_MISSING = "reason_missing", _("请填写作废原因")
    PAPER_NO_MISSING = "paper_no_missing", _("请填写纸质票据号码")
    NOTHING_TO_RECEIPT = "nothing_to_receipt", _("没有可以开票的金额")
