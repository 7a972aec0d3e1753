"""One refund of a home: what goes back, why, to whom, and how far it has come. (OWN-41)"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from anju.fund import actions, queries
from anju.portals.owner.forms import ClaimForm
from anju.portals.owner.page import show
from anju.portals.owner.shown_refunds import refund_shown
from anju.web.doors import owner


@owner
@require_http_methods(["GET", "POST"])
def refund(request: HttpRequest, no: str) -> HttpResponse:
    """退款详情; what the bank could not pay its payee claims here by another account. (BEY-14)"""
    found = get_object_or_404(queries.refunds_seen_by(request.actor), no=no)
    form = ClaimForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(
        actions.claim_refund, refund_id=found.pk, by=request.actor, **form.cleaned_data
    ):
        messages.success(request, _("已提交，管理部复核后自动付款"))
        return redirect("owner:refund", form.done.no)
    may_claim = queries.may_claim(found, request.actor)
    shown = refund_shown(found, request.actor, may_claim=may_claim)
    return show(request, "refund", "business", shown=shown, form=form, may_claim=may_claim)
