"""What is credited to many homes in one run: yearly interest and public revenue. Sources: rules B2.11, B3, B3.9."""

from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.moves import Move, Moves

INTEREST_MONTH, INTEREST_DAY = 6, 30
"""Interest is settled yearly on 30 June, as of the end of the day. (rule B3.4, our default)"""

CLOSING_HOLDS = timedelta(days=10)
"""So long after its interest was counted up to the day a home may be given up without counting anew (our default)."""

COUNTED_AFTER = timedelta(days=3)
"""So long after that day it is counted, so that what the bank credits late is in (our default)."""

DAYS_OF_A_YEAR = 360
PARTS_OF_A_FEN = 1_000_000 * DAYS_OF_A_YEAR
"""Interest is fen × parts per million × days: so many of these are one fen, rounded half up once. (rule B3.7)"""

CHUNK = 20_000
"""So many homes in one transaction."""

MOST_ROWS = 500
"""So many homes stand in one list of a selling unit (our default)."""

MOST_HOMES = 50_000
"""So many homes has no community (our default)."""


def settled_upto(day: date) -> date:
    """The first day after the last settlement day whose interest may be counted on this day."""
    counted = day - COUNTED_AFTER
    first_after = date(counted.year, INTEREST_MONTH, INTEREST_DAY) + timedelta(days=1)
    if counted < first_after:
        first_after = date(counted.year - 1, INTEREST_MONTH, INTEREST_DAY) + timedelta(days=1)
    return first_after


class Kind(TextChoices):
    INTEREST = "interest", _("年度结息")
    CLOSING = "closing", _("销户结息")
    REVENUE = "revenue", _("公共收益转入")
    UNIT = "unit", _("售后公房交存")


PREFIXES = {Kind.INTEREST: "JX", Kind.CLOSING: "XH", Kind.REVENUE: "GG", Kind.UNIT: "GF"}
OF_INTEREST = (Kind.INTEREST, Kind.CLOSING)
OF_CREDITS = (Kind.REVENUE, Kind.UNIT)
"""These share a credit that the bank has booked; the others what the bank has paid as interest."""


class Status(TextChoices):
    COUNTING = "counting", _("正在计算")
    COUNTED = "counted", _("待复核")
    BOOKING = "booking", _("正在入账")
    DONE = "done", _("已入账")
    REJECTED = "rejected", _("已退回")


S = Status
MOVES = Moves(
    count=Move(_("计算完成"), (S.COUNTING,), S.COUNTED),
    approve=Move(_("复核通过"), (S.COUNTED,), S.BOOKING),
    reject=Move(_("退回"), (S.COUNTED,), S.REJECTED),
    finish=Move(_("入账完成"), (S.BOOKING,), S.DONE),
)


class Refusal(TextChoices):
    OF_THE_CITY = "of_the_city", _("利率和年度结息由全市统一办理，管理部不能办理")
    RATE_IN_PAST = "rate_in_past", _("利率的生效日{from_on}须晚于今天")
    RATE_OUT_OF_ORDER = "rate_out_of_order", _("生效日{from_on}须晚于已录入的{last_on}")
    NO_RATE = "no_rate", _("{day}没有利率，不能结息")
    NO_ACCOUNTS = "no_accounts", _("{bank}没有可以结息的分户账")
    RUN_OPEN = "run_open", _("{no}还没有办理完毕，请先复核或退回")
    NOT_COUNTED = "not_counted", _("{no}的状态为「{status}」，不能复核")
    SAME_PERSON = "same_person", _("不能复核自己办理的业务，请由另一人复核")
    SHORT = "short", _("{bank}可用于入账的资金为{held}元，应入账{wanted}元，差{missing}元")
    REASON_MISSING = "reason_missing", _("请填写退回原因")
    NOT_A_CREDIT = "not_a_credit", _("请选择维修资金专户的一笔待认领到账资金")
    CREDIT_TAKEN = "credit_taken", _("这笔到账资金已用于{no}")
    NO_HOMES = "no_homes", _("{community}没有在该专户开立分户账的房屋")
    TOO_MANY_HOMES = "too_many_homes", _("一次最多分摊到{most}户")
    ROWS_MISSING = "rows_missing", _("请填写1至{most}户")
    NOT_SOLD_PUBLIC = (
        "not_sold_public",
        _("第{row}行：{community}没有登记「{wanted}」这一户售后公有住房"),
    )
    PARTS_MISSING = "parts_missing", _("第{row}行没有金额")
    TWICE_IN_LIST = "twice_in_list", _("第{row}行与前面的一行是同一户")
    OTHER_UNIT = "other_unit", _("第{row}行的售房单位是{unit}，一次只能办理一个单位的房屋")
    SUM_DIFFERS = "sum_differs", _("逐户金额合计{total}元，到账资金为{credit}元，须一致")
    CLOSING_MISSING = (
        "closing_missing",
        _("退还全部余额以前，请在分户账办理销户结息，复核入账后再办理退款"),
    )
    PURPOSE_MISSING = "purpose_missing", _("请填写公共收益的来源")
