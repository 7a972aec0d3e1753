"""Withdrawals from the maintenance fund (维修支取) as data. Sources: manual 004, 4; rules B1.3, B4 to B8."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.moves import Move, Moves
from anju.works.rules.form import FIELDS as FIELDS
from anju.works.rules.form import Field as Field
from anju.works.rules.refusals import Refusal as Refusal


class Kind(TextChoices):
    """使用类型. Emergency use needs no vote, but its evidence and a notice to the owners. (rule B8)"""

    NORMAL = "normal", _("一般使用")
    EMERGENCY = "emergency", _("应急使用")


class Category(TextChoices):
    """维修类别."""

    REPAIR = "repair", _("维修")
    RENEWAL = "renewal", _("更新")
    ALTERATION = "alteration", _("改造")


class Part(TextChoices):
    """维修部位: common parts and common facilities. (rule B1.3)"""

    FOUNDATION = "foundation", _("基础")
    WALL = "wall", _("承重墙体")
    COLUMN = "column", _("柱")
    BEAM = "beam", _("梁")
    SLAB = "slab", _("楼板")
    ROOF = "roof", _("屋顶")
    FACADE = "facade", _("户外墙面")
    LOBBY = "lobby", _("门厅")
    STAIRWELL = "stairwell", _("楼梯间")
    CORRIDOR = "corridor", _("走廊通道")
    ELEVATOR = "elevator", _("电梯")
    ANTENNA = "antenna", _("天线")
    LIGHTING = "lighting", _("照明")
    FIRE = "fire", _("消防设施")
    GREEN = "green", _("绿地")
    ROAD = "road", _("道路")
    LAMP = "lamp", _("路灯")
    DITCH = "ditch", _("沟渠")
    POND = "pond", _("池")
    WELL = "well", _("井")
    GARAGE = "garage", _("非经营性车场车库")
    SPORTS = "sports", _("公益性文体设施")
    ROOM = "room", _("共用设施设备使用的房屋")


class Scope(TextChoices):
    """列支范围: who shares the cost. (rule B6.7)"""

    COMMUNITY = "community", _("全小区")
    BUILDING = "building", _("幢")
    UNIT = "unit", _("单元")
    FLOOR = "floor", _("层")
    CHOSEN = "chosen", _("自选")


class Exclusion(TextChoices):
    """不得列支: asked item by item; a yes to any of them, and the fund does not pay. (rule B5)"""

    DEVELOPER = "developer", _("依法应当由建设单位或者施工单位承担的费用")
    UTILITY = (
        "utility",
        _(
            "依法应当由供水、供电、供气、供热、通信、有线电视等单位承担的管线和设施设备的维修、养护费用"
        ),
    )
    DAMAGE = "damage", _("应当由当事人承担的因人为损坏所需的修复费用")
    CONTRACT = (
        "contract",
        _("根据物业服务合同约定，应当由物业服务企业承担的维修和养护费用"),
    )
    DAILY = "daily", _("日常运行和保养费用")
    WARRANTY = "warranty", _("仍在保修期内的工程")
    EXCLUSIVE = "exclusive", _("业主专有部分")


class Emergency(TextChoices):
    """The six cases of emergency use. (rule B8.2)"""

    ROOF = "EM1", _("屋面防水损坏造成渗漏")
    ELEVATOR = "EM2", _("电梯故障危及人身安全")
    PUMP = "EM3", _("高层住宅水泵损坏导致供水中断")
    FACADE = "EM4", _("楼体单侧外立面五分之一以上有脱落危险")
    DRAIN = "EM5", _("专用排水设施坍塌、堵塞、爆裂，危及人身财产安全")
    FIRE = "EM6", _("消防系统出现功能障碍，消防管理部门要求维修")


class PaperKind(TextChoices):
    """What is attached (附件清单), to the order or to its settlement."""

    CONSENT = "consent", _("业主签字确认表")
    BUDGET = "budget", _("工程预算书")
    CONTRACT = "contract", _("施工合同")
    QUALIFICATION = "qualification", _("施工单位资质")
    PHOTO = "photo", _("现场照片")
    INSPECTION = "inspection", _("检测、鉴定报告")
    FIRE_DEMAND = "fire_demand", _("消防管理部门整改要求")
    NOTICE = "notice", _("告知业主的照片")
    ACCEPTANCE = "acceptance", _("竣工验收记录")
    STATEMENT = "statement", _("工程决算书")
    INVOICE = "invoice", _("发票")
    OTHER = "other", _("其他材料")


EVIDENCE: dict[Emergency, tuple[PaperKind, ...]] = {
    Emergency.ROOF: (PaperKind.PHOTO,),
    Emergency.ELEVATOR: (PaperKind.INSPECTION,),
    Emergency.PUMP: (PaperKind.PHOTO,),
    Emergency.FACADE: (PaperKind.INSPECTION, PaperKind.PHOTO),
    Emergency.DRAIN: (PaperKind.PHOTO,),
    Emergency.FIRE: (PaperKind.FIRE_DEMAND,),
}
"""What proves each case. (rules B8.2, B8.6, B8.7; where they name nothing, our default)"""

PAPERS_OF_NORMAL = (PaperKind.BUDGET, PaperKind.CONTRACT)
"""Without these a normal order is not submitted (our default, after rule B7, step 5)."""

PAPERS_OF_SETTLEMENT = (PaperKind.STATEMENT, PaperKind.INVOICE, PaperKind.PHOTO)
MOST_PAPERS = 60


class Status(TextChoices):
    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("待建委审批")
    SECOND_REVIEW = "second_review", _("待复审")
    APPROVED = "approved", _("已批准")
    WORKING = "working", _("施工中")
    SETTLING = "settling", _("决算待审")
    SETTLED = "settled", _("决算已审")
    FINISHED = "finished", _("已完结")
    RETURNED = "returned", _("审批退回")
    REVOKED = "revoked", _("已撤销")
    STOPPED = "stopped", _("已停止")


S = Status
MOVES = Moves(
    submit=Move(_("提交"), (S.DRAFT,), S.SUBMITTED),
    escalate=Move(_("初审通过"), (S.SUBMITTED,), S.SECOND_REVIEW),
    approve=Move(_("审批通过"), (S.SUBMITTED,), S.APPROVED),
    approve_again=Move(_("复审通过"), (S.SECOND_REVIEW,), S.APPROVED),
    send_back=Move(_("审批退回"), (S.SUBMITTED, S.SECOND_REVIEW), S.RETURNED),
    revoke=Move(_("撤销任务单"), (S.DRAFT, S.SUBMITTED, S.SECOND_REVIEW), S.REVOKED),
    withdraw_approval=Move(_("撤销批准"), (S.APPROVED,), S.RETURNED),
    start_works=Move(_("首付款到账"), (S.APPROVED,), S.WORKING),
    undo_start=Move(_("首付款退汇"), (S.WORKING,), S.APPROVED),
    settle=Move(_("提交决算"), (S.APPROVED, S.WORKING), S.SETTLING),
    return_settlement=Move(_("决算退回"), (S.SETTLING,), S.WORKING),
    return_unpaid=Move(_("决算退回"), (S.SETTLING,), S.APPROVED),
    approve_settlement=Move(_("决算通过"), (S.SETTLING,), S.SETTLED),
    finish=Move(_("完结"), (S.SETTLED,), S.FINISHED),
    fall_back=Move(_("尾款退汇"), (S.FINISHED,), S.SETTLED),
    stop=Move(_("停止"), (S.APPROVED, S.WORKING, S.SETTLING, S.SETTLED), S.STOPPED),
)
TO_REVIEW = (S.SUBMITTED, S.SECOND_REVIEW, S.SETTLING)
"""What waits for the authority."""

BEFORE_APPROVAL = (S.DRAFT, S.SUBMITTED, S.SECOND_REVIEW)
HOLDING = (S.APPROVED, S.WORKING, S.SETTLING, S.SETTLED)
"""Orders whose shares are frozen."""

GONE_BACK = (S.RETURNED, S.REVOKED)
"""审批退回及撤销任务单信息; all others are 已申请任务单信息. (manual 004, 4.2.3)"""

IN_USE = (*HOLDING, S.FINISHED)
"""Orders that were approved, and stand: what counts as spending."""


class Tab(TextChoices):
    APPLIED = "applied", _("已申请任务单信息")
    GONE_BACK = "gone_back", _("审批退回及撤销任务单信息")


class Stage(TextChoices):
    """At most half at first, the rest when the works are settled. (rule B7.5)"""

    FIRST = "first", _("首付款")
    FINAL = "final", _("尾款")


class PaymentStatus(TextChoices):
    ENTERED = "entered", _("待复核")
    PAYING = "paying", _("拨付中")
    PAID = "paid", _("已拨付")
    FAILED = "failed", _("拨付失败")
    REJECTED = "rejected", _("已退回")


P = PaymentStatus
PAYMENT_MOVES = Moves(
    approve=Move(_("复核通过"), (P.ENTERED,), P.PAYING),
    reject=Move(_("退回"), (P.ENTERED,), P.REJECTED),
    confirm=Move(_("拨付成功"), (P.PAYING,), P.PAID),
    fail=Move(_("拨付失败"), (P.PAYING, P.PAID), P.FAILED),
)
OPEN_PAYMENTS = (P.ENTERED, P.PAYING)
GOING = (P.ENTERED, P.PAYING, P.PAID)
"""Payments that count against what may be paid."""


class SettlementStatus(TextChoices):
    ENTERED = "entered", _("待审")
    APPROVED = "approved", _("已通过")
    RETURNED = "returned", _("已退回")


SETTLEMENT_MOVES = Moves(
    approve=Move(_("通过"), (SettlementStatus.ENTERED,), SettlementStatus.APPROVED),
    send_back=Move(_("退回"), (SettlementStatus.ENTERED,), SettlementStatus.RETURNED),
)


class SheetKind(TextChoices):
    """The three printed forms. (manual 004, 4.2.1)"""

    ORDER = "order", _("北京市住宅专项维修资金维修支取任务单")
    SIGNATURES = "signatures", _("北京市住房资金管理中心专项维修资金分摊明细业主签字确认表")
    ARREARS = "arrears", _("北京市住宅专项维修资金欠款催缴通知单")


class SheetStatus(TextChoices):
    WAITING = "waiting", _("等待生成")
    MAKING = "making", _("正在生成")
    DONE = "done", _("已生成")
    FAILED = "failed", _("生成失败")


SHEET_MOVES = Moves(
    start=Move(_("开始生成"), (SheetStatus.WAITING,), SheetStatus.MAKING),
    finish=Move(_("生成"), (SheetStatus.WAITING, SheetStatus.MAKING), SheetStatus.DONE),
    fail=Move(_("失败"), (SheetStatus.WAITING, SheetStatus.MAKING), SheetStatus.FAILED),
    try_again=Move(_("重新生成"), (SheetStatus.FAILED,), SheetStatus.WAITING),
)


class FlowKind(TextChoices):
    """业务类型 of 业务流水查询. (manual 004, 5)"""

    SUBMISSION = "submission", _("维修支取申请")
    REVOCATION = "revocation", _("撤销任务单")
    SETTLEMENT = "settlement", _("决算申报")
    DEMAND = "demand", _("分摊款催缴")
    PRINTING = "printing", _("打印表单")
    REPRINT = "reprint", _("补打表单")


class FlowChannel(TextChoices):
    """交易渠道 of 业务流水查询."""

    WEB = "web", _("网上办理")
    COUNTER = "counter", _("柜台办理")


class ReturnReason(TextChoices):
    """退回原因代码, which stands before the opinion in what the company reads. (rule B7, approval block)"""

    AREA = "R01", _("小区、分摊范围或者分摊金额有误")
    CONSENT = "R02", _("业主表决不符合要求")
    EXCLUDED = "R03", _("包含不得列支的费用")
    AMOUNT = "R04", _("预算或者申请金额依据不足")
    PAPERS = "R05", _("材料不齐全或者不清楚")
    PAYEE = "R06", _("施工单位或者收款信息不符")
    BALANCE = "R07", _("账户余额不足，尚未补足")
    EMERGENCY = "R08", _("不属于应急使用情形")
    OTHER = "R09", _("其他")

    def because(self, opinion: str) -> str:
        """R05 材料不齐全或者不清楚：缺少施工单位资质"""
        return f"{self.value} {self.label}：{opinion.strip()}"


class Check(TextChoices):
    """What the authority has in view when it decides. (WDR-08)"""

    HOMES = "homes", _("分摊户数和面积")
    EXCLUSIONS = "exclusions", _("不得列支核对")
    CONSENT = "consent", _("业主表决")
    OBJECTIONS = "objections", _("业主异议")
    NOTICE = "notice", _("告知业主")
    EVIDENCE = "evidence", _("应急证明材料")
    PAYEE = "payee", _("收款人")
    BALANCE = "balance", _("账户余额")
    PAPERS = "papers", _("附件")
    INVOICES = "invoices", _("发票")
    SETTLEMENT = "settlement", _("决算金额")


MOST_HOMES = 20_000
"""So many homes share at most (our default)."""

FIRST_PERCENT = 50
"""At most so much is paid before the works are settled. (rule B7.5, our default)"""

SECOND_REVIEW_FROM_FEN = 500_000_00
"""Orders of so much, or more, are reviewed a second time, by another person (rule B7.4, our default)."""

UNAUDITED_UP_TO_FEN = 30_000_00
"""Up to so much a settlement needs no acceptance record. (rule B7.5)"""

VOTE_DAYS = 15
"""So long the vote is open, unless the order says otherwise (after rule B4.8)."""
MOST_VOTE_DAYS = 90

PUBLICITY_DAYS = 7
"""So long the plan is posted before it is submitted. (rule B7.6)"""

DECIDE_WORKDAYS = 10
EMERGENCY_DECIDE_WORKDAYS = 2
URGENT_DECIDE = timedelta(hours=24)
"""The authority decides within so many working days, of an emergency two, on the spot (at the latest after so many
hours) where it is extremely urgent. (rules B7.3, B8.4)"""

PAY_WORKDAYS = 10
EMERGENCY_PAY_WORKDAYS = 2
URGENT_PAY_HOURS = 24
"""Paid within so many working days of the approval, of an emergency two, or 24 hours of
working days. (rule B8.5)"""

OUTLIER_PERCENT = 200
"""A community that spends more than so many percent of the median of similar ones is flagged. (BEY-08, our default)"""
FEWEST_COMPARED = 3
"""Below so many similar communities nothing is compared."""

STANDARD_DECIMALS = 4
"""分摊标准 is shown in yuan/m² with so many decimals. (rule B6.9)"""


class Event(TextChoices):
    """What the owners of the homes that share an order are told, once each. (BEY-02)"""

    SUBMITTED = "submitted", _("已申请")
    EMERGENCY = "emergency", _("已申请应急使用")
    APPROVED = "approved", _("已批准")
    RELEASED = "released", _("不再办理")
    SETTLED = "settled", _("费用已审核")
    ASKED = "asked", _("已催缴")


PLACE_OF_OWNERS = "/owner/works"
"""Where an owner reads of an order, by its number: the link of a message."""
TOLD_AT_ONCE = 500

REQUIRED_OF = {
    Kind.NORMAL: ("posted_from", "posted_to"),
    Kind.EMERGENCY: ("emergency",),
}
