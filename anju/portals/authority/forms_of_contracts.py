"""What is typed about filings of contracts: searches, and the parameter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.core.reasons import Refusal as ReasonRefusal
from anju.desks.forms import MOST_OF_REASON, Chosen, DistrictField, LongText, Words
from anju.filings.rules import Kind, Refusal, Status
from anju.web.forms import Form
from anju.web.searches import ChoiceField, DayField


class ContractFilingSearch(Form):
    """Which applications; those that wait for review unless asked otherwise."""

    text = Words(
        _("申请编号、合同编号、备案编号、产权证号、地址或企业"),
        100,
        help_text=_("地址和企业名称填写两个字以上"),
    )
    kind = ChoiceField(_("申请类型"), Kind.choices)
    status = ChoiceField(_("状态"), Status.choices)
    district = DistrictField()

    def __init__(self, asked: Any) -> None:
        super().__init__(asked or {"status": Status.SUBMITTED})


class ContractSearch(Form):
    """【备案申请】: a contract by its number or by the certificate of its home. (manual 003)"""

    text = Words(
        _("产权证号或者租赁合同编号"), 100, help_text=_("也可以填写地址，或者承租人的完整姓名")
    )


class PaperSearch(Form):
    """合同补录: the home by its certificate, or a contract that is not finished. (manual 003)"""

    text = Words(_("产权证号"), 100, help_text=_("也可以填写核验码、合同编号或者地址"))


class ParameterForm(Form):
    """备案前是否必须进行合同网签, from which day on, and why. (CON-11)"""

    at_fields = {
        Refusal.FROM_IN_PAST: "from_on",
        Refusal.NOTHING_CHANGED: "must_sign_online",
        ReasonRefusal.REASON_MISSING: "because",
        ReasonRefusal.REASON_TOO_LONG: "because",
    }
    must_sign_online = Chosen(
        _("备案前是否必须进行合同网签 *"),
        [("yes", _("是")), ("no", _("否"))],
        widget=forms.RadioSelect,
    )
    from_on = DayField(_("从哪一天起 *"))
    because = LongText(_("原因 *"), MOST_OF_REASON)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_on"].required = True
        self.fields["from_on"].error_messages["required"] = str(_("请填写"))

    def clean_must_sign_online(self) -> bool:
        return bool(self.cleaned_data["must_sign_online"] == "yes")
