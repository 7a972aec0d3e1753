"""What a department types about areas: searches, papers at the counter, a review, why a company serves no longer."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.companies.serving import Paper, Refusal, Status
from anju.core.reasons import Refusal as ReasonRefusal
from anju.desks.forms import Chosen, DistrictField, LongText, Words
from anju.web.forms import Form
from anju.web.searches import NOT_IN_THE_LIST, ChoiceField, PartOfName


class AreaSearch(Form):
    """Which applications; those that wait unless asked otherwise."""

    text = Words(_("申请编号、单位名称或社会信用代码"), 200, help_text=_("须填写完整"))
    status = ChoiceField(_("状态"), [one for one in Status.choices if one[0] != Status.DRAFT])
    district = DistrictField()

    def __init__(self, asked: Any) -> None:
        super().__init__(asked or {"status": Status.SUBMITTED})


class CompanySearch(Form):
    words = PartOfName(_("单位名称"))
    uscc = Words(_("社会信用代码"), 18, help_text=_("须填写完整"))


class PapersForm(Form):
    """柜台收件: which papers were handed in at the counter."""

    papers = forms.MultipleChoiceField(
        label=_("收到的实体材料"),
        choices=Paper.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=NOT_IN_THE_LIST,
    )


class AreaReviewForm(Form):
    """审核通过 with the communities that are granted, or 退回; either with an opinion."""

    at_fields: ClassVar = {
        ReasonRefusal.REASON_MISSING: "because",
        ReasonRefusal.REASON_TOO_LONG: "because",
        Refusal.NOTHING_GRANTED: "communities",
        Refusal.SERVED_MEANWHILE: "communities",
    }
    decision = Chosen(
        _("审核结果 *"),
        [("approve", _("审核通过")), ("reject", _("退回"))],
        widget=forms.RadioSelect,
    )
    communities = forms.TypedMultipleChoiceField(
        label=_("通过的小区"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=NOT_IN_THE_LIST,
    )
    because = LongText(_("审核意见 *"), 200)

    def __init__(self, *sent: Any, offered: Iterable[tuple[int, str]]) -> None:
        super().__init__(*sent)
        choices = [(str(pk), label) for pk, label in offered]
        field = self.fields["communities"]
        field.choices = choices  # type: ignore[attr-defined]
        field.initial = [pk for pk, _label in choices]
        if not choices:
            field.help_text = _("申请的小区都已由其他单位服务，请退回")

    @property
    def is_approved(self) -> bool:
        return bool(self.cleaned_data.get("decision") == "approve")
