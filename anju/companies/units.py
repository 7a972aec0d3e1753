"""What a company may change of itself, what must be there, and how a name is checked. (manual 004, 8; PRP-13)"""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.moves import Move, Moves

REQUIRED = ("address", "postcode", "phone", "representative_mobile", "is_legal_person", "district")
"""带*的信息项. The manual marks some and does not say which (our default)."""

PERSONAL = (
    "legal_representative",
    "phone",
    "other_phone",
    "mail",
    "representative_phone",
    "representative_mobile",
)
"""What may tell of a person: kept sealed, and masked at the desk."""


class CheckStatus(TextChoices):
    WAITING = "waiting", _("正在校验")
    CONFIRMED = "confirmed", _("校验通过")
    DENIED = "denied", _("校验未通过")


CHECK_MOVES = Moves(
    confirm=Move(_("校验通过"), (CheckStatus.WAITING,), CheckStatus.CONFIRMED),
    deny=Move(_("校验未通过"), (CheckStatus.WAITING,), CheckStatus.DENIED),
)


class Denied(TextChoices):
    """Why the register does not confirm a name."""

    NOT_FOUND = "not_found", _("机构登记系统中没有本单位的社会信用代码，请先办理登记")
    OTHER_NAME = "other_name", _("与机构登记系统中的名称不一致，请按营业执照填写")
    NOT_IN_BUSINESS = "not_in_business", _("本单位在机构登记系统中的状态不是存续")


LONGEST_SEALED = 100
"""So long a field is that is kept sealed (our default); of the others the table says how long."""

CHECK_LASTS = timedelta(days=10)
"""So long a confirmed name may be taken (our default)."""

ASKED_AGAIN_AFTER = timedelta(minutes=1)
"""A name that was denied is asked about again no sooner (our default)."""

CHECKS_A_DAY = 20
"""So many names a company may have checked (our default)."""

PAUSES = tuple(timedelta(seconds=s) for s in (5, 15, 60, 300, 900))
"""How long the register is left in peace after each silence; the last pause repeats."""

NAMES_A_RUN = 10


class Refusal(TextChoices):
    FIELD_MISSING = "unit_field_missing", _("请填写{field}")
    NOT_A_POSTCODE = "not_a_postcode", _("邮编应为6位数字")
    NOT_A_TELEPHONE = (
        "not_a_telephone",
        _("请填写手机号，或者带区号的座机号，例如010-64391122"),
    )
    NOT_A_MAIL = "not_a_mail", _("电子信箱应写作 name@example.com 的样式")
    DAY_IN_FUTURE = "founded_in_future", _("设立日期还没有到，请核对")
    NAME_IS_SAME = "name_is_same", _("与现在的单位名称相同，不需要校验")
    NAME_NOT_CHECKED = "name_not_checked", _("变更单位名称须先点【质监校验】")
    NAME_BEING_CHECKED = (
        "name_being_checked",
        _("「{name}」正在校验，校验通过后再提交；其他信息可以先恢复原来的单位名称后提交"),
    )
    NAME_DENIED = "name_denied", _("「{name}」没有通过质监校验：{why}")
    TOO_MANY_CHECKS = "too_many_checks", _("今天已校验{most}次，请明天再试")
    NOTHING_CHANGED = "nothing_changed", _("没有变更任何信息")
    CHANGED_MEANWHILE = (
        "changed_meanwhile",
        _("单位信息已在{at}由{who}变更，请核对本页后再提交"),
    )
