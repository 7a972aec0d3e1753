"""Consents: to a change or an end of a lease, and to a deposit that goes over. (CON-13)"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.filings import actions as filings
from anju.orders import actions as orders
from anju.portals.tenant_web.page import PORTAL, show
from anju.web.doors import tenant
from anju.web.downloads import stored_file
from anju.web.forms import Form
from anju.web.tenant import consents as pages


@tenant
@require_http_methods(["GET", "POST"])
def amendment(request: HttpRequest, amendment_id: int) -> HttpResponse:
    """变更备案 or 注销备案 of a lease: before and after; 同意 is to what was read."""
    found = pages.amendment_asked_for(request, amendment_id)
    form = pages.ConsentForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(
        filings.consent_to_filing,
        filing_id=found.pk,
        facts_digest=form.digest,
        by=request.actor,
    ):
        messages.success(request, _("您已同意"))
        return redirect(f"{PORTAL}:amendment", found.pk)
    shown = pages.amendment_in_full(found, request.actor, PORTAL)
    return show(request, "amendment", "contracts", form=form, **shown)


@tenant
@require_GET
def amendment_paper(request: HttpRequest, amendment_id: int) -> HttpResponse:
    """The agreement or judgment on which it rests."""
    found = pages.amendment_asked_for(request, amendment_id)
    return stored_file(found.amendment.document)


@tenant
@require_http_methods(["GET", "POST"])
def carry_over(request: HttpRequest, carry_over_id: int) -> HttpResponse:
    """押金结转: what goes over, what is still to be paid, what stays."""
    found = pages.carry_over_asked_for(request, carry_over_id)
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(
        orders.consent_to_carry_over, carry_over_id=found.pk, by=request.actor
    ):
        messages.success(request, _("您已同意"))
        return redirect(f"{PORTAL}:carry_over", found.pk)
    shown = pages.carry_over_in_full(found, request.actor, PORTAL)
    return show(request, "carry_over", "contracts", form=form, **shown)
