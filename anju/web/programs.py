"""What is typed about a program's key, at each desk that gives keys: its name, what it may do, its last day."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.people.rules import Scope
from anju.web.forms import Form


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
    field_order = ("name", "scopes", "bank", "expires_on")
