"""What an enterprise types at the end of a lease: searches, the return of a home, reasons, another payee, offers."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from anju.core import clock
from anju.core.money import parse_yuan
from anju.core.refusals import Refused
from anju.portals.enterprise.forms import Search, UploadForm
from anju.refunds.actions import NameChangeTerms
from anju.refunds.enterprise_rules import Left, Todo
from anju.refunds.rules import OF_THE_PARTIES, Reason, Refusal, Status
from anju.web.attachments import AttachmentsField, WithAttachments
from anju.web.forms import FilingNoField, Form
from anju.web.searches import ChoiceField, DayField

NEEDED = {"required": _("请填写")}
ACCOUNT = {"autocomplete": "off", "inputmode": "numeric"}


class CaseSearch(Search):
    filing_no = FilingNoField()
    status = ChoiceField(_("办理状态"), Status.choices)
    left = ChoiceField(_("剩余时间"), Left.choices)
    todo = ChoiceField(_("待本企业办理"), Todo.choices)


class RefundUploadForm(UploadForm):
    """A spreadsheet of leases that are over. What it is, its content says."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.fields["file"].label = _("批量退款文件")
        self.fields["file"].help_text = _("XLSX文件，不超过5 MB，一次最多2000行")


class LeaseToEndSearch(Search):
    filing_no = FilingNoField()


class AtField(Form):
    """A form whose refusals stand at the field they concern: `field_of` is code → field."""

    field_of: dict[Any, str] = {}

    def attempt(self, action: Any, **kwargs: Any) -> bool:
        try:
            self.done = action(**kwargs)
        except Refused as refused:
            self.add_error(self.field_of.get(refused.code), refused.message)
            return False
        return True

    @property
    def complaint(self) -> str:
        """What was refused, for a page that leads on."""
        return " ".join(str(one) for one in self.non_field_errors())


class ReturnForm(AtField):
    """登记交还住房"""

    reason = forms.ChoiceField(
        label=_("结束原因"),
        choices=[(reason.value, reason.label) for reason in OF_THE_PARTIES],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择结束原因")},
    )
    ended_on = DayField(_("合同结束日期"))
    returned_on = DayField(_("交还住房日期"))
    field_of = {
        Refusal.RETURNED_IN_FUTURE: "returned_on",
        Refusal.RETURNED_BEFORE_START: "returned_on",
        Refusal.NOT_EXPIRED_YET: "reason",
    }

    def __init__(self, typed: Any, *, lease: Any) -> None:
        today = clock.today()
        is_over = lease.ends_on <= today
        first = {
            "reason": Reason.EXPIRY if is_over else Reason.TERMINATION,
            "ended_on": lease.ends_on if is_over else today,
            "returned_on": today,
        }
        super().__init__(typed, initial=first)
        self.lease = lease
        for name in ("ended_on", "returned_on"):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = _("请选择日期")

    def clean_ended_on(self) -> Any:
        ended_on = self.cleaned_data["ended_on"]
        if ended_on > max(self.lease.ends_on, clock.today()):
            raise forms.ValidationError(_("合同结束日期不能晚于合同到期日"))
        return ended_on


class ReasonForm(AtField):
    """Why something is undone, or objected to."""

    because = forms.CharField(
        label=_("原因"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=NEEDED,
    )
    field_of = {Refusal.NO_REASON_GIVEN: "because"}


class WithdrawForm(AtField):
    """`plan` is the one that was shown: another one meanwhile is not taken back."""

    plan = forms.IntegerField(widget=forms.HiddenInput)


class AmountField(forms.CharField):
    """Yuan, as people write them, into fen."""

    def __init__(self, label: Any, required: bool = True) -> None:
        super().__init__(
            label=label,
            required=required,
            error_messages=NEEDED,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        )

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_yuan(text)
        except Refused as refused:
            raise forms.ValidationError(refused.message) from refused


class OfferForm(AtField):
    """So much of a disputed deduction is to be the enterprise's."""

    to_enterprise = AmountField(_("归企业金额（元）"))
    note = forms.CharField(label=_("说明（选填）"), required=False, max_length=500)
    field_of = {Refusal.OFFER_OUT_OF_RANGE: "to_enterprise"}

    @property
    def terms(self) -> dict[str, Any]:
        stated = self.cleaned_data
        return {"to_enterprise_fen": stated["to_enterprise"], "note": stated["note"]}


class EvidenceForm(WithAttachments, AtField):
    """Files for one deduction, or for the case as a whole."""

    documents = AttachmentsField(_("选择文件"), wanted=_("请选择文件"))
    field_of = {
        Refusal.TOO_MANY_ATTACHMENTS: "documents",
        Refusal.ATTACHMENT_UNKNOWN: "documents",
        Refusal.FINAL_NEEDS_PROOF: "documents",
    }


class NameChangeForm(WithAttachments, AtField):
    """承租人收款失败: who is to be paid instead, why, and what proves it."""

    new_name = forms.CharField(label=_("新收款人户名"), max_length=80, error_messages=NEEDED)
    relation = forms.CharField(
        label=_("与承租人的关系"),
        max_length=60,
        help_text=_("例如：本人更名、配偶、子女、法定继承人"),
        error_messages=NEEDED,
    )
    new_account = forms.CharField(
        label=_("新收款账号"),
        max_length=40,
        widget=forms.TextInput(attrs=ACCOUNT),
        error_messages=NEEDED,
    )
    new_bank = forms.CharField(label=_("开户银行"), max_length=120, error_messages=NEEDED)
    reason = forms.CharField(
        label=_("变更原因"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=NEEDED,
    )
    evidence = AttachmentsField(_("证明材料"))
    field_of = {
        Refusal.NAME_MISSING: "new_name",
        Refusal.NAME_UNCHANGED: "new_name",
        Refusal.NAME_NEEDS_EVIDENCE: "evidence",
        Refusal.ACCOUNT_MISSING: "new_account",
        Refusal.ACCOUNT_UNREADABLE: "new_account",
        Refusal.TOO_MANY_ATTACHMENTS: "evidence",
        Refusal.ATTACHMENT_UNKNOWN: "evidence",
    }

    @property
    def terms(self) -> NameChangeTerms:
        stated = self.cleaned_data
        return NameChangeTerms(
            new_name=stated["new_name"],
            new_account=stated["new_account"],
            new_bank=stated["new_bank"],
            relation=stated["relation"],
            reason=stated["reason"],
            file_ids=stated["evidence"],
        )


def sent(form: type[WithAttachments], request: HttpRequest, prefix: str | None = None) -> Any:
    """The form as it was sent; an empty one where nothing was."""
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    return form(*given, actor=request.actor, prefix=prefix)
