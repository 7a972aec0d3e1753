"""Signing contracts of housing rental (合同网签) as data. Sources: manual 003; rules C1.13, C2, C3, D6.

Where no rule was found the value is our default and says so.
"""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.moves import Move, Moves

MOST_YEARS = 20
"""A lease is for twenty years at the most. (Civil Code, Art. 705)"""

PERSONS_A_ROOM = 2
AREA_A_PERSON = 5
"""At most two persons in a room, unless kin bound to support each other; m² of usable area each. (rule C1.13)"""

CONFIRM_DAYS = 3
"""So long after the landlord signed the tenants may confirm, the last day to its end (our default)."""

CODE_DIGITS = 6
CODE_HOLDS = timedelta(minutes=5)
CODE_AGAIN_AFTER = timedelta(seconds=60)
CODES_A_DAY = 10
WRONG_CODES = 5
"""A code of the confirmation: how long it holds, how soon and how often another comes, how many guesses (defaults)."""

MOST_DOCUMENTS = 20
MOST_ROOMS = 20
MOST_OCCUPANTS = 100
MOST_CHARACTERS = 2000


class Way(TextChoices):
    """How the contract came about."""

    ONLINE = "online", _("网上签约")
    PAPER = "paper", _("合同补录")


class Status(TextChoices):
    DRAFT = "draft", _("草稿")
    TO_SIGN = "to_sign", _("待签约")
    SIGNED = "signed", _("已签约")
    ENTERED = "entered", _("已补录")
    FILED = "filed", _("已备案")
    ENDED = "ended", _("已终止")
    CANCELLED = "cancelled", _("已取消")
    REVOKED = "revoked", _("已撤销")


MOVES = Moves(
    sign=Move(_("签约"), (Status.DRAFT,), Status.TO_SIGN),
    confirm=Move(_("确认签约"), (Status.TO_SIGN,), Status.SIGNED),
    decline=Move(_("拒绝签约"), (Status.TO_SIGN,), Status.DRAFT),
    take_back=Move(_("返回修改"), (Status.TO_SIGN,), Status.DRAFT),
    lapse=Move(_("逾期未确认"), (Status.TO_SIGN,), Status.DRAFT),
    enter=Move(_("补录"), (Status.DRAFT,), Status.ENTERED),
    correct=Move(_("补正"), (Status.ENTERED,), Status.DRAFT),
    file=Move(_("备案"), (Status.SIGNED, Status.ENTERED), Status.FILED),
    end=Move(_("终止"), (Status.FILED,), Status.ENDED),
    cancel=Move(_("取消"), (Status.DRAFT, Status.TO_SIGN, Status.ENTERED), Status.CANCELLED),
    revoke=Move(_("撤销"), (Status.SIGNED,), Status.REVOKED),
)
OF_TENANTS = (Status.TO_SIGN, Status.SIGNED, Status.FILED, Status.ENDED, Status.REVOKED)
"""A tenant sees a contract from the moment when it is to be confirmed; of drafts they know nothing."""

EFFECTIVE = (Status.SIGNED, Status.ENTERED)
"""What may be filed."""


class RevocationStatus(TextChoices):
    PROPOSED = "proposed", _("待对方同意")
    AGREED = "agreed", _("双方已同意")
    REFUSED = "refused", _("未达成一致")


REVOCATION_MOVES = Moves(
    agree=Move(_("全部同意"), (RevocationStatus.PROPOSED,), RevocationStatus.AGREED),
    refuse=Move(_("不同意撤销"), (RevocationStatus.PROPOSED,), RevocationStatus.REFUSED),
)


class Mode(TextChoices):
    """出租方式."""

    WHOLE = "whole", _("整套出租")
    ROOM = "room", _("按间出租")


class RoomUse(TextChoices):
    """What a room was designed for; only the first two may be let. (rule C1.13)"""

    BEDROOM = "bedroom", _("卧室")
    LIVING = "living", _("起居室")
    KITCHEN = "kitchen", _("厨房")
    BATHROOM = "bathroom", _("卫生间")
    BALCONY = "balcony", _("阳台")
    STORAGE = "storage", _("储藏室")


LETTABLE = (RoomUse.BEDROOM, RoomUse.LIVING)


class Source(TextChoices):
    """By which right the landlord lets the home."""

    OWN = "own", _("自有")
    SUBLEASE = "sublease", _("转租")
    ENTRUSTED = "entrusted", _("受托出租")


class Answer(TextChoices):
    YES = "yes", _("是")
    NO = "no", _("否")


class Payer(TextChoices):
    TENANT = "tenant", _("承租人")
    LANDLORD = "landlord", _("出租人")


class Cost(TextChoices):
    """费用承担: what is paid for beside the rent."""

    WATER = "water", _("水费")
    ELECTRICITY = "electricity", _("电费")
    GAS = "gas", _("燃气费")
    HEATING = "heating", _("供暖费")
    PROPERTY = "property", _("物业管理费")
    NETWORK = "network", _("上网费")
    TELEVISION = "television", _("有线电视费")
    PARKING = "parking", _("车位费")
    HOUSE_TAX = "house_tax", _("房屋租赁税费")


class DisputeWay(TextChoices):
    COURT = "court", _("向房屋所在地人民法院起诉")
    ARBITRATION = "arbitration", _("提交仲裁委员会仲裁")


class PaymentWay(TextChoices):
    CUSTODY = "custody", _("存入监管账户")
    TRANSFER = "transfer", _("银行转账")
    MOBILE = "mobile", _("移动支付")
    CASH = "cash", _("现金")


class DocumentKind(TextChoices):
    """要件: what is handed in with a contract."""

    TITLE = "title", _("权属证明")
    IDENTITY = "identity", _("出租人、承租人身份证明")
    OWNER_CONSENT = "owner_consent", _("产权人同意转租的凭证")
    ENTRUSTMENT = "entrustment", _("委托书")
    CO_OWNERS = "co_owners", _("共有人同意出租的证明")
    PAPER_CONTRACT = "paper_contract", _("纸质合同扫描件")
    OTHER = "other", _("其他材料")


ALWAYS_NEEDED = (DocumentKind.TITLE, DocumentKind.IDENTITY)
NEEDED_FOR_SOURCE = {
    Source.SUBLEASE: DocumentKind.OWNER_CONSENT,
    Source.ENTRUSTED: DocumentKind.ENTRUSTMENT,
}


class Refusal(TextChoices):
    NO_LANDLORD = (
        "no_landlord",
        _("核验「{no}」不是企业或者机构办理的，不能据此签订由企业收款的租赁合同"),
    )
    BROKER_IS_NO_LANDLORD = (
        "broker_is_no_landlord",
        _("经纪机构核验的房源，只能受产权人委托出租，请选择「受托出租」并上传委托书"),
    )
    NOT_CHOSEN = "not_chosen", _("「{text}」不在可选范围内")
    NOT_A_COUNT = "not_a_count", _("「{text}」应为{least}至{most}的整数")
    AREA_TOO_LARGE = "area_too_large", _("使用面积{area}平方米大于建筑面积{whole}平方米")
    TERM_TOO_LONG = (
        "term_too_long",
        _("租期超过{years}年，超过部分无效，最晚止于{latest}（民法典第七百零五条）"),
    )
    STARTS_IN_PAST = "starts_in_past", _("租赁期起{starts_on}早于今天，不能网上签约")
    HEAD_LEASE_ENDS = (
        "head_lease_ends",
        _(
            "转租的租赁期止{ends_on}晚于原租赁合同的止日{head_lease_ends_on}（民法典第七百一十七条）"
        ),
    )
    ROOM_NOT_LETTABLE = "room_not_lettable", _("{use}不能单独出租，应以原设计的房间为最小出租单位")
    TOO_MANY_OCCUPANTS = (
        "too_many_occupants",
        _(
            "{rooms}个房间居住{occupants}人，每个房间不能超过{limit}人（有法定赡养、抚养、扶养义务关系的除外）"
        ),
    )
    TOO_LITTLE_AREA = (
        "too_little_area",
        _("使用面积{area}平方米居住{occupants}人，人均不足{limit}平方米"),
    )
    PAPER_SIGNED_LATER = "paper_signed_later", _("纸质合同的签订日期{signed_on}晚于今天")
    DUE_LATE = "due_late", _("押金支付日{due_on}晚于租赁期止{ends_on}")
    DOCUMENT_MISSING = "document_missing", _("请上传{kind}")
    TOO_MANY_DOCUMENTS = "too_many_documents", _("最多上传{limit}份材料")
    NOT_COMPLETE = "not_complete", _("合同还有{count}处需要补充或者修改，请先修改再签约")
    OTHER_WAY = "other_way", _("「{way}」的合同不能这样办理")
    SEEN_OTHERWISE = "seen_otherwise", _("合同内容与您看到的不同，请重新查看后再办理")
    CODE_TOO_SOON = "code_too_soon", _("验证码已发送，请在{seconds}秒后再获取")
    TOO_MANY_CODES = "too_many_codes", _("今天获取验证码的次数已达{limit}次，请明天再试")
    CODE_OVER = "code_over", _("验证码已失效，请重新获取")
    CODE_WRONG = "code_wrong", _("验证码不正确，还可以输入{left}次")
    CONFIRMED_ALREADY = "confirmed_already", _("您已确认签约，不能再拒绝；需要解除请与对方协商撤销")
    CONFIRM_TIME_OVER = "confirm_time_over", _("确认期限{until}已过，请联系出租人重新签约")
    BECAUSE_MISSING = "because_missing", _("请说明理由")
    REVOCATION_OPEN = "revocation_open", _("已有一份撤销申请等待答复")
    NO_REVOCATION = "no_revocation", _("没有等待答复的撤销申请")
    FILED_OTHERWISE = "filed_otherwise", _("合同{no}已以另一个备案编号备案")
