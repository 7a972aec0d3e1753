"""What is typed about money: refunds, receipts, runs over many homes."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.core.actors import Actor
from anju.core.identity_numbers import OF_ACCOUNTS
from anju.core.money import parse_yuan, yuan
from anju.core.refusals import Refused
from anju.desks.forms import Chosen, LongText, Words, Yuan
from anju.fund.rules import CLOSING, RefundReason, RefundStatus, Refusal
from anju.fund_runs.actions import UnitRow
from anju.fund_runs.rules import MOST_ROWS
from anju.fund_runs.rules import Refusal as RunRefusal
from anju.portals.fund_desk.page import districts_of
from anju.receipts.rules import Refusal as ReceiptRefusal
from anju.receipts.rules import TroubleStatus
from anju.web.forms import Form
from anju.web.tenant.forms import ChoiceField

NOTHING = [("", _("请选择"))]


class RefundSearch(Form):
    no = Words(_("退款编号"), 30)
    status = ChoiceField(_("状态"), RefundStatus.choices)

    @property
    def wanted(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if value}


class RefundForm(Form):
    """多退少补 at the counter: of which deposit, why, how much, to which of the owners."""

    at_fields = {
        Refusal.NO_SUCH_DEPOSIT: "deposit",
        Refusal.RECEIPT_STANDS: "deposit",
        Refusal.TOO_MUCH: "amount",
        Refusal.PAYEE_NOT_OWNER: "payee_name",
        RunRefusal.CLOSING_MISSING: "reason",
        **dict.fromkeys(OF_ACCOUNTS, "payee_account"),
    }
    reason = Chosen(_("退款原因 *"), RefundReason.choices)
    deposit = ChoiceField(_("退哪一笔交存"), [])
    amount = Yuan(_("退款金额（元）"))
    payee_name = Chosen(_("收款人 *"), [])
    payee_account = Words(_("收款账号 *"), 40, required=True)
    payee_bank = Words(_("开户银行 *"), 120, required=True, help_text=_("填写到支行"))

    def __init__(self, *sent: Any, deposits: Iterable[Any], owners: Iterable[str]) -> None:
        super().__init__(*sent)
        offered = [(str(one.pk), f"{one.no} {yuan(one.amount_fen)}元") for one in deposits]
        self.fields["deposit"].choices = [*NOTHING, *offered]  # type: ignore[attr-defined]
        self.fields["payee_name"].choices = [(one, one) for one in owners]  # type: ignore[attr-defined]
        closing = "、".join(str(RefundReason(one).label) for one in CLOSING)
        told = _("{reasons}退还全部余额，不选择交存单，不填写金额").format(reasons=closing)
        self.fields["amount"].help_text = told

    @property
    def stated(self) -> dict[str, Any]:
        """What `enter_refund` takes."""
        typed = self.cleaned_data
        names = ("reason", "payee_name", "payee_account", "payee_bank")
        return {
            **{name: typed[name] for name in names},
            "deposit_id": int(typed["deposit"]) if typed["deposit"] else None,
            "amount_fen": typed["amount"],
        }


class ReviewForm(Form):
    """复核: passed, or sent back with a reason."""

    at_fields = {Refusal.OPINION_MISSING: "because", RunRefusal.REASON_MISSING: "because"}
    decision = Chosen(
        _("复核结果 *"),
        [("approve", _("复核通过")), ("reject", _("退回"))],
        widget=forms.RadioSelect,
    )
    because = LongText(_("退回原因"), 200)

    def decide(self, approve: Callable[..., Any], reject: Callable[..., Any], **about: Any) -> bool:
        """Do what was chosen; only what is sent back needs a reason."""
        if self.cleaned_data["decision"] == "approve":
            return self.attempt(approve, **about)
        return self.attempt(reject, because=self.cleaned_data["because"], **about)


class DepositSearch(Form):
    no = Words(_("业务流水号"), 30)


class PaperForm(Form):
    at_fields = {
        ReceiptRefusal.PAPER_NO_MISSING: "paper_no",
        ReceiptRefusal.OTHER_PAPER: "paper_no",
    }
    paper_no = Words(_("纸质票据号码 *"), 40, required=True)


class VoidForm(Form):
    at_fields = {ReceiptRefusal.REASON_MISSING: "reason"}
    reason = LongText(_("作废原因 *"), 200, required=True)


class TroubleSearch(Form):
    status = ChoiceField(_("状态"), TroubleStatus.choices)


class InterestForm(Form):
    bank = Chosen(_("维修资金专户 *"), [])

    def __init__(self, *sent: Any, banks: Iterable[tuple[str, str]]) -> None:
        super().__init__(*sent)
        self.fields["bank"].choices = list(banks)  # type: ignore[attr-defined]


class CreditForm(Form):
    """A credit that the bank has booked, and the community whose homes it is for."""

    entry = Chosen(_("到账资金 *"), [])
    district = Chosen(_("房屋区域 *"), [])
    community = Words(_("小区名称 *"), 80, required=True)

    def __init__(self, *sent: Any, actor: Actor, entries: Iterable[tuple[int, str]]) -> None:
        super().__init__(*sent)
        offered = [(str(pk), label) for pk, label in entries]
        self.fields["entry"].choices = offered  # type: ignore[attr-defined]
        self.fields["district"].choices = districts_of(actor)  # type: ignore[attr-defined]


class RevenueForm(CreditForm):
    """公共收益, shared over all homes of a community."""

    at_fields = {
        RunRefusal.PURPOSE_MISSING: "purpose",
        RunRefusal.NOT_A_CREDIT: "entry",
        RunRefusal.CREDIT_TAKEN: "entry",
        RunRefusal.NO_HOMES: "community",
        RunRefusal.TOO_MANY_HOMES: "community",
    }
    purpose = Words(_("公共收益的来源 *"), 200, required=True, help_text=_("如电梯广告、车位租金"))

    @property
    def stated(self) -> dict[str, Any]:
        return {"purpose": self.cleaned_data["purpose"]}


class UnitForm(CreditForm):
    """售后公房交存: what a selling unit paid, home by home as its list says."""

    at_fields = {
        RunRefusal.NOT_A_CREDIT: "entry",
        RunRefusal.CREDIT_TAKEN: "entry",
        **dict.fromkeys(
            (
                RunRefusal.ROWS_MISSING,
                RunRefusal.NOT_SOLD_PUBLIC,
                RunRefusal.PARTS_MISSING,
                RunRefusal.TWICE_IN_LIST,
                RunRefusal.OTHER_UNIT,
                RunRefusal.SUM_DIFFERS,
            ),
            "rows",
        ),
    }
    rows = LongText(
        _("逐户清单 *"),
        max_length=100 * MOST_ROWS,
        rows=8,
        required=True,
        help_text=_(
            "每户一行：网签合同编号、不动产权证号或者房屋坐落，业主部分（元），售房单位部分（元），用空格分开；"
            "可以从表格中复制"
        ),
    )

    def clean_rows(self) -> list[UnitRow]:
        lines = [line for line in self.cleaned_data["rows"].splitlines() if line.strip()]
        return [self._row(number, line) for number, line in enumerate(lines, 1)]

    def _row(self, number: int, line: str) -> UnitRow:
        """A home's name may hold spaces: the amounts are the last two."""
        wanted, *parts = line.strip().rsplit(maxsplit=2)
        if len(parts) != 2:
            told = _("第{row}行须填写房屋和两个金额，没有的部分填0")
            raise forms.ValidationError(told.format(row=number))
        try:
            owner_fen, unit_fen = (parse_yuan(part) if part != "0" else 0 for part in parts)
        except Refused as refused:
            told = _("第{row}行：{message}")
            raise forms.ValidationError(told.format(row=number, message=refused.message)) from None
        return UnitRow(wanted, owner_fen, unit_fen)

    @property
    def stated(self) -> dict[str, Any]:
        return {"rows": self.cleaned_data["rows"]}
