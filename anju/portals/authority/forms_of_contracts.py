"""What is typed about filings of contracts: searches."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.desks.forms import DistrictField, Words
from anju.filings.rules import Kind, Status
from anju.web.forms import Form
from anju.web.searches import ChoiceField


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
