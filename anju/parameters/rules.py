"""What the city settles: limits, periods, rates and texts, each from a day on, as data. (CTR-06)

A parameter is declared here, its value in force is a row of `Value`. While nobody has said anything the default counts:
it is what the rules of the package that reads it say, and a test keeps both alike.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.moves import Move, Moves
from anju.people.rules import Office, Power


class Kind(TextChoices):
    """How a value is written and read, and in which unit."""

    DAYS = "days", _("天")
    WORKDAYS = "workdays", _("个工作日")
    MONTHS = "months", _("个月")
    MINUTES = "minutes", _("分钟")
    COUNT = "count", _("个")
    PERCENT = "percent", _("%")
    FEN = "fen", _("元")
    YES_NO = "yes_no", _("是／否")
    TIME = "time", _("时刻")
    DAY_LIST = "day_list", _("天（可填多个）")
    RATE = "rate", _("年利率")
    RATES = "rates", _("年利率（上年结转、当年交存）")
    CALENDAR = "calendar", _("工作日历")
    TEXT = "text", _("文本")
    USER_NOTICE = "user_notice", _("用户须知（中文和英文）")


NUMBERS = (
    Kind.DAYS,
    Kind.WORKDAYS,
    Kind.MONTHS,
    Kind.MINUTES,
    Kind.COUNT,
    Kind.PERCENT,
    Kind.FEN,
)


KEPT_ELSEWHERE = (Kind.RATE, Kind.RATES, Kind.CALENDAR, Kind.USER_NOTICE)
"""What is approved here and then read from tables of its own: of the packages that count interest, core's, people's."""


class Group(TextChoices):
    CUSTODY = "custody", _("押金托管和租金监管")
    ORDER = "order", _("账单和订单")
    REFUND = "refund", _("退还和争议")
    DAY = "day", _("付款和日终")
    WARNING = "warning", _("风险预警和待领资金")
    FUND = "fund", _("住宅专项维修资金")
    SYSTEM = "system", _("接口")
    RATE = "rate", _("利率")
    CALENDAR = "calendar", _("工作日历")
    TEXT = "text", _("文本")
    WORKS = "works", _("维修资金使用")
    HOME = "home", _("房源核验")
    FILING = "filing", _("合同网签和备案")
    CREDIT = "credit", _("机构备案和信用管理")


FROM_THEN = "自生效日起新发生的业务适用，已经通知的期限和已经办结的业务不变。"
AT_ONCE = "自生效日起所有页面和自动任务按新值办理。"


@dataclass(frozen=True)
class Parameter:
    """One thing the city settles. `office` proposes and approves; `least` and `most` bound numbers, both allowed.

    `source` is the regulation, or says that it is ours; `effect` tells who approves what the change does.
    """

    code: str
    label: str
    group: Group
    office: Office
    kind: Kind
    default: str
    least: int = 0
    most: int = 0
    unit: str = ""
    source: str = ""
    effect: str = FROM_THEN


OURS = "未见规定，系统默认值"
MEASURES = "京建法〔2024〕8号"
C, A = Office.CENTRE, Office.AUTHORITY

# One line says what it is, the next where it comes from.
# fmt: off
_OF_CENTRE = (
    Parameter("custody.deposit_cap_months", "押金上限（月租金的倍数）", Group.CUSTODY, C, Kind.MONTHS, "1", 0, 12,
        source="北京市住房租赁条例第三十六条"),
    Parameter("custody.supervise_above_months", "预收租金超过几个月须监管", Group.CUSTODY, C, Kind.MONTHS, "3", 1, 12,
        source=MEASURES),
    Parameter("custody.first_release_months", "首次划转几个月租金", Group.CUSTODY, C, Kind.MONTHS, "3", 1, 12,
        source=MEASURES),
    Parameter("custody.release_within_days", "首次划转时限", Group.CUSTODY, C, Kind.DAYS, "1", 0, 30,
        source=MEASURES),
    Parameter("bill.visible_days", "账单提前展示天数", Group.ORDER, C, Kind.DAYS, "5", 0, 90,
        source="承租人操作手册4.2.1", effect=AT_ONCE),
    Parameter("order.pending_minutes", "待确认订单保留时间", Group.ORDER, C, Kind.MINUTES, "10", 1, 1440,
        source="承租人操作手册8.2.1"),
    Parameter("order.provider_minutes", "支付宝、微信支付订单支付时限", Group.ORDER, C, Kind.MINUTES, "3", 1, 120,
        source="承租人操作手册8.2.1"),
    Parameter("order.return_within_workdays", "挂账资金退回时限", Group.ORDER, C, Kind.WORKDAYS, "1", 1, 30,
        source=OURS),
    Parameter("order.pass_on_workdays", "企业代收后代缴时限", Group.ORDER, C, Kind.WORKDAYS, "1", 1, 30,
        source=OURS),
    Parameter("refund.plan_workdays", "企业提出退还意见的期限", Group.REFUND, C, Kind.WORKDAYS, "3", 1, 30,
        source=MEASURES),
    Parameter("refund.answer_workdays", "承租人首次答复期限", Group.REFUND, C, Kind.WORKDAYS, "3", 1, 30,
        source=MEASURES),
    Parameter("refund.final_workdays", "再次提醒后的答复期限", Group.REFUND, C, Kind.WORKDAYS, "3", 1, 30,
        source=MEASURES),
    Parameter("refund.warned_before_days", "期限届满前几天提醒", Group.REFUND, C, Kind.DAYS, "1", 1, 10,
        source=OURS),
    Parameter("refund.dispute_reminder_days", "争议未解决的提醒间隔", Group.REFUND, C, Kind.DAYS, "90", 1, 365,
        source=OURS),
    Parameter("refund.overdue_alert_days", "企业逾期未提出退还意见的警示天数", Group.REFUND, C, Kind.DAY_LIST,
        "1,5,7", 1, 60, source="北京市住房租赁条例", effect=AT_ONCE),
    Parameter("payout.cutoff", "当日付款截止时刻", Group.DAY, C, Kind.TIME, "16:30",
        source=OURS),
    Parameter("closing.blocks_releases", "日终差异未处理时暂停该账户划转", Group.DAY, C, Kind.YES_NO, "yes",
        source=OURS, effect=AT_ONCE),
    Parameter("warning.late_custody_days", "逾期未存入托管的预警天数", Group.WARNING, C, Kind.DAYS, "5", 1, 90,
        source=OURS, effect=AT_ONCE),
    Parameter("warning.prepaid_months", "预收租金过长的预警月数", Group.WARNING, C, Kind.MONTHS, "6", 3, 24,
        source=OURS, effect=AT_ONCE),
    Parameter("warning.overdue_refunds", "逾期未退还的预警件数", Group.WARNING, C, Kind.COUNT, "3", 1, 1000,
        unit="件", source=OURS, effect=AT_ONCE),
    Parameter("warning.occupancy_drop_percent", "在租合同减少的预警比例", Group.WARNING, C, Kind.PERCENT,
        "30", 1, 100, source=OURS, effect=AT_ONCE),
    Parameter("unclaimed.after_days", "款项几天无人领取列入待领资金", Group.WARNING, C, Kind.DAYS, "30", 1, 365,
        source=OURS, effect=AT_ONCE),
    Parameter("contact.check_days", "合同到期前几天核对联系方式和收款账户", Group.WARNING, C, Kind.DAYS, "30", 1, 180,
        source=OURS, effect=AT_ONCE),
    Parameter("fund.standard_low_fen", "首次交存标准（六层以下，每平方米）", Group.FUND, C, Kind.FEN,
        "10000", 1, 100_000, unit="元/㎡", source="北京市住宅专项维修资金交存标准（2008年）"),
    Parameter("fund.standard_high_fen", "首次交存标准（七层以上，每平方米）", Group.FUND, C, Kind.FEN,
        "20000", 1, 100_000, unit="元/㎡", source="北京市住宅专项维修资金交存标准（2008年）"),
    Parameter("fund.top_up_percent", "余额低于首期的百分之几应续交", Group.FUND, C, Kind.PERCENT, "30", 1, 100,
        source="住宅专项维修资金管理办法第十七条", effect=AT_ONCE),
    Parameter("fund.house_review_workdays", "个人造册审核期限", Group.FUND, C, Kind.WORKDAYS, "3", 1, 30,
        source="业主操作手册"),
    Parameter("fund.link_review_workdays", "物业服务企业注册和区域关联审核期限", Group.FUND, C, Kind.WORKDAYS,
        "3", 1, 30, source="物业服务企业操作手册"),
    Parameter("api.calls_a_minute", "每个接口密钥每分钟调用次数", Group.SYSTEM, C, Kind.COUNT, "600", 1, 100_000,
        unit="次", source=OURS, effect="自生效日起新签发的密钥按新值，已签发的不变，可逐个修改。"),
    Parameter("custody.interest_rate", "托管监管资金存款年利率", Group.RATE, C, Kind.RATE, "", 0, 200_000,
        source="监管银行利率公告", effect="自生效日起按新利率计息，此前的利息按原利率计算，不变。"),
    Parameter("fund.interest_rates", "维修资金年利率", Group.RATE, C, Kind.RATES, "", 0, 200_000,
        source="市住房资金管理中心利率通知", effect="自生效日起按新利率计息，此前的利息按原利率计算，不变。"),
    Parameter("calendar", "年度工作日历", Group.CALENDAR, C, Kind.CALENDAR, "",
        source="国务院办公厅年度放假安排",
        effect="生效后，未届满的期限按新日历重新计算，已经通知的期限只延长、不缩短。"),
    Parameter("people.user_notice", "《用户须知》", Group.TEXT, C, Kind.USER_NOTICE, "",
        source="个人信息保护法第十四条、第十七条",
        effect="自生效日起，每一位承租人在进入租押金业务时重新阅读并同意。以前的版本和同意记录都保留，任何人可以查阅。"),
)
_OF_AUTHORITY = (
    Parameter("works.decide_workdays", "维修支取审批期限", Group.WORKS, A, Kind.WORKDAYS, "10", 1, 30,
        source=OURS),
    Parameter("works.emergency_decide_workdays", "应急维修审批期限", Group.WORKS, A, Kind.WORKDAYS, "2", 1, 10,
        source="北京市应急使用住宅专项维修资金通知（2013年）"),
    Parameter("works.pay_workdays", "维修费用拨付期限", Group.WORKS, A, Kind.WORKDAYS, "10", 1, 30,
        source=OURS),
    Parameter("works.emergency_pay_workdays", "应急维修费用拨付期限", Group.WORKS, A, Kind.WORKDAYS, "2", 1, 10,
        source="北京市应急使用住宅专项维修资金通知（2013年）"),
    Parameter("works.first_pay_percent", "首笔拨付比例上限", Group.WORKS, A, Kind.PERCENT, "50", 0, 50,
        source=OURS),
    Parameter("works.unaudited_up_to_fen", "决算不超过多少元不需要审核报告", Group.WORKS, A, Kind.FEN,
        "3000000", 0, 1_000_000_000, source=OURS),
    Parameter("works.second_review_from_fen", "预算达到多少元须复审", Group.WORKS, A, Kind.FEN,
        "50000000", 0, 10_000_000_000, source=OURS),
    Parameter("verify.valid_days", "房源核验有效期", Group.HOME, A, Kind.DAYS, "90", 1, 365,
        source=OURS),
    Parameter("verify.objection_workdays", "房源核验异议处理期限", Group.HOME, A, Kind.WORKDAYS, "3", 1, 30,
        source=OURS),
    Parameter("filing.must_sign_online", "备案前是否必须进行合同网签", Group.FILING, A, Kind.YES_NO, "yes",
        source="监管服务平台操作手册", effect="自生效日起提交的备案按新值受理，已经受理的不变。"),
    Parameter("filing.review_workdays", "合同备案审核期限", Group.FILING, A, Kind.WORKDAYS, "3", 1, 30,
        source=OURS),
    Parameter("signing.confirm_days", "网签合同等待各方确认的天数", Group.FILING, A, Kind.DAYS, "3", 1, 30,
        source=OURS),
    Parameter("signing.persons_a_room", "每个房间居住人数上限", Group.FILING, A, Kind.COUNT, "2", 1, 10,
        unit="人", source="京建法〔2013〕13号"),
    Parameter("signing.area_a_person", "人均居住面积下限", Group.FILING, A, Kind.COUNT, "5", 1, 30,
        unit="平方米", source="京建法〔2013〕13号"),
    Parameter("agency.days_to_file", "机构备案办理时限", Group.CREDIT, A, Kind.DAYS, "30", 1, 365,
        source="京建法〔2023〕7号"),
    Parameter("credit.serious_points", "严重记分的分值", Group.CREDIT, A, Kind.COUNT, "3", 1, 12,
        unit="分", source=OURS),
    Parameter("credit.objection_workdays", "记分异议提出期限", Group.CREDIT, A, Kind.WORKDAYS, "10", 1, 60,
        source=OURS),
    Parameter("credit.decision_workdays", "记分异议处理期限", Group.CREDIT, A, Kind.WORKDAYS, "10", 1, 60,
        source=OURS),
    Parameter("credit.statement_workdays", "列入黑名单前陈述申辩期限", Group.CREDIT, A, Kind.WORKDAYS, "5", 1, 60,
        source=OURS),
    Parameter("credit.removal_workdays", "名单注销办理期限", Group.CREDIT, A, Kind.WORKDAYS, "3", 1, 60,
        source=OURS),
    Parameter("credit.months_before_repair", "公示几个月后可申请信用修复", Group.CREDIT, A, Kind.MONTHS, "6", 1, 36,
        source=OURS),
)
# fmt: on
RATE_OF_CUSTODY, RATES_OF_FUND, CALENDAR, USER_NOTICE = (
    "custody.interest_rate",
    "fund.interest_rates",
    "calendar",
    "people.user_notice",
)
PARAMETERS = {one.code: one for one in (*_OF_CENTRE, *_OF_AUTHORITY)}

OF_TEXTS = "text."
"""Codes of texts begin so, and name their office: `text.centre.notice.in_custody.zh`. What may stand in them is for
the package to say whose texts they are; it proposes them."""


def text_parameter(code: str) -> Parameter:
    """A text is not declared here: the package that sends it has its wording and its places for facts."""
    office = Office(code.split(".")[1])
    effect = "自生效日起发送的消息使用新文字，已经发送的不变。"
    return Parameter(code, code, Group.TEXT, office, Kind.TEXT, "", source=OURS, effect=effect)


KEEP = {
    Office.CENTRE: Power.CENTRE_PARAMETER_KEEP,
    Office.AUTHORITY: Power.PARAMETER_KEEP,
}
CHECK = {
    Office.CENTRE: Power.CENTRE_PARAMETER_CHECK,
    Office.AUTHORITY: Power.PARAMETER_CHECK,
}
"""Which powers propose and approve what an office settles."""
READ = {
    Office.CENTRE: {KEEP[Office.CENTRE], CHECK[Office.CENTRE]},
    Office.AUTHORITY: {
        KEEP[Office.AUTHORITY],
        CHECK[Office.AUTHORITY],
        Power.FILING_ENTER,
        Power.FILING_REVIEW,
    },
}
"""Who reads all that was said; the authority's officers of filings work by it every day."""


class Status(TextChoices):
    PROPOSED = "proposed", _("待复核")
    IN_FORCE = "in_force", _("已批准")
    REFUSED = "refused", _("未批准")
    WITHDRAWN = "withdrawn", _("已撤回")


MOVES = Moves(
    approve=Move(_("批准"), (Status.PROPOSED,), Status.IN_FORCE),
    refuse=Move(_("不予批准"), (Status.PROPOSED,), Status.REFUSED),
    withdraw=Move(_("撤回"), (Status.PROPOSED,), Status.WITHDRAWN),
)
"""What was approved is never edited: of several values the last said for the latest day that has come stands."""

MOST_TEXT = 5_000
MOST_DOCUMENTS = 5


YEARS_AHEAD = 10
"""So far ahead a value may be settled at most: a slip in the year would come before all settled later. (ours)"""


class Refusal(TextChoices):
    UNREADABLE = "parameter_unreadable", _("「{typed}」不是{expected}，请重新填写")
    OUT_OF_RANGE = "parameter_out_of_range", _("请填写{least}至{most}之间的数")
    FROM_IN_PAST = "parameter_from_in_past", _("生效日期{from_on}已经过去，最早从今天起生效")
    FROM_TOO_FAR = "parameter_from_too_far", _("生效日期最晚为{last_on}，请核对年份")
    NOTHING_CHANGED = "parameter_nothing_changed", _("自{from_on}起本来就是「{value}」，没有变化")
    WAITING = "parameter_waiting", _("「{label}」已有一项变更等待复核，请先办理")
    OWN_PROPOSAL = "parameter_own_proposal", _("不能复核自己提出的变更，请由另一人办理")
    NOT_YOURS = "parameter_not_yours", _("只有提出人可以撤回")
    TOO_MANY_DOCUMENTS = "parameter_too_many_documents", _("最多上传{most}个文件")
    OF_THE_CITY = "parameter_of_the_city", _("参数由全市统一办理，管理部不能办理")
