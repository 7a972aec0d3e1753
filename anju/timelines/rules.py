"""What may be asked for of the books, and what becomes of it."""

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


class Refusal(TextChoices):
    UNDER_WAY = "under_way", _("已有一次校验正在进行，请等它完成后再发起")
