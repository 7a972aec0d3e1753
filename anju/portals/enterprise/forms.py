"""What an enterprise types: searches, ticks, a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.contracts.rules import BillKind, BillStatus
from anju.custody.rules import LONGEST_BANK_NAME, ReleaseStatus
from anju.orders import queries, reading
from anju.orders.rules import DueState, Status
from anju.oversight.rules import LONGEST_ANSWER
from anju.oversight.rules import Refusal as WarningRefusal
from anju.web.forms import FilingNoField, Form, SheetField
from anju.web.searches import NOT_IN_THE_LIST, ChoiceField, DayField


class Search(Form):
    """A search of a list; `wanted` is what its query takes. Nothing is found while something is wrong."""

    def __init__(self, asked: Any) -> None:
        super().__init__({name: text.replace("\0", "") for name, text in asked.items()})

    @property
    def wanted(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value}


class LeaseSearch(Search):
    filing_no = FilingNoField()
    due = ChoiceField(_("应缴情况"), DueState.choices)


STATUSES = [
    ("", _("待缴和已逾期")),
    ("unpaid", _("全部未缴")),
    *(
        (status.value, status.label)
        for status in (
            BillStatus.OVERDUE,
            BillStatus.PAYABLE,
            BillStatus.NOT_DUE,
            BillStatus.IN_ORDER,
        )
    ),
]


class BillSearch(Search):
    """The search of 企业代缴; `bank` is asked only of an enterprise whose leases have several receiving banks."""

    filing_no = FilingNoField()
    kind = ChoiceField(_("款项类型"), BillKind.choices)
    due_from = DayField(_("应缴日期起"))
    due_to = DayField(_("应缴日期止"))
    status = forms.ChoiceField(
        label=_("账单状态"), required=False, choices=STATUSES, error_messages=NOT_IN_THE_LIST
    )
    bank_account_id = ChoiceField(_("收款银行"), [])

    def __init__(self, asked: Any, *, actor: Any) -> None:
        super().__init__(asked)
        banks = queries.banks_of(actor)
        if len(banks) > 1:
            named = [(str(account.pk), account.bank_name) for account in banks]
            self.fields["bank_account_id"].choices = [("", _("全部")), *named]  # type: ignore[attr-defined]
        else:
            del self.fields["bank_account_id"]

    def clean_due_to(self) -> Any:
        first, last = self.cleaned_data.get("due_from"), self.cleaned_data["due_to"]
        if first and last and last < first:
            raise forms.ValidationError(_("止日不能早于起日"))
        return last


class OrderSearch(Search):
    no = forms.RegexField(
        r"\A[0-9]{22}\Z",
        label=_("订单编号"),
        required=False,
        strip=True,
        error_messages={"invalid": _("订单编号是22位数字，请核对")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    status = ChoiceField(_("订单状态"), Status.choices)
    placed_from = DayField(_("下单日期起"))
    placed_to = DayField(_("下单日期止"))


class ReleaseSearch(Search):
    status = ChoiceField(_("划转状态"), ReleaseStatus.choices)
    day_from = DayField(_("划转日期起"))
    day_to = DayField(_("划转日期止"))

    def clean_day_to(self) -> Any:
        first, last = self.cleaned_data.get("day_from"), self.cleaned_data["day_to"]
        if first and last and last < first:
            raise forms.ValidationError(_("止日不能早于起日"))
        return last


class AccountForm(Form):
    """Where an enterprise wants to receive; what is no account, the action says."""

    account_no = forms.CharField(
        label=_("账号"),
        max_length=60,
        help_text=_("8至32位数字，可以带空格"),
        error_messages={"required": _("请填写账号"), "max_length": _("账号最多32位数字")},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    bank_name = forms.CharField(
        label=_("开户银行"),
        max_length=LONGEST_BANK_NAME,
        help_text=_("写到支行，例如 中国工商银行北京朝阳支行"),
        error_messages={
            "required": _("请填写开户银行"),
            "max_length": _("开户银行最多60个字"),
        },
    )


class TickedBills(Form):
    """The bills ticked on a page of the list. Whether they may go into one order is the action's to say."""

    def __init__(self, asked: Any | None) -> None:
        super().__init__(asked)
        self.ticked = set(asked.getlist("bills")) if asked is not None else set()

    @property
    def bill_ids(self) -> list[int]:
        return [int(text) for text in self.ticked if text.isascii() and text.isdigit()]


class UploadForm(Form):
    """A spreadsheet of bills. What it is, its content says."""

    file = SheetField(
        _("代缴文件"), reading.UPLOAD, help_text=_("XLSX文件，不超过5 MB，一次最多5000行")
    )


class BankForm(Form):
    """The receiving bank whose rows become an order; it may be left out where there is only one."""

    bank = forms.IntegerField(required=False, min_value=1)


class AnswerWarningForm(Form):
    """企业说明: what an enterprise says of a warning; a person looks at it. (rule E1.13)"""

    at_fields = {
        WarningRefusal.REASON_MISSING: "text",
        WarningRefusal.ANSWER_TOO_LONG: "text",
    }
    text = forms.CharField(
        label=_("说明"),
        max_length=LONGEST_ANSWER,
        help_text=_("写明情况和整改安排，由资金中心人工复核并答复"),
        error_messages={"required": _("请填写说明"), "max_length": _("说明最多1000个字")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
