"""Why somebody does something: said in words, and in no more than are kept."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.refusals import Refused

MOST = 200  # as many as a line of history holds


class Refusal(TextChoices):
    REASON_MISSING = "reason_missing", _("请填写原因")
    REASON_TOO_LONG = "reason_too_long", _("内容最多{most}个字")


def given(text: str, most: int = MOST) -> str:
    """What somebody wrote, trimmed. Refused when it says nothing, or more than is kept."""
    text = text.strip()
    if not text:
        raise Refused(Refusal.REASON_MISSING)
    if len(text) > most:
        raise Refused(Refusal.REASON_TOO_LONG, most=most)
    return text
