"""What a tenant types: searches, ticks and the choice of a way to pay."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from anju.contracts import queries as contracts
from anju.contracts.queries import visible_before
from anju.contracts.rules import BillKind, BillStatus
from anju.core import clock
from anju.core.actors import Actor
from anju.core.calendar import add_months
from anju.core.money import yuan
from anju.orders.rules import CHANNELS, OrderKind, Status
from anju.web.forms import FilingNoField, Form
from anju.web.searches import NOT_IN_THE_LIST, ChoiceField, DayField, PartOfName, Search


class TenantSearch(Search):
    """The fields in `for_organisations` are for those with many leases; a person is not asked for them."""

    for_organisations: tuple[str, ...] = ()

    def __init__(self, asked: Any, *, actor: Actor) -> None:
        super().__init__(asked, actor=actor)
        if actor.organisation_id is None:
            for name in self.for_organisations:
                del self.fields[name]

    def clean_filing_no(self) -> str:
        """A number of nobody's lease, or of somebody else's, is told at the field."""
        filing_no: str = self.cleaned_data["filing_no"]
        if filing_no and not contracts.leases_found(self.actor, filing_no=filing_no).exists():
            raise forms.ValidationError(
                gettext("您的名下没有编号为 {filing_no} 的备案合同，请核对").format(
                    filing_no=filing_no
                )
            )
        return filing_no

    def clean_filed_to(self) -> Any:
        return self.check_period("filed_from", "filed_to")

    def clean_due_to(self) -> Any:
        return self.check_period("due_from", "due_to")


class LeaseSearch(TenantSearch):
    filing_no = FilingNoField()
    address = PartOfName(_("房屋坐落"))
    enterprise = PartOfName(_("住房租赁企业名称"))
    due_from = DayField(_("应缴日期起"))
    due_to = DayField(_("应缴日期止"))
    for_organisations = ("address", "enterprise", "due_from", "due_to")


class MyLeaseSearch(TenantSearch):
    filing_no = FilingNoField()
    filed_from = DayField(_("备案日期起"))
    filed_to = DayField(_("备案日期止"))
    address = PartOfName(_("房屋坐落"))
    enterprise = PartOfName(_("住房租赁企业名称"))
    for_organisations = ("filed_from", "filed_to", "address", "enterprise")


class BillKindSearch(TenantSearch):
    kind = ChoiceField(_("款项类型"), BillKind.choices)


class BalanceSearch(TenantSearch):
    """The days are those of the filing, which their name does not say. (manual 001, 6.2)"""

    filed_from = DayField(_("查询起止日期（起）"), _("合同备案日期在这一天或者之后"))
    filed_to = DayField(_("查询起止日期（止）"), _("合同备案日期在这一天或者之前"))
    filing_no = FilingNoField()
    enterprise = forms.CharField(label=_("住房租赁企业名称"), required=False, max_length=100)
    address = PartOfName(_("房屋坐落"))
    for_organisations = ("address",)


class MovementSearch(TenantSearch):
    kind = ChoiceField(_("款项类型"), BillKind.choices)


class BillSearch(TenantSearch):
    filing_no = FilingNoField()
    kind = ChoiceField(_("款项类型"), BillKind.choices)
    filed_from = DayField(_("备案日期起"))
    filed_to = DayField(_("备案日期止"))
    status = ChoiceField(_("账单状态"), BillStatus.choices)
    due_from = DayField(_("应缴日期起"))
    due_to = DayField(_("应缴日期止"))
    address = PartOfName(_("房屋坐落"))
    enterprise = PartOfName(_("住房租赁企业名称"))
    for_organisations = ("address", "enterprise")


class ChoiceSearch(TenantSearch):
    """The bills of many leases to choose from; unless told otherwise those due within five days. (PAY-01)"""

    filing_no = FilingNoField()
    kind = ChoiceField(_("款项类型"), BillKind.choices)
    address = PartOfName(_("房屋坐落"))
    enterprise = PartOfName(_("住房租赁企业名称"))
    due_from = DayField(_("应缴日期起"))
    due_to = DayField(_("应缴日期止"))
    bank = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, asked: Any, *, actor: Actor) -> None:
        soon = {"due_to": (clock.today() + visible_before()).isoformat()}
        super().__init__({**soon, **dict(asked.items())}, actor=actor)


class OrderNoField(forms.RegexField):
    def __init__(self) -> None:
        super().__init__(
            r"\A[0-9]{22}\Z",
            label=_("订单编号"),
            required=False,
            strip=True,
            error_messages={"invalid": _("订单编号是22位数字，请核对")},
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        )


class OrderSearch(TenantSearch):
    """Unless told otherwise those that tenants placed; an enterprise's orders are its own affair. (manual 001, 8.2)"""

    kind = forms.ChoiceField(
        label=_("订单类型"),
        required=False,
        choices=OrderKind.choices,
        error_messages=NOT_IN_THE_LIST,
    )
    no = OrderNoField()
    status = ChoiceField(_("订单状态"), Status.choices)


class PhoneOrderSearch(TenantSearch):
    """On the phone orders are found by two numbers. (manual 000, 4.2)"""

    filing_no = FilingNoField()
    no = OrderNoField()


class PhoneBalanceSearch(TenantSearch):
    """On the phone nothing asked means the leases filed within the last year. (manual 000, 6.2)"""

    filed_from = DayField(_("备案起日"))
    filed_to = DayField(_("备案止日"))
    filing_no = FilingNoField()

    @property
    def wanted(self) -> dict[str, Any]:
        return super().wanted or {"filed_from": add_months(clock.today(), -12)}


class BillsForm(Form):
    """The bills ticked on 查询待缴账单. Whether they may go into one order is the action's to say."""

    bills = forms.MultipleChoiceField(
        label=_("账单"),
        required=False,
        error_messages={"invalid_choice": _("所选账单不在本合同的待缴账单中，请重新选择")},
    )

    def __init__(self, ticked: Any, *, bill_ids: list[int]) -> None:
        super().__init__(ticked)
        self.fields["bills"].choices = [(str(pk), str(pk)) for pk in bill_ids]  # type: ignore[attr-defined]

    @property
    def bill_ids(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["bills"]]

    @property
    def ticked(self) -> set[str]:
        return set(self["bills"].value() or []) if self.is_bound else set()


class AllBillsForm(BillsForm):
    """All bills that a search finds, if they are as many and as much as the page has shown."""

    count = forms.IntegerField()
    fen = forms.IntegerField()

    def __init__(self, shown: Any, *, bill_ids: list[int]) -> None:
        super().__init__(shown, bill_ids=[])
        self.found = bill_ids

    def check_unchanged(self, count: int, fen: int) -> None:
        """Others may have paid, or been filed, since the page was shown."""
        if not self.is_valid():
            return
        told = (self.cleaned_data["count"], self.cleaned_data["fen"])
        if told != (count, fen):
            sentence = gettext(
                "符合条件的账单已有变化，现为 {count} 笔，合计 {amount} 元，请核对后再提交"
            )
            self.add_error(None, sentence.format(count=count, amount=yuan(fen)))

    @property
    def bill_ids(self) -> list[int]:
        return self.found

    @property
    def ticked(self) -> set[str]:
        return set()


class PayForm(Form):
    channel = forms.ChoiceField(
        label=_("缴纳方式"),
        choices=[(way.value, way.label) for way in CHANNELS[OrderKind.TENANT]],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择缴纳方式"), **NOT_IN_THE_LIST},
    )
