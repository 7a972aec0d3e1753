"""What tenants are asked to agree to: changes and ends of their leases, deposits that go over. (CON-13; A9.1, A9.2)"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from anju.contracts import queries as contracts
from anju.core.actors import Actor
from anju.custody import queries as held
from anju.custody.rules import CarryOverStatus
from anju.filings import queries
from anju.filings.rules import Kind, Status
from anju.unclaimed import queries as unclaimed
from anju.web.amendments import (
    Difference,
    amendment_shown,
    consents_to_carry_over,
    in_yuan,
    plan_shown,
)
from anju.web.forms import Form
from anju.web.tenant.contracts import contract_rows, contracts_waiting
from anju.web.tenant.pages import Shown
from anju.web.tenant.unclaimed import checks_waiting

TONES = {
    Status.SUBMITTED: "waiting",
    Status.RETURNED: "bad",
    Status.APPROVED: "good",
    Status.WITHDRAWN: "quiet",
}
CARRY_OVER_TONES = {
    CarryOverStatus.PROPOSED: "waiting",
    CarryOverStatus.AGREED: "good",
    CarryOverStatus.CARRIED: "good",
    CarryOverStatus.CANCELLED: "quiet",
}


PAGES = {
    Kind.CHANGE.value: "amendment",
    Kind.END.value: "amendment",
    Kind.RENEWAL.value: "carry_over",
}
"""Where each is consented to; a contract that waits to be signed has its own page."""


class ConsentForm(Form):
    """同意: to exactly what the page showed."""

    read = forms.CharField(max_length=64, widget=forms.HiddenInput)

    @property
    def digest(self) -> bytes:
        """What is no digest is the digest of nothing that was handed in."""
        text = self.cleaned_data["read"]
        is_hex = all(character in "0123456789abcdef" for character in text)
        return bytes.fromhex(text) if is_hex and len(text) == 64 else b""


@dataclass(frozen=True)
class Waiting:
    """Something that waits for the one who looks."""

    title: str
    filing_no: str
    address: str
    url: str


def asked_shown(actor: Actor, portal: str) -> Shown:
    """For the home page: the first contracts that wait to be signed, and what else waits for this tenant's consent."""
    asked = queries.asked_of(actor, unclaimed.checks_asked(actor))
    what = {one["what"] for one in asked}
    to_sign = bool(what - {*PAGES, unclaimed.CONTACT_CHECK})
    return {
        "checks": checks_waiting(actor, portal) if unclaimed.CONTACT_CHECK in what else [],
        **(contracts_waiting(actor, portal) if to_sign else {"contracts": []}),
        "consents": consents_shown(asked, portal),
    }


def contract_list(request: HttpRequest, portal: str) -> Shown:
    """合同签约: what waits for consent, and the contracts."""
    asked = queries.asked_of(request.actor)
    return {**contract_rows(request, portal), "consents": consents_shown(asked, portal)}


def consents_shown(asked: list[dict[str, Any]], portal: str) -> list[Waiting]:
    titles = {
        Kind.CHANGE.value: _("合同变更待您同意"),
        Kind.END.value: _("合同注销待您同意"),
        Kind.RENEWAL.value: _("押金结转待您同意"),
    }
    return [
        Waiting(
            titles[one["what"]],
            one["no"],
            one["home"],
            reverse(f"{portal}:{PAGES[one['what']]}", args=[one["pk"]]),
        )
        for one in asked
        if one["what"] in PAGES
    ]


def amendment_asked_for(request: HttpRequest, amendment_id: int) -> Any:
    return get_object_or_404(queries.amendments_seen_by(request.actor), pk=amendment_id)


def amendment_in_full(filing: Any, actor: Actor, portal: str) -> Shown:
    """What changes, and whether it waits for the one who looks."""
    shown = amendment_shown(filing)
    waits = filing.status == Status.SUBMITTED and shown["needs_consent"]
    shown["consents"] = shown["consents"] if filing.status == Status.SUBMITTED else []
    return shown | {
        "filing": filing,
        "status": filing.get_status_display(),
        "tone": TONES[Status(filing.status)],
        "is_end": filing.kind == Kind.END,
        "may_consent": waits and held.party_of(actor) in queries.consents_missing(filing),
        "digest": queries.digest_submitted(filing).hex(),
        "to": {
            "page": reverse(f"{portal}:amendment", args=[filing.pk]),
            "paper": reverse(f"{portal}:amendment_paper", args=[filing.pk]),
        },
    }


def carry_over_asked_for(request: HttpRequest, carry_over_id: int) -> Any:
    return get_object_or_404(held.carry_overs_seen_by(request.actor), pk=carry_over_id)


def carry_over_in_full(carry_over: Any, actor: Actor, portal: str) -> Shown:
    """What of the deposit goes over, what is still to be paid, what stays; and the rent of the new lease."""
    old, new = carry_over.from_lease, carry_over.to_lease
    terms = contracts.terms_of(new)
    is_proposed = carry_over.status == CarryOverStatus.PROPOSED
    return {
        "carry_over": carry_over,
        "lease": new,
        "status": carry_over.get_status_display(),
        "tone": CARRY_OVER_TONES[CarryOverStatus(carry_over.status)],
        "changes": [
            Difference(_("合同备案编号"), old.filing_no, new.filing_no),
            Difference(
                _("租期"),
                f"{old.starts_on} – {old.ends_on}",
                f"{new.starts_on} – {new.ends_on}",
            ),
            Difference(_("月租金"), in_yuan(old.monthly_rent_fen), in_yuan(new.monthly_rent_fen)),
            Difference(_("押金"), in_yuan(old.deposit_fen), in_yuan(new.deposit_fen)),
        ],
        "sums": sums_of(carry_over),
        "plan": plan_shown((), terms.instalments),
        "consents": consents_to_carry_over(carry_over),
        "may_consent": is_proposed and held.party_of(actor) in held.parties_to_ask(carry_over),
        "to": {"page": reverse(f"{portal}:carry_over", args=[carry_over.pk])},
    }


def sums_of(carry_over: Any) -> list[tuple[str, str]]:
    """Where the deposit goes, to the fen."""
    new = carry_over.to_lease
    sums = [
        (_("结转至续租合同的押金"), in_yuan(carry_over.amount_fen)),
        (_("续租合同还需缴纳的押金"), in_yuan(new.deposit_fen - carry_over.amount_fen)),
    ]
    waits = carry_over.status in (CarryOverStatus.PROPOSED, CarryOverStatus.AGREED)
    lots = held.deposit_lots(carry_over.from_lease_id) if waits else []
    rest_fen = sum(lot.amount_fen for lot in lots) - carry_over.amount_fen
    if rest_fen > 0:
        sums.append((_("留在原合同、结束后退还的押金"), in_yuan(rest_fen)))
    return sums
