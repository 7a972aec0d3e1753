"""What is searched for, and what for somebody looks at personal data."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.core.identity_numbers import normalise
from anju.timelines.rules import LONGEST, PURPOSES, Kind, understood
from anju.web.forms import Form


class SearchBox(Form):
    """Anything: a number, a name, a document, a phone, an account, an address. Sent, so it stands in no address."""

    q = forms.CharField(
        label=_("查什么"),
        max_length=LONGEST,
        help_text=_(
            "编号、姓名（全名）、证件号码、手机号、银行账号、统一社会信用代码、收款识别码、银行流水号，"
            "或者地址、单位名称中的三个字以上"
        ),
        error_messages={
            "required": _("请填写要查的内容"),
            "max_length": _("最多100个字，请缩短"),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    kind = forms.ChoiceField(choices=Kind, required=False, widget=forms.HiddenInput)
    before = forms.IntegerField(
        min_value=1, max_value=2**63 - 1, required=False, widget=forms.HiddenInput
    )

    def __init__(self, sent: Any = None) -> None:
        plain = (
            {name: text.replace("\0", "") for name, text in sent.items()}
            if sent is not None
            else None
        )
        super().__init__(plain)

    def clean_q(self) -> str:
        text: str = self.cleaned_data["q"]
        if not understood(normalise(text)):
            raise forms.ValidationError(
                _("这不是编号、证件号码或手机号；按姓名查请填全名，按地址或名称查请至少填三个字")
            )
        return text


class PurposeForm(Form):
    """What for somebody is shown in full; it stands in the record of the look."""

    purpose = forms.ChoiceField(
        label=_("查看用途"),
        choices=[("", _("请选择")), *PURPOSES],
        error_messages={"required": _("请选择查看用途"), "invalid_choice": _("请从列表中选择")},
    )
    note = forms.CharField(
        label=_("说明"),
        max_length=60,
        required=False,
        help_text=_("例如受理编号，最多60个字"),
        error_messages={"max_length": _("说明最多60个字")},
    )

    @property
    def told(self) -> str:
        label = str(dict(PURPOSES)[self.cleaned_data["purpose"]])
        return "：".join(filter(None, [label, self.cleaned_data["note"]]))
