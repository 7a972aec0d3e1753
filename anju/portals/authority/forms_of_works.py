"""What the authority types about withdrawals: which orders, the word of who reviews, why something is taken back."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.core import clock
from anju.desks.forms import Chosen, DistrictField, LongText, Words
from anju.web.forms import Form
from anju.web.searches import ChoiceField, DayField
from anju.works.queries.desk import OWN, WAITING
from anju.works.rules import Kind, Part, Refusal, ReturnReason, Status

MOST_OF_OPINION = 150
"""With the code of its reason before it an opinion has to fit into the history."""
STATUSES = [
    (OWN, _("等待我办理")),
    (WAITING, _("等待住建委办理")),
    *((value, label) for value, label in Status.choices if value != Status.DRAFT),
]


class WorksSearch(Form):
    """Which orders; those that wait for whoever looks unless asked otherwise."""

    text = Words(
        _("任务单编号、小区、物业企业或者项目"),
        100,
        help_text=_("编号须填写完整，其余填写两个字以上"),
    )
    status = ChoiceField(_("状态"), STATUSES)
    kind = ChoiceField(_("使用类型"), Kind.choices)
    district = DistrictField()

    def __init__(self, asked: Any) -> None:
        super().__init__(asked or {"status": OWN})


class DecisionForm(Form):
    """审批: approved, or returned with the code of a reason and an opinion."""

    at_fields: ClassVar = {Refusal.OPINION_MISSING: "opinion"}
    decision = Chosen(_("审批结果 *"), [], widget=forms.RadioSelect)
    reason = Chosen(
        _("退回原因（退回时选择）"), [("", _("请选择")), *ReturnReason.choices], required=False
    )
    opinion = LongText(_("审批意见"), MOST_OF_OPINION, help_text=_("退回时必填，物业企业会看到"))

    def __init__(self, *sent: Any, approve: Any) -> None:
        super().__init__(*sent)
        self.fields["decision"].choices = [("approve", approve), ("return", _("退回"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("decision") == "return":
            for name in ("reason", "opinion"):
                if not typed.get(name) and name not in self.errors:
                    self.add_error(name, _("退回时请填写"))
        return typed

    @property
    def is_approved(self) -> bool:
        return bool(self.cleaned_data["decision"] == "approve")

    @property
    def because(self) -> str:
        return ReturnReason(self.cleaned_data["reason"]).because(self.cleaned_data["opinion"])


class BecauseForm(Form):
    """Why an approval is withdrawn, or works are stopped."""

    at_fields: ClassVar = {Refusal.OPINION_MISSING: "because"}
    because = LongText(_("原因 *"), MOST_OF_OPINION, required=True)


class SpendingSearch(Form):
    """The period, and of what; the last twelve months unless asked otherwise."""

    since = DayField(_("批准日期起"))
    until = DayField(_("批准日期止"))
    district = DistrictField()
    part = ChoiceField(_("维修部位"), Part.choices)

    @property
    def wanted(self) -> dict[str, Any]:
        typed, today = self.cleaned_data, clock.today()
        until: date = typed["until"] or today
        since = typed["since"] or until.replace(year=until.year - 1, day=min(until.day, 28))
        return {
            "since": since,
            "until": until,
            "district": typed["district"],
            "part": typed["part"],
        }
