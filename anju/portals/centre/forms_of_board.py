"""What is asked of the board and of the reports: a month, an enterprise."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.core import clock
from anju.core.calendar import add_months
from anju.statistics.queries import months_of_board
from anju.web.forms import Form

NOT_IN_THE_LIST = {"invalid_choice": _("请从列表中选择")}


def month_of(text: str) -> date | None:
    return date.fromisoformat(f"{text}-01") if text else None


class RefundSearch(Form):
    def __init__(self, asked: Any) -> None:
        super().__init__(asked)
        months = [f"{month:%Y-%m}" for month in reversed(months_of_board())]
        whole = _("近12个月") if self.data.get("enterprise") else _("本月")
        self.fields["month"].choices = [("", whole), *((one, one) for one in months)]

    month = forms.ChoiceField(label=_("月份"), required=False, error_messages=NOT_IN_THE_LIST)
    enterprise = forms.IntegerField(
        required=False, min_value=1, max_value=10**18, widget=forms.HiddenInput
    )

    late = forms.ChoiceField(
        label=_("退款方案"),
        required=False,
        choices=[("", _("全部")), ("1", _("逾期"))],
        error_messages=NOT_IN_THE_LIST,
    )

    def clean_month(self) -> date | None:
        return month_of(self.cleaned_data["month"])


class ReportForm(Form):
    """The month of a report: this one so far, or one of the last two years."""

    def __init__(self, asked: Any = None) -> None:
        super().__init__(asked)
        this = clock.today().replace(day=1)
        months = [f"{add_months(this, -ago):%Y-%m}" for ago in range(24)]
        self.fields["month"].choices = [(one, one) for one in months]

    month = forms.ChoiceField(
        label=_("月份"), error_messages={**NOT_IN_THE_LIST, "required": _("请选择月份")}
    )

    def clean_month(self) -> date | None:
        return month_of(self.cleaned_data["month"])
