"""Credit: what counts how many points, what follows, who is listed and for how long, as data. (rules C5, C6)

What the rules leave open is decided in docs/decisions/0018-credit-and-lists.md.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.moves import Move, Moves

# The standard: 记分标准


class Category(TextChoices):
    """计分类型: the nine kinds of behaviour of the city's scheme, and what is to one's credit. (rule C5.2)"""

    FILING = "filing", _("机构备案")
    STAFF = "staff", _("人员管理")
    LISTING = "listing", _("信息发布")
    CONTRACT = "contract", _("合同备案")
    MONEY = "money", _("资金监管")
    SIGNING = "signing", _("签约服务")
    LETTING = "letting", _("出租行为")
    FEES = "fees", _("佣金收取")
    OTHER = "other", _("其他")
    COMMENDATION = "commendation", _("表彰奖励")


class Operation(TextChoices):
    """操作类型: what an event does to the total."""

    DEMERIT = "demerit", _("记分")
    MERIT = "merit", _("减分")


STEPS = (1, 2, 3, 6, 12)
"""So many points one event may count, and no others. (rule C5.2)"""


class RuleStatus(TextChoices):
    IN_FORCE = "in_force", _("生效")
    REPLACED = "replaced", _("已修订")
    RETIRED = "retired", _("已停用")


RULE_MOVES = Moves(
    replace=Move(_("修订"), (RuleStatus.IN_FORCE,), RuleStatus.REPLACED),
    retire=Move(_("停用"), (RuleStatus.IN_FORCE,), RuleStatus.RETIRED),
)

RULE_CODE = r"[RG]\d{2,3}"  # rule D6
UPHELD_COMPLAINT = "R14"
"""The rule under which a complaint is upheld: who has such an event is not put on the red list. (rule C6.3)"""

# How points are counted


class Mode(TextChoices):
    DEMERIT = "demerit", _("累计记分制")
    SCORE = "score", _("百分制")


@dataclass(frozen=True)
class Scheme:
    """One way to count: from `base`, each point changes the score by `weight`; `classes` from best to worst.

    A class is reached from its bound on: upwards where much is good, downwards where much is bad.
    """

    base: int
    weight: int
    classes: tuple[tuple[str, int], ...]


SCHEMES = {
    Mode.DEMERIT: Scheme(0, 1, (("A", 2), ("B", 5), ("C", 11), ("D", 10**6))),
    Mode.SCORE: Scheme(100, -5, (("A", 90), ("B", 75), ("C", 45), ("D", -(10**6)))),
}
"""The 12-point and the 100-point way; both class the same points alike. (rule C5.4; bounds are ours)"""


class Action(TextChoices):
    """What follows when a cycle's points reach a threshold. (rules C5.2, C6.4)"""

    TALK = "talk", _("约谈并限期整改")
    KEY_SUPERVISION = "key_supervision", _("列为重点监管对象，每月至少检查一次")
    BLACKLIST = "blacklist", _("限制从业人员，提出列入黑名单")


THRESHOLDS = {3: Action.TALK, 6: Action.KEY_SUPERVISION, 12: Action.BLACKLIST}
SERIOUS_POINTS = 3
"""An event of so many points ends a place on the red list at once. (rule C6.3)"""


class MeasureStatus(TextChoices):
    OPEN = "open", _("待办理")
    DONE = "done", _("已办理")
    LAPSED = "lapsed", _("已失效")


MEASURE_MOVES = Moves(
    carry_out=Move(_("办理"), (MeasureStatus.OPEN,), MeasureStatus.DONE),
    lapse=Move(_("失效"), (MeasureStatus.OPEN,), MeasureStatus.LAPSED),
)

# Events: 记分


class EventStatus(TextChoices):
    APPLIED = "applied", _("待审核")
    EFFECTIVE = "effective", _("已生效")
    REFUSED = "refused", _("不予记分")
    WITHDRAWN = "withdrawn", _("已撤回")
    ANNULLED = "annulled", _("已撤销")
    EXPIRED = "expired", _("已过期")


EVENT_MOVES = Moves(
    take_effect=Move(_("审核通过"), (EventStatus.APPLIED,), EventStatus.EFFECTIVE),
    refuse=Move(_("不予记分"), (EventStatus.APPLIED,), EventStatus.REFUSED),
    withdraw=Move(_("撤回"), (EventStatus.APPLIED,), EventStatus.WITHDRAWN),
    annul=Move(_("撤销"), (EventStatus.EFFECTIVE, EventStatus.EXPIRED), EventStatus.ANNULLED),
    expire=Move(_("过期"), (EventStatus.EFFECTIVE,), EventStatus.EXPIRED),
)
COUNTED = (EventStatus.EFFECTIVE, EventStatus.EXPIRED)
"""Events that stand: they counted in their cycle, and still do while it runs."""

OBJECTION_WORKDAYS = 10
DECISION_WORKDAYS = 10
"""So long an institution may object after it was told, and so long the decision may take. (rule C5.6)"""
MOST_FILES = 20


class ObjectionStatus(TextChoices):
    OPEN = "open", _("待处理")
    UPHELD = "upheld", _("异议成立")
    DISMISSED = "dismissed", _("异议不成立")


OBJECTION_MOVES = Moves(
    uphold=Move(_("认定异议成立"), (ObjectionStatus.OPEN,), ObjectionStatus.UPHELD),
    dismiss=Move(_("认定异议不成立"), (ObjectionStatus.OPEN,), ObjectionStatus.DISMISSED),
)

# Lists: 红黑名单


class ListKind(TextChoices):
    RED = "red", _("红名单")
    BLACK = "black", _("黑名单")


class Ground(TextChoices):
    """Why somebody is listed. (rules C6.3, C6.4)"""

    POINTS = "points", _("一个记分周期内累计记满12分")
    SERIOUS_RULE = "serious_rule", _("严重违法行为（伪造材料、一房多租、卷款失联等）")
    COURT = "court", _("法院生效裁判认定")
    GOOD_STANDING = "good_standing", _("上一记分周期信用等级为A级且无严重记分和成立的投诉")


BLACK_GROUNDS = (Ground.POINTS, Ground.SERIOUS_RULE, Ground.COURT)
YEARS = {Ground.POINTS: 1, Ground.SERIOUS_RULE: 3, Ground.COURT: 3, Ground.GOOD_STANDING: 1}
"""For how many years an entry is valid, by its ground. (rules C6.3, C6.4)"""


class EntryStatus(TextChoices):
    PROPOSED = "proposed", _("拟列入")
    NOTICED = "noticed", _("已告知，待陈述申辩")
    PUBLISHED = "published", _("公示中")
    REMOVAL_ASKED = "removal_asked", _("公示中，待注销")
    REJECTED = "rejected", _("不予列入")
    REMOVED = "removed", _("已注销")
    DROPPED = "dropped", _("已退出")
    EXPIRED = "expired", _("已到期")


ENTRY_OPEN = (EntryStatus.PROPOSED, EntryStatus.NOTICED)
ENTRY_LISTED = (EntryStatus.PUBLISHED, EntryStatus.REMOVAL_ASKED)
"""Who has such an entry is on the list, until its last day is over."""

ENTRY_MOVES = Moves(
    notify=Move(_("告知"), (EntryStatus.PROPOSED,), EntryStatus.NOTICED),
    publish=Move(_("列入并公示"), ENTRY_OPEN, EntryStatus.PUBLISHED),
    reject=Move(_("不予列入"), ENTRY_OPEN, EntryStatus.REJECTED),
    ask_removal=Move(_("申请注销"), (EntryStatus.PUBLISHED,), EntryStatus.REMOVAL_ASKED),
    remove=Move(_("注销"), (EntryStatus.REMOVAL_ASKED,), EntryStatus.REMOVED),
    keep=Move(_("驳回注销申请"), (EntryStatus.REMOVAL_ASKED,), EntryStatus.PUBLISHED),
    drop_out=Move(_("退出"), (*ENTRY_OPEN, *ENTRY_LISTED), EntryStatus.DROPPED),
    expire=Move(_("到期"), ENTRY_LISTED, EntryStatus.EXPIRED),
)

STATEMENT_WORKDAYS = 5
REMOVAL_WORKDAYS = 3
MONTHS_BEFORE_REPAIR = 6
"""Notice to decision, revoked decision to removal, publication to early repair. (rules C6.4, C6.5)"""


class RemovalGround(TextChoices):
    REPAIRED = "repaired", _("已整改完成信用修复")
    REVOKED = "revoked", _("列入依据已被撤销")


class Refusal(TextChoices):
    SAME_PERSON = "same_person", _("提出或办理过此事的人不能审核或决定同一件事")
    NOT_A_RULE_CODE = "not_a_rule_code", _("信用规则编号应为R或G加2至3位数字")
    RULE_THERE = "rule_there", _("信用规则{rule}已存在，请修订现有规则")
    RULE_UNCHANGED = "rule_unchanged", _("修订内容与现行规则相同")
    RULE_NOT_IN_FORCE = "rule_not_in_force", _("信用规则{rule}已修订或停用，请选择现行规则")
    POINTS_NOT_A_STEP = "points_not_a_step", _("分值只能是1、2、3、6或12分")
    UNKNOWN_CHOICE = "unknown_choice", _("「{value}」不是可以选择的内容，请重新选择")
    VALIDITY_WRONG = "validity_wrong", _("有效期应为1至12个月")
    POINTS_NEED_REASON = "points_need_reason", _("分值与建议分值{points}分不同，请说明理由")
    HAPPENED_IN_FUTURE = "happened_in_future", _("行为发生日期不能晚于今天")
    EVIDENCE_MISSING = "evidence_missing", _("请上传证据材料")
    TOO_MANY_FILES = "too_many_files", _("材料最多{most}份")
    FILE_UNKNOWN = "file_unknown", _("材料没有上传成功，请重新上传")
    KEY_REUSED = "key_reused", _("这份申请已经提交过，内容与本次不同，请刷新页面后重新填写")
    NOT_YOURS = "not_yours", _("只有被记分或被列入的机构可以办理")
    NOT_THE_APPLICANT = "not_the_applicant", _("只有申请人可以撤回")
    NOT_COUNTED = "not_counted", _("该记分没有生效，不能提出异议")
    TOO_LATE = "too_late", _("异议期限已于{until}届满")
    OBJECTED_ALREADY = "objected_already", _("对该记分已经提出过异议")
    MODE_OF_THE_PAST = "mode_of_the_past", _("计分方式只能从以后的年度起调整")
    LISTED_ALREADY = "listed_already", _("该机构已在{list}程序中或名单上，不能重复提出")
    BASIS_MISSING = "basis_missing", _("请填写列入依据（裁判文书号等）")
    NOT_IN_GOOD_STANDING = (
        "not_in_good_standing",
        _("该机构不符合红名单条件：{why}"),
    )
    NOT_NOTICED = "not_noticed", _("列入黑名单前应先告知当事机构")
    STATEMENT_RUNS = "statement_runs", _("陈述申辩期限至{until}，期满或收到陈述后才能决定")
    STATED_ALREADY = "stated_already", _("已经提交过陈述申辩")
    STATEMENT_OVER = "statement_over", _("陈述申辩期限已于{until}届满")
    TOO_EARLY = "too_early", _("公示满6个月（{from_on}）后才能申请信用修复")
    NEW_EVENT = "new_event", _("公示后又有新的记分，不能申请信用修复")
    NOT_BLACK = "not_black", _("只有黑名单可以申请信用修复")
    BLACKLISTED = (
        "blacklisted",
        _("「{name}」已被列入住房租赁黑名单（至{until}），不能签订新的租赁合同"),
    )
