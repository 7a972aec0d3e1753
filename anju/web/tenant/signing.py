"""合同签约 and consents of a tenant, the same on the web and on the phone. (CON-03, CON-05, CON-13)

The portals keep the doors and say by a `Place` whose pages these are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from anju.filings import actions as filing_actions
from anju.orders import actions as order_actions
from anju.signings import actions
from anju.signings.deeds import Deed
from anju.web.downloads import stored_file
from anju.web.forms import Form
from anju.web.tenant import consents, contracts


@dataclass(frozen=True)
class Place:
    """Whose pages these are, and how they are laid out there."""

    portal: str
    show: Callable[..., HttpResponse]

    def to(self, name: str, *args: Any) -> HttpResponse:
        return redirect(f"{self.portal}:{name}", *args)


def listed(place: Place, request: HttpRequest) -> HttpResponse:
    return place.show(request, "contracts", **consents.contract_list(request, place.portal))


def contract(place: Place, request: HttpRequest, no: str) -> HttpResponse:
    """The whole contract, its signatures, and what can be done."""
    found = contracts.contract_asked_for(request, no)
    shown = contracts.contract_in_full(found, request.actor, place.portal)
    return place.show(request, "contract", **shown)


def pdf(place: Place, request: HttpRequest, no: str) -> HttpResponse:
    return contracts.pdf_file(contracts.contract_asked_for(request, no))


def code(place: Place, request: HttpRequest, no: str) -> HttpResponse:
    """获取验证码: sent to the phone on the contract."""
    found, form = contracts.contract_asked_for(request, no), Form({})
    if form.is_valid() and form.attempt(actions.send_code, contract_id=found.pk, by=request.actor):
        messages.success(request, contracts.code_told(found, request.actor))
    for error in form.non_field_errors():
        messages.error(request, str(error))
    return redirect(contracts.confirm_address(request, found, place.portal))


@dataclass(frozen=True)
class Step:
    """What a tenant does about a contract on a page of its own, and what is said when it is done."""

    page: str
    deed: Deed
    action: Callable[..., Any]
    told: Callable[[Any], str]
    is_seen_after: bool = True


CONFIRM = Step("contract_confirm", Deed.CONFIRM, actions.confirm_contract, contracts.confirmed_told)
DECLINE = Step(
    "contract_decline",
    Deed.DECLINE,
    actions.decline_contract,
    lambda _contract: _("已拒绝签约，合同退回出租人"),
    is_seen_after=False,
)
REVOKE = Step(
    "contract_revoke",
    Deed.PROPOSE_REVOCATION,
    actions.propose_revocation,
    lambda _contract: _("撤销申请已提交，双方全部同意后合同撤销"),
)


def confirm(place: Place, request: HttpRequest, no: str) -> HttpResponse:
    """确认签约 of the terms that were read, by the code."""
    found = contracts.contract_asked_for(request, no)
    form, has_read = contracts.confirm_form(request, found), contracts.has_read(request, found)
    return take(CONFIRM, place, request, found, form, has_read)


def decline(place: Place, request: HttpRequest, no: str) -> HttpResponse:
    """拒绝签约, with a reason: the landlord has a draft again, and the tenant no longer sees the contract."""
    found = contracts.contract_asked_for(request, no)
    return take(DECLINE, place, request, found, contracts.because_form(request))


def revoke(place: Place, request: HttpRequest, no: str) -> HttpResponse:
    """申请撤销合同, with a reason; it happens when all agree."""
    found = contracts.contract_asked_for(request, no)
    return take(REVOKE, place, request, found, contracts.because_form(request))


def take(
    step: Step, place: Place, request: HttpRequest, found: Any, form: Any, is_open: bool = True
) -> HttpResponse:
    """Take a step, or show its page; who may not take it is led back to the contract."""
    if form.is_valid() and form.attempt(
        step.action, contract_id=found.pk, by=request.actor, **form.wanted
    ):
        messages.success(request, step.told(form.done))
        return place.to("contract", found.no) if step.is_seen_after else place.to("contracts")
    if not form.is_bound and not (is_open and contracts.may(found, request.actor, step.deed)):
        return place.to("contract", found.no)
    shown = contracts.contract_in_full(found, request.actor, place.portal)
    return place.show(request, step.page, form=form, **shown)


def agree(place: Place, request: HttpRequest, no: str) -> HttpResponse:
    """同意撤销"""
    return answer(place, request, no, actions.agree_revocation, _("您已同意撤销合同"))


def refuse(place: Place, request: HttpRequest, no: str) -> HttpResponse:
    """不同意撤销, or the proposal taken back: the contract stays in force."""
    return answer(place, request, no, actions.refuse_revocation, _("合同不撤销，继续有效"))


def answer(
    place: Place, request: HttpRequest, no: str, action: Callable[..., Any], told: str
) -> HttpResponse:
    found, form = contracts.contract_asked_for(request, no), Form({})
    if form.is_valid() and form.attempt(action, contract_id=found.pk, by=request.actor):
        messages.success(request, told)
    for error in form.non_field_errors():
        messages.error(request, str(error))
    return place.to("contract", no)


def amendment(place: Place, request: HttpRequest, amendment_id: int) -> HttpResponse:
    """变更备案 or 注销备案 of a lease: before and after; 同意 is to what was read."""
    found = consents.amendment_asked_for(request, amendment_id)
    form = consents.ConsentForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(
        filing_actions.consent_to_filing,
        filing_id=found.pk,
        facts_digest=form.digest,
        by=request.actor,
    ):
        messages.success(request, _("您已同意"))
        return place.to("amendment", found.pk)
    shown = consents.amendment_in_full(found, request.actor, place.portal)
    return place.show(request, "amendment", form=form, **shown)


def amendment_paper(place: Place, request: HttpRequest, amendment_id: int) -> HttpResponse:
    """The agreement or judgment on which it rests."""
    found = consents.amendment_asked_for(request, amendment_id)
    return stored_file(found.amendment.document)


def carry_over(place: Place, request: HttpRequest, carry_over_id: int) -> HttpResponse:
    """押金结转: what goes over, what is still to be paid, what stays."""
    found = consents.carry_over_asked_for(request, carry_over_id)
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(
        order_actions.consent_to_carry_over, carry_over_id=found.pk, by=request.actor
    ):
        messages.success(request, _("您已同意"))
        return place.to("carry_over", found.pk)
    shown = consents.carry_over_in_full(found, request.actor, place.portal)
    return place.show(request, "carry_over", form=form, **shown)
