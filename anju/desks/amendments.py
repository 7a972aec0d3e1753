"""变更备案, 续租备案 and 注销备案 of a filed contract, from the application by which it was filed. (CON-13)

An institution hands them in for its own contracts, an officer at the counter for whoever comes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from anju.contracts import queries as contracts
from anju.desks.forms_of_amendments import ChangeForm, EndForm, RenewalForm, change_typed
from anju.desks.page import FORM, form_shown
from anju.desks.shown_amendments import preview_shown
from anju.filings import actions, queries
from anju.filings.rules import Kind
from anju.parameters import queries as parameters
from anju.web.amendments import in_yuan

HERE = "contract_filings"


@dataclass(frozen=True)
class Desk:
    """Whose pages these are: the portal, how it lays a page out, and where a contract that renews is begun."""

    portal: str
    show: Callable[..., HttpResponse]
    begin: str
    begin_label: Any

    def handed_in(self, request: HttpRequest, filing: Any) -> HttpResponse:
        messages.success(request, told_of(filing))
        return redirect(f"{self.portal}:contract_filing", filing.pk)

    def back(self, found: Any) -> tuple[str, Any]:
        return reverse(f"{self.portal}:contract_filing", args=[found.pk]), found.application_no


def told_of(filing: Any) -> str:
    """What it waits for: a judgment needs nobody's consent, and a renewal was signed by its tenants."""
    if queries.needs_consent(filing):
        return _("{kind}已提交，请提醒承租人登录后同意").format(kind=filing.get_kind_display())
    return _("{kind}已提交，{days}个工作日内审核").format(
        kind=filing.get_kind_display(), days=parameters.number("filing.review_workdays")
    )


def lease_of(found: Any) -> Any:
    """The lease that a contract has become by this application."""
    if found.lease_id is None:
        raise Http404
    return contracts.lease(found.lease_id)


def paper_of(sent_back: Any) -> dict[str, Any]:
    """With the paper of what was sent back the form begins."""
    if sent_back is None:
        return {}
    asked = sent_back.amendment
    return {"basis": asked.basis, "uploads": [asked.document], "ended_on": asked.ended_on}


def sent(request: HttpRequest) -> list[Any]:
    return [request.POST, request.FILES] if request.method == "POST" else []


def change(desk: Desk, request: HttpRequest, found: Any) -> HttpResponse:
    """变更备案: tried at once, so that what cannot be is told at its field; handed in is what was seen before."""
    lease = lease_of(found)
    terms = contracts.terms_of(lease)
    sent_back = queries.sent_back_of(request.actor, found.contract_id, Kind.CHANGE)
    typed = change_typed(terms, queries.agreed_after(sent_back) if sent_back else None)
    initial = typed | paper_of(sent_back)
    form = ChangeForm(*sent(request), actor=request.actor, lease=terms, initial=initial)
    preview = preview_of(form, terms, request)
    if (
        preview is not None
        and preview.digest == request.POST.get("seen")
        and form.attempt(actions.submit_change, **asked_of(form, terms, request), **form.paper)
    ):
        return desk.handed_in(request, form.done)
    facts = [
        *facts_of(lease),
        (_("现月租金"), in_yuan(lease.monthly_rent_fen)),
        (_("现押金"), in_yuan(lease.deposit_fen)),
    ]
    page = page_shown(desk, form, found, Kind.CHANGE, facts)
    is_another = bool(preview and request.POST.get("seen", preview.digest) != preview.digest)
    return desk.show(request, "desks/change", HERE, preview=preview, is_another=is_another, **page)


def asked_of(form: ChangeForm, terms: Any, request: HttpRequest) -> dict[str, Any]:
    return {"filing_no": terms.filing_no, "change": form.change, "by": request.actor}


def preview_of(form: ChangeForm, terms: Any, request: HttpRequest) -> Any:
    """What a change would do, if it can be made at all."""
    if not form.is_valid():
        return None
    if not form.attempt(actions.preview_change, **asked_of(form, terms, request)):
        return None
    return preview_shown(terms, form.change, form.done)


def end(desk: Desk, request: HttpRequest, found: Any) -> HttpResponse:
    """注销备案 of a contract whose home was handed back, or never taken."""
    lease = lease_of(found)
    sent_back = queries.sent_back_of(request.actor, found.contract_id, Kind.END)
    form = EndForm(*sent(request), actor=request.actor, initial=paper_of(sent_back))
    if form.is_valid() and form.attempt(
        actions.submit_end,
        filing_no=lease.filing_no,
        ended_on=form.cleaned_data["ended_on"],
        by=request.actor,
        **form.paper,
    ):
        return desk.handed_in(request, form.done)
    page = page_shown(desk, form, found, Kind.END, facts_of(lease))
    return desk.show(request, FORM, HERE, **page)


def renew(desk: Desk, request: HttpRequest, found: Any) -> HttpResponse:
    """续租备案 of a contract on the same home that both sides have signed, with the deposit carried over if wanted."""
    lease = lease_of(found)
    ready = queries.renewals_ready(request.actor, lease)
    if not ready:
        back_url, back_label = desk.back(found)
        shown = {"back_url": back_url, "back_label": back_label, "begin_label": desk.begin_label}
        begin = reverse(f"{desk.portal}:{desk.begin}")
        return desk.show(request, "desks/no_renewal", HERE, begin_url=begin, **shown)
    form = RenewalForm(*sent(request)[:1], contracts=ready)
    if form.is_valid() and form.attempt(
        actions.submit_renewal,
        contract_id=int(form.cleaned_data["contract_id"]),
        filing_no=lease.filing_no,
        carries_deposit=form.cleaned_data["carries_deposit"],
        by=request.actor,
    ):
        return desk.handed_in(request, form.done)
    facts = [*facts_of(lease), (_("现押金"), in_yuan(lease.deposit_fen))]
    return desk.show(request, FORM, HERE, **page_shown(desk, form, found, Kind.RENEWAL, facts))


def facts_of(lease: Any) -> list[tuple[Any, Any]]:
    return [
        (_("合同备案编号"), lease.filing_no),
        (_("房屋坐落"), lease.address),
        (_("租期"), f"{lease.starts_on} – {lease.ends_on}"),
    ]


def page_shown(desk: Desk, form: Any, found: Any, kind: Kind, facts: list[Any]) -> dict[str, Any]:
    """The form, with the lease it is about above it."""
    back, submit = desk.back(found), _("提交备案申请")
    return form_shown(form, title=kind.label, back=back, submit=submit, facts=facts)


def acts_shown(portal: str, found: Any, actor: Any) -> dict[str, Any]:
    """What can be handed in about a lease now, and from which application: that by which it was filed."""
    first = (
        found if found.concerns_id is None else queries.filing_of_lease(actor, found.concerns_id)
    )
    names = {
        "submit_change": ("change_lease", Kind.CHANGE.label),
        "submit_renewal": ("renew_lease", Kind.RENEWAL.label),
        "submit_end": ("end_lease", Kind.END.label),
    }
    acts = queries.acts_on_filing(found, actor)
    return {
        "acts": acts,
        "amending": [
            (reverse(f"{portal}:{name}", args=[(first or found).pk]), label)
            for act, (name, label) in names.items()
            if act in acts
        ],
    }
