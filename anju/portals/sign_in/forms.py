from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from anju.core.actors import Actor
from anju.core.clock import now
from anju.core.refusals import Refused
from anju.people.rules import Capacity
from anju.portals.sign_in.rules import Refusal
from anju.web.forms import Form

SALT = "user notice shown"


def shown_token(version: str, actor: Actor) -> str:
    """Our own word for when the notice was shown, to whom and which version: the browser carries it
    but cannot change it."""
    return signing.dumps([version, actor.name, now().isoformat()], salt=SALT)


class NoticeForm(Form):
    shown = forms.CharField(widget=forms.HiddenInput)

    def shown_to(self, actor: Actor) -> tuple[str, datetime]:
        try:
            version, name, moment = signing.loads(self.cleaned_data["shown"], salt=SALT)
        except signing.BadSignature:
            raise Refused(Refusal.PAGE_EXPIRED) from None
        if name != actor.name:
            raise Refused(Refusal.PAGE_EXPIRED)
        return version, datetime.fromisoformat(moment)


class CapacityForm(Form):
    capacity = forms.ChoiceField(
        label=_("用户身份"),
        error_messages={
            "required": _("请选择用户身份"),
            "invalid_choice": _("贵单位不能以所选身份办理业务，请重新选择"),
        },
    )

    def __init__(self, chosen: Any, *, offered: Iterable[Capacity]) -> None:
        super().__init__(chosen)
        self.fields["capacity"].choices = [(one.value, one.label) for one in offered]  # type: ignore[attr-defined]
