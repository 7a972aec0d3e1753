"""合同签约 for tenants: what a contract shows, what can be done, and the forms; the portals lay it out. (CON-05)"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anju.core.actors import Actor
from anju.core.money import yuan
from anju.people import queries as people
from anju.signings import queries, shown
from anju.signings.deeds import Deed
from anju.signings.rules import CODE_DIGITS, CODE_HOLDS, Refusal, Status, Way
from anju.web.downloads import CONTENT_TYPES
from anju.web.forms import Form
from anju.web.paging import page_of
from anju.web.tenant.pages import Shown

TONES = {
    Status.TO_SIGN: "waiting",
    Status.SIGNED: "good",
    Status.FILED: "good",
    Status.REVOKED: "bad",
}
FIRST_WAITING = 3


class CodeForm(Form):
    """确认签约: the code on the phone, for exactly the terms that the page showed."""

    code = forms.CharField(
        label=gettext_lazy("短信验证码"),
        max_length=CODE_DIGITS + 4,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "size": "10"}
        ),
        error_messages={"required": gettext_lazy("请填写短信验证码")},
    )
    terms = forms.CharField(max_length=64, widget=forms.HiddenInput)
    at_fields = {Refusal.CODE_WRONG.value: "code", Refusal.CODE_OVER.value: "code"}

    @property
    def wanted(self) -> dict[str, Any]:
        """What the action takes. A digest that is none is no digest of these terms."""
        text = self.cleaned_data["terms"]
        is_hex = all(character in "0123456789abcdef" for character in text)
        digest = bytes.fromhex(text) if is_hex and len(text) == 64 else b""
        return {"code": self.cleaned_data["code"], "terms_digest": digest}


class BecauseForm(Form):
    """Why a contract is not signed, or is to be revoked."""

    because = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("请说明理由")},
    )

    @property
    def wanted(self) -> dict[str, Any]:
        """What the action takes."""
        return self.cleaned_data


@dataclass(frozen=True)
class Row:
    """A contract in a list; `is_mine` when it waits for the one who looks."""

    contract: Any
    landlord: str
    status: str
    tone: str
    is_mine: bool
    url: str


def rows_of(found: list[Any], actor: Actor, portal: str) -> list[Row]:
    landlords = people.organisations([one.organisation_id for one in found])
    waiting = queries.contracts_to_confirm(actor).filter(pk__in=[one.pk for one in found])
    mine = set(waiting.values_list("pk", flat=True)) if found else set()
    return [
        Row(
            contract=one,
            landlord=landlords[one.organisation_id].name,
            status=str(one.get_status_display()),
            tone=TONES.get(one.status, "quiet"),
            is_mine=one.pk in mine,
            url=reverse(f"{portal}:contract", args=[one.no]),
        )
        for one in found
    ]


def contract_rows(request: HttpRequest, portal: str) -> Shown:
    page = page_of(queries.contracts_seen_by(request.actor), request)
    return {"page": page, "rows": rows_of(page.rows, request.actor, portal)}


def contracts_waiting(actor: Actor, portal: str) -> Shown:
    """For the home page: the first of those that wait for a confirmation."""
    found: QuerySet[Any] = queries.contracts_to_confirm(actor)
    first = list(found[:FIRST_WAITING])
    return {"contracts": rows_of(first, actor, portal) if first else []}


def contract_asked_for(request: HttpRequest, no: str) -> Any:
    return get_object_or_404(queries.contracts_seen_by(request.actor), no=no)


def contract_in_full(contract: Any, actor: Actor, portal: str) -> Shown:
    """The whole contract, who has signed it, and what can be done about it."""
    terms = queries.terms_of(contract)
    standing = queries.open_revocation(contract)
    deeds = queries.deeds_of(contract, actor)
    return {
        "contract": contract,
        "status": contract.get_status_display(),
        "tone": TONES.get(contract.status, "quiet"),
        "summary": summary_of(terms),
        "sections": shown.sections_of(terms, masked=True),
        "payments": shown.payments_of(terms),
        "signatures": signatures_of(contract, terms),
        "digest": terms.digest.hex(),
        "revocation": standing,
        "may": {deed.value: True for deed in deeds},
        "to": addresses_of(contract, portal),
    }


def summary_of(terms: Any) -> list[tuple[str, str]]:
    """What one looks at once more before signing."""
    return [
        (_("出租人"), terms.enterprise_name),
        (_("租期"), f"{terms.starts_on} – {terms.ends_on}"),
        (_("月租金"), _("{amount}元").format(amount=yuan(terms.monthly_rent_fen))),
        (_("押金"), _("{amount}元").format(amount=yuan(terms.deposit_fen))),
    ]


def signatures_of(contract: Any, terms: Any) -> list[tuple[str, str, Any]]:
    """Each side, its name, and when it signed; what was signed on paper says so among its terms."""
    if contract.way == Way.PAPER:
        return []
    landlord = [(_("出租人"), terms.enterprise_name, contract.signed_at)]
    return landlord + [
        (_("承租人"), one.name, one.confirmed_at) for one in queries.tenants_of(contract)
    ]


def addresses_of(contract: Any, portal: str) -> dict[str, str]:
    names = ("", "_pdf", "_code", "_confirm", "_decline", "_revoke", "_agree", "_refuse")
    return {
        name.removeprefix("_") or "contract": reverse(
            f"{portal}:contract{name}", args=[contract.no]
        )
        for name in names
    }


def confirm_form(request: HttpRequest, contract: Any) -> CodeForm:
    if request.method == "POST":
        return CodeForm(request.POST)
    return CodeForm(initial={"terms": request.GET.get("terms", "")})


def has_read(request: HttpRequest, contract: Any) -> bool:
    """Whether somebody comes from the page of these very terms: nobody signs what they have not had before them."""
    return request.GET.get("terms") == bytes(contract.terms_digest or b"").hex()


def confirm_address(request: HttpRequest, contract: Any, portal: str) -> str:
    """Back to the form, for the terms for which the code was asked."""
    terms = urlencode({"terms": request.POST.get("terms", "")})
    return f"{reverse(f'{portal}:contract_confirm', args=[contract.no])}?{terms}"


def because_form(request: HttpRequest) -> BecauseForm:
    return BecauseForm(request.POST if request.method == "POST" else None)


def may(contract: Any, actor: Actor, deed: Deed) -> bool:
    return deed in queries.deeds_of(contract, actor)


def code_told(contract: Any, actor: Actor) -> str:
    """Where the code went, and how long it holds."""
    tenant = queries.tenant_of(contract, actor)
    minutes = int(CODE_HOLDS.total_seconds()) // 60
    return _("验证码已发送至{phone}，{minutes}分钟内有效").format(
        phone=queries.phone_masked(tenant), minutes=minutes
    )


def confirmed_told(contract: Any) -> str:
    if contract.status == Status.SIGNED:
        return _("双方已签约，合同生效")
    return _("您已确认签约，其他承租人确认后合同生效")


def pdf_file(contract: Any) -> HttpResponse:
    """The sealed contract; before both sides have signed, the same paper that says so."""
    response = HttpResponse(queries.pdf_to_read(contract), content_type=CONTENT_TYPES["pdf"])
    response["Content-Disposition"] = f'inline; filename="{contract.no}.pdf"'
    return response
