"""Institutions that let or broker homes, their filing, people and places, as data. (rules C4, D6; AGY-01 to AGY-04)"""

from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.moves import Move, Moves
from anju.homes.rules import Role as HomeRole


class Kind(TextChoices):
    BROKER = "broker", _("房地产经纪机构")
    RENTAL = "rental", _("住房租赁企业")


NUMBER_OF_KIND = {
    (Kind.BROKER, False): "1",
    (Kind.BROKER, True): "2",
    (Kind.RENTAL, False): "3",
    (Kind.RENTAL, True): "4",
}
"""The digit after JG in 机构备案号, by kind and whether it is a branch (rule D6, ours)."""

SCOPE_WORD = {Kind.BROKER: "房地产经纪", Kind.RENTAL: "住房租赁"}
"""What the licence's scope of business must say. (rule C4.6)"""

LEAST_STAFF = {
    (Kind.BROKER, False): 4,
    (Kind.BROKER, True): 2,
    (Kind.RENTAL, False): 1,
    (Kind.RENTAL, True): 1,
}
"""How many professionals an institution declares at least, by kind and whether it is a branch. (rule C4.3)"""

VERIFIES_AS = {Kind.BROKER: HomeRole.BROKER, Kind.RENTAL: HomeRole.ENTERPRISE}
"""In which part an institution asks about a home: a broker offers it, an enterprise takes it over. (rule C1.11)"""

DAYS_TO_FILE = 30
FILING_SINCE = date(2024, 1, 1)
"""From the day of the licence, or of a change, so many days are left to file it. (rules C4.1, C4.2)"""


class Sector(TextChoices):
    """How a rental enterprise comes to the homes that it lets. A broker has none."""

    OWN = "own", _("自营")
    SUBLEASE = "sublease", _("转租")
    TRUST = "trust", _("托管")


REQUIRED = {
    "name": _("机构名称"),
    "uscc": _("统一社会信用代码"),
    "registered_address": _("注册地址"),
    "operating_address": _("经营地址"),
    "district": _("所在区"),
    "legal_representative": _("法定代表人"),
    "licensed_on": _("营业执照日期"),
    "scope": _("经营范围"),
    "staff_count": _("从业人员数"),
    "contact_name": _("联系人"),
    "contact_phone": _("联系电话"),
    "file_ids": _("营业执照、经营场所证明等附件"),
}
"""The fields with * of every application, and what they are called. (rule C4, default required data)"""

REQUIRED_OF_HEAD = {"capital_fen": _("注册资本")}
REQUIRED_OF_RENTAL = {"sectors": _("经营方式"), "units": _("房源套数")}
REQUIRED_OF_SUBLEASE = {
    "supervision_bank": _("监管账户开户银行"),
    "supervision_account": _("监管账号"),
}
FIELDS = {
    **REQUIRED,
    **REQUIRED_OF_HEAD,
    **REQUIRED_OF_RENTAL,
    **REQUIRED_OF_SUBLEASE,
    "website": _("网站或应用程序"),
}
FIELDS_OF_PRACTITIONER = {"name": _("姓名"), "qualification_no": _("职业资格证书编号")}
FIELDS_OF_PREMISES = {"name": _("场所名称"), "address": _("地址")}
"""What every text is called."""
LONGEST_SEALED = 100
MOST = {"capital_fen": 10**15, "staff_count": 10**6, "units": 10**7}
"""Above that a number is a slip (ours)."""
MOST_FILES = 20


class FilingType(TextChoices):
    NEW = "new", _("新备案")
    CHANGE = "change", _("变更备案")
    CANCELLATION = "cancellation", _("注销备案")


class FilingStatus(TextChoices):
    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("待审核")
    RETURNED = "returned", _("退回修改")
    APPROVED = "approved", _("已备案")
    WITHDRAWN = "withdrawn", _("已撤回")


OPEN = (FilingStatus.DRAFT, FilingStatus.SUBMITTED, FilingStatus.RETURNED)
EDITABLE = (FilingStatus.DRAFT, FilingStatus.RETURNED)

FILING_MOVES = Moves(
    submit=Move(_("提交审核"), EDITABLE, FilingStatus.SUBMITTED),
    send_back=Move(_("退回"), (FilingStatus.SUBMITTED,), FilingStatus.RETURNED),
    approve=Move(_("审核通过"), (FilingStatus.SUBMITTED,), FilingStatus.APPROVED),
    withdraw=Move(_("撤回"), OPEN, FilingStatus.WITHDRAWN),
)


class Status(TextChoices):
    FILED = "filed", _("已备案")
    CANCELLED = "cancelled", _("已注销")


INSTITUTION_MOVES = Moves(
    cancel=Move(_("注销"), (Status.FILED,), Status.CANCELLED),
    file_again=Move(_("重新备案"), (Status.CANCELLED,), Status.FILED),
)


class Role(TextChoices):
    BROKER = "broker", _("房地产经纪人")
    ASSISTANT = "assistant", _("房地产经纪人协理")
    MANAGER = "manager", _("住房租赁管理人员")


QUALIFIED = (Role.BROKER, Role.ASSISTANT)
"""Who works as one of these has a certificate of qualification, with a number."""


class PractitionerStatus(TextChoices):
    ACTIVE = "active", _("在职")
    REMOVED = "removed", _("已离职")


PRACTITIONER_MOVES = Moves(
    correct=Move(_("更正"), (PractitionerStatus.ACTIVE,), PractitionerStatus.ACTIVE),
    remove=Move(_("移除"), (PractitionerStatus.ACTIVE,), PractitionerStatus.REMOVED),
)


class CardStatus(TextChoices):
    IN_FORCE = "in_force", _("有效")
    VOID = "void", _("失效")


CARD_MOVES = Moves(withdraw=Move(_("收回"), (CardStatus.IN_FORCE,), CardStatus.VOID))
CARD_PREFIX = "GP"
ISSUER = "北京市住房和城乡建设委员会"


class PremisesKind(TextChoices):
    OFFICE = "office", _("经营场所")
    SHOP = "shop", _("门店")


class PremisesStatus(TextChoices):
    IN_USE = "in_use", _("使用中")
    CLOSED = "closed", _("已关闭")


PREMISES_MOVES = Moves(close=Move(_("关闭"), (PremisesStatus.IN_USE,), PremisesStatus.CLOSED))

WEST, EAST, SOUTH, NORTH = 115_400_000, 117_550_000, 39_400_000, 41_100_000
"""The box around Beijing, in millionths of a degree: no place of the city lies outside it."""
MOST_POINTS = 500
"""So many places are shown as points of their own on one map; above that the map is to be drawn nearer."""


class Refusal(TextChoices):
    BRANCH_MAY_NOT_FILE = (
        "branch_may_not_file",
        _(
            "分支机构的管理员不能申请机构备案，应由总公司「{head}」的管理员（账号{username}）为本机构申请，请与其联系"
        ),
    )
    ONLY_OWN_BRANCHES = "only_own_branches", _("总公司的管理员只能为自己的分支机构申请备案")
    NOT_YOURS = "not_yours", _("只有录入人所在单位可以修改、提交或撤回这份申请")
    FIELDS_MISSING = "fields_missing", _("请填写带*号的必填项：{fields}")
    UNKNOWN_DISTRICT = "unknown_district", _("「{district}」不是北京市的区，请选择所在区")
    UNKNOWN_CHOICE = "unknown_choice", _("「{value}」不是可以选择的内容，请重新选择")
    OUT_OF_RANGE = "out_of_range", _("「{field}」的数值不合理，请核对")
    TOO_LONG = "too_long", _("「{field}」最多{most}个字")
    LICENCE_IN_FUTURE = "licence_in_future", _("营业执照日期不能晚于今天")
    SCOPE_LACKS = "scope_lacks", _("经营范围应包含「{word}」，请核对营业执照")
    TOO_FEW_STAFF = "too_few_staff", _("{kind}的从业人员不能少于{least}人")
    TOO_MANY_FILES = "too_many_files", _("附件最多{most}份")
    FILE_UNKNOWN = "file_unknown", _("附件没有上传成功，请重新上传")
    HEAD_NOT_FILED = "head_not_filed", _("总公司没有有效的机构备案，不能为其备案分支机构")
    HEAD_IS_BRANCH = "head_is_branch", _("分支机构不能再设分支机构，请选择总公司")
    HEAD_OTHER_KIND = "head_other_kind", _("分支机构的机构类型应与总公司相同")
    ALREADY_FILED = (
        "already_filed",
        _("统一社会信用代码{uscc}已备案（备案号{filing_no}），请办理变更"),
    )
    ALREADY_OPEN = (
        "already_open",
        _("统一社会信用代码{uscc}已有一份正在办理的申请，内容与本次不同，请在原申请上修改"),
    )
    NOT_FILED = "not_filed", _("该机构的备案已注销")
    USCC_FIXED = "uscc_fixed", _("统一社会信用代码不能变更，请注销后重新备案")
    NOTHING_CHANGED = "nothing_changed", _("变更内容与现有备案信息相同")
    SAME_PERSON = "same_person", _("录入或提交申请的人不能审核同一份申请")
    CONTRACTS_OPEN = (
        "contracts_open",
        _("该机构还有{count}份合同没有履行完毕，履行完毕并结清费用后才能注销备案"),
    )
    MONEY_HELD = "money_held", _("该机构的合同还有{amount}元在监管账户，结清后才能注销备案")
    BRANCHES_OPEN = "branches_open", _("该机构还有{count}个分支机构没有注销备案，请先注销分支机构")
    NOT_A_CHANGE = "not_a_change", _("注销申请没有备案信息可以修改")
    QUALIFICATION_MISSING = "qualification_missing", _("请填写{role}的职业资格证书编号")
    PRACTISES_ELSEWHERE = (
        "practises_elsewhere",
        _("证件号码{id_number}已登记为「{institution}」的从业人员，离职移除后才能登记"),
    )
    NOT_PRACTISING = "not_practising", _("该人员已经离职移除，不能再发工作牌")
    NOT_IN_BEIJING = "not_in_beijing", _("坐标不在北京市范围内，请核对经度和纬度")
    PREMISES_THERE = "premises_there", _("该机构在「{address}」已登记有场所")
