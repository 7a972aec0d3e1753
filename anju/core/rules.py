"""What core keeps of those who ask for what is not theirs, how programs are told, the districts of Beijing."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.moves import Move, Moves

# Each actor fills at most so many rows of `AccessRefused` in any minute: enough to see what somebody tries,
# too few to fill the disk with. What is above is answered 404 like the rest, and not written down.
ACCESS_REFUSED_KEPT_A_MINUTE = 20

DISTRICTS = {
    "110101": "东城区",
    "110102": "西城区",
    "110105": "朝阳区",
    "110106": "丰台区",
    "110107": "石景山区",
    "110108": "海淀区",
    "110109": "门头沟区",
    "110111": "房山区",
    "110112": "通州区",
    "110113": "顺义区",
    "110114": "昌平区",
    "110115": "大兴区",
    "110116": "怀柔区",
    "110117": "平谷区",
    "110118": "密云区",
    "110119": "延庆区",
}
"""Beijing's districts (rules D5)."""


class CallbackStatus(TextChoices):
    WAITING = "waiting", _("待通知")
    DELIVERED = "delivered", _("已送达")
    UNDELIVERED = "undelivered", _("未送达")


CALLBACK_MOVES = Moves(
    deliver=Move(_("送达"), (CallbackStatus.WAITING,), CallbackStatus.DELIVERED),
    give_up=Move(_("放弃"), (CallbackStatus.WAITING,), CallbackStatus.UNDELIVERED),
    try_again=Move(_("重新通知"), (CallbackStatus.UNDELIVERED,), CallbackStatus.WAITING),
)
CALLBACK_PAUSES = tuple(timedelta(seconds=s) for s in (5, 30, 120, 600, 3600, 14400, 43200))
"""How long a program that did not accept a callback is left in peace, attempt after attempt (our default)."""
