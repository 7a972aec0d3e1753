"""变更备案, 注销备案 and 续租备案 as an institution types them. A fault stands at the field it is about. (CON-13)"""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from anju.contracts.plan import DAY, span
from anju.contracts.rules import Refusal as LeaseRefusal
from anju.contracts.terms import LeaseTerms
from anju.core.money import plain_yuan
from anju.desks.forms import Chosen, Whole, Yuan
from anju.filings.lease import changed_from, first_days, planned_from
from anju.filings.rules import Basis, Refusal
from anju.filings.terms import LeaseChange
from anju.web.attachments import AttachmentsField, WithAttachments
from anju.web.forms import Form
from anju.web.searches import DayField

AS_IT_IS = [("", _("租金分期不变"))]
ONE_PAPER = _("只能上传一份文件，多页请合并")


def wanted(field: forms.Field, sentence: Any) -> forms.Field:
    """A field that has to be filled in."""
    field.required = True
    field.error_messages["required"] = sentence
    return field


class WithPaper(WithAttachments):
    """What an application about a filed lease rests on: an agreement or a judgment, and the paper."""

    at_fields: ClassVar[dict[str, str]] = {Refusal.DOCUMENT_MISSING.value: "uploads"}
    basis = Chosen(_("依据 *"), Basis.choices, widget=forms.RadioSelect)
    uploads = AttachmentsField(_("协议或者法律文书 *"), wanted=_("请上传协议或者法律文书"))

    def clean_uploads(self) -> int:
        ids: tuple[int, ...] = self.cleaned_data["uploads"]
        if len(ids) > 1:
            raise forms.ValidationError(ONE_PAPER)
        return ids[0]

    @property
    def paper(self) -> dict[str, Any]:
        """What the action takes of it."""
        return {"basis": self.cleaned_data["basis"], "document_id": self.cleaned_data["uploads"]}


class ChangeForm(WithPaper):
    """变更备案: rent, rhythm and last day from an instalment on, and the deposit."""

    at_fields: ClassVar[dict[str, str]] = {
        **WithPaper.at_fields,
        LeaseRefusal.CHANGE_TOO_EARLY.value: "from_on",
        LeaseRefusal.RENT_MISSING.value: "monthly_rent",
        LeaseRefusal.RENT_WITHOUT_PLAN.value: "from_on",
        LeaseRefusal.ENDS_BEFORE_START.value: "ends_on",
        LeaseRefusal.INSTALMENT_END.value: "ends_on",
        LeaseRefusal.NO_INSTALMENT.value: "ends_on",
        LeaseRefusal.PLAN_DOES_NOT_ADD_UP.value: "from_on",
        LeaseRefusal.DUE_OUT_OF_ORDER.value: "from_on",
        LeaseRefusal.DEPOSIT_TOO_HIGH.value: "deposit",
        LeaseRefusal.DEPOSIT_BELOW_KEPT.value: "deposit",
    }
    from_on = forms.ChoiceField(
        label=_("租金分期自哪一天起变更"),
        required=False,
        help_text=_("只变更押金的，选择租金分期不变；延长租期、租金不变的，选择原租期届满的次日"),
    )
    monthly_rent = Yuan(_("月租金（元） *"))
    pay_months = Whole(
        _("支付周期（付）"), help_text=_("变更部分每次支付几个月的租金，在每期首日缴纳")
    )
    ends_on = wanted(DayField(_("租赁期止 *")), _("请填写租赁期止"))
    deposit = Yuan(
        _("押金（元） *"), help_text=_("不超过规定的上限，一般为一个月租金；已缴的押金不能减少")
    )
    deposit_due_on = wanted(DayField(_("押金应缴日期 *")), _("请填写押金应缴日期"))
    field_order = [
        *("from_on", "monthly_rent", "pay_months", "ends_on"),
        *("deposit", "deposit_due_on", "basis", "uploads"),
    ]

    def __init__(self, *args: Any, lease: LeaseTerms, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lease = lease
        days = [
            (str(day), _now("第{number}期（{day}）起").format(number=number, day=day))
            for number, day in enumerate(first_days(lease)[:-1], 1)
        ]
        last = lease.ends_on + DAY
        days.append((str(last), _now("原租期届满的次日（{day}）起").format(day=last)))
        self.fields["from_on"].choices = [*AS_IT_IS, *days]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("from_on") and not self.errors.get("pay_months") and not typed["pay_months"]:
            self.add_error("pay_months", _("请填写每次支付几个月的租金"))
        return typed

    @property
    def change(self) -> LeaseChange:
        """The whole plan, as it was until the day and as it is agreed from then on."""
        typed, plan = self.cleaned_data, tuple(self.lease.instalments)
        if typed["from_on"]:
            day = next(one for one in first_days(self.lease) if str(one) == typed["from_on"])
            new = (typed["ends_on"], typed["monthly_rent"], typed["pay_months"])
            plan = planned_from(self.lease, day, *new)
        return LeaseChange(
            ends_on=typed["ends_on"],
            monthly_rent_fen=typed["monthly_rent"],
            deposit_fen=typed["deposit"],
            deposit_due_on=typed["deposit_due_on"],
            instalments=plan,
        )


def change_typed(lease: LeaseTerms, change: LeaseChange | None) -> dict[str, Any]:
    """What stands in the form: the lease as it is, or the change that was sent back."""
    stated = change or lease
    first = changed_from(lease.instalments, change.instalments) if change else None
    rhythm = first or lease.instalments[0]
    return {
        "from_on": str(first.from_on) if first else "",
        "monthly_rent": plain_yuan(stated.monthly_rent_fen),
        "pay_months": span(rhythm.from_on, rhythm.to_on, lease.starts_on).months or 1,
        "ends_on": stated.ends_on,
        "deposit": plain_yuan(stated.deposit_fen),
        "deposit_due_on": stated.deposit_due_on,
    }


class EndForm(WithPaper):
    """注销备案: on which day the home was handed back."""

    at_fields: ClassVar[dict[str, str]] = {
        **WithPaper.at_fields,
        Refusal.ENDED_IN_FUTURE.value: "ended_on",
    }
    ended_on = wanted(
        DayField(_("合同结束日期 *"), help_text=_("住房交还的日期，不晚于今天")),
        _("请填写合同结束日期"),
    )
    field_order = ["ended_on", "basis", "uploads"]


class RenewalForm(Form):
    """续租备案: which signed contract renews the lease, and whether its deposit goes over."""

    at_fields: ClassVar[dict[str, str]] = {
        Refusal.NOT_A_RENEWAL.value: "contract_id",
        Refusal.DEPOSIT_NOT_HELD.value: "carries_deposit",
    }
    contract_id = Chosen(_("续租合同 *"), [])
    carries_deposit = forms.BooleanField(
        label=_("原合同押金结转至续租合同"),
        required=False,
        help_text=_("全部承租人同意后结转，只补缴差额；不结转的，押金重新缴纳"),
    )

    def __init__(self, *args: Any, contracts: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = _now("{no}（{starts_on}至{ends_on}）")
        self.fields["contract_id"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), told.format(no=one.no, starts_on=one.starts_on, ends_on=one.ends_on))
            for one in contracts
        ]
