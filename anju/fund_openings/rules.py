"""期初建账: the homes and balances with which a city begins, as data. (rules B1.4, B2.7, B3.1; LED-02)"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.moves import Move, Moves

MOST_ROWS = 20_000
"""So many homes stand in one file; an opening has as many files as it needs (our default)."""

ROWS_A_RUN = 200


class Status(TextChoices):
    ENTERING = "entering", _("录入中")
    SUBMITTED = "submitted", _("待复核")
    BOOKING = "booking", _("正在建账")
    DONE = "done", _("已建账")
    CANCELLED = "cancelled", _("已取消")


S = Status
MOVES = Moves(
    submit=Move(_("提交复核"), (S.ENTERING,), S.SUBMITTED),
    send_back=Move(_("退回"), (S.SUBMITTED,), S.ENTERING),
    approve=Move(_("复核通过"), (S.SUBMITTED,), S.BOOKING),
    cancel=Move(_("取消"), (S.ENTERING,), S.CANCELLED),
    finish=Move(_("建账完成"), (S.BOOKING,), S.DONE),
)
OPEN = (S.ENTERING, S.SUBMITTED, S.BOOKING)


class FileStatus(TextChoices):
    RECEIVED = "received", _("正在核对")
    CHECKED = "checked", _("核对完成")
    WITHDRAWN = "withdrawn", _("已撤回")


F = FileStatus
FILE_MOVES = Moves(
    check=Move(_("核对完成"), (F.RECEIVED,), F.CHECKED),
    withdraw=Move(_("撤回"), (F.RECEIVED, F.CHECKED), F.WITHDRAWN),
)


class RowOutcome(TextChoices):
    READY = "ready", _("核对无误")
    WRONG = "wrong", _("有误")


class Refusal(TextChoices):
    NOT_THE_FUNDS = "not_the_funds", _("请选择维修资金专户")
    NO_STATEMENT = "no_statement", _("{bank}还没有对账单，请等银行送来第一天的对账单")
    NOTHING_TO_OPEN = "nothing_to_open", _("{bank}第一天对账单的期初余额已全部入账")
    NOT_A_CREDIT = "not_a_credit", _("请选择该专户的一笔待认领到账资金")
    OPENING_KNOWN = "opening_known", _("{bank}的{no}还没有办理完毕")
    NOT_ENTERING = "not_entering", _("{no}的状态为「{status}」，不能增减文件")
    NOT_SUBMITTED = "not_submitted", _("{no}的状态为「{status}」，不能复核")
    NOT_CHECKED = "not_checked", _("文件「{name}」正在核对，请稍后再提交")
    ROWS_WRONG = "rows_wrong", _("还有{count}行有误，请撤回文件，改正后重新上传")
    DIFFERS = "differs", _("各户余额合计{stated}元，银行{expected}元，相差{missing}元")
    SAME_PERSON = "same_person", _("不能复核自己办理的业务，请由另一人复核")
    REASON_MISSING = "reason_missing", _("请填写退回原因")
    NO_ROWS = "no_rows", _("文件「{name}」没有填写任何房屋")
    TOO_MANY_ROWS = "too_many_rows", _("文件「{name}」有{count}行，一次最多{limit}行")
    PLACE_TWICE = "place_twice", _("与文件「{name}」第{row}行是同一套房屋")
    OWNER_DIFFERS = "owner_differs", _("该房屋登记的业主不是「{name}」")
    AREA_DIFFERS = "area_differs", _("该房屋登记的建筑面积为{area}平方米")
    KIND_DIFFERS = "kind_differs", _("该房屋登记为{kind}")
    FIRST_MISSING = "first_missing", _("有余额的商品住宅须填写首次交存金额")
    NO_UNITS_PART = "no_units_part", _("只有售后公有住房有售房单位交存部分")
    UNKNOWN_UNIT = "unknown_unit", _("没有代码为{uscc}的售房单位，请先登记")
    NOT_A_KIND = "not_a_kind", _("「{text}」不是房屋性质，请填写商品住宅或售后公有住房")
    NUMBERS_DIFFER = "numbers_differ", _("业主名称有{names}个，证件号码有{numbers}个，须一一对应")
