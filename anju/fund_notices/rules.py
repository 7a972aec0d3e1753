"""交存通知单 in masses, as data: spreadsheets of homes, their results, printed notices. (manual 002, 4; rule B2.6)"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.moves import Move, Moves

MOST_ROWS = 10_000
ROWS_A_RUN = 200
PRINTED_TOGETHER = 500
"""So many notices stand in one printed file (our default)."""

QUICK_PLACE = "/owner/quick"
"""Where 站外快速交存 is, on the site that anybody can open."""


class FileStatus(TextChoices):
    RECEIVED = "received", _("等待处理")
    WORKING = "working", _("正在处理")
    PRINTING = "printing", _("正在生成通知单")
    DONE = "done", _("处理完成")


F = FileStatus
FILE_MOVES = Moves(
    start=Move(_("开始处理"), (F.RECEIVED,), F.WORKING),
    issue=Move(_("开具完成"), (F.WORKING,), F.PRINTING),
    finish=Move(_("处理完成"), (F.PRINTING,), F.DONE),
)


class RowOutcome(TextChoices):
    ISSUED = "issued", _("已开具")
    WRONG = "wrong", _("未开具")


class Refusal(TextChoices):
    NO_ROWS = "no_rows", _("文件「{name}」没有填写任何房屋")
    TOO_MANY_ROWS = "too_many_rows", _("文件「{name}」有{count}行，一次最多{limit}行")
    OWNER_DIFFERS = "owner_differs", _("该房屋登记的业主不是「{name}」")
    AREA_DIFFERS = "area_differs", _("该房屋登记的建筑面积为{area}平方米")
    TWICE_IN_FILE = "twice_in_file", _("与第{first}行是同一套房屋")
    NOT_A_COUNT = "not_a_count", _("「{text}」不是整数")
    NOT_A_PRICE = "not_a_price", _("合同总价须大于0；没有的不填")
    NOT_A_SALE = "not_a_sale", _("「{text}」不是房屋类型，请填写新建商品房或存量房")
