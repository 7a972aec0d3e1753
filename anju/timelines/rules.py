"""What can be searched for and looked at, and what may be asked for of the books."""

import re

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.moves import Move, Moves


class Status(TextChoices):
    """How far a verification of the books is that somebody asked for."""

    ASKED = "asked", _("等待校验")
    RUNNING = "running", _("正在校验")
    HOLDS = "holds", _("校验通过")
    DIFFERS = "differs", _("发现异常")


OPEN = (Status.ASKED, Status.RUNNING)
VERIFICATION_MOVES = Moves(
    begin=Move(_("开始校验"), (Status.ASKED,), Status.RUNNING),
    hold=Move(_("校验通过"), (Status.RUNNING,), Status.HOLDS),
    differ=Move(_("发现异常"), (Status.RUNNING,), Status.DIFFERS),
)

SEALS_AT_A_TIME = 50
"""So many seals, of up to a thousand transfers each, are read between two words on how far a verification is."""

READS_FOR_SECONDS = 8
"""So long new records are read in one turn of the clock, so that people are found by their names."""


class Refusal(TextChoices):
    UNDER_WAY = "under_way", _("已有一次校验正在进行，请等它完成后再发起")


class Kind(TextChoices):
    """What has a timeline."""

    LEASE = "lease", _("备案合同")
    PERSON = "person", _("个人")
    ORGANISATION = "organisation", _("单位")
    HOME = "home", _("房屋")
    ORDER = "order", _("缴纳订单")
    ENTRY = "entry", _("银行流水")
    PAYOUT = "payout", _("付款")
    RELEASE = "release", _("划转")
    CASE = "case", _("退款")
    WORKS = "works", _("维修任务单")
    FILING = "filing", _("备案申请")
    CONTRACT = "contract", _("网签合同")
    VERIFICATION = "verification", _("房源核验")
    RECEIPT = "receipt", _("电子票据")


class Clue(TextChoices):
    """By which sealed text a record is found: its digest is kept, never the text."""

    NAME = "name", _("姓名")
    ACCOUNT = "account", _("银行账号")
    NUMBER = "number", _("证件号码")


class Typed(TextChoices):
    """As what a searched text can be understood."""

    NUMBER = "number", _("编号")
    ID_NUMBER = "id_number", _("证件号码")
    PHONE = "phone", _("手机号")
    ACCOUNT = "account", _("银行账号")
    NAME = "name", _("姓名或名称")
    ADDRESS = "address", _("地址或名称")


PERSONAL = frozenset({Typed.ID_NUMBER, Typed.PHONE, Typed.ACCOUNT, Typed.NAME})
"""Who searches by one of these asks for somebody, and that is written down. (SEC-01)"""

SHORTEST_PLACE = 3
LONGEST = 100
PHONE = r"(?:(?:\+|00)?86-?)?(1[0-9]{2})-?([0-9]{4})-?([0-9]{4})"
"""A phone as people write it, with the country's code and hyphens or without."""
MOST_OF_A_KIND = 20


def understood(text: str) -> list[Typed]:
    """As what a text can be understood, normalised before: what may be searched for, and nothing else is asked."""
    shapes = {
        Typed.NUMBER: r"[0-9A-Z:（）()〔〕\[\]第号-]*[0-9][0-9A-Z:（）()〔〕\[\]第号-]*",
        Typed.ID_NUMBER: r"[0-9]{17}[0-9X]|[A-Z]{0,3}[0-9]{6,14}[A-Z]?",
        Typed.PHONE: PHONE,
        Typed.ACCOUNT: r"[0-9]{8,32}",
        Typed.NAME: r"[^0-9]{2,60}",
    }
    found = [typed for typed, shape in shapes.items() if re.fullmatch(shape, text)]
    is_place = len(text) >= SHORTEST_PLACE and re.search("[^0-9A-Z:-]", text)
    return [*found, Typed.ADDRESS] if is_place else found


def phone_in(text: str) -> str:
    """The eleven digits of a phone; "" for what is none."""
    found = re.fullmatch(PHONE, text)
    return "".join(found.groups()) if found else ""


SEARCHED = "timelines.search"
"""The kind of a recorded look that was a search: `whose` is what was typed, masked."""

PURPOSES = (
    ("answer", _("答复当事人咨询")),
    ("work", _("办理业务")),
    ("complaint", _("处理投诉或争议")),
    ("audit", _("审计检查")),
)
"""What for somebody may look at personal data in full."""
