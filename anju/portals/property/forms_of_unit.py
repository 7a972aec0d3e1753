"""单位信息变更: every field of the auxiliary data, those that must be there with *. (manual 004, 8.2)"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.companies import queries, reading
from anju.companies.rules import AUXILIARY
from anju.companies.units import REQUIRED, Refusal
from anju.core.money import yuan
from anju.core.refusals import Refused
from anju.core.rules import DISTRICTS
from anju.desks.forms import Chosen, Words, Yuan
from anju.web.forms import Form
from anju.web.searches import DayField

HINTS = {
    "phone": _("座机带区号，例如010-64391122"),
    "representative_mobile": _("11位手机号"),
    "mail": _("例如 name@example.com"),
}
CAPITAL = "capital_fen"
"""The one field that may be empty and is a number."""


class UnitForm(Form):
    """`seen` is the last change that the page knew, so that nobody's newer one is overwritten."""

    at_fields = dict.fromkeys(
        (
            Refusal.NAME_IS_SAME,
            Refusal.NAME_NOT_CHECKED,
            Refusal.NAME_BEING_CHECKED,
            Refusal.NAME_DENIED,
            Refusal.TOO_MANY_CHECKS,
        ),
        "name",
    )
    name = Words(
        _("单位名称 *"), 200, required=True, help_text=_("变更名称的，填写后先点【质监校验】")
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *sent: Any, **given: Any) -> None:
        super().__init__(*sent, **given)
        for name, label in AUXILIARY.items():
            starred = _("{label} *").format(label=label) if name in REQUIRED else label
            self.fields[name] = field_of(name, starred)

    @property
    def auxiliary(self) -> list[Any]:
        return [self[name] for name in AUXILIARY]

    def clean(self) -> dict[str, Any]:
        """What is wrong stands at its field; the action checks the same once more."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        for name in AUXILIARY:
            if name not in self.errors:
                self._check(name, typed.get(name))
        return typed

    def _check(self, name: str, value: Any) -> None:
        try:
            reading.field_of(name, value)
        except Refused as refused:
            self.add_error(name, refused.message)

    @property
    def stated(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {
            "name": typed["name"],
            "seen": typed["seen"],
            "stated": {name: typed[name] for name in AUXILIARY},
        }


def field_of(name: str, label: Any) -> forms.Field:
    if name == "founded_on":
        return DayField(label)
    if name == CAPITAL:
        return Capital(label)
    if name == "is_legal_person":
        return YesOrNo(label)
    if name == "district":
        return Chosen(label, DISTRICTS.items(), required=False)
    return Words(label, queries.longest(name), help_text=HINTS.get(name, ""))


class Capital(Yuan):
    """An amount in yuan, or nothing."""

    def __init__(self, label: Any) -> None:
        super().__init__(label, help_text=_("单位：元"))

    def clean(self, value: Any) -> Any:
        return super().clean(value) or None

    def prepare_value(self, value: Any) -> Any:
        return yuan(value) if isinstance(value, int) else value


class YesOrNo(forms.TypedChoiceField):
    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            choices=[("", _("请选择")), ("True", _("是")), ("False", _("否"))],
            coerce=lambda text: text == "True",
            empty_value=None,
        )


def initial_of(company: Any, last_change_id: int) -> dict[str, Any]:
    return {
        "name": company.name,
        "seen": last_change_id,
        **{name: getattr(company, name) for name in AUXILIARY},
    }
