"""Who may come in, and on which terms, as data. Sources: manual 001 §3; PIPL Art. 17."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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
    ORDER_ENTER = "authority_order.enter", _("录入主管部门退款决定")
    ORDER_CHECK = "authority_order.check", _("复核主管部门退款决定")
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
    PARAMETER_KEEP = "parameter.keep", _("维护系统参数")
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
        Power.PARAMETER_KEEP,
    }
)
POWERS_OF = {
    Office.CENTRE: frozenset(Power) - OF_ASSOCIATION - OF_AUTHORITY,
    Office.ASSOCIATION: OF_ASSOCIATION,
    Office.AUTHORITY: OF_AUTHORITY,
}
"""Nobody has powers of two offices: who decides disputes does not pay them out. (rule A14)"""


def office_of(powers: Iterable[str]) -> Office:
    """The office of who has these powers; of who has none yet, the fund centre."""
    theirs = frozenset(powers)
    return next((office for office in Office if POWERS_OF[office] & theirs), Office.CENTRE)


class Scope(TextChoices):
    """What a program with an API key may do."""

    LEASE_FILE = "lease.file"
    HOME_VERIFY = "home.verify"
    CONTRACT_FILE = "contract.file"


class Capacity(TextChoices):
    """In which role somebody acts. A request acts in exactly one (manual 001, 3.1.2)."""

    TENANT = "tenant", _("承租方")
    ENTERPRISE = "enterprise", _("住房租赁企业")


CALLS_A_MINUTE = 600
"""What a program may call within any minute, unless its key says otherwise (our default)."""

REAL_NAME_LEVEL = 3  # the provider's level from which a person's name and number count as proven
INITIAL_PASSWORD_BYTES = 12  # 96 random bits in 16 characters
READING_TIME = timedelta(seconds=10)  # how long 《用户须知》 must stand before it can be accepted


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
