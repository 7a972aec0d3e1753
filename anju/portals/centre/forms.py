"""What the staff of the fund centre type: searches, an order to match, a reason, a file."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.core import clock, files, money
from anju.core.refusals import Refused
from anju.payments import queries as payments
from anju.web.forms import Form

OLDEST_DAY = date(2024, 1, 1)


class DayField(forms.DateField):
    """A day of the past, or today."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("日期"),
            input_formats=["%Y-%m-%d"],
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={
                "invalid": _("这不是一个日期，请按 2026-01-31 的格式填写"),
                "required": _("请填写日期"),
            },
            **kwargs,
        )

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        if day is not None and not OLDEST_DAY <= day <= clock.today():
            raise forms.ValidationError(_("日期应在2024年1月1日至今天之间"))
        return day


class AmountField(forms.CharField):
    """An amount in yuan, read into fen."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return money.parse_yuan(text)
        except Refused as refused:
            raise forms.ValidationError(refused.message) from None


class EntrySearch(Form):
    """`wanted` is what `payments.queries.entries_found` takes."""

    bank = forms.ChoiceField(
        label=_("银行"),
        required=False,
        error_messages={"invalid_choice": _("请从列表中选择")},
    )
    amount_fen = AmountField(label=_("金额（元）"), required=False)
    day = DayField(required=False)
    text = forms.CharField(label=_("附言或银行流水号"), required=False, max_length=100)
    code = forms.RegexField(
        r"\A[0-9]{1,32}\Z",
        label=_("收款识别码"),
        required=False,
        error_messages={"invalid": _("收款识别码只含数字，请核对")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, asked: Any) -> None:
        super().__init__(asked or {})
        banks = [(account.bank, account.bank_name) for account in payments.bank_accounts()]
        self.fields["bank"].choices = [("", _("全部")), *banks]  # type: ignore[attr-defined]

    @property
    def wanted(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}


class AtField(Form):
    """A form about one thing: what the action refuses is told at that field."""

    at: str

    def attempt(self, action: Callable[..., Any], **kwargs: Any) -> bool:
        try:
            self.done = action(**kwargs)
        except Refused as refused:
            self.add_error(self.at, refused.message)
            return False
        return True


class MatchForm(AtField):
    """The order that a credit was meant for."""

    at = "order_no"
    order_no = forms.RegexField(
        r"\A[0-9]{22}\Z",
        label=_("订单编号"),
        strip=True,
        error_messages={
            "invalid": _("订单编号是22位数字，请核对"),
            "required": _("请填写订单编号"),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class ReturnForm(AtField):
    """Why a credit goes back; the payer is told so."""

    at = "because"
    because = forms.CharField(
        label=_("退回原因"),
        max_length=100,
        help_text=_("付款人会看到这个原因"),
        error_messages={
            "required": _("请填写退回原因"),
            "max_length": _("退回原因最多100个字"),
        },
    )


class ChosenPayouts(forms.TypedMultipleChoiceField):
    """Ids of payouts as the list names them; whether they are still due, the action says."""

    def valid_value(self, value: str) -> bool:
        return len(value) <= 18 and value.isascii() and value.isdigit()


class BatchForm(Form):
    """Which payouts go into a batch."""

    payouts = ChosenPayouts(
        label=_("付款"),
        coerce=int,
        error_messages={
            "required": _("请至少选择一笔付款"),
            "invalid_choice": _("请从列表中选择"),
        },
    )


class RejectForm(AtField):
    """Why a batch goes back to its maker."""

    at = "because"
    because = forms.CharField(
        label=_("退回原因"),
        max_length=100,
        help_text=_("编制人会看到这个原因"),
        error_messages={
            "required": _("请填写退回原因"),
            "max_length": _("退回原因最多100个字"),
        },
    )


class BroughtBackForm(AtField):
    """The payout that a credit brings back."""

    at = "payout_no"
    payout_no = forms.RegexField(
        r"\AR[0-9]{20}\Z",
        label=_("付款编号"),
        strip=True,
        error_messages={
            "invalid": _("付款编号由R和20位数字组成，请核对"),
            "required": _("请填写付款编号"),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class DaySearch(Form):
    day = DayField()

    def __init__(self, asked: Any) -> None:
        yesterday = clock.today() - timedelta(days=1)
        super().__init__(asked if asked.get("day") is not None else {"day": yesterday.isoformat()})


class ImportForm(AtField):
    """A file of filed leases. What it is, its content says."""

    at = "file"
    file = forms.FileField(
        label=_("备案合同文件"),
        allow_empty_file=True,
        help_text=_("XLSX或JSON文件，不超过20 MB"),
        error_messages={"required": _("请选择文件"), "invalid": _("请选择文件")},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.json"}),
    )

    def clean_file(self) -> Any:
        """A file too large is not even read into memory."""
        file = self.cleaned_data["file"]
        if file.size > files.IMPORT.max_bytes:
            refused = Refused(
                files.Refusal.TOO_LARGE,
                name=file.name,
                size=files.readable_size(file.size),
                limit=files.readable_size(files.IMPORT.max_bytes),
            )
            raise forms.ValidationError(refused.message)
        return file
