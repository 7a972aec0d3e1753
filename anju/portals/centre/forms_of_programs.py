"""What the staff type about programs' keys: whose they look for, a platform's new key, a quota, why one is revoked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.people.rules import CALLS_A_DAY, CALLS_A_MINUTE, KeyStatus, Scope
from anju.web.forms import Form
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


class PlatformKeyForm(Quota):
    at_fields = {
        "key_without_name": "name",
        "key_name_taken": "name",
        "key_without_scope": "scopes",
        "key_ends_before": "expires_on",
    }
    name = forms.CharField(
        label=_("使用单位"),
        max_length=60,
        help_text=_("平台或银行的名称"),
        error_messages={"required": _("请填写使用单位"), "max_length": _("名称最多60个字")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("允许的操作"),
        choices=[(scope.value, scope.label) for scope in Scope],
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("请至少选择一项操作"),
            "invalid_choice": _("请从列表中选择"),
        },
    )
    expires_on = forms.DateField(
        label=_("有效期止"),
        required=False,
        input_formats=["%Y-%m-%d"],
        help_text=_("当日仍有效；不填写则长期有效"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("这不是一个日期，请按 2026-01-31 的格式填写")},
    )
    field_order = ("name", "scopes", "expires_on", "calls_a_minute", "calls_a_day")


class RevokeForm(Form):
    because = forms.CharField(
        label=_("吊销原因"),
        max_length=200,
        error_messages={"required": _("请填写吊销原因"), "max_length": _("原因最多200个字")},
    )
