"""What the staff of the association type: searches, notes, a final plan, the word of who checks it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.core import clock, money
from anju.core.actors import Actor
from anju.core.refusals import Refused
from anju.refunds import queries
from anju.refunds.office_rules import DisputeWork
from anju.refunds.rules import (
    BASES,
    DISPUTED,
    Basis,
    Part,
    Refusal,
    ReviewStatus,
    Status,
)
from anju.refunds.split import Parts
from anju.refunds.terms import FinalTerms
from anju.web.attachments import AttachmentsField, WithAttachments
from anju.web.forms import FilingNoField, Form
from anju.web.searches import DayField

OVER = "over"
NOT_IN_THE_LIST = {"invalid_choice": _("请从列表中选择"), "required": _("请选择")}


class AmountField(forms.CharField):
    """An amount in yuan, read into fen."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            error_messages={"required": _("请填写金额，没有的填0")},
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        )

    def clean(self, value: Any) -> Any:
        try:
            return money.parse_yuan(super().clean(value))
        except Refused as refused:
            raise forms.ValidationError(refused.message) from None


class DisputeSearch(Form):
    """`wanted` is what `refunds.queries.disputes_found` takes."""

    kind = forms.ChoiceField(
        label=_("争议方式"),
        required=False,
        choices=[
            ("", _("全部在办")),
            *((status.value, status.label) for status in DISPUTED),
            (OVER, _("已办结")),
        ],
        error_messages=NOT_IN_THE_LIST,
    )
    work = forms.ChoiceField(
        label=_("待办事项"),
        required=False,
        choices=[("", _("全部")), *DisputeWork.choices],
        error_messages=NOT_IN_THE_LIST,
    )
    filing_no = FilingNoField()

    @property
    def wanted(self) -> dict[str, Any]:
        asked = self.cleaned_data
        is_over = asked["kind"] == OVER
        return {**asked, "kind": "" if is_over else asked["kind"], "is_over": is_over}


class OverdueSearch(Form):
    days = forms.ChoiceField(
        label=_("逾期天数"),
        required=False,
        error_messages=NOT_IN_THE_LIST,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.alerts = queries.alerts()
        told = ((str(days), _("{days}天以上").format(days=days)) for days in self.alerts)
        self.fields["days"].choices = [("", _("全部")), *told]  # type: ignore[attr-defined]

    @property
    def least_days(self) -> int:
        return int(self.cleaned_data["days"] or self.alerts[0])


class ReviewSearch(Form):
    """Which of what one proposes and another checks; those that wait unless asked otherwise."""

    status = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=ReviewStatus.choices,
        error_messages=NOT_IN_THE_LIST,
    )

    def __init__(self, asked: Any) -> None:
        super().__init__(asked if asked.get("status") else {"status": ReviewStatus.PROPOSED})


class NoteForm(Form):
    at_fields = {Refusal.NOTE_EMPTY: "text"}
    text = forms.CharField(
        label=_("记录内容"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("只有中介协会的工作人员可以看到"),
        error_messages={"required": _("请填写内容"), "max_length": _("最多2000个字")},
    )
    attend_on = DayField(
        _("下次跟进日期"), help_text=_("到了这一天，案件会出现在工作台的「到了跟进日期」中")
    )

    def clean_attend_on(self) -> date | None:
        day: date | None = self.cleaned_data["attend_on"]
        if day is not None and day < clock.today():
            raise forms.ValidationError(_("下次跟进日期不能早于今天"))
        return day


class MaterialsForm(WithAttachments, Form):
    """What the association adds to the file of a case."""

    at_fields = {Refusal.TOO_MANY_ATTACHMENTS: "uploads"}
    uploads = AttachmentsField(_("材料"), wanted=_("请选择要上传的文件"))
    note = forms.CharField(
        label=_("说明"),
        required=False,
        max_length=200,
        error_messages={"max_length": _("最多200个字")},
    )


WAYS = {"turn_to_arbitration": _("转为仲裁"), "turn_to_litigation": _("转为诉讼")}


class TurnForm(Form):
    """Mediation led nowhere, or the parties chose another way."""

    at_fields = {Refusal.NO_REASON_GIVEN: "because"}
    way = forms.ChoiceField(
        label=_("转为"), widget=forms.RadioSelect, error_messages=NOT_IN_THE_LIST
    )
    because = forms.CharField(
        label=_("原因"),
        max_length=200,
        help_text=_("双方都会看到"),
        error_messages={"required": _("请填写原因"), "max_length": _("最多200个字")},
    )

    def __init__(self, *args: Any, can: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(name, label) for name, label in WAYS.items() if name in can]
        self.fields["way"].choices = offered  # type: ignore[attr-defined]


class ReviewForm(Form):
    """通过, or 不通过 with a reason."""

    at_fields = {Refusal.NO_REASON_GIVEN: "because"}
    decision = forms.ChoiceField(
        label=_("处理结果"), widget=forms.RadioSelect, error_messages=NOT_IN_THE_LIST
    )
    because = forms.CharField(
        label=_("不通过的原因"),
        required=False,
        max_length=200,
        error_messages={"max_length": _("最多200个字")},
    )

    def __init__(self, *args: Any, approve: Any, reject: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("approve", approve), ("reject", reject)]
        self.fields["decision"].choices = offered  # type: ignore[attr-defined]

    @property
    def is_approved(self) -> bool:
        return bool(self.cleaned_data["decision"] == "approve")

    def decide(self, approve: Callable[..., Any], reject: Callable[..., Any], **about: Any) -> bool:
        """Do what was chosen; a refusal to approve says why."""
        if self.is_approved:
            return self.attempt(approve, **about)
        return self.attempt(reject, because=self.cleaned_data["because"], **about)


class FinalForm(WithAttachments, Form):
    """最终退款方案: the basis, the disputed deposit and rent divided, the proof. (ASC-01)"""

    at_fields = {
        Refusal.BASIS_DIFFERS: "basis",
        Refusal.FINAL_NEEDS_DOCUMENT: "document_no",
        Refusal.NOT_FINAL_YET: "effective_on",
        Refusal.FINAL_NEEDS_PROOF: "uploads",
        Refusal.ATTACHMENT_UNKNOWN: "uploads",
        Refusal.TOO_MANY_ATTACHMENTS: "uploads",
    }
    basis = forms.ChoiceField(
        label=_("依据"), widget=forms.RadioSelect, error_messages=NOT_IN_THE_LIST
    )
    document_no = forms.CharField(
        label=_("文书编号"),
        required=False,
        max_length=80,
        help_text=_("裁决书、判决书或调解书的文号"),
        error_messages={"max_length": _("最多80个字")},
    )
    court = forms.CharField(
        label=_("作出机构"),
        required=False,
        max_length=120,
        help_text=_("仲裁委员会或人民法院"),
        error_messages={"max_length": _("最多120个字")},
    )
    effective_on = DayField(_("生效日期"))
    note = forms.CharField(
        label=_("说明"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("最多500个字")},
    )
    uploads = AttachmentsField(_("证明材料"))

    def __init__(self, *args: Any, case: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        bases = [(basis.value, basis.label) for basis in BASES[Status(case.status)]]
        self.fields["basis"].choices = bases  # type: ignore[attr-defined]
        self.disputed = queries.disputed_now(case)
        for part in self.parts:
            for side, label in (("tenant", _("退还承租人")), ("enterprise", _("归企业"))):
                whole = _("{part}{side}（元）").format(part=part.label, side=label)
                self.fields[f"{part.value}_to_{side}"] = AmountField(whole)
        rest = [name for name in self.fields if name in ("note", "uploads")]
        self.order_fields([name for name in self.fields if name not in rest] + rest)

    @property
    def parts(self) -> list[Part]:
        """Deposit and rent, where something of it is disputed."""
        return [part for part in Part if self.disputed.fen_of(part)]

    @property
    def basis_label(self) -> str:
        return str(Basis(self.cleaned_data["basis"]).label)

    @property
    def terms(self) -> FinalTerms:
        stated = self.cleaned_data
        return FinalTerms(
            basis=Basis(stated["basis"]),
            to_tenant=self._stated("tenant"),
            to_enterprise=self._stated("enterprise"),
            file_ids=stated["uploads"],
            document_no=stated["document_no"],
            court=stated["court"],
            effective_on=stated["effective_on"],
            note=stated["note"],
        )

    def _stated(self, side: str) -> Parts:
        names = {part: f"{part.value}_to_{side}" for part in self.parts}
        return sum(
            (Parts.of(part, self.cleaned_data[name]) for part, name in names.items()), Parts()
        )

    def attempt(self, action: Callable[..., Any], **kwargs: Any) -> bool:
        """Amounts that do not add up are told at the part they concern; all else as `at_fields` says."""
        try:
            self.done = action(**kwargs)
        except Refused as refused:
            self.add_error(self._place_of(refused), refused.message)
            return False
        return True

    def _place_of(self, refused: Refused) -> str | None:
        if refused.code == Refusal.FINAL_DIFFERS:
            [part] = [one for one in Part if one.label == refused.facts["part"]]
            name = f"{part.value}_to_tenant"
        else:
            name = self.at_fields.get(str(refused.code), "")
        return name if name in self.fields else None
