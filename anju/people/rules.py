"""Who may come in, and on which terms, as data. Sources: manual 001 §3; PIPL Art. 17."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.moves import Move, Moves


class Power(TextChoices):
    """What a member of staff may be given to do. A post is a set of powers."""

    LEASE_IMPORT = "lease.import", _("导入备案合同")
    BANK_READ = "bank.read", _("查看银行流水")
    BANK_MATCH = "bank.match", _("认领银行流水")
    BANK_RETURN = "bank.return", _("退回银行流水")
    PAYOUT_MAKE = "payout.make", _("编制付款批次")
    PAYOUT_CHECK = "payout.check", _("复核付款批次")
    RELEASE_HOLD = "release.hold", _("暂停和恢复划转")
    ACCOUNT_CHECK = "account.check", _("复核收款账户")
    INTEREST_READ = "interest.read", _("查看利息")
    PROOF_READ = "proof.read", _("查看日终核对")
    PROOF_CLOSE = "proof.close", _("办理日终核对")
    LEDGER_READ = "ledger.read", _("查看账簿")
    ENTRY_MAKE = "entry.make", _("编制记账凭证")
    ENTRY_CHECK = "entry.check", _("复核记账凭证")
    FIGURES_READ = "figures.read", _("查看统计看板和月报")
    SEARCH_ALL = "search.all", _("综合查询")
    WARNING_KEEP = "warning.keep", _("处理风险预警")
    UNCLAIMED_KEEP = "unclaimed.keep", _("管理待领资金")
    RUN_START = "run.start", _("查看和重新执行自动任务")
    API_KEEP = "api.keep", _("管理接口密钥")
    CENTRE_PARAMETER_KEEP = "centre_parameter.keep", _("提出资金中心参数")
    CENTRE_PARAMETER_CHECK = "centre_parameter.check", _("复核资金中心参数")
    ORDER_ENTER = "authority_order.enter", _("录入主管部门退款决定")
    ORDER_CHECK = "authority_order.check", _("复核主管部门退款决定")
    FUND_READ = "fund.read", _("查看维修资金")
    FUND_ENTER = "fund.enter", _("录入维修资金房屋和交存单")
    FUND_REVIEW = "fund.review", _("审核个人造册")
    FUND_PAY = "fund.pay", _("办理维修资金退款、公共收益和结息")
    FUND_CHECK = "fund.check", _("复核维修资金退款、公共收益和结息")
    FUND_COMPANY = "fund.company", _("审核物业服务企业注册和物业区域关联")
    FUND_KEY = "fund.key", _("制发和撤销物业服务企业密钥")
    DISPUTE_MEDIATE = "dispute.mediate", _("调解租押金纠纷")
    DISPUTE_APPROVE = "dispute.approve", _("复核最终退款方案")
    HOME_VERIFY = "home.verify", _("办理房源核验")
    HOME_OBJECT = "home.object", _("复核房源核验异议")
    HOME_TROUBLE = "home.trouble", _("处理房源核验问题单")
    AGENCY_ENTER = "agency.enter", _("录入机构备案")
    AGENCY_REVIEW = "agency.review", _("审核机构备案")
    CREDIT_APPLY = "credit.apply", _("提出记分申请")
    CREDIT_REVIEW = "credit.review", _("审核记分申请")
    RULE_KEEP = "rule.keep", _("维护记分标准")
    LIST_KEEP = "list.keep", _("办理红黑名单")
    FILING_ENTER = "filing.enter", _("录入合同备案")
    FILING_REVIEW = "filing.review", _("审核合同备案")
    WORKS_REVIEW = "works.review", _("审批维修支取")
    WORKS_APPROVE = "works.approve", _("复审维修支取")
    VOTE_OBJECT = "vote.object", _("处理表决异议")
    PARAMETER_KEEP = "parameter.keep", _("维护系统参数")
    PARAMETER_CHECK = "parameter.check", _("复核系统参数")
    USER_KEEP = "user.keep", _("管理用户")
    SECURITY_KEEP = "security.keep", _("核准用户权限")
    AUDIT_READ = "audit.read", _("查看审计记录")


class Office(TextChoices):
    """Where a member of staff works. Each office has a portal of its own and sees nothing of the other's desk."""

    CENTRE = "centre", _("资金中心")
    ASSOCIATION = "association", _("中介协会")
    AUTHORITY = "authority", _("住建委")


OF_ASSOCIATION = frozenset({Power.DISPUTE_MEDIATE, Power.DISPUTE_APPROVE})
OF_AUTHORITY = frozenset(
    {
        Power.HOME_VERIFY,
        Power.HOME_OBJECT,
        Power.HOME_TROUBLE,
        Power.AGENCY_ENTER,
        Power.AGENCY_REVIEW,
        Power.CREDIT_APPLY,
        Power.CREDIT_REVIEW,
        Power.RULE_KEEP,
        Power.LIST_KEEP,
        Power.FILING_ENTER,
        Power.FILING_REVIEW,
        Power.WORKS_REVIEW,
        Power.WORKS_APPROVE,
        Power.VOTE_OBJECT,
        Power.PARAMETER_KEEP,
        Power.PARAMETER_CHECK,
    }
)
OF_FUND = frozenset(
    {
        Power.FUND_READ,
        Power.FUND_ENTER,
        Power.FUND_REVIEW,
        Power.FUND_PAY,
        Power.FUND_CHECK,
        Power.FUND_COMPANY,
        Power.FUND_KEY,
    }
)
"""Of the fund centre's powers those of the maintenance fund: whoever has one may look at what it works on."""

ADMINISTRATIVE = frozenset({Power.USER_KEEP, Power.SECURITY_KEEP, Power.AUDIT_READ})
POWERS_OF = {
    Office.CENTRE: frozenset(Power) - OF_ASSOCIATION - OF_AUTHORITY - ADMINISTRATIVE,
    Office.ASSOCIATION: OF_ASSOCIATION,
    Office.AUTHORITY: OF_AUTHORITY,
}
"""The powers of each office's own business. Nobody has powers of two offices: who decides disputes does not pay them
out. (rule A14)"""


class Duty(TextChoices):
    """What somebody is there for: the business of the office, or one of its three administrators (三员分立).

    It is settled when the account is opened and never changes, so nobody holds two of the three, nor business with one.
    """

    BUSINESS = "business", _("业务人员")
    SYSTEM = "system", _("系统管理员")
    SECURITY = "security", _("安全管理员")
    AUDIT = "audit", _("审计管理员")


POWER_OF_DUTY = {
    Duty.SYSTEM: Power.USER_KEEP,
    Duty.SECURITY: Power.SECURITY_KEEP,
    Duty.AUDIT: Power.AUDIT_READ,
}


def powers_for(office: Office, duty: Duty) -> frozenset[Power]:
    """Which powers somebody with this duty at this office can be given."""
    return POWERS_OF[office] if duty == Duty.BUSINESS else frozenset({POWER_OF_DUTY[duty]})


def office_of(powers: Iterable[str]) -> Office | None:
    """The office whose business these powers are; none for an administrator's, which every office has."""
    theirs = frozenset(powers)
    return next((office for office in Office if POWERS_OF[office] & theirs), None)


def duty_of(powers: Iterable[str]) -> Duty:
    """For which duty a power is; powers of no administrator, and none at all, are for business."""
    theirs = frozenset(powers)
    return next((duty for duty, power in POWER_OF_DUTY.items() if power in theirs), Duty.BUSINESS)


class InstitutionPower(TextChoices):
    """What a user of an institution may do for it. Its administrator may do all, an operator what they were given."""

    USERS = "institution.users", _("管理本机构用户")
    FILING = "institution.filing", _("办理本机构备案")
    HOMES = "institution.homes", _("办理房源核验")
    CONTRACTS = "institution.contracts", _("办理合同网签和备案")


OF_OPERATORS = frozenset(InstitutionPower) - {InstitutionPower.USERS}
"""What an administrator can pass on; users are managed by the administrator alone. (IDN-04)"""


class StaffStatus(TextChoices):
    OPEN = "open", _("在用")
    LOCKED = "locked", _("已锁定")
    CLOSED = "closed", _("已停用")


STAFF_MOVES = Moves(
    lock=Move(_("锁定"), (StaffStatus.OPEN,), StaffStatus.LOCKED),
    unlock=Move(_("解除锁定"), (StaffStatus.LOCKED,), StaffStatus.OPEN),
    reset_password=Move(_("重置密码"), (StaffStatus.OPEN,), StaffStatus.OPEN),
    recover_password=Move(_("自助找回密码"), (StaffStatus.OPEN,), StaffStatus.OPEN),
    remove_second_factor=Move(_("解除第二重验证"), (StaffStatus.OPEN,), StaffStatus.OPEN),
    change_contact=Move(_("修改联系方式"), (StaffStatus.OPEN,), StaffStatus.OPEN),
    place=Move(_("调整管理部"), (StaffStatus.OPEN,), StaffStatus.OPEN),
    close=Move(_("停用"), (StaffStatus.OPEN, StaffStatus.LOCKED), StaffStatus.CLOSED),
)
"""An account that was closed stays closed, and its name is never given again: history goes by it."""


class PostingStatus(TextChoices):
    PROPOSED = "proposed", _("待核准")
    IN_FORCE = "in_force", _("已生效")
    REFUSED = "refused", _("未核准")
    ENDED = "ended", _("已撤销")


POSTING_MOVES = Moves(
    approve=Move(_("核准"), (PostingStatus.PROPOSED,), PostingStatus.IN_FORCE),
    refuse=Move(_("不予核准"), (PostingStatus.PROPOSED,), PostingStatus.REFUSED),
    end=Move(_("撤销"), (PostingStatus.PROPOSED, PostingStatus.IN_FORCE), PostingStatus.ENDED),
)


class SignInOutcome(TextChoices):
    """What became of an attempt to sign in with an account of staff."""

    DONE = "done", _("登录成功")
    WRONG = "wrong", _("密码或动态码错误")


USERNAME = r"[a-z][a-z0-9.-]{2,29}"

LOCKED_AFTER = 10
"""So many wrong passwords or codes in a row lock an account until a security administrator unlocks it (our default)."""


class Scope(TextChoices):
    """What a program with an API key may do."""

    LEASE_FILE = "lease.file", _("报送备案合同")
    HOME_VERIFY = "home.verify", _("房源核验")
    CONTRACT_FILE = "contract.file", _("合同备案申请")
    LEASE_READ = "lease.read", _("查询合同和账单")
    BILL_PAY = "bill.pay", _("代缴账单")
    REFUND_PROPOSE = "refund.propose", _("退租和退款方案")
    MONEY_READ = "money.read", _("查询划转和付款")
    BANK_READ = "bank.read", _("查询银行入账和订单")


OF_ENTERPRISES = (
    Scope.HOME_VERIFY,
    Scope.CONTRACT_FILE,
    Scope.LEASE_READ,
    Scope.BILL_PAY,
    Scope.REFUND_PROPOSE,
    Scope.MONEY_READ,
)
"""What an enterprise may give to its own programs; the others are given by the office."""


class KeyStatus(TextChoices):
    ACTIVE = "active", _("有效")
    REVOKED = "revoked", _("已吊销")


KEY_MOVES = Moves(
    replace=Move(_("更换密钥"), (KeyStatus.ACTIVE,), KeyStatus.ACTIVE),
    revoke=Move(_("吊销"), (KeyStatus.ACTIVE,), KeyStatus.REVOKED),
)
"""A key that was revoked never opens anything again."""


class Capacity(TextChoices):
    """In which role somebody acts. A request acts in exactly one (manual 001, 3.1.2)."""

    TENANT = "tenant", _("承租方")
    ENTERPRISE = "enterprise", _("住房租赁企业")


CALLS_A_MINUTE = 600
"""What a program may call within a minute, unless its key says otherwise (our default)."""

CALLS_A_DAY = 100_000
"""And on one day (Beijing)."""

KEYS_OF_ONE = 20
"""So many keys in force an enterprise may have; one for each of its programs is enough."""

KEY_PREFIX = "anju_"
"""How each key of ours begins, so that programs that look for lost secrets know one when they see it."""


class CodeChannel(TextChoices):
    """Where the code goes that opens a forgotten password: to what is on file, never to what is typed."""

    SMS = "sms", _("手机短信")
    MAIL = "mail", _("电子邮件")


CODE_DIGITS = 6
CODE_LASTS = timedelta(minutes=10)
CODE_TRIES = 5
CODES_AN_HOUR = 3
SENT_AGAIN_AFTER = timedelta(seconds=30)  # when the gateway did not take it
MOST_ATTEMPTS = 60
RECOVERY_CODE_TEXT = (
    "【住房租赁监管平台】验证码{code}，用于找回工作人员账号{username}的密码，"
    "{minutes}分钟内有效，请勿告知他人。"
)
RECOVERED_TEXT = (
    "【住房租赁监管平台】工作人员账号{username}的密码已通过验证码找回并修改。"
    "非本人操作的，请立即联系本单位系统管理员。"
)
RECOVERY_SUBJECT = "找回密码"

REAL_NAME_LEVEL = 3  # the provider's level from which a person's name and number count as proven
INITIAL_PASSWORD_BYTES = 12  # 96 random bits in 16 characters
READING_TIME = timedelta(seconds=10)  # how long 《用户须知》 must stand before it can be accepted
MOST_OF_NOTICE = 20_000  # characters of 《用户须知》 in one language


class Refusal(TextChoices):
    NAME_DIFFERS = (
        "name_differs",
        _("证件号码 {id_number} 已实名登记在其他姓名下，与填写的「{name}」不一致，请核对"),
    )
    NOT_REAL_NAME = (
        "not_real_name",
        _("您的账号尚未完成实名认证。请先在北京市统一身份认证平台完成高级实名认证，再登录本系统"),
    )
    IDENTITY_DIFFERS = (
        "identity_differs",
        _("统一身份认证平台返回的证件号码与您以前登录时不同。请携带有效证件到管理部办理变更"),
    )
    NOT_REGISTERED = (
        "not_registered",
        _(
            "「{name}」在资金中心没有正式登记号。请先办理单位登记：登录北京住房公积金网，"
            "在【单位网上业务平台】选择【单位登记开户】，或携带营业执照到任一管理部柜台办理；"
            "取得登记号后即可使用本系统"
        ),
    )
    READ_TOO_FAST = "read_too_fast", _("请阅读完《用户须知》：倒计时结束后才能同意")
    NOTICE_OUTDATED = "notice_outdated", _("《用户须知》已更新，请阅读新版本后再同意")
    NOTICE_UNREADABLE = (
        "notice_unreadable",
        _("每一节以「# 」和标题开头，独占一行；标题后空一行写正文，每一节至少一段，段落之间空一行"),
    )
    NOTICE_LANGUAGES = (
        "notice_languages",
        _("中文和英文的各节段数须相同：中文为{chinese}，英文为{english}"),
    )
    NOTICE_TOO_LONG = "notice_too_long", _("《用户须知》每种文字最多{most}个字符")
    NOTICE_TOO_SOON = (
        "notice_too_soon",
        _("《用户须知》最早从明天起生效：今天已经同意的人不会再次阅读"),
    )
    NOTICE_UNCHANGED = "notice_unchanged", _("与届时有效的{version}版一字不差，没有变化")
    POWER_OF_ANOTHER_OFFICE = (
        "power_of_another_office",
        _("「{power}」是{office}的权限，不能授予其他单位的工作人员"),
    )
    NOT_ASKED = "not_asked", _("请先登录，再阅读并同意《用户须知》")
    POWER_MISSING = "power_missing", _("办理此事需要「{power}」权限")
    ADMINISTRATOR_THERE = (
        "administrator_there",
        _("「{name}」已有管理员账号「{username}」，不能重复开通"),
    )
    PASSWORD_WRONG = "password_wrong", _("当前密码不正确")
    PASSWORD_SAME = "password_same", _("新密码不能与当前密码相同")
    PASSWORD_WEAK = "password_weak", _("新密码不符合要求：{why}")
    OFFICE_UNCLEAR = "office_unclear", _("请说明「{name}」是哪个单位的工作人员")
    DUTY_ANOTHER = (
        "duty_another",
        _(
            "「{power}」不属于{duty}的权限：系统管理员、安全管理员、审计管理员和业务岗位不得由一人兼任"
        ),
    )
    APPROVAL_NEEDED = "approval_needed", _("岗位须由系统管理员提出，经安全管理员核准后生效")
    OF_ANOTHER_OFFICE = "of_another_office", _("只能管理本单位的用户")
    ONESELF = "oneself", _("不能对自己的账号办理此事，请由另一名管理员办理")
    PROPOSER_DECIDES = "proposer_decides", _("提出岗位的人不能核准该岗位")
    LAST_ADMINISTRATOR = (
        "last_administrator",
        _("「{name}」是本单位唯一在用的{duty}，请先开通另一名{duty}"),
    )
    USERNAME_TAKEN = "username_taken", _("用户名「{username}」已被使用，请换一个")
    USERNAME_WRONG = (
        "username_wrong",
        _("用户名由3至30位小写字母、数字、点或短横线组成，以字母开头"),
    )
    POST_THERE = "post_there", _("该用户已有岗位「{post}」（{status}），不能重复提出")
    POST_NAME_TAKEN = "post_name_taken", _("已有名为「{name}」的岗位")
    POST_EMPTY = "post_empty", _("请至少选择一项权限")
    STAFF_CLOSED = "staff_closed", _("该用户不在用，不能办理")
    REASON_WANTED = "reason_wanted", _("请填写原因")
    CODE_WRONG = "code_wrong", _("验证码不正确或者已失效，请核对或重新获取")
    OPERATOR_POWERS = "operator_powers", _("请为操作员选择权限；管理用户的权限不能授予操作员")
    NO_DEPARTMENT = (
        "no_department",
        _("只有资金中心的业务人员可以归到管理部；没有编号为「{district}」的行政区"),
    )
    OPERATOR_CLOSED = "operator_closed", _("该操作员已停用")
    KEY_NAME_TAKEN = "key_name_taken", _("已有名为「{name}」的接口密钥，请换一个名称")
    KEY_WITHOUT_NAME = "key_without_name", _("请填写接口密钥的名称，最多60个字")
    KEY_WITHOUT_SCOPE = "key_without_scope", _("请至少选择一项接口权限")
    KEY_WITHOUT_BANK = (
        "key_without_bank",
        _("「查询银行入账和订单」权限须指明是哪家银行，其他密钥不指明银行"),
    )
    SCOPE_OF_OTHERS = "scope_of_others", _("企业的接口密钥不能有「{scope}」权限")
    KEYS_TOO_MANY = "keys_too_many", _("有效的接口密钥最多{most}个，请先吊销不再使用的密钥")
    KEY_ENDS_BEFORE = "key_ends_before", _("接口密钥的有效期不能早于今天")
    KEY_GONE = "key_gone", _("这把接口密钥已被吊销，不能再次启用")
    KEY_REUSED = "key_reused", _("这个Idempotency-Key已用于另一次请求")
