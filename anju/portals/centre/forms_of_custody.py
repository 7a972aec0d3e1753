"""What the staff type about releases: whose are stopped and by what, why they go on, why an account is not accepted."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.contracts import queries as contracts
from anju.core import clock
from anju.custody.rules import ORDERED
from anju.people import queries as people
from anju.portals.centre.forms import AtField, DayField
from anju.web.forms import FilingNoField, Form


class HoldForm(Form):
    """One lease, or one enterprise with all its leases; `target` is what the action takes."""

    filing_no = FilingNoField()
    uscc = forms.CharField(
        label=_("企业统一社会信用代码"),
        required=False,
        max_length=18,
        help_text=_("暂停一份合同时填写合同备案编号；暂停企业的全部合同时填写统一社会信用代码"),
        error_messages={"max_length": _("统一社会信用代码是18位")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    reason = forms.ChoiceField(
        label=_("暂停原因"),
        choices=[(reason.value, reason.label) for reason in ORDERED],
        error_messages={"invalid_choice": _("请从列表中选择"), "required": _("请选择暂停原因")},
    )
    document_no = forms.CharField(
        label=_("文书编号"),
        max_length=80,
        error_messages={"required": _("请填写文书编号"), "max_length": _("文书编号最多80个字")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    note = forms.CharField(
        label=_("说明"),
        required=False,
        max_length=300,
        error_messages={"max_length": _("说明最多300个字")},
    )
    until_on = forms.DateField(
        label=_("暂停期止"),
        required=False,
        input_formats=["%Y-%m-%d"],
        help_text=_("当日仍暂停；不填写则到解除时为止"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("这不是一个日期，请按 2026-01-31 的格式填写")},
    )

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        filing_no, uscc = asked.get("filing_no"), asked.get("uscc")
        if self.errors:
            return asked
        if bool(filing_no) == bool(uscc):
            raise forms.ValidationError(_("请填写合同备案编号或统一社会信用代码，两者只填一项"))
        if filing_no:
            self.find_lease(filing_no)
        else:
            self.find_enterprise(str(uscc))
        return asked

    def find_lease(self, filing_no: str) -> None:
        lease = contracts.lease_by_filing_no(filing_no)
        if lease is None:
            self.add_error("filing_no", _("没有这个编号的备案合同，请核对"))
        else:
            self.target = {"lease_id": lease.pk}

    def find_enterprise(self, uscc: str) -> None:
        enterprise = people.organisation_by_uscc(uscc)
        if enterprise is None or not enterprise.is_enterprise:
            self.add_error("uscc", _("没有这个代码的住房租赁企业，请核对"))
        else:
            self.target = {"enterprise_id": enterprise.pk}

    @property
    def ordered(self) -> dict[str, Any]:
        names = ("reason", "document_no", "note", "until_on")
        return {name: self.cleaned_data[name] for name in names} | self.target


class LiftForm(AtField):
    """Why releases go on."""

    at = "because"
    because = forms.CharField(
        label=_("解除原因"),
        max_length=100,
        help_text=_("写明依据的文书"),
        error_messages={
            "required": _("请填写解除原因"),
            "max_length": _("解除原因最多100个字"),
        },
    )


class RejectAccountForm(AtField):
    """Why a proposed account is not accepted."""

    at = "because"
    because = forms.CharField(
        label=_("不通过原因"),
        max_length=100,
        help_text=_("企业会看到这个原因"),
        error_messages={
            "required": _("请填写不通过原因"),
            "max_length": _("不通过原因最多100个字"),
        },
    )


class PeriodForm(Form):
    """Two days; the present quarter of the banks unless told otherwise: it begins on the 21st. (rule A6.5)"""

    first = DayField()
    last = DayField()

    def __init__(self, asked: Any) -> None:
        today = clock.today()
        since = quarter_of(today).isoformat()
        super().__init__(
            asked if asked.get("first") is not None else {"first": since, "last": today.isoformat()}
        )
        self.fields["first"].label, self.fields["last"].label = _("起日"), _("止日")

    def clean_last(self) -> Any:
        first, last = self.cleaned_data.get("first"), self.cleaned_data["last"]
        if first and last and last < first:
            raise forms.ValidationError(_("止日不能早于起日"))
        return last


def quarter_of(day: date) -> date:
    """The 21st of March, June, September or December from which on the banks have not credited interest yet."""
    ends = [date(day.year - 1, 12, 21), *(date(day.year, month, 21) for month in (3, 6, 9, 12))]
    return max(begin for begin in ends if begin <= day)
