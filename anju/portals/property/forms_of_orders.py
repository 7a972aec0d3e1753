"""What is typed into a work order and its settlement. What is wrong with it, the domain says."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from anju.desks.forms import LongText, Words, Yuan
from anju.web.forms import Form
from anju.works import rules

CHOICES: dict[str, type[Any]] = {
    "kind": rules.Kind,
    "emergency": rules.Emergency,
    "category": rules.Category,
    "part": rules.Part,
    "scope": rules.Scope,
}
GROUPS: Mapping[Any, tuple[str, ...]] = {
    _("维修内容"): (
        "kind", "category", "part", "title", "reason", "scope", "starts_on", "ends_on",
    ),
    _("应急情形（应急使用填写）"): ("emergency", "is_urgent"),
    _("金额"): ("budget_fen", "amount_fen", "first_percent"),
    _("施工单位"): (
        "contractor_name", "contractor_uscc", "contractor_grade", "contract_no", "supervisor",
    ),
    _("收款人"): ("payee_name", "payee_account", "payee_bank"),
    _("公示和表决（一般使用填写）"): ("posted_from", "posted_to", "vote_closes_on"),
    _("经办人"): ("handler_name", "handler_phone"),
}  # fmt: skip
HELP = {
    "payee_name": _("应为施工单位或者本单位的名称"),
    "first_percent": _("0至50的整数；其余在决算后拨付"),
    "amount_fen": _("单位为元，不超过预算金额"),
    "budget_fen": _("单位为元"),
    "scope": _("选择房屋后核对：全小区、幢、单元、层或者自选"),
    "posted_from": _("使用方案至少公示7天，公示结束后才能提交"),
    "vote_closes_on": _("不填为提交后15天"),
    "is_urgent": _("建委当场作出决定"),
}


def shown_label(name: str, field: rules.Field) -> Any:
    """With a red * where it has to be filled in. (manual 004, 4.2.1 ③)"""
    if not field.required:
        return field.label
    return format_html('{} <span class="required">*</span>', field.label)


def widget_of(name: str, field: rules.Field) -> forms.Widget:
    attrs = {"aria-required": "true"} if field.required else {}
    if field.of in CHOICES:
        return forms.Select(attrs, [("", _("请选择")), *CHOICES[field.of].choices])
    if field.of == "flag":
        return forms.CheckboxInput(attrs, check_test=lambda value: value == "yes")
    if field.of == "date":
        return forms.TextInput({**attrs, "type": "date"})
    if field.length > 200:
        return forms.Textarea({**attrs, "rows": 3})
    kind = {"yuan": "decimal", "percent": "numeric", "account": "numeric", "phone": "tel"}
    return forms.TextInput(
        attrs
        | ({"inputmode": kind[field.of]} if field.of in kind else {})
        | {"autocomplete": "off"}
    )


class OrderForm(Form):
    """任务单 as it was typed so far; `faults` are told at their fields."""

    def __init__(self, typed: Mapping[str, str], faults: Mapping[str, str] | None = None) -> None:
        super().__init__(dict(typed))
        for name, field in rules.FIELDS.items():
            self.fields[name] = forms.CharField(
                label=shown_label(name, field),
                required=False,
                strip=False,
                widget=widget_of(name, field),
                help_text=HELP.get(name, ""),
            )
        self.is_valid()
        for name, sentence in (faults or {}).items():
            self.add_error(name if name in self.fields else None, sentence)

    @property
    def groups(self) -> list[tuple[Any, list[Any]]]:
        return [(title, [self[name] for name in names]) for title, names in GROUPS.items()]


def stated_in(posted: Mapping[str, str]) -> dict[str, str]:
    """What was typed, by the names of `rules.FIELDS`."""
    stated = {name: str(posted.get(name, "")) for name in rules.FIELDS if name in posted}
    if "kind" in stated:  # a tick that is not set is not sent
        stated["is_urgent"] = "yes" if posted.get("is_urgent") else ""
    return stated


def answers_in(posted: Mapping[str, str]) -> tuple[dict[str, bool], dict[str, str]]:
    """不得列支核对: the answers so far, and the remarks."""
    given = {item: posted.get(f"exclusion-{item}") for item in rules.Exclusion.values}
    answers = {item: answer == "yes" for item, answer in given.items() if answer in ("yes", "no")}
    remarks = {item: str(posted.get(f"remark-{item}", ""))[:200] for item in answers}
    return answers, remarks


def ids_in(values: Iterable[str]) -> list[int]:
    """What can be an id; everything else is passed over."""
    return [int(one) for one in values if re.fullmatch(r"[0-9]{1,18}", one, re.ASCII)]


class NoticeForm(Form):
    """应急告知: where the owners were told, and since when."""

    place = Words(_("告知地点"), 200)
    posted_at = forms.DateTimeField(
        label=_("告知时间"),
        required=False,
        widget=forms.TextInput({"type": "datetime-local"}),
        error_messages={"invalid": _("请填写年月日和时间")},
    )


class SettlementForm(Form):
    """决算: what the works came to, and the invoices, a line each."""

    at_fields = {
        rules.Refusal.OVER_APPROVED: "amount",
        rules.Refusal.BELOW_PAID: "amount",
        rules.Refusal.INVOICES_MISSING: "invoices",
        rules.Refusal.INVOICES_DIFFER: "invoices",
        rules.Refusal.INVOICE_TWICE: "invoices",
    }
    amount = Yuan(_("决算金额（元）"))
    ended_on = forms.DateField(
        label=_("竣工日期"),
        widget=forms.TextInput({"type": "date"}),
        error_messages={"required": _("请填写"), "invalid": _("请填写年-月-日，例如 2026-03-01")},
    )
    invoices = LongText(
        _("发票"),
        4000,
        rows=4,
        help_text=_("每行一张：发票号码、开票日期、金额、销售方，用空格分开"),
    )
    remark = LongText(_("备注"), 500)
