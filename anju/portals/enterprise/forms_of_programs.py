"""What an enterprise types for its programs: keys with their scopes, where events are told, searches of both logs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.core.rules import CallbackStatus
from anju.people.rules import OF_ENTERPRISES
from anju.portals.enterprise.forms import Search
from anju.web.forms import Form
from anju.web.programs import KeyForm, NameField, ScopesField
from anju.web.searches import ChoiceField
from anju.webhooks.rules import MOST_URL, OFFERED, Event


class OwnKeyForm(KeyForm):
    """An enterprise's key for a program of its own."""

    name = NameField(_("密钥名称"), _("写明用它的程序，例如 租务系统"), _("请填写密钥名称"))
    scopes = ScopesField(OF_ENTERPRISES)


class SubscriptionForm(Form):
    """An address and its events."""

    at_fields = {
        "address_wrong": "url",
        "address_plain": "url",
        "address_private": "url",
        "url_taken": "url",
        "events_missing": "events",
    }
    url = forms.CharField(
        label=_("推送地址"),
        max_length=MOST_URL,
        help_text=_("以 https:// 开头，能从互联网访问"),
        error_messages={"required": _("请填写推送地址"), "max_length": _("地址最多300个字符")},
        widget=forms.URLInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "url"}
        ),
    )
    events = forms.MultipleChoiceField(
        label=_("推送的事件"),
        choices=[(event.value, event.label) for event in OFFERED],
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("请至少选择一种事件"),
            "invalid_choice": _("请从列表中选择"),
        },
    )


class DeliverySearch(Search):
    event = ChoiceField(_("事件"), Event.choices)
    status = ChoiceField(_("推送状态"), CallbackStatus.choices)
    subscription_id = ChoiceField(_("推送地址"), [])
    about = forms.CharField(
        label=_("业务编号"),
        required=False,
        max_length=60,
        error_messages={"max_length": _("业务编号最多60个字符")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, asked: Any, *, own: list[Any]) -> None:
        super().__init__(asked)
        named = [(str(one.pk), one.url) for one in own]
        self.fields["subscription_id"].choices = [("", _("全部")), *named]  # type: ignore[attr-defined]


class CallSearch(Search):
    key = ChoiceField(_("密钥"), [])

    def __init__(self, asked: Any, *, own: list[Any]) -> None:
        super().__init__(asked)
        named = [(str(one.pk), f"{one.name}（…{one.hint}）") for one in own]
        self.fields["key"].choices = named  # type: ignore[attr-defined]
