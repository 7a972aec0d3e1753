"""What the staff type about warnings, and about money that waits for its owner."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.custody.rules import Refusal as CustodyRefusal
from anju.oversight.rules import Refusal
from anju.portals.centre.forms import AtField
from anju.unclaimed.rules import Age, Kind, Way
from anju.web.forms import Form
from anju.web.searches import ChoiceField, Search


class ReasonField(forms.CharField):
    def __init__(self, label: Any, help_text: Any) -> None:
        super().__init__(
            label=label,
            max_length=300,
            help_text=help_text,
            error_messages={"required": _("请填写理由"), "max_length": _("理由最多300个字")},
            widget=forms.Textarea(attrs={"rows": 3}),
        )


class ConfirmForm(Form):
    """A written decision, and why. The enterprise reads the reason."""

    at_fields = {
        CustodyRefusal.NO_DOCUMENT: "document_no",
        CustodyRefusal.ALREADY_HELD: "document_no",
        CustodyRefusal.ENDS_IN_PAST: "until_on",
        Refusal.REASON_MISSING: "because",
    }
    document_no = forms.CharField(
        label=_("文书编号"),
        max_length=80,
        help_text=_("暂停划转须有书面决定"),
        error_messages={"required": _("请填写文书编号"), "max_length": _("文书编号最多80个字")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    because = ReasonField(_("暂停的理由"), _("企业会看到，并可以提交说明要求人工复核"))
    until_on = forms.DateField(
        label=_("暂停期止"),
        required=False,
        input_formats=["%Y-%m-%d"],
        help_text=_("当日仍暂停；不填写则到解除时为止"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("这不是一个日期，请按 2026-01-31 的格式填写")},
    )


class DismissForm(AtField):
    at = "because"
    because = ReasonField(_("不予暂停的理由"), _("企业会看到；情况加重时系统重新预警"))


class LiftWarningForm(AtField):
    at = "because"
    because = ReasonField(_("恢复划转的理由"), _("企业会看到；累积的租金随下一次划转一并付出"))


class ReplyForm(AtField):
    at = "reply"
    reply = ReasonField(_("答复"), _("写明人工复核的结果，企业会看到"))


class UnclaimedSearch(Search):
    """`wanted` is what `unclaimed.queries.money_found` takes."""

    age = ChoiceField(_("等待时间"), Age.choices)
    kind = ChoiceField(_("类别"), Kind.choices)
    about = forms.CharField(
        label=_("合同备案编号或银行流水号"),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    closed = forms.BooleanField(label=_("只看已领取的"), required=False)

    @property
    def wanted(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value}


class AttemptForm(AtField):
    at = "text"
    way = forms.ChoiceField(
        label=_("联系方式"),
        choices=Way.choices,
        error_messages={"required": _("请选择"), "invalid_choice": _("请从列表中选择")},
    )
    text = forms.CharField(
        label=_("联系的结果"),
        max_length=500,
        error_messages={"required": _("请填写联系的结果"), "max_length": _("最多500个字")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class LookForm(Form):
    """查看完整联系方式: what for, which is written down with the look."""

    purpose = forms.CharField(
        label=_("查看的用途"),
        max_length=100,
        error_messages={"required": _("请填写用途"), "max_length": _("用途最多100个字")},
    )
