"""What the staff type about programs' keys: whose they look for, a platform's new key, a quota, why one is revoked."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.people.rules import CALLS_A_DAY, CALLS_A_MINUTE, KeyStatus, Scope
from anju.web.forms import Form
from anju.web.programs import KeyForm, NameField, ScopesField
from anju.web.searches import ChoiceField, Search

WHOSE = (("platform", _("平台和银行")), ("enterprise", _("住房租赁企业")))
MOST_CALLS = 10_000_000


class KeySearch(Search):
    whose = ChoiceField(_("使用单位"), WHOSE)
    status = ChoiceField(_("状态"), KeyStatus.choices)
    uscc = forms.CharField(
        label=_("企业统一社会信用代码"),
        required=False,
        max_length=18,
        error_messages={"max_length": _("统一社会信用代码是18位")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    @property
    def conditions(self) -> dict[str, Any]:
        """What is asked of the keys."""
        wanted = self.wanted
        asked: dict[str, Any] = {}
        if "whose" in wanted:
            asked["organisation__isnull"] = wanted["whose"] == "platform"
        if "status" in wanted:
            asked["status"] = wanted["status"]
        if "uscc" in wanted:
            asked["organisation__uscc"] = wanted["uscc"].strip().upper()
        return asked


class Quota(Form):
    """How often a program may call."""

    calls_a_minute = forms.IntegerField(
        label=_("每分钟限额（次）"),
        min_value=1,
        max_value=MOST_CALLS,
        initial=CALLS_A_MINUTE,
        error_messages={"required": _("请填写每分钟限额"), "invalid": _("请填写整数")},
    )
    calls_a_day = forms.IntegerField(
        label=_("每日限额（次）"),
        min_value=1,
        max_value=MOST_CALLS,
        initial=CALLS_A_DAY,
        error_messages={"required": _("请填写每日限额"), "invalid": _("请填写整数")},
    )


class PlatformKeyForm(KeyForm, Quota):
    """A platform's key or a bank's: a bank's names the bank whose account it may ask about."""

    name = NameField(_("使用单位"), _("平台或银行的名称"), _("请填写使用单位"))
    scopes = ScopesField(Scope)
    bank = ChoiceField(_("银行"), [])
    field_order = (*KeyForm.field_order, "calls_a_minute", "calls_a_day")

    def __init__(self, *typed: Any, banks: Iterable[tuple[str, str]], **more: Any) -> None:
        super().__init__(*typed, **more)
        field = self.fields["bank"]
        field.help_text = _("只有选了「{scope}」才需要，且只能查询该行").format(
            scope=Scope.BANK_READ.label
        )
        field.choices = [("", _("不是银行")), *banks]  # type: ignore[attr-defined]


class RevokeForm(Form):
    because = forms.CharField(
        label=_("吊销原因"),
        max_length=200,
        error_messages={"required": _("请填写吊销原因"), "max_length": _("原因最多200个字")},
    )
