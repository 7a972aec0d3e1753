"""What is typed about payments for works: which orders, how much to which account, the word of who checks."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.core.crypto import mask_account
from anju.core.identity_numbers import OF_ACCOUNTS
from anju.core.money import yuan
from anju.desks.forms import Chosen, LongText, Words, Yuan
from anju.portals.fund_desk.forms_of_money import ReviewForm
from anju.web.forms import Form
from anju.web.searches import ChoiceField
from anju.works.rules import Kind, Refusal, Status

OF_ORDER, OTHER = "order", "other"


class WorksSearch(Form):
    text = Words(
        _("任务单编号、小区、物业企业或者项目"),
        100,
        help_text=_("编号须填写完整，其余填写两个字以上"),
    )
    status = ChoiceField(
        _("状态"), [(value, label) for value, label in Status.choices if value != Status.DRAFT]
    )
    kind = ChoiceField(_("使用类型"), Kind.choices)


class PayForm(Form):
    """录入拨付: how much, to the account that the order names or, where that failed, to another of the same payees."""

    at_fields: ClassVar = {
        Refusal.FIRST_TOO_MUCH: "amount",
        Refusal.PAY_TOO_MUCH: "amount",
        Refusal.PAYEE_OTHER: "payee_name",
        **dict.fromkeys(OF_ACCOUNTS, "payee_account"),
    }
    amount = Yuan(_("拨付金额（元）*"))
    account = Chosen(_("收款账户 *"), [], widget=forms.RadioSelect)
    payee_name = Chosen(_("另一账户的户名"), [], required=False)
    payee_account = Words(_("另一账户的账号"), 40)
    payee_bank = Words(_("另一账户的开户行"), 120, help_text=_("填写到支行"))

    def __init__(self, *sent: Any, order: Any, most_fen: int, has_failed: bool) -> None:
        super().__init__(*sent)
        self.order = order
        told = f"{order.payee_name} {order.payee_bank} {mask_account(order.payee_account)}"
        offered: list[tuple[str, Any]] = [
            (OF_ORDER, _("任务单的收款账户：{told}").format(told=told))
        ]
        offered.append((OTHER, _("另一账户（原账户付款失败时）")))
        names = dict.fromkeys((order.contractor_name, order.company.name))
        self.fields["account"].choices = offered  # type: ignore[attr-defined]
        self.fields["account"].initial = OTHER if has_failed else OF_ORDER
        self.fields["payee_name"].choices = [("", _("请选择")), *((one, one) for one in names)]  # type: ignore[attr-defined]
        self.fields["amount"].initial = yuan(most_fen).replace(",", "")
        self.fields["amount"].help_text = _("最多{most}元").format(most=yuan(most_fen))

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("account") == OTHER:
            for name in ("payee_name", "payee_account", "payee_bank"):
                if not typed.get(name) and name not in self.errors:
                    self.add_error(name, _("请填写"))
        return typed

    @property
    def stated(self) -> dict[str, Any]:
        """What `enter_payment` takes."""
        typed, order = self.cleaned_data, self.order
        names = ("payee_name", "payee_account", "payee_bank")
        source = {name: getattr(order, name) for name in names}
        if typed["account"] == OTHER:
            source = {name: typed[name] for name in names}
        return {"amount_fen": typed["amount"], **source}


class CheckForm(ReviewForm):
    """复核 of a payment."""

    at_fields: ClassVar = {Refusal.OPINION_MISSING: "because"}


class FinishForm(Form):
    """完结 though some homes still owe."""

    at_fields: ClassVar = {Refusal.OPINION_MISSING: "because"}
    because = LongText(_("原因 *"), 150, required=True)
