"""变更备案, 续租备案 and 注销备案 of a filed contract, from the application by which it was filed. (CON-13)"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.contracts import queries as contracts
from anju.filings import actions, queries
from anju.filings.rules import Kind
from anju.people.rules import InstitutionPower
from anju.portals.agency.forms_of_amendments import (
    ChangeForm,
    EndForm,
    RenewalForm,
    change_typed,
)
from anju.portals.agency.page import show, show_form
from anju.portals.agency.views.contract_filings import filing_of
from anju.web.amendments import in_yuan
from anju.web.doors import agency
from anju.web.downloads import stored_file

HERE = "contract_filings"


def filed(request: HttpRequest, filing_id: int) -> tuple[Any, Any]:
    """The application by which a contract was filed, and its lease."""
    found = filing_of(request, filing_id)
    if found.lease_id is None:
        raise Http404
    return found, contracts.lease(found.lease_id)


def returned(request: HttpRequest, found: Any, kind: Kind) -> Any:
    """What was sent back, with its paper: the form begins with it."""
    return queries.sent_back_of(request.actor, found.contract_id, kind)


def paper_of(sent_back: Any) -> dict[str, Any]:
    if sent_back is None:
        return {}
    asked = sent_back.amendment
    return {"basis": asked.basis, "uploads": [asked.document], "ended_on": asked.ended_on}


def sent(request: HttpRequest) -> list[Any]:
    return [request.POST, request.FILES] if request.method == "POST" else []


@agency(InstitutionPower.CONTRACTS)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, filing_id: int) -> HttpResponse:
    """变更备案: tried at once, so that what cannot be is told at its field."""
    found, lease = filed(request, filing_id)
    terms, sent_back = contracts.terms_of(lease), returned(request, found, Kind.CHANGE)
    typed = change_typed(terms, queries.agreed_after(sent_back) if sent_back else None)
    initial = typed | paper_of(sent_back)
    form = ChangeForm(*sent(request), actor=request.actor, lease=terms, initial=initial)
    if form.is_valid() and form.attempt(
        actions.submit_change,
        filing_no=lease.filing_no,
        change=form.change,
        by=request.actor,
        **form.paper,
    ):
        messages.success(request, _("变更备案已提交，请提醒承租人登录后同意"))
        return redirect("agency:contract_filing", form.done.pk)
    about = [
        (_("现月租金"), in_yuan(lease.monthly_rent_fen)),
        (_("现押金"), in_yuan(lease.deposit_fen)),
    ]
    return asked(request, form, found, lease, Kind.CHANGE, about)


@agency(InstitutionPower.CONTRACTS)
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, filing_id: int) -> HttpResponse:
    """注销备案 of a contract whose home was handed back, or never taken."""
    found, lease = filed(request, filing_id)
    initial = paper_of(returned(request, found, Kind.END))
    form = EndForm(*sent(request), actor=request.actor, initial=initial)
    if form.is_valid() and form.attempt(
        actions.submit_end,
        filing_no=lease.filing_no,
        ended_on=form.cleaned_data["ended_on"],
        by=request.actor,
        **form.paper,
    ):
        messages.success(request, _("注销备案已提交，请提醒承租人登录后同意"))
        return redirect("agency:contract_filing", form.done.pk)
    return asked(request, form, found, lease, Kind.END, [])


@agency(InstitutionPower.CONTRACTS)
@require_http_methods(["GET", "POST"])
def renew(request: HttpRequest, filing_id: int) -> HttpResponse:
    """续租备案 of a contract on the same home that both sides have signed, with the deposit carried over if wanted."""
    found, lease = filed(request, filing_id)
    ready = queries.renewals_ready(request.actor, lease)
    if not ready:
        return show(request, "no_renewal", HERE, found=found, lease=lease)
    form = RenewalForm(*sent(request)[:1], contracts=ready)
    if form.is_valid() and form.attempt(
        actions.submit_renewal,
        contract_id=int(form.cleaned_data["contract_id"]),
        filing_no=lease.filing_no,
        carries_deposit=form.cleaned_data["carries_deposit"],
        by=request.actor,
    ):
        messages.success(request, _("续租备案已提交，三个工作日内审核"))
        return redirect("agency:contract_filing", form.done.pk)
    return asked(
        request, form, found, lease, Kind.RENEWAL, [(_("现押金"), in_yuan(lease.deposit_fen))]
    )


@agency(InstitutionPower.CONTRACTS)
@require_GET
def document(request: HttpRequest, filing_id: int) -> HttpResponse:
    """The agreement or judgment on which a change or an end rests."""
    ours = queries.filings_seen_by(request.actor).filter(amendment__isnull=False)
    return stored_file(get_object_or_404(ours, pk=filing_id).amendment.document)


def asked(
    request: HttpRequest, form: Any, found: Any, lease: Any, kind: Kind, about: list[Any]
) -> HttpResponse:
    """The form, with the lease it is about above it."""
    term = f"{lease.starts_on} – {lease.ends_on}"
    facts = [
        (_("合同备案编号"), lease.filing_no),
        (_("房屋坐落"), lease.address),
        (_("租期"), term),
        *about,
    ]
    back = (reverse("agency:contract_filing", args=[found.pk]), found.application_no)
    return show_form(
        request, HERE, form, title=kind.label, back=back, submit=_("提交备案申请"), facts=facts
    )
