"""What an enterprise's desk knows of ends of leases, as data: what it can do, what waits, files of many cases."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.moves import Move, Moves


class Act(TextChoices):
    """What an enterprise can do about the end of a lease at a moment."""

    CONFIRM_RETURN = "confirm_return", _("确认交还住房")
    OBJECT = "object", _("对交还住房提出异议")
    CANCEL = "cancel", _("撤销登记")
    PROPOSE = "propose", _("提交退款方案")
    WITHDRAW = "withdraw", _("撤回退款方案")
    OFFER = "offer", _("逐项协商")
    HAND_IN_AWARD = "hand_in_award", _("提交裁决书、判决书")


class Todo(TextChoices):
    """What waits for an enterprise beside its plans."""

    CONFIRM = "confirm", _("承租人登记，待本企业确认")
    CANCEL = "cancel", _("承租人申请撤销登记")
    OFFER = "offer", _("待回应的提议")


class Left(TextChoices):
    """How many days are left to whoever has to act."""

    OVERDUE = "overdue", _("已逾期")
    TODAY = "today", _("今天到期")
    SOON = "soon", _("三日内到期")


SOON = timedelta(days=3)

MOST_ROWS_IN_FILE = 2_000
"""So many leases one file may end (our default)."""


class UploadStatus(TextChoices):
    RECEIVED = "received", _("等待核对")
    WORKING = "working", _("正在核对")
    CHECKED = "checked", _("核对完成，待提交")
    CONFIRMED = "confirmed", _("正在办理")
    DONE = "done", _("办理完成")


U = UploadStatus
UPLOAD_MOVES = Moves(
    start=Move(_("开始核对"), (U.RECEIVED,), U.WORKING),
    finish_checking=Move(_("核对完成"), (U.WORKING,), U.CHECKED),
    check_again=Move(_("重新核对"), (U.CHECKED,), U.RECEIVED),
    confirm=Move(_("提交办理"), (U.CHECKED,), U.CONFIRMED),
    finish=Move(_("办理完成"), (U.CONFIRMED,), U.DONE),
)
TO_WORK_ON = (U.RECEIVED, U.WORKING, U.CONFIRMED)


class RowOutcome(TextChoices):
    """What a row of a file comes to."""

    READY = "ready", _("可以办理")
    DONE = "done", _("已办理")
    REFUSED = "refused", _("不能办理")
    NOT_OURS = "not_ours", _("不是本企业合同")
    TWICE = "twice", _("重复行")
    UNREADABLE = "unreadable", _("不能读取")


class UploadRefusal(TextChoices):
    NO_ROWS = "no_rows", _("文件「{name}」中没有合同")
    TOO_MANY_ROWS = (
        "too_many_rows",
        _("文件「{name}」中有{count}行，一次最多{limit}行，请分开上传"),
    )
    NOT_A_REASON = "not_a_reason", _("「{text}」不是结束原因，请填写到期或解约")
    NOT_A_PLAN = "not_a_plan", _("「{text}」不能批量提交，只能填写全额退还，或者留空只登记")
    DAYS_MISSING = (
        "days_missing",
        _("还没有登记交还住房，请填写结束原因和交还住房日期"),
    )
    TWICE_OF = "twice_of", _("与第{first}行重复")
    STILL_WORKING = "still_working", _("文件还在核对，请稍候")
    NOTHING_READY = "nothing_ready", _("文件中没有可以办理的合同")
