"""Filed leases and the bills they give rise to, as data.

Sources: 京建法〔2024〕8号 and its official explanation; manual 001, 2.2 and 4.1. Where no rule was found the value is
our default and says so.
"""

from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.moves import Move, Moves

CUSTODY_SINCE = date(2024, 10, 1)
"""Leases filed before the Measures came into force are out of scope (our default)."""

PREPAID_MONTHS_LIMIT = 3
"""Rent is supervised when strictly more than three months of it are collected in advance: 超过, not 以上."""

DEPOSIT_LIMIT_MONTHS = 1
"""A deposit is generally not more than one month's rent. (北京市住房租赁条例, Art. 36)"""

DUE_SOON = timedelta(days=5)
"""Bills are put before the tenant five days before they are due. (manual 001, 4.2.1)"""

DAYS_OF_A_PART_MONTH = 30
"""A day beyond whole months counts as a thirtieth of a month's rent (our default)."""


class BillKind(TextChoices):
    DEPOSIT = "deposit", _("押金")
    RENT = "rent", _("租金")


class BillStatus(TextChoices):
    """What a bill shows. Nobody writes it: it follows from the due date and from the order that holds the bill."""

    NOT_DUE = "not_due", _("未到期")
    PAYABLE = "payable", _("待缴")
    OVERDUE = "overdue", _("已逾期")
    IN_ORDER = "in_order", _("缴款中")
    PAID = "paid", _("已缴待入账")
    IN_CUSTODY = "in_custody", _("已监管")
    LEASE_ENDED = "lease_ended", _("合同已结束")


MOST_LEASES_IN_FILE = 5_000
MOST_TENANTS = 100
MOST_INSTALMENTS = 600


class ImportStatus(TextChoices):
    RECEIVED = "received", _("等待处理")
    WORKING = "working", _("正在处理")
    DONE = "done", _("处理完成")


IMPORT_MOVES = Moves(
    start=Move(_("开始处理"), (ImportStatus.RECEIVED,), ImportStatus.WORKING),
    finish=Move(_("处理完成"), (ImportStatus.WORKING,), ImportStatus.DONE),
)


class Outcome(TextChoices):
    """What became of one lease of an imported file."""

    ACCEPTED = "accepted", _("已导入")
    UNCHANGED = "unchanged", _("以前已导入，内容相同")
    REFUSED = "refused", _("未导入")


class Refusal(TextChoices):
    BAD_FILING_NO = (
        "bad_filing_no",
        _("合同备案编号「{filing_no}」格式不正确，应为8至32位大写字母、数字或短横线"),
    )
    FILED_DIFFERENTLY = (
        "filed_differently",
        _("合同{filing_no}已备案，本次内容与已备案的不同（{differing}），请办理变更备案"),
    )
    BEFORE_CUSTODY = (
        "before_custody",
        _("备案日期{filed_on}早于{since}，不在押金托管和租金监管范围内"),
    )
    FILED_IN_FUTURE = "filed_in_future", _("备案日期{filed_on}晚于今天")
    ENDS_BEFORE_START = "ends_before_start", _("租赁期止{ends_on}不晚于租赁期起{starts_on}")
    NO_TENANT = "no_tenant", _("没有承租人")
    TENANT_TWICE = "tenant_twice", _("承租人{name}重复出现")
    RENT_MISSING = "rent_missing", _("月租金应大于0元")
    DEPOSIT_TOO_HIGH = (
        "deposit_too_high",
        _("押金{deposit}元超过{months}个月租金{limit}元，须先由区房管部门核准"),
    )
    NO_INSTALMENT = "no_instalment", _("没有租金分期")
    INSTALMENT_GAP = (
        "instalment_gap",
        _("第{number}期租金应从{expected}开始，实际从{actual}开始：各期应首尾相接"),
    )
    INSTALMENT_END = "instalment_end", _("租金分期止于{actual}，租赁期止于{expected}，两者应相同")
    INSTALMENT_BACKWARDS = "instalment_backwards", _("第{number}期租金的止日早于起日")
    INSTALMENT_EMPTY = "instalment_empty", _("第{number}期租金的金额应大于0元")
    DUE_OUT_OF_ORDER = "due_out_of_order", _("第{number}期租金的应缴日期早于上一期")
    PLAN_DOES_NOT_ADD_UP = (
        "plan_does_not_add_up",
        _("租金分期合计{total}元，按月租金和租期应为{expected}元，相差{difference}元"),
    )
    LEASE_OVER = "lease_over", _("合同{filing_no}的租期{ends_on}已满，不能变更，续租请办理续租备案")
    OTHER_PARTIES = (
        "other_parties",
        _("变更不能更换{what}：原合同办理结束后，另行备案"),
    )
    CHANGE_TOO_EARLY = (
        "change_too_early",
        _("第{number}期及以前的租金已缴、正在缴纳或已到应缴日期，不能变更；变更只能自{from_on}起"),
    )
    RENT_WITHOUT_PLAN = (
        "rent_without_plan",
        _("月租金变更为{monthly_rent}元，但租金分期没有相应变更"),
    )
    DEPOSIT_BELOW_KEPT = (
        "deposit_below_kept",
        _(
            "押金已缴或正在缴纳{kept}元，变更后的押金{deposit}元不能低于该金额；在监管的押金随合同结束退还"
        ),
    )
    PERSON_OR_ORGANISATION = (
        "person_or_organisation",
        _("请填写个人（姓名、证件号码）或单位（单位名称、统一社会信用代码）其中一种"),
    )
    WRONG_ENCODING = (
        "wrong_encoding",
        _("文件「{name}」的文字编码不是UTF-8，请另存为UTF-8编码后再上传"),
    )
    NO_LEASE_IN_FILE = "no_lease_in_file", _("文件「{name}」中没有合同")
    TOO_MANY_LEASES = (
        "too_many_leases",
        _("文件「{name}」中有{count}份合同，一次最多{limit}份，请分开上传"),
    )
    NOT_LEASES = (
        "not_leases",
        _("文件「{name}」应为合同的列表，或者含有“leases”列表的对象"),
    )
    LEASE_NOT_IN_FILE = (
        "lease_not_in_file",
        _("「合同」表中没有合同备案编号「{filing_no}」"),
    )
    FILING_NO_TWICE = "filing_no_twice", _("合同备案编号与「合同」表第{row}行重复")
