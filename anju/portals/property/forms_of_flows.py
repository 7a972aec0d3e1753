"""What 业务流水查询 and 补打 are searched by. (manual 004, 5 and 6)"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.companies.business import FlowChannel
from anju.desks.forms import Words
from anju.portals.property import flows, printables
from anju.web.forms import Form
from anju.web.searches import ChoiceField, DayField


class FlowSearch(Form):
    since = DayField(_("起始日期"))
    until = DayField(_("截止日期"))
    kind = ChoiceField(_("业务类型"), [])
    channel = ChoiceField(_("交易渠道"), FlowChannel.choices)
    no = Words(_("申请编号"), 40, help_text=_("须填写完整"))

    def __init__(self, asked: Any) -> None:
        super().__init__({name: text.replace("\0", "") for name, text in asked.items()})
        self.fields["kind"].choices = [("", _("全部")), *flows.kinds()]  # type: ignore[attr-defined]

    def clean_until(self) -> Any:
        begins, ends = self.cleaned_data.get("since"), self.cleaned_data["until"]
        if begins and ends and ends < begins:
            raise forms.ValidationError(_("止日不能早于起日"))
        return ends


class PrintedSearch(Form):
    no = Words(_("流水号"), 40, help_text=_("须填写完整"))
    kind = ChoiceField(_("业务类型"), [])

    def __init__(self, asked: Any) -> None:
        super().__init__({name: text.replace("\0", "") for name, text in asked.items()})
        self.fields["kind"].choices = [("", _("全部")), *printables.kinds()]  # type: ignore[attr-defined]
