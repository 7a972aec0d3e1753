"""What is typed about programs at each desk that keeps them: their keys, where they are told of what."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from anju.core.actors import Actor
from anju.core.rules import CallbackStatus
from anju.people.rules import Scope
from anju.web.forms import Form
from anju.web.searches import ChoiceField, Search
from anju.webhooks.rules import MOST_URL, Event


class ScopesField(forms.MultipleChoiceField):
    def __init__(self, offered: Iterable[Scope]) -> None:
        super().__init__(
            label=_("允许的操作"),
            choices=[(scope.value, scope.label) for scope in offered],
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": _("请至少选择一项操作"),
                "invalid_choice": _("请从列表中选择"),
            },
        )


class NameField(forms.CharField):
    def __init__(self, label: Any, help_text: Any, missing: Any) -> None:
        super().__init__(
            label=label,
            max_length=60,
            help_text=help_text,
            error_messages={"required": missing, "max_length": _("名称最多60个字")},
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )


class KeyForm(Form):
    """A desk says with which words it asks for the name, and which scopes it gives."""

    at_fields = {
        "key_without_name": "name",
        "key_name_taken": "name",
        "key_without_scope": "scopes",
        "scope_of_others": "scopes",
        "key_without_bank": "bank",
        "key_ends_before": "expires_on",
    }
    expires_on = forms.DateField(
        label=_("有效期止"),
        required=False,
        input_formats=["%Y-%m-%d"],
        help_text=_("当日仍有效；不填写则长期有效，可随时吊销"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("这不是一个日期，请按 2026-01-31 的格式填写")},
    )
    field_order: tuple[str, ...] = ("name", "scopes", "bank", "expires_on")


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
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("请至少选择一种事件"),
            "invalid_choice": _("请从列表中选择"),
        },
    )

    def __init__(self, *typed: Any, offered: Iterable[Event], **more: Any) -> None:
        super().__init__(*typed, **more)
        if settings.WEBHOOK_NETWORKS:
            self.fields["url"].help_text = _(
                "以 https:// 开头，能从互联网访问；试用环境也可以是本机地址，例如 http://127.0.0.1:8900/"
            )
        named = [(event.value, event.label) for event in offered]
        self.fields["events"].choices = named  # type: ignore[attr-defined]


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

    def __init__(self, asked: Any, *, actor: Actor, own: list[Any]) -> None:
        super().__init__(asked, actor=actor)
        named = [(str(one.pk), one.url) for one in own]
        self.fields["subscription_id"].choices = [("", _("全部")), *named]  # type: ignore[attr-defined]
