"""What an institution types about itself: a branch, what it answers to a scoring or a place on a list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.core.reasons import Refusal as ReasonRefusal
from anju.credit import queries as credit
from anju.credit.rules import Refusal as CreditRefusal
from anju.desks.forms import LongText, Words
from anju.desks.forms_of_agencies import InstitutionForm
from anju.people.rules import OF_OPERATORS, InstitutionPower
from anju.people.rules import Refusal as PeopleRefusal
from anju.web.attachments import AttachmentsField, WithAttachments
from anju.web.forms import Form


class BranchForm(InstitutionForm):
    """The application for a branch of `head`, of the head's kind. (AGY-02)"""

    def __init__(self, *args: Any, head: Any, **kwargs: Any) -> None:
        super().__init__(*args, kind=head.kind, is_branch=True, **kwargs)
        self.head = head

    def clean(self) -> dict[str, Any]:
        """While the head office is on the black list it gets no new branches. (rule C6.6)"""
        if credit.is_blacklisted(self.head.organisation_id):
            raise forms.ValidationError(_("本机构在住房租赁黑名单上，不能备案新的分支机构"))
        return super().clean()


class PowersForm(Form):
    """What an operator may do. (IDN-04)"""

    at_fields = {PeopleRefusal.OPERATOR_POWERS: "powers"}
    powers = forms.MultipleChoiceField(
        label=_("权限 *"),
        required=False,
        choices=[(one.value, one.label) for one in InstitutionPower if one in OF_OPERATORS],
        widget=forms.CheckboxSelectMultiple,
    )


class OperatorForm(PowersForm):
    """新增用户: who works for the institution by an account of their own."""

    field_order = ("name", "powers")
    name = Words(_("姓名 *"), 100, required=True)


class ScoreObjectionForm(WithAttachments, Form):
    """异议: what the institution says against a scoring, and what proves it. (rule C5.6)"""

    at_fields = {
        ReasonRefusal.REASON_MISSING: "text",
        ReasonRefusal.REASON_TOO_LONG: "text",
        CreditRefusal.TOO_MANY_FILES: "uploads",
    }
    text = LongText(_("异议理由 *"), 1000, rows=5, required=True)
    uploads = AttachmentsField(_("证明材料"))


class StatementForm(Form):
    """陈述申辩 before a place on the black list is decided. (rule C6.4)"""

    at_fields = {ReasonRefusal.REASON_MISSING: "text", ReasonRefusal.REASON_TOO_LONG: "text"}
    text = LongText(_("陈述申辩 *"), 1000, rows=6, required=True)


class RepairForm(WithAttachments, Form):
    """信用修复: why a place on the black list should end early, and what proves it. (rule C6.5)"""

    at_fields = {
        ReasonRefusal.REASON_MISSING: "because",
        ReasonRefusal.REASON_TOO_LONG: "because",
        CreditRefusal.EVIDENCE_MISSING: "uploads",
        CreditRefusal.TOO_MANY_FILES: "uploads",
    }
    because = LongText(_("整改情况 *"), 500, required=True)
    uploads = AttachmentsField(_("整改证明材料 *"), wanted=_("请上传整改证明材料"))
