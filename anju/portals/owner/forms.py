"""What an owner types: searches, an amount, a way to pay."""

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.core.actors import Actor
from anju.core.identity_numbers import OF_ACCOUNTS
from anju.core.money import parse_yuan
from anju.core.refusals import Refused
from anju.fund.queries import BusinessKind
from anju.fund.rules import Refusal
from anju.payments.rules import Opening
from anju.web.forms import Form
from anju.web.searches import NOT_IN_THE_LIST, ChoiceField, DayField, PartOfName, Search


class HomeSearch(Search):
    address = PartOfName(_("房屋地址"))


class BusinessSearch(Search):
    """维修资金管理: by home, kind and period. (OWN-41)"""

    home = ChoiceField(_("房屋"), [])
    kind = ChoiceField(_("业务类型"), BusinessKind.choices)
    since = DayField(_("起始日期"))
    until = DayField(_("截止日期"))

    def __init__(self, asked: Any, *, actor: Actor, homes: list[Any]) -> None:
        super().__init__(asked, actor=actor)
        choices = [
            ("", _("全部")),
            *((str(one.dwelling_id), one.dwelling.address) for one in homes),
        ]
        self.fields["home"].choices = choices  # type: ignore[attr-defined]

    def clean_until(self) -> Any:
        return self.check_period("since", "until")

    @property
    def wanted(self) -> dict[str, Any]:
        """With the home by its id."""
        asked = super().wanted
        home = asked.pop("home", "")
        return {**asked, "dwelling_id": int(home)} if home else asked


class ClaimForm(Form):
    """收款账号 and 开户银行, typed by the payee anew. The name is theirs and no field. (BEY-14)"""

    at_fields = dict.fromkeys(OF_ACCOUNTS, "payee_account")
    payee_account = forms.CharField(
        label=_("收款账号"),
        max_length=60,
        error_messages={"required": _("请填写收款账号")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    payee_bank = forms.CharField(
        label=_("开户银行"),
        max_length=120,
        error_messages={"required": _("请填写开户银行")},
        help_text=_("填写到支行，例如：中国工商银行北京建国门支行"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class AmountField(forms.CharField):
    """An amount in yuan with up to two decimals, also ￥５００ or 500元; cleaned it is whole fen."""

    def __init__(self, label: Any, help_text: Any = "") -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            max_length=20,
            error_messages={"required": Refusal.AMOUNT_MISSING.label},
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        )

    def clean(self, value: Any) -> Any:
        typed = unicodedata.normalize("NFKC", super().clean(value))
        try:
            return parse_yuan(typed.strip().removeprefix("¥").removesuffix("元"))
        except Refused as refused:
            raise forms.ValidationError(refused.message) from None


class PayForm(Form):
    """【立即付款】: by which provider, and whether it is scanned or opened on this phone."""

    channel = forms.ChoiceField(
        label=_("付款方式"),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择微信或者支付宝"), **NOT_IN_THE_LIST},
    )
    opening = forms.ChoiceField(
        required=False,
        choices=[(one.value, one.label) for one in (Opening.QR_CODE, Opening.APP)],
        widget=forms.HiddenInput,
    )

    def __init__(self, sent: Any, *, channels: list[str]) -> None:
        super().__init__(sent)
        self.fields["channel"].choices = [(one, one) for one in channels]  # type: ignore[attr-defined]
        if len(channels) == 1:
            self.fields["channel"].initial = channels[0]

    @property
    def opening_wanted(self) -> str:
        return self.cleaned_data["opening"] or Opening.QR_CODE


class VoluntaryForm(PayForm):
    amount = AmountField(_("交存金额（元）"), _("例如 500 或 500.00"))
    at_fields = {Refusal.AMOUNT_MISSING: "amount", Refusal.AMOUNT_TOO_LARGE: "amount"}
    field_order = ("amount", "channel")


class QuickForm(Form):
    """快速交存: both have to agree. (QCK-03)"""

    no = forms.CharField(
        label=_("业务流水号"),
        max_length=40,
        help_text=_("以WX开头，在交存通知单上"),
        error_messages={"required": _("请填写业务流水号")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    owner_name = forms.CharField(
        label=_("业主名称"),
        max_length=100,
        help_text=_("与交存通知单上的一致"),
        error_messages={"required": _("请填写业主名称")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
