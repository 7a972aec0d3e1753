"""Why a program is turned away at the door, as data."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

IDEMPOTENCY_KEY = r"[A-Za-z0-9-]{1,64}"


class Refusal(TextChoices):
    NO_KEY = "no_key", _("没有有效的接口密钥，请在Authorization中提供Bearer密钥")
    KEY_REVOKED = "key_revoked", _("接口密钥「{name}」已被吊销，请使用有效的密钥")
    KEY_EXPIRED = "key_expired", _("接口密钥「{name}」的有效期至{day}，请使用有效的密钥")
    NOT_IN_SCOPE = "not_in_scope", _("接口密钥「{name}」没有「{scope}」权限")
    BAD_JSON = "bad_json", _("请求内容不是可以读取的JSON")
    NO_SUCH_LEASE = "no_such_lease", _("没有合同备案编号为「{filing_no}」的合同")
    NO_SUCH_ADDRESS = "no_such_address", _("接口没有这个地址")
    NO_SUCH_METHOD = "no_such_method", _("这个地址不接受{method}请求")
    QUOTA_USED_UP = (
        "quota_used_up",
        _("接口密钥「{name}」一分钟内最多调用{limit}次，请稍后再试"),
    )
    DAY_USED_UP = (
        "day_quota_used_up",
        _("接口密钥「{name}」一天内最多调用{limit}次，请明天再试"),
    )
    KEY_NEEDED = (
        "idempotency_key_needed",
        _("请在Idempotency-Key中给出本次请求的编号，最多64个字母、数字或短横线"),
    )
    NO_SUCH_VERIFICATION = "no_such_verification", _("没有核验码为「{no}」的核验")
    NO_SUCH_FILING = "no_such_filing", _("没有编号为「{no}」的备案申请")
    NO_SUCH_BILL = "no_such_bill", _("没有编号为「{no}」的账单")
    NO_SUCH_ORDER = "no_such_order", _("没有编号为「{no}」的订单")
    NO_SUCH_CASE = "no_such_case", _("没有编号为「{no}」的合同结束")
    NO_SUCH_RELEASE = "no_such_release", _("没有编号为「{no}」的划转")
    NO_SUCH_CODE = "no_such_code", _("没有收款识别码「{no}」")
    NO_PLAN = "no_plan", _("还没有退款方案")
    OTHER_ENTERPRISE = (
        "other_enterprise",
        _("这把接口密钥属于「{name}」，不能替其他企业办理"),
    )
    NOT_JSON = "not_json", _("请求内容应为JSON：请将Content-Type设为application/json")
    TOO_LARGE = "too_large", _("请求内容超过{limit} MB，请分开提交")
    WRONG_SHAPE = "wrong_shape", _("与接口说明不符：{why}")
    UNKNOWN_DOCUMENT = "unknown_document", _("「{text}」不是认识的要件种类")
    NUMBER_OR_PAPER = (
        "number_or_paper",
        _("请只提交租赁合同编号，或者只提交纸质合同的内容和要件"),
    )
    NOT_BASE64 = "not_base64", _("文件内容应为base64编码")
    NOT_A_QUESTION = "not_a_question", _("查询条件有误，请按接口说明填写")
    INVALID = "invalid", _("内容有误，请按各项说明修改后再提交")
    BROKEN = "broken", _("系统出现故障，已通知维护人员，请稍后再试")
