"""The wording of a message can be settled anew: which facts may stand in it, and which must. (CTR-06)"""

import re

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.people.rules import Office

PLACE = re.compile(r"\{([a-z_]+)\}", re.ASCII)
SIGNATURE = re.compile(r"\A(?:【[^】]+】|\[[^\]]+\])")
OF_AUTHORITY = "【住建委】"
MOST_CHARACTERS = 500


class Language(TextChoices):
    CHINESE = "zh", _("中文")
    ENGLISH = "en", _("英文")


class WordingRefusal(TextChoices):
    BRACES = "wording_braces", _("大括号只能用来标出事实，例如「{{amount}}」，请检查大括号是否成对")
    UNKNOWN = "wording_unknown", _("这条消息没有「{places}」，可以使用：{known}")
    MISSING = "wording_missing", _("不能去掉「{places}」，收信人需要知道")
    SIGNATURE = "wording_signature", _("消息须以「{signature}」开头")
    TOO_LONG = "wording_too_long", _("消息最多{most}个字")
    UNCHANGED = "wording_unchanged", _("与现行文字相同，没有变化")


def code_of(kind: str, language: str, chinese: str) -> str:
    """Under which code the wording of a kind of message is settled; the office is that which signs it."""
    office = Office.AUTHORITY if chinese.startswith(OF_AUTHORITY) else Office.CENTRE
    return f"text.{office.value}.notice.{kind}.{language}"


def places_in(text: str) -> list[str]:
    """The facts that a text has places for, in the order in which they first stand there."""
    return list(dict.fromkeys(PLACE.findall(text)))


def signature_of(text: str) -> str:
    found = SIGNATURE.match(text)
    return found[0] if found else ""
