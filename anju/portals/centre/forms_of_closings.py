"""What the staff type about a day's differences and about entries made by hand."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.closings import queries
from anju.closings.rules import LEGS, EntryKind, Refusal
from anju.core import clock
from anju.payments import queries as payments
from anju.portals.centre.forms import OLDEST_DAY, AmountField, AtField, DayField
from anju.web.attachments import AttachmentsField, WithAttachments
from anju.web.forms import Form

Choices = list[tuple[str, Any]]


class MonthSearch(Form):
    """Which month is shown."""

    month = forms.DateField(
        label=_("月份"),
        input_formats=["%Y-%m"],
        required=False,
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
        error_messages={"invalid": _("这不是一个月份，请按 2026-01 的格式填写")},
    )

    def clean_month(self) -> date | None:
        month = self.cleaned_data["month"]
        if month is not None and not OLDEST_DAY <= month <= clock.today():
            raise forms.ValidationError(_("月份应在2024年1月至本月之间"))
        return month  # type: ignore[no-any-return]


class WordsForm(WithAttachments, Form):
    """Why a difference is settled in this way, and the papers that show it."""

    at_fields = {
        Refusal.NO_REASON: "because",
        Refusal.TOO_MANY_FILES: "uploads",
        Refusal.FILE_UNKNOWN: "uploads",
    }
    because = forms.CharField(
        label=_("说明"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写明原因和依据，会印在日终结账报告上"),
        error_messages={"required": _("请写明原因"), "max_length": _("最多200个字")},
    )
    uploads = AttachmentsField(_("附件"))


class OfDifference(WithAttachments, Form):
    """A 记账凭证 by which a difference is settled: why, and the papers that show it."""

    reason = forms.CharField(
        label=_("摘要"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明原因"), "max_length": _("最多500个字")},
    )
    uploads = AttachmentsField(_("附件"))

    def __init__(self, *args: Any, difference: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.difference = difference

    @property
    def terms(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"], "file_ids": self.cleaned_data["uploads"]}


class SettlingEntryForm(OfDifference):
    """Its amount is that of the difference; the kind is chosen."""

    at_fields = {Refusal.NO_REASON: "reason", Refusal.WRONG_AMOUNT: "kind"}
    kind = forms.ChoiceField(
        label=_("凭证种类"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("请选择凭证种类"),
            "invalid_choice": _("请从列表中选择"),
        },
    )
    field_order = ("kind", "reason", "uploads")

    def __init__(self, *args: Any, difference: Any, **kwargs: Any) -> None:
        super().__init__(*args, difference=difference, **kwargs)
        kinds = queries.kinds_that_settle(difference)
        choices: Choices = [(kind.value, kind.label) for kind in kinds]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["kind"].initial = choices[0][0]

    @property
    def terms(self) -> dict[str, Any]:
        kind, amount_fen = EntryKind(self.cleaned_data["kind"]), abs(self.difference.effect_fen)
        return {**super().terms, "kind": kind, "amount_fen": amount_fen}


class DenyForm(OfDifference):
    """What the bank has answered of a credit that it had told us of, and its document."""

    at_fields = {Refusal.NO_REASON: "reason", Refusal.NO_DOCUMENT: "uploads"}
    uploads = AttachmentsField(_("银行的书面确认"), wanted=Refusal.NO_DOCUMENT.label)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("银行的答复")


class EntryForm(WithAttachments, Form):
    """A 记账凭证 that settles no difference of a statement."""

    at_fields = {
        Refusal.NO_AMOUNT: "amount_fen",
        Refusal.NO_REASON: "reason",
        Refusal.MADE_ALREADY: "reason",
        Refusal.NO_DOCUMENT: "uploads",
        Refusal.IN_THE_FUTURE: "happened_on",
        Refusal.DAY_CLOSED: "happened_on",
        Refusal.NOT_A_KIND: "kind",
    }
    bank = forms.ChoiceField(
        label=_("银行账户"),
        error_messages={
            "required": _("请选择银行账户"),
            "invalid_choice": _("请从列表中选择"),
        },
    )
    kind = forms.ChoiceField(
        label=_("凭证种类"),
        choices=[(kind.value, kind.label) for kind in LEGS],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("请选择凭证种类"),
            "invalid_choice": _("请从列表中选择"),
        },
    )
    amount_fen = AmountField(
        label=_("金额（元）"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"required": _("请填写金额")},
    )
    happened_on = DayField()
    reason = forms.CharField(
        label=_("摘要"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明原因"), "max_length": _("最多500个字")},
    )
    uploads = AttachmentsField(_("附件"), wanted=Refusal.NO_DOCUMENT.label)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        banks: Choices = [(one.bank, one.bank_name) for one in payments.bank_accounts()]
        self.fields["bank"].choices = banks  # type: ignore[attr-defined]
        self.fields["happened_on"].label = _("发生日期")
        self.fields["happened_on"].help_text = _("已经日结的日期不能再记账")

    @property
    def terms(self) -> dict[str, Any]:
        names = ("bank", "amount_fen", "happened_on", "reason")
        stated = {name: self.cleaned_data[name] for name in names}
        kind = EntryKind(self.cleaned_data["kind"])
        return stated | {"kind": kind, "file_ids": self.cleaned_data["uploads"]}


class ReverseForm(WithAttachments, Form):
    """Why an entry that was booked goes back."""

    at_fields = {Refusal.NO_REASON: "reason"}
    reason = forms.CharField(
        label=_("冲销原因"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明原因"), "max_length": _("最多500个字")},
    )
    uploads = AttachmentsField(_("附件"))


class RejectEntryForm(AtField):
    """Why an entry is not booked."""

    at = "because"
    because = forms.CharField(
        label=_("退回原因"),
        max_length=200,
        help_text=_("编制人会看到这个原因"),
        error_messages={"required": _("请填写退回原因"), "max_length": _("最多200个字")},
    )
