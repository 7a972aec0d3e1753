from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from anju.core.actors import Actor
from anju.core.clock import now
from anju.core.refusals import Refused
from anju.people.rules import Capacity, CodeChannel
from anju.people.rules import Refusal as PeopleRefusal
from anju.portals.sign_in.rules import Refusal
from anju.web.forms import Form

SALT = "user notice shown"


def password_field(label: Any, autocomplete: str, advice: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=200,
        help_text=advice,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


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


class ChosenPasswordForm(Form):
    """A password that somebody chooses, typed twice. What was typed is never sent back to the page."""

    at_fields: ClassVar[Mapping[str, str]] = {
        PeopleRefusal.PASSWORD_WRONG: "present",
        PeopleRefusal.PASSWORD_SAME: "chosen",
        PeopleRefusal.PASSWORD_WEAK: "chosen",
    }

    chosen = password_field(
        _("新密码"), "new-password", _("至少12个字符，不能是常见密码、纯数字或与姓名、账号相近")
    )
    again = password_field(_("再次输入新密码"), "new-password")

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if "chosen" in self.cleaned_data and again != self.cleaned_data["chosen"]:
            raise forms.ValidationError(_("两次输入的新密码不一致"))
        return again


class PasswordForm(ChosenPasswordForm):
    present = password_field(_("当前密码"), "current-password")
    field_order = ("present", "chosen", "again")


class RecoveryForm(Form):
    username = forms.CharField(
        label=_("用户名"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    channel = forms.ChoiceField(
        label=_("验证码发送到"),
        choices=CodeChannel.choices,
        initial=CodeChannel.SMS,
        widget=forms.RadioSelect,
    )


class RecoveryCodeForm(ChosenPasswordForm):
    at_fields: ClassVar[Mapping[str, str]] = {
        **ChosenPasswordForm.at_fields,
        PeopleRefusal.CODE_WRONG: "code",
    }

    code = forms.CharField(
        label=_("验证码"),
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    field_order = ("code", "chosen", "again")
