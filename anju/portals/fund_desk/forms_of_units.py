"""What is typed about selling units: what one deposits for the homes it sold, and what goes back to it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.core.money import parse_yuan
from anju.core.refusals import Refused
from anju.desks.forms import Chosen, LongText, Words
from anju.fund.rules import CLOSING, Payee, RefundReason, Refusal
from anju.fund_runs.rules import Refusal as RunRefusal
from anju.portals.fund_desk.forms_of_money import OF_ACCOUNTS
from anju.web.forms import Form

MOST_LINES = 2_000
SoldLine = tuple[str, int, int]
"""The number of a contract or certificate, the cost price and the proceeds in fen."""


class SoldHomes(LongText):
    """A home a line: its number, its cost price (房改成本价) and what the unit got for it."""

    def clean(self, value: Any) -> Any:
        lines = [line.split() for line in super().clean(value).splitlines() if line.strip()]
        if not lines or len(lines) > MOST_LINES:
            raise forms.ValidationError(_("请填写1至{most}套房屋").format(most=MOST_LINES))
        return [self.line(number, parts) for number, parts in enumerate(lines, 1)]

    def line(self, number: int, parts: list[str]) -> SoldLine:
        if len(parts) != 3:
            told = _("第{number}行：请依次填写编号、房改成本价和售房款，用空格分开")
            raise forms.ValidationError(told.format(number=number))
        try:
            return parts[0], parse_yuan(parts[1]), parse_yuan(parts[2])
        except Refused as refused:
            told = _("第{number}行：{why}")
            raise forms.ValidationError(told.format(number=number, why=refused.message)) from None


class SoldPublicForm(Form):
    """售后公有住房交存: a credit of the unit, taken apart by rule over the homes that it sold."""

    at_fields = {
        RunRefusal.NOT_A_CREDIT: "entry",
        RunRefusal.CREDIT_TAKEN: "entry",
        RunRefusal.DIFFERS: "homes",
        RunRefusal.NOT_THE_UNITS: "homes",
    }
    entry = Chosen(_("到账资金 *"), [])
    unit = Words(_("售房单位统一社会信用代码 *"), 18, required=True)
    homes = SoldHomes(
        _("售出的房屋 *"),
        200_000,
        rows=8,
        required=True,
        help_text=_(
            "每行一套：网签合同编号或不动产权证号、房改成本价（元）、售房款（元），用空格分开"
        ),
    )

    def __init__(self, *sent: Any, entries: Iterable[tuple[int, str]]) -> None:
        super().__init__(*sent)
        offered = [(str(pk), label) for pk, label in entries]
        self.fields["entry"].choices = offered  # type: ignore[attr-defined]


class UnitRefundForm(Form):
    """房屋灭失或者退房: the selling unit's part goes back to it, or to the treasury."""

    at_fields = {
        Refusal.PAYEE_NOT_UNIT: "payee_name",
        **dict.fromkeys(OF_ACCOUNTS, "payee_account"),
    }
    reason = Chosen(_("退款原因 *"), [(one, RefundReason(one).label) for one in CLOSING])
    payee = Chosen(_("退给 *"), [(one, Payee(one).label) for one in (Payee.UNIT, Payee.TREASURY)])
    payee_name = Words(
        _("收款人 *"), 100, required=True, help_text=_("售房单位的名称；单位已不存在的，填财政局")
    )
    payee_account = Words(_("收款账号 *"), 40, required=True)
    payee_bank = Words(_("开户银行 *"), 120, required=True, help_text=_("填写到支行"))
