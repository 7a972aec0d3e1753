"""The evidence room and the ways out of a dispute. (BEY-06, REF-10)"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.portals.tenant_web.page import PORTAL, show
from anju.refunds import actions, queries
from anju.refunds.deeds import Deed
from anju.web.doors import tenant
from anju.web.downloads import stored_file
from anju.web.forms import Form
from anju.web.tenant.refunds import disputing, pages


@tenant
@require_http_methods(["GET", "POST"])
def evidence(request: HttpRequest, filing_no: str) -> HttpResponse:
    """What both sides have handed in, deduction by deduction; files about the case as a whole. (BEY-06)"""
    case = pages.case_asked_for(request, filing_no)
    form = disputing.evidence_form(request)
    if form.is_valid() and form.attempt(
        actions.add_evidence,
        case_id=case.pk,
        file_ids=form.cleaned_data["uploads"],
        note=form.cleaned_data["note"],
        by=request.actor,
    ):
        messages.success(request, _("凭证已提交，对方可以看到"))
        return redirect("tenant_web:refund_evidence", filing_no)
    shown = pages.evidence(case, request.actor, PORTAL, form)
    return show(request, "refunds/evidence", "refunds", **shown)


@tenant
@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, item_id: int) -> HttpResponse:
    """One deduction: its evidence and its offers; a POST hands in evidence. (BEY-06)"""
    found = get_object_or_404(queries.items_seen_by(request.actor), pk=item_id)
    form = disputing.evidence_form(request)
    if form.is_valid() and form.attempt(
        actions.add_evidence,
        case_id=found.plan.case_id,
        item_id=found.pk,
        file_ids=form.cleaned_data["uploads"],
        note=form.cleaned_data["note"],
        by=request.actor,
    ):
        messages.success(request, _("凭证已提交，对方可以看到"))
        return redirect("tenant_web:refund_item", item_id)
    offer_form = disputing.offer_form(request, found, posted=False)
    shown = pages.item(found, request.actor, PORTAL, form, offer_form)
    return show(request, "refunds/item", "refunds", **shown)


@tenant
@require_POST
def offer(request: HttpRequest, item_id: int) -> HttpResponse:
    """An offer. Where the other side has offered the very same, its acceptance is shown before it is done. (BEY-12)"""
    found = get_object_or_404(queries.items_seen_by(request.actor), pk=item_id)
    offer_form = disputing.offer_form(request, found)
    same = disputing.same_offer(found, offer_form) if offer_form.is_valid() else None
    if same is not None:
        return redirect("tenant_web:refund_accept", same.pk)
    if offer_form.is_valid() and disputing.make(offer_form, found, request.actor):
        messages.success(request, _("提议已发给对方，对方接受后立即付款"))
        return redirect("tenant_web:refund_item", item_id)
    form = disputing.evidence_form(request, posted=False)
    shown = pages.item(found, request.actor, PORTAL, form, offer_form)
    return show(request, "refunds/item", "refunds", **shown)


@tenant
@require_POST
def withdraw(request: HttpRequest, offer_id: int) -> HttpResponse:
    """My own offer, before the other side has accepted it. (BEY-12)"""
    found = get_object_or_404(queries.offers_seen_by(request.actor), pk=offer_id)
    form = Form({})
    if form.is_valid() and form.attempt(
        actions.withdraw_offer, offer_id=found.pk, by=request.actor
    ):
        messages.success(request, _("提议已撤回"))
    for error in form.non_field_errors():
        messages.error(request, str(error))
    return redirect("tenant_web:refund_item", found.item_id)


@tenant
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Whom an accepted offer pays at once; 【确定】 accepts it. (BEY-06, BEY-12)"""
    found = get_object_or_404(disputing.offers_in_full(request.actor), pk=offer_id)
    form = Form({} if request.method == "POST" else None)
    if form.is_valid() and form.attempt(actions.accept_offer, offer_id=found.pk, by=request.actor):
        messages.success(request, _("双方已就这一项达成一致，款项当日支付"))
        return redirect("tenant_web:refund_item", found.item_id)
    for error in form.non_field_errors():
        messages.error(request, str(error))
    if form.is_bound or not disputing.may_be_accepted(found, request.actor):
        return redirect("tenant_web:refund_item", found.item_id)
    shown = pages.acceptance(found, request.actor, PORTAL, form)
    return show(request, "refunds/accept", "refunds", **shown)


@tenant
@require_http_methods(["GET", "POST"])
def award(request: HttpRequest, filing_no: str) -> HttpResponse:
    """The award or judgment is handed in to the association. (REF-10)"""
    case = pages.case_asked_for(request, filing_no)
    form = disputing.award_form(request)
    if form.is_valid() and form.attempt(
        actions.hand_in_award,
        case_id=case.pk,
        file_ids=form.cleaned_data["uploads"],
        by=request.actor,
    ):
        messages.success(request, _("裁决书、判决书已提交中介协会"))
        return redirect("tenant_web:refund", filing_no)
    if not form.is_bound and Deed.HAND_IN_AWARD not in queries.deeds_of(case, request.actor):
        return redirect("tenant_web:refund", filing_no)
    shown = pages.of_case(case, request.actor, PORTAL, form)
    return show(request, "refunds/award", "refunds", **shown)


@tenant
@require_http_methods(["GET", "POST"])
def turn(request: HttpRequest, filing_no: str) -> HttpResponse:
    """From mediation to arbitration or to the court, and from one of these to the other. (rule A8.4)"""
    case = pages.case_asked_for(request, filing_no)
    form = disputing.turn_form(request, case)
    if form.is_valid() and disputing.turn(form, case, request.actor):
        messages.success(request, _("处理方式已变更"))
        return redirect("tenant_web:refund", filing_no)
    if not form.is_bound and not disputing.ways_left(case, request.actor):
        return redirect("tenant_web:refund", filing_no)
    shown = pages.of_case(case, request.actor, PORTAL, form)
    return show(request, "refunds/turn", "refunds", **shown)


@tenant
@require_GET
def file(request: HttpRequest, attachment_id: int) -> HttpResponse:
    """A file that either side has handed in."""
    found = get_object_or_404(queries.attachments_seen_by(request.actor), pk=attachment_id)
    return stored_file(found.file)
