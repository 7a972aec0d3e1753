"""退款方案 as a form: amounts per part, deductions in rows to add and to remove, the payee. (ENT-04, ENT-05)"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from anju.core import queries as core
from anju.core.actors import Actor
from anju.core.crypto import mask_name
from anju.core.files import ATTACHMENT
from anju.core.money import plain_yuan
from anju.core.refusals import Refused
from anju.portals.enterprise.ending_forms import ACCOUNT, AmountField
from anju.refunds.actions import Deduction, PlanTerms
from anju.refunds.rules import (
    MOST_ATTACHMENTS,
    MOST_ITEMS,
    DeductionKind,
    Part,
    Refusal,
    Side,
)
from anju.refunds.split import Parts
from anju.web.attachments import AttachmentsField, WithAttachments
from anju.web.forms import Form
from anju.web.searches import NOT_IN_THE_LIST

KINDS = [("", _("请选择")), *((kind.value, f"{kind.value} {kind.label}") for kind in DeductionKind)]


class DeductionForm(WithAttachments):
    """One row of 扣除明细."""

    kind = forms.ChoiceField(
        label=_("扣除项目"),
        choices=KINDS,
        error_messages={"required": _("请选择扣除项目"), **NOT_IN_THE_LIST},
    )
    part = forms.ChoiceField(
        label=_("从哪里扣除"), choices=Part.choices, error_messages=NOT_IN_THE_LIST
    )
    amount = AmountField(_("扣除金额（元）"))
    note = forms.CharField(label=_("说明"), required=False, max_length=200)
    evidence = AttachmentsField(_("凭证"))

    def clean_evidence(self) -> Any:
        evidence = self.cleaned_data["evidence"]
        if len(evidence) > MOST_ATTACHMENTS:
            refused = Refused(
                Refusal.TOO_MANY_ATTACHMENTS, count=len(evidence), most=MOST_ATTACHMENTS
            )
            raise forms.ValidationError(refused.message)
        return evidence

    @property
    def deduction(self) -> Deduction:
        stated = self.cleaned_data
        return Deduction(
            stated["kind"], stated["part"], stated["amount"], stated["note"], stated["evidence"]
        )


ROW_OF = {
    Refusal.ITEM_EMPTY: "amount",
    Refusal.ITEM_KIND_UNKNOWN: "kind",
    Refusal.ITEM_NEEDS_A_NOTE: "note",
    Refusal.ITEM_NEEDS_EVIDENCE: "evidence",
}
FIELD_OF = {
    Refusal.PAYEE_UNKNOWN: "payee",
    Refusal.ACCOUNT_MISSING: "payee_account",
    Refusal.ACCOUNT_UNREADABLE: "payee_account",
}
AMOUNT_OF = {Refusal.PARTS_DIFFER: "to_tenant", Refusal.ITEMS_DIFFER: "deducted"}


class PlanForm(Form):
    """The whole plan. `held_…` is what the page showed as held, `version` the one it would become."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    deposit_held = forms.IntegerField(widget=forms.HiddenInput)
    rent_held = forms.IntegerField(widget=forms.HiddenInput)
    deposit_to_tenant = AmountField(_("押金退还承租人（元）"))
    deposit_deducted = AmountField(_("押金扣除（元）"))
    rent_to_tenant = AmountField(_("租金退还承租人（元）"))
    rent_deducted = AmountField(_("租金扣除（元）"))
    payee = forms.ChoiceField(
        label=_("收款承租人"),
        help_text=_("由收款承租人确认方案，款项付给他"),
        error_messages=NOT_IN_THE_LIST,
    )
    payee_account = forms.CharField(
        label=_("收款账号（选填）"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs=ACCOUNT),
        help_text=_("承租人确认方案时会再次填写，以承租人填写的为准"),
    )
    payee_bank = forms.CharField(label=_("开户银行（选填）"), required=False, max_length=120)
    note = forms.CharField(
        label=_("给承租人的说明（选填）"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, tenants: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows: list[DeductionForm] = []
        self.fields["payee"].choices = [(str(t.pk), name_of(t)) for t in tenants]  # type: ignore[attr-defined]

    # How it comes to be

    @classmethod
    def begun(cls, holdings: Any, tenants: list[Any], made: list[Any], by: Actor) -> PlanForm:
        """A new plan gives everything back; after one that was sent back or withdrawn, what that one said."""
        last = made[-1] if made else None
        first: dict[str, Any] = {"version": len(made) + 1, "payee": str(tenants[0].pk)}
        for part in Part:
            held_fen = holdings.of(part)
            deducted_fen = min(last.deducted.fen_of(part), held_fen) if last else 0
            first |= {
                f"{part.value}_held": held_fen,
                f"{part.value}_deducted": plain_yuan(deducted_fen),
                f"{part.value}_to_tenant": plain_yuan(held_fen - deducted_fen),
            }
        if last is not None and last.made_by == Side.ENTERPRISE:
            first |= {name: getattr(last, name) for name in ("payee_account", "payee_bank", "note")}
            first["payee"] = str(last.payee_tenant_id)
        form = cls(tenants=tenants, initial=first)
        form.rows = [row_of(n, item, by) for n, item in enumerate(last.items.all())] if last else []
        return form

    @classmethod
    def sent(cls, data: Any, files: Any, tenants: list[Any], by: Actor) -> PlanForm:
        """What was typed, its files kept; rows added or removed as a button asks."""
        form = cls(data, tenants=tenants)
        numbers = [int(one) for one in data.getlist("row") if one.isascii() and one.isdigit()]
        if data.get("remove", "").isdigit():
            numbers = [one for one in numbers if one != int(data["remove"])]
        rows = [
            DeductionForm(data, files, actor=by, prefix=f"item-{n}") for n in numbers[:MOST_ITEMS]
        ]
        if "add" in data and len(rows) < MOST_ITEMS:
            number = max(numbers, default=-1) + 1
            rows.append(DeductionForm(actor=by, prefix=f"item-{number}"))
        form.rows = rows
        return form

    def see(self, holdings: Any) -> None:
        """The page shows what is held now: so that is what its next sending says."""
        if self.is_bound:
            held = {f"{part.value}_held": str(holdings.of(part)) for part in Part}
            self.data = {**self.data.dict(), **held}  # type: ignore[attr-defined]

    def forget_errors(self) -> None:
        """While rows are being added and removed nothing is complained of yet, but files that were refused."""
        self._errors = forms.utils.ErrorDict()
        for row in self.rows:
            of_files = {name: told for name, told in row.errors.items() if name in row.places}
            row._errors = forms.utils.ErrorDict(of_files)

    # What it says

    @property
    def row_numbers(self) -> list[str]:
        return [str(row.prefix).removeprefix("item-") for row in self.rows]

    def is_sound(self) -> bool:
        """Whether the form and every row can be read."""
        readable = [row.is_valid() for row in self.rows]
        return self.is_valid() and all(readable)

    @property
    def terms(self) -> PlanTerms:
        stated = self.cleaned_data

        def parts(name: str) -> Parts:
            return Parts(*(stated[f"{part.value}_{name}"] for part in Part))

        return PlanTerms(
            held=parts("held"),
            to_tenant=parts("to_tenant"),
            deducted=parts("deducted"),
            deductions=[row.deduction for row in self.rows],
            payee_tenant_id=int(stated["payee"]),
            payee_account=stated["payee_account"],
            payee_bank=stated["payee_bank"],
            note=stated["note"],
            version=stated["version"],
        )

    def attempt(self, action: Any, **kwargs: Any) -> bool:
        """A refusal stands at the field it concerns, a deduction's at its row."""
        try:
            self.done = action(**kwargs)
        except Refused as refused:
            self._place(refused)
            return False
        return True

    def _place(self, refused: Refused) -> None:
        code, facts = Refusal(refused.code) if refused.code in Refusal else None, refused.facts
        if code in ROW_OF:
            row = self.rows[facts["number"] - 1]
            row.add_error(ROW_OF[code], refused.message)
            self.add_error(None, refused.message)
        elif code in AMOUNT_OF:
            part = next(one for one in Part if one.label == facts["part"])
            self.add_error(f"{part.value}_{AMOUNT_OF[code]}", refused.message)
        elif code == Refusal.ACCOUNT_MISSING and self.cleaned_data["payee_account"]:
            self.add_error("payee_bank", gettext("请填写开户银行"))
        else:
            self.add_error(FIELD_OF.get(code) if code else None, refused.message)

    @property
    def hidden_inputs(self) -> list[tuple[str, Any]]:
        """The whole plan as name and value, for the page that shows it before it is submitted."""
        typed = [(one.html_name, one.value()) for one in self if one.value() is not None]
        rows = [pair for row in self.rows for pair in row.hidden_inputs]
        return [*typed, *(("row", number) for number in self.row_numbers), *rows]


def row_of(number: int, item: Any, by: Actor) -> DeductionForm:
    """A deduction of the version before, with the enterprise's own files."""
    ids = [one.file_id for one in item.attachments.all() if one.side == Side.ENTERPRISE]
    return DeductionForm(
        actor=by,
        prefix=f"item-{number}",
        initial={
            "kind": item.kind,
            "part": item.part,
            "amount": plain_yuan(item.amount_fen),
            "note": item.note,
            "evidence": core.files_kept_by(by, ids, ATTACHMENT),
        },
    )


def name_of(tenant: Any) -> str:
    party = tenant.person or tenant.organisation
    name = mask_name(party.name) if tenant.person else party.name
    return gettext("{name}（第一承租人）").format(name=name) if tenant.position == 1 else name
