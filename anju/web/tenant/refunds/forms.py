"""What a tenant types at the end of a lease: the answer to a plan, an account, evidence, offers. (manual 001, 5)"""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from anju.core import clock
from anju.core.money import parse_yuan, plain_yuan
from anju.core.refusals import Refused
from anju.refunds.rules import DISPUTING, OF_THE_PARTIES, Opinion, Reason, Refusal
from anju.web.attachments import AttachmentsField, WithAttachments
from anju.web.forms import Form
from anju.web.searches import NOT_IN_THE_LIST, DayField

AT_FIELDS: dict[str, str] = {
    Refusal.ACCOUNT_UNREADABLE: "payee_account",
    Refusal.AGREED_OUT_OF_RANGE: "agreed",
    Refusal.AGREED_DIFFERS: "agreed",
    Refusal.ONLY_AGREEMENT: "opinion",
    Refusal.TOO_MANY_ATTACHMENTS: "uploads",
    Refusal.ATTACHMENT_UNKNOWN: "uploads",
    Refusal.FINAL_NEEDS_PROOF: "uploads",
    Refusal.RETURNED_IN_FUTURE: "returned_on",
    Refusal.RETURNED_BEFORE_START: "returned_on",
    Refusal.NOT_EXPIRED_YET: "reason",
    Refusal.NO_REASON_GIVEN: "because",
    Refusal.OFFER_OUT_OF_RANGE: "to_enterprise",
}
"""At which field a refusal stands; the others concern the form as a whole."""
NO_FILE = _("请选择要上传的文件")


class RefundForm(Form):
    at_fields = AT_FIELDS


class YuanField(forms.CharField):
    """An amount in yuan as people type it; `clean` gives whole fen. What cannot be read is told, never zero."""

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(
            label=label,
            max_length=20,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            **more,
        )

    def clean(self, value: Any) -> Any:
        text = super().clean(value).strip()
        if not text:
            return None
        try:
            return parse_yuan(text)
        except Refused as refused:
            raise forms.ValidationError(refused.message) from None


class AccountForm(RefundForm):
    """收款账号 and 开户银行, typed by the payee anew. The name is theirs and no field. (REF-05, REF-12)"""

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


class AnswerForm(WithAttachments, AccountForm):
    """The answer to a plan, sent up to three times: typed, (on the phone) completed in a dialog, confirmed.

    What was typed comes along hidden. `plan` is the one that was read: another one meanwhile is told.
    """

    plan = forms.IntegerField(widget=forms.HiddenInput)
    opinion = forms.ChoiceField(
        label=_("意见"),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择意见"), **NOT_IN_THE_LIST},
    )
    agreed = YuanField(
        _("同意扣除金额"),
        required=False,
        help_text=_("扣除金额中您同意的部分，单位为元；完全不同意的填0"),
    )
    uploads = AttachmentsField(_("附件"))
    note = forms.CharField(
        label=_("意见说明"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order: Any = (
        "plan",
        "payee_account",
        "payee_bank",
        "uploads",
        "opinion",
        "agreed",
        "note",
    )

    def __init__(self, *args: Any, options: tuple[Opinion, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step = str(self.data.get("step", ""))
        self.offer(options)

    def offer(self, options: tuple[Opinion, ...]) -> None:
        self.fields["opinion"].choices = [(one.value, one.label) for one in options]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("opinion") not in DISPUTING:
            cleaned["agreed"] = None
            self.errors.pop("agreed", None)
        elif self.must_say_how_much and cleaned.get("agreed") is None:
            self.add_unless_wrong("agreed", _("请填写同意扣除金额"))
        return cleaned

    def add_unless_wrong(self, name: str, sentence: Any) -> None:
        """A field of which something else is told already is not called empty, too."""
        if name not in self.errors:
            self.add_error(name, str(sentence))

    @property
    def must_say_how_much(self) -> bool:
        return True

    def ask_anew(self, plan_id: int | None, options: tuple[Opinion, ...]) -> None:
        """Another plan lies there now: nothing is said of it yet."""
        typed: Any = self.data.copy()  # type: ignore[attr-defined]
        typed["plan"] = str(plan_id or "")
        for name in ("opinion", "stance", "agreed"):
            typed.pop(name, None)
        self.data = typed
        self.offer(options)

    @property
    def terms(self) -> dict[str, Any]:
        """What `AnswerTerms` takes, but the files."""
        return {
            "opinion": Opinion(self.cleaned_data["opinion"]),
            "payee_account": self.cleaned_data["payee_account"],
            "payee_bank": self.cleaned_data["payee_bank"],
            "agreed_fen": self.cleaned_data["agreed"],
        }

    def hidden(self, *without: str) -> list[tuple[str, str]]:
        """Everything that was typed, for the page that asks for confirmation."""
        return [each for each in self.hidden_inputs if each[0] not in without]


class PhoneAnswerForm(AnswerForm):
    """【同意】 or 【不同意】 comes first, then the kind; how much is agreed a dialog asks. (manual 000, 7.2.2)"""

    stance = forms.ChoiceField(
        label=_("意见"),
        choices=[("agree", Opinion.AGREE.label), ("disagree", _("不同意"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择意见"), **NOT_IN_THE_LIST},
    )

    field_order: Any = (
        "plan",
        "payee_account",
        "payee_bank",
        "uploads",
        "stance",
        "opinion",
        "agreed",
        "note",
    )

    def offer(self, options: tuple[Opinion, ...]) -> None:
        kinds = [one for one in options if one != Opinion.AGREE]
        opinion, stance = self.fields["opinion"], self.fields["stance"]
        opinion.required, opinion.label = False, _("不同意的处理方式")
        opinion.choices = [(one.value, one.label) for one in kinds]  # type: ignore[attr-defined]
        if not kinds:
            stance.choices = [("agree", Opinion.AGREE.label)]  # type: ignore[attr-defined]

    @property
    def must_say_how_much(self) -> bool:
        """Before the dialog nobody has been asked."""
        return self.step in ("amount", "confirm")

    def clean(self) -> dict[str, Any]:
        stance = self.cleaned_data.get("stance")
        if stance == "agree":
            self.cleaned_data["opinion"] = Opinion.AGREE.value
        elif stance == "disagree" and not self.cleaned_data.get("opinion"):
            self.add_unless_wrong("opinion", _("请选择不同意的处理方式"))
        return super().clean()


class ReturnForm(RefundForm):
    """交还住房登记 (BEY-01)"""

    reason = forms.ChoiceField(
        label=_("结束原因"),
        choices=[(reason.value, reason.label) for reason in OF_THE_PARTIES],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择结束原因"), **NOT_IN_THE_LIST},
    )
    returned_on = DayField(_("交还住房日期"))

    def __init__(self, posted: Any, *, lease: Any) -> None:
        today = clock.today()
        reason = Reason.EXPIRY if today >= lease.ends_on else Reason.TERMINATION
        super().__init__(posted, initial={"reason": reason.value, "returned_on": today})
        self.fields["returned_on"].required = True
        self.fields["returned_on"].error_messages["required"] = _("请填写交还住房日期")


class ReasonForm(RefundForm):
    """Why: an objection, a registration that is undone, another way out of a dispute."""

    because = forms.CharField(
        label=_("原因"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("请填写原因")},
    )


class TurnForm(ReasonForm):
    """转为仲裁 or 转为诉讼 (rule A8.4)"""

    way = forms.ChoiceField(
        label=_("处理方式"),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择处理方式"), **NOT_IN_THE_LIST},
    )
    field_order = ("way", "because")

    def __init__(self, posted: Any, *, ways: list[tuple[str, Any]]) -> None:
        super().__init__(posted, initial={"way": ways[0][0] if len(ways) == 1 else None})
        self.fields["way"].choices = ways  # type: ignore[attr-defined]


class EvidenceForm(WithAttachments, RefundForm):
    """Files for one deduction, or for the case as a whole; the other side sees them. (BEY-06)"""

    uploads = AttachmentsField(_("凭证"), wanted=NO_FILE)
    note = forms.CharField(label=_("说明"), required=False, max_length=200)


class AwardForm(WithAttachments, RefundForm):
    """裁决书、判决书 (rule A8.3)"""

    uploads = AttachmentsField(_("裁决书、判决书"), wanted=NO_FILE)


class OfferForm(RefundForm):
    """So much of a disputed deduction is the enterprise's, the rest the tenant's. (BEY-06)"""

    to_enterprise = YuanField(_("归企业的金额（元）"), error_messages={"required": _("请填写金额")})
    note = forms.CharField(label=_("说明"), required=False, max_length=500)

    def __init__(self, posted: Any, *, disputed_fen: int) -> None:
        super().__init__(posted, auto_id="offer_%s")  # it stands beside the form for evidence
        self.fields["to_enterprise"].help_text = gettext(
            "0.00 至 {most} 之间，其余退还给您"
        ).format(most=plain_yuan(disputed_fen))
