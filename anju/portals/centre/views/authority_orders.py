"""主管部门退款决定: one officer enters what a district authority has written, another carries it out. (rule A9.4)"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.portals.centre.forms_of_orders import OrderForm, RejectOrderForm
from anju.portals.centre.page import show, show_rejection
from anju.portals.centre.shown_orders import documents_of, facts_of_order, orders_shown
from anju.refunds import actions, queries
from anju.web.clicks import clicked
from anju.web.doors import staff
from anju.web.downloads import file_for_staff
from anju.web.history import steps_of
from anju.web.paging import page_of


@staff("authority_order.enter", "authority_order.check")
@require_GET
def orders(request: HttpRequest) -> HttpResponse:
    """The orders that wait for who looks, and all of them, newest first."""
    actor = request.actor
    page = page_of(queries.orders_seen_by(actor).order_by("-pk"), request)
    return show(
        request,
        "authority_orders",
        "authority_orders",
        page=page,
        waiting=orders_shown(list(queries.orders_to_check(actor)), actor),
        rows=orders_shown(list(page.rows), actor),
        may_enter="authority_order.enter" in actor.may,
    )


@staff("authority_order.enter")
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """【录入决定】"""
    sent = [request.POST, request.FILES] if request.method == "POST" else []
    form = OrderForm(*sent, actor=request.actor)
    if form.is_valid() and form.attempt(
        actions.enter_order, lease_id=form.lease_id, terms=form.terms, by=request.actor
    ):
        messages.success(request, _("已录入，请他人复核；复核通过后才退款"))
        return redirect("centre:authority_order", form.done.pk)
    return show(request, "enter_order", "authority_orders", form=form)


@staff("authority_order.enter", "authority_order.check")
@require_GET
def order(request: HttpRequest, order_id: int) -> HttpResponse:
    found = get_object_or_404(queries.orders_seen_by(request.actor), pk=order_id)
    [shown] = orders_shown([found], request.actor)
    return show(
        request,
        "authority_order",
        "authority_orders",
        shown=shown,
        facts=facts_of_order(shown),
        documents=documents_of(found),
        steps=steps_of(found),
    )


@staff("authority_order.enter", "authority_order.check")
@require_GET
def document(request: HttpRequest, order_id: int, file_id: int) -> HttpResponse:
    found = get_object_or_404(queries.orders_seen_by(request.actor), pk=order_id)
    file = get_object_or_404(found.files, pk=file_id)
    whose = found.lease.filing_no
    return file_for_staff(request, file, of=found, whose=whose, purpose=_("查看退款决定文书"))


@staff("authority_order.check")
@require_POST
def approve(request: HttpRequest, order_id: int) -> HttpResponse:
    """【复核通过】: what is held goes to the tenant at once."""
    found = get_object_or_404(queries.orders_seen_by(request.actor), pk=order_id)
    told = _("已通过，监管资金退还承租人")
    clicked(request, actions.approve_order, told, order_id=found.pk)
    return redirect("centre:authority_order", found.pk)


@staff("authority_order.check")
@require_http_methods(["GET", "POST"])
def reject(request: HttpRequest, order_id: int) -> HttpResponse:
    """【复核不通过】 with a reason."""
    found = get_object_or_404(queries.orders_seen_by(request.actor), pk=order_id)
    form = RejectOrderForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(
        actions.reject_order,
        order_id=found.pk,
        because=form.cleaned_data["because"],
        by=request.actor,
    ):
        messages.success(request, _("已退回录入人，没有退款"))
        return redirect("centre:authority_order", found.pk)
    [shown] = orders_shown([found], request.actor)
    lead, back_label = _("录入人可以重新录入，没有退款。"), _("主管部门退款决定")
    about = {"shown": shown, "facts": facts_of_order(shown)}
    return show_rejection(
        request, "authority_orders", form, lead=lead, back_label=back_label, **about
    )
