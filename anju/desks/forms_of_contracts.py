"""The steps of a contract (网签). What is typed is kept as it is, right or wrong; a fault stands at its field."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.core.fields import FieldError
from anju.core.identity_numbers import IdentityKind
from anju.payments import queries as payments
from anju.payments.rules import Business
from anju.signings.reading import LABELS
from anju.signings.rules import (
    Answer,
    Cost,
    DisputeWay,
    DocumentKind,
    Mode,
    Payer,
    PaymentWay,
    Refusal,
    RoomUse,
    Source,
    Way,
)
from anju.web.attachments import AttachmentsField, WithAttachments
from anju.web.forms import Form

CHOICES: dict[str, Any] = {
    "source": Source,
    "mode": Mode,
    "room_use": RoomUse,
    "payment_way": PaymentWay,
    "dispute_way": DisputeWay,
    **dict.fromkeys(("has_co_owners", "are_kin", "may_sublet"), Answer),
    **dict.fromkeys((f"costs.{cost.value}" for cost in Cost), Payer),
}
DAYS = {
    "head_lease_ends_on",
    "starts_on",
    "ends_on",
    "hand_over_on",
    "deposit_due_on",
    "paper_signed_on",
}
LONG = {"deductions", "repairs", "inventory", "ending", "breach", "agreed"}
HELP = {
    "head_lease_ends_on": _("转租的填写"),
    "unit": _("按间出租的填写，照房门编号"),
    "room_use": _("按间出租的填写"),
    "room_area": _("按间出租的填写，平方米"),
    "usable_area": _("整套出租的填写，平方米"),
    "rooms": _("整套出租的填写"),
    "hand_over_on": _("不填为租赁期起"),
    "deposit": _("元，不超过规定的上限，一般为一个月租金"),
    "monthly_rent": _("元"),
    "pay_months": _("每次支付几个月的租金"),
    "deposit_return_days": _("返还房屋后几日内"),
    "arbitration_body": _("提交仲裁的填写"),
}
ALWAYS = {
    "source",
    "bank",
    "mode",
    "occupants",
    "starts_on",
    "ends_on",
    "monthly_rent",
    "deposit",
    "deposit_due_on",
    "deposit_months",
    "pay_months",
    "deposit_return_days",
    "dispute_way",
    "paper_signed_on",
}
"""What every contract states; what is mandatory for some says so in its help."""

OF_TERMS = (
    (
        _("出租人"),
        (
            *("source", "head_lease_ends_on", "has_co_owners"),
            *("enterprise_agent", "enterprise_phone", "enterprise_address"),
        ),
    ),
    (
        _("房屋"),
        (
            *("mode", "unit", "room_use", "room_area", "usable_area"),
            *("layout", "rooms", "occupants", "are_kin", "use"),
        ),
    ),
    (_("租期"), ("starts_on", "ends_on", "hand_over_on")),
    (
        _("租金和押金"),
        (
            *("monthly_rent", "pay_months", "payment_way", "deposit"),
            *("deposit_months", "deposit_due_on", "deposit_return_days", "deductions", "bank"),
        ),
    ),
)
OF_PAPER = ((_("纸质合同"), ("paper_no", "paper_signed_on")),)
OF_AGREEMENTS = (
    (_("双方约定事项"), ("agreed",)),
    (_("费用承担"), tuple(f"costs.{cost.value}" for cost in Cost)),
    (_("维修和交割"), ("repairs", "inventory")),
    (_("转租、解除和违约"), ("may_sublet", "ending", "breach")),
    (_("争议解决"), ("dispute_way", "arbitration_body")),
    (_("经纪服务"), ("broker_name", "broker_person")),
)
PERSON = ("name", "id_type", "id_number", "phone")
ORGANISATION = ("organisation_name", "uscc", "phone")
AT_TENANT = re.compile(r"tenants\[(\d{1,2})\]\.([a-z_]+)", re.ASCII)


class StepForm(Form):
    """One step: the fields by groups, filled with what was typed, each with what is wrong with it."""

    parts: ClassVar[tuple[tuple[Any, tuple[str, ...]], ...]] = ()

    def __init__(
        self, typed: Mapping[str, Any], faults: Iterable[FieldError] = (), *, way: str = Way.ONLINE
    ) -> None:
        self.typed, self.way = typed, way
        super().__init__(dict(self.flat(typed)))
        for _title, names in self.groups_of_names():
            for name in names:
                self.fields[name] = field_of(name)
        self.full_clean()
        for fault in faults:
            if fault.field in self.fields:
                self.add_error(fault.field, fault.message)

    @staticmethod
    def flat(typed: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
        for name, value in typed.items():
            if isinstance(value, dict):
                yield from ((f"{name}.{inner}", text) for inner, text in value.items())
            else:
                yield name, value

    def groups_of_names(self) -> list[tuple[Any, tuple[str, ...]]]:
        return list(self.parts)

    @property
    def groups(self) -> list[tuple[Any, list[Any]]]:
        return [(title, [self[name] for name in names]) for title, names in self.groups_of_names()]

    def read(self, sent: Mapping[str, Any]) -> dict[str, Any]:
        """What was typed in this step, in the shape in which a draft keeps it."""
        read: dict[str, Any] = {}
        for name in self.fields:
            outer, _dot, inner = name.partition(".")
            if inner:
                read.setdefault(outer, {})[inner] = sent.get(name, "")
            else:
                read[name] = sent.get(name, "")
        return read

    @property
    def places(self) -> set[str]:
        return set(self.fields)


class TermsForm(StepForm):
    """合同信息."""

    def groups_of_names(self) -> list[tuple[Any, tuple[str, ...]]]:
        return [*OF_TERMS, *(OF_PAPER if self.way == Way.PAPER else ())]


class AgreementsForm(StepForm):
    """双方约定事项."""

    parts = OF_AGREEMENTS


class TenantsForm(StepForm):
    """承租人: one or several, persons or organisations."""

    @staticmethod
    def flat(typed: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
        for number, tenant in enumerate(typed.get("tenants", ())):
            yield from ((f"tenants[{number}].{name}", text) for name, text in tenant.items())

    def groups_of_names(self) -> list[tuple[Any, tuple[str, ...]]]:
        return [
            (
                _("承租人{number}").format(number=number + 1),
                tuple(f"tenants[{number}].{name}" for name in names_of(tenant)),
            )
            for number, tenant in enumerate(self.typed.get("tenants", ()))
        ]

    def read(self, sent: Mapping[str, Any]) -> dict[str, Any]:
        """The tenants as typed, one more or one fewer when a button says so."""
        typed: dict[int, dict[str, str]] = {}
        for key in sent:
            found = AT_TENANT.fullmatch(key)
            if found and found[2] in (*PERSON, *ORGANISATION):
                typed.setdefault(int(found[1]), {})[found[2]] = sent[key]
        asked = sent.get("step", "")
        tenants = [typed[number] for number in sorted(typed) if asked != f"remove-{number}"]
        if asked == "add-person":
            tenants.append(dict.fromkeys(PERSON, ""))
        if asked == "add-organisation":
            tenants.append(dict.fromkeys(ORGANISATION, ""))
        return {"tenants": tenants}

    @property
    def places(self) -> set[str]:
        """What is wrong with a tenant, or with having none, concerns this step, too."""
        tenants = {f"tenants[{number}]" for number in range(len(self.typed.get("tenants", ())))}
        return {*self.fields, "tenants", *tenants}


def names_of(tenant: Mapping[str, str]) -> tuple[str, ...]:
    return ORGANISATION if "uscc" in tenant else PERSON


def field_of(name: str) -> forms.Field:
    """The control of one field. It checks nothing: what is wrong the contract's own rules say."""
    label = LABELS[re.sub(r"\d+", "", name)]
    label = f"{label} *" if name in ALWAYS or name.startswith("tenants") else label
    about: dict[str, Any] = {"label": label, "help_text": HELP.get(name, ""), "required": False}
    offered = choices_of(name)
    if offered is not None:
        return forms.CharField(widget=forms.Select(choices=offered), **about)
    if name in DAYS:
        return forms.CharField(widget=forms.DateInput(attrs={"type": "date"}), **about)
    if name in LONG:
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), strip=False, **about)
    return forms.CharField(widget=forms.TextInput(attrs={"autocomplete": "off"}), **about)


def choices_of(name: str) -> list[tuple[str, Any]] | None:
    chosen = [("", _("请选择"))]
    if name == "bank":
        return chosen + [
            (one.bank, one.bank_name) for one in payments.accounts_of(Business.CUSTODY)
        ]
    if name.endswith("].id_type"):
        return chosen + list(IdentityKind.choices)
    return chosen + list(CHOICES[name].choices) if name in CHOICES else None


class DocumentsForm(WithAttachments, Form):
    """要件: type, size and content of each file are looked into at once. (CON-02)"""

    at_fields: ClassVar[Mapping[str, str]] = {Refusal.TOO_MANY_DOCUMENTS: DocumentKind.OTHER.value}

    def __init__(self, *args: Any, needed: Iterable[DocumentKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in DocumentKind:
            label = f"{kind.label} *" if kind in needed else kind.label
            self.fields[kind.value] = AttachmentsField(label)
            self.fields[kind.value].actor = self.actor  # type: ignore[attr-defined]

    @property
    def documents(self) -> list[tuple[str, int]]:
        return [
            (kind.value, file_id)
            for kind in DocumentKind
            for file_id in self.cleaned_data.get(kind.value, ())
        ]
