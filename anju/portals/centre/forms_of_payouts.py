"""What the staff search failed payments by."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.core.actors import Actor
from anju.payments import queries as payments
from anju.portals.centre.shown_payouts import PURPOSES
from anju.web.searches import ChoiceField, DayField, Search


class FailedSearch(Search):
    """`wanted` is what `payments.queries.failed_payouts` takes."""

    no = forms.CharField(
        label=_("付款编号"),
        required=False,
        max_length=35,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    bank = ChoiceField(_("银行"), [])
    purpose = ChoiceField(_("付款"), list(PURPOSES.items()))
    since = DayField(_("结果日期起"))
    until = DayField(_("结果日期止"))

    def __init__(self, asked: Any, *, actor: Actor) -> None:
        super().__init__(asked, actor=actor)
        banks = [(account.bank, account.bank_name) for account in payments.bank_accounts()]
        self.fields["bank"].choices = [("", _("全部")), *banks]  # type: ignore[attr-defined]

    def clean_until(self) -> Any:
        return self.check_period("since", "until")

    @property
    def wanted(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value}
