"""What the staff type about an order of the district authority: its paper, and why it is not accepted. (rule A9.4)"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.contracts import queries as contracts
from anju.portals.centre.forms import AtField, DayField
from anju.refunds.office_rules import OrderRefusal
from anju.refunds.rules import Refusal
from anju.refunds.terms import OrderTerms
from anju.web.attachments import AttachmentsField, WithAttachments
from anju.web.forms import FilingNoField, Form


class OrderForm(WithAttachments, Form):
    """主管部门退款决定; `lease_id` and `terms` are what the action takes."""

    at_fields = {
        OrderRefusal.ORDER_PENDING: "filing_no",
        OrderRefusal.ONLY_DISPUTED: "covers_disputed",
        Refusal.NOTHING_HELD: "filing_no",
        Refusal.FINAL_PENDING: "filing_no",
        Refusal.TOO_MANY_ATTACHMENTS: "uploads",
    }
    filing_no = FilingNoField()
    authority = forms.CharField(
        label=_("主管部门"),
        max_length=80,
        help_text=_("出具书面意见的区住房城乡建设主管部门"),
        error_messages={"required": _("请填写主管部门"), "max_length": _("最多80个字")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    document_no = forms.CharField(
        label=_("文书编号"),
        max_length=80,
        error_messages={"required": _("请填写文书编号"), "max_length": _("最多80个字")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    dated_on = DayField()
    reason = forms.CharField(
        label=_("退款原因"),
        max_length=500,
        help_text=_("例如：企业破产、失联"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请填写退款原因"), "max_length": _("最多500个字")},
    )
    covers_disputed = forms.BooleanField(
        label=_("书面意见写明包括争议资金"),
        required=False,
        help_text=_("没有写明的，争议资金仍按调解、仲裁或诉讼的结果处理"),
    )
    uploads = AttachmentsField(_("书面意见"), wanted=OrderRefusal.ORDER_NEEDS_FILE.label)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["filing_no"].required = True
        self.fields["filing_no"].error_messages["required"] = _("请填写合同备案编号")
        self.fields["dated_on"].label = _("文书日期")

    def clean_filing_no(self) -> str:
        filing_no = str(self.cleaned_data["filing_no"])
        lease = contracts.lease_by_filing_no(filing_no)
        if lease is None:
            raise forms.ValidationError(_("没有这个编号的备案合同，请核对"))
        self.lease_id = lease.pk
        return filing_no

    @property
    def terms(self) -> OrderTerms:
        names = ("authority", "document_no", "dated_on", "reason", "covers_disputed")
        stated = {name: self.cleaned_data[name] for name in names}
        return OrderTerms(**stated, file_ids=self.cleaned_data["uploads"])


class RejectOrderForm(AtField):
    """Why an order is not carried out."""

    at = "because"
    because = forms.CharField(
        label=_("不通过原因"),
        max_length=100,
        help_text=_("录入人会看到这个原因"),
        error_messages={
            "required": _("请填写不通过原因"),
            "max_length": _("不通过原因最多100个字"),
        },
    )
