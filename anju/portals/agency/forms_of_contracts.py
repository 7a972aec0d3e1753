"""What an institution types about its contracts beside their steps: searches, and why one is revoked."""

from collections.abc import Mapping
from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.desks.forms import LongText, Words
from anju.signings.rules import Refusal, Status
from anju.web.forms import Form
from anju.web.searches import ChoiceField


class ContractSearch(Form):
    text = Words(
        _("合同编号、产权证号、承租人姓名或地址"),
        100,
        help_text=_("姓名填写完整，地址填写两个字以上"),
    )
    status = ChoiceField(_("状态"), Status.choices)


class HomeChoice(Form):
    """Which verified home a contract is made for."""

    text = Words(_("核验码、产权证号或地址"), 100, help_text=_("地址填写两个字以上"))
    way = forms.CharField(required=False, widget=forms.HiddenInput)


class RevocationForm(Form):
    """撤销: why the contract is to end before it is filed; every tenant has to agree. (CON-03)"""

    at_fields: ClassVar[Mapping[str, str]] = {Refusal.BECAUSE_MISSING: "because"}
    because = LongText(_("撤销原因 *"), 1000, required=True)
