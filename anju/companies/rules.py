"""Property companies of the maintenance fund, their keys and areas, as data. Sources: manual 004, 2, 3, 7 and 8.

Where no rule was found the value is our default and says so.
"""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.moves import Move, Moves

PORTAL = "property"
"""Through which door a company acts, once its holder has shown key and password."""

APPLICANT_PORTAL = "applicant"
"""And an account without a key (未认证用户): for the application alone."""

CODE_LASTS = timedelta(days=7)
"""So long the one-time code is good with which the holder of a handed-over key takes it into use (our default)."""


CODE_TRIES = 5
"""So many wrong codes end a code (our default); the department gives another out."""

ACTIVATION_DIGITS = 6
ACTIVATION_LASTS = {"sms": timedelta(minutes=10), "mail": timedelta(hours=24)}
ACTIVATIONS_AN_HOUR = 5
ACTIVATIONS_A_DAY = 10
"""Codes and links to one phone or mail address (our default)."""

ACTIVATIONS_OF_A_SOURCE = 30
"""And from one network address within an hour (our default)."""

FORGOTTEN_AFTER = timedelta(days=7)
"""An account that nobody has activated is forgotten, with all that was typed for it (our default)."""

LOCKED_AFTER = 10
"""So many wrong passwords in a row lock an account until the department unlocks it, as for staff (our default)."""

SENT_AGAIN_AFTER = timedelta(seconds=30)  # when the gateway did not take it
MOST_ATTEMPTS = 60
ACTIVATION_CODE_TEXT = (
    "【住房资金中心】验证码{code}，用于激活物业服务企业用户{username}，"
    "{minutes}分钟内有效，请勿告知他人。"
)
ACTIVATION_LINK_TEXT = (
    "【住房资金中心】您正在注册物业服务企业用户{username}。点击激活：{link} （{hours}小时内有效）。"
    "非本人操作的，请忽略。"
)
ACTIVATION_SUBJECT = "激活用户"

CERTIFICATE_NO = r"[A-Z0-9-]{4,24}"
"""How the certificates of old keys (证书编号) are numbered; their formats were not published."""


class Channel(TextChoices):
    """激活方式. (manual 004, 2.1 step 3)"""

    SMS = "sms", _("短信验证码校验")
    MAIL = "mail", _("电子邮箱校验")


class ApplicantStatus(TextChoices):
    REGISTERED = "registered", _("待激活")
    ACTIVE = "active", _("已激活")
    LOCKED = "locked", _("已锁定")


APPLICANT_MOVES = Moves(
    activate=Move(_("激活"), (ApplicantStatus.REGISTERED,), ApplicantStatus.ACTIVE),
    lock=Move(_("锁定"), (ApplicantStatus.ACTIVE,), ApplicantStatus.LOCKED),
    unlock=Move(_("解除锁定"), (ApplicantStatus.LOCKED,), ApplicantStatus.ACTIVE),
    reset_password=Move(_("重置密码"), (ApplicantStatus.ACTIVE,), ApplicantStatus.ACTIVE),
)


class ApplicationStatus(TextChoices):
    SUBMITTED = "submitted", _("待审核")
    RETURNED = "returned", _("已退回")
    APPROVED = "approved", _("审核通过，待制发密钥")
    HOLDING = "holding", _("已制发密钥")


APPLICATION_MOVES = Moves(
    correct=Move(
        _("重新提交"),
        (ApplicationStatus.SUBMITTED, ApplicationStatus.RETURNED),
        ApplicationStatus.SUBMITTED,
    ),
    send_back=Move(_("退回"), (ApplicationStatus.SUBMITTED,), ApplicationStatus.RETURNED),
    approve=Move(_("审核通过"), (ApplicationStatus.SUBMITTED,), ApplicationStatus.APPROVED),
    issue=Move(_("制发密钥"), (ApplicationStatus.APPROVED,), ApplicationStatus.HOLDING),
    lose=Move(_("撤销密钥"), (ApplicationStatus.HOLDING,), ApplicationStatus.APPROVED),
)
"""An application (物业单位注册申请) is corrected as long as nobody has approved it."""


class KeyStatus(TextChoices):
    ISSUED = "issued", _("待启用")
    ACTIVE = "active", _("使用中")
    SUSPENDED = "suspended", _("已暂停")
    REVOKED = "revoked", _("已撤销")


KEY_MOVES = Moves(
    renew_code=Move(_("重发启用码"), (KeyStatus.ISSUED,), KeyStatus.ISSUED),
    enrol=Move(_("启用"), (KeyStatus.ISSUED,), KeyStatus.ACTIVE),
    suspend=Move(_("暂停"), (KeyStatus.ACTIVE,), KeyStatus.SUSPENDED),
    revoke=Move(
        _("撤销"), (KeyStatus.ISSUED, KeyStatus.ACTIVE, KeyStatus.SUSPENDED), KeyStatus.REVOKED
    ),
)
"""A key (密钥) that shows signs of a copy is suspended and never comes back: the department replaces it."""

KEYS_IN_HAND = (KeyStatus.ISSUED, KeyStatus.ACTIVE, KeyStatus.SUSPENDED)


class Nature(TextChoices):
    """单位性质."""

    LIMITED = "limited", _("有限责任公司")
    JOINT_STOCK = "joint_stock", _("股份有限公司")
    STATE_OWNED = "state_owned", _("国有企业")
    COLLECTIVE = "collective", _("集体企业")
    PARTNERSHIP = "partnership", _("合伙企业")
    SOLE = "sole", _("个人独资企业")
    PUBLIC = "public", _("事业单位")
    OTHER = "other", _("其他")


CORE = {
    "name": _("单位名称"),
    "nature": _("单位性质"),
    "uscc": _("社会信用代码"),
    "organisation_code": _("组织机构代码"),
    "legal_representative": _("法人或负责人代表姓名"),
}
"""单位核心信息, as kept when the company was registered. (manual 004, 8.2 (1))"""

AUXILIARY = {
    "address": _("单位地址"),
    "postcode": _("单位邮编"),
    "office_address": _("单位办公地地址"),
    "office_postcode": _("单位办公地邮编"),
    "phone": _("单位电话"),
    "other_phone": _("单位其他电话"),
    "mail": _("单位电子信箱"),
    "founded_on": _("单位设立日期"),
    "capital_fen": _("注册资本"),
    "fax": _("单位传真"),
    "ownership": _("单位所有制关系"),
    "document_no": _("单位证件号码"),
    "economic_type": _("单位经济类型"),
    "representative_phone": _("法人或负责人代表电话"),
    "representative_mobile": _("法人或负责人代表手机号"),
    "supervisor": _("主管部门"),
    "fund_type": _("资金类型"),
    "administrative_relation": _("行政关系"),
    "is_legal_person": _("是否具备法人资格"),
    "budget_code": _("单位预算代码"),
    "founding_document": _("单位设立批准文件"),
    "industry": _("单位所属行业"),
    "licence_no": _("企业法人营业执照号码"),
    "tax_no": _("税务登记证号"),
    "department_budget_code": _("部门预算代码"),
    "account_permit": _("基本户开户许可证"),
    "district": _("所属区县"),
}
"""单位辅助信息, changed by the company itself, at once. (manual 004, 8.2 (1))"""

OF_APPLICATION = {
    name: {**CORE, **AUXILIARY}[name]
    for name in (
        "name",
        "nature",
        "uscc",
        "organisation_code",
        "legal_representative",
        "address",
        "postcode",
        "phone",
    )
}
"""What an application for registration states. (manual 004, 2.2)"""


class Refusal(TextChoices):
    UNKNOWN_DISTRICT = "unknown_district", _("请选择所属管理部：没有编号为「{district}」的区")
    UNKNOWN_CHOICE = "unknown_choice", _("「{value}」不是可以选择的内容，请重新选择")
    MAIL_WRONG = "mail_wrong", _("「{mail}」不是有效的电子邮箱，请核对")
    ORGANISATION_CODE_DIFFERS = (
        "organisation_code_differs",
        _("组织机构代码应为社会信用代码的第9至17位（{expected}），请核对"),
    )
    NAME_DIFFERS = (
        "name_differs",
        _("社会信用代码{uscc}已登记在「{name}」名下，与填写的单位名称不一致，请核对"),
    )
    TOO_MANY_CODES = (
        "too_many_codes",
        _("获取验证码过于频繁：每小时最多{hour}次，每天最多{day}次，请稍后再试"),
    )
    ACTIVATION_WRONG = "activation_wrong", _("验证码不正确或者已失效，请核对或者重新获取")
    LINK_OVER = "link_over", _("激活链接已失效，请重新登录并再次获取")
    LOGIN_WRONG = "login_wrong", _("用户名或密码不正确，请核对")
    LOCKED = (
        "locked",
        _("密码连续输错{times}次，用户已锁定。请经办人携带身份证件到所属管理部解除锁定"),
    )
    PASSWORD_WRONG = "password_wrong", _("密钥{number}的密码不正确，请核对")
    CERTIFICATE_WRONG = "certificate_wrong", _("证书编号由4至24位大写字母、数字或短横线组成")
    CONFIRMATION_WRONG = "confirmation_wrong", _("证书编号或登录密码不正确，请修改后再次提交")
    NUMBER_TAKEN = "number_taken", _("证书编号{number}已经录入，不能重复录入")
    AREA_OF_ANOTHER = "area_of_another", _("小区「{community}」现由「{company}」服务，不能重复关联")
    SAME_PERSON = "same_person", _("审核注册申请的人不能制发同一单位的密钥，请由另一人办理")
    KEY_THERE = "key_there", _("该经办人已有密钥{number}，遗失的请先撤销，再补发")
    CODE_WRONG = "code_wrong", _("启用码不正确或者已失效，请核对，或请管理部重发启用码")
    PASSWORD_FIRST = "password_first", _("请先设置新的登录密码，再启用密钥")
    PROOF_WRONG = "proof_wrong", _("没有读到有效的密钥签名，请重新插入密钥并刷新页面后再试")
    CAN_BE_COPIED = (
        "can_be_copied",
        _("这不是硬件密钥：它的密钥可以同步到其他设备。请使用管理部发给您的密钥"),
    )
    KEY_UNKNOWN = "key_unknown", _("这支密钥没有在本系统登记，请换用管理部发给您的密钥")
    KEY_OF_ANOTHER = "key_of_another", _("这支密钥已经登记为{number}，请使用管理部发给您的密钥")
    KEY_SUSPENDED = (
        "key_suspended",
        _("密钥{number}疑似被复制，已暂停使用，并已告知管理部。请经办人到管理部更换密钥"),
    )
    KEY_REVOKED = "key_revoked", _("密钥{number}已撤销，不能登录。需要继续使用的，请到管理部补发")
