"""任务单确认, 提交, and what stands after it. (manual 004, 4.2.1 ⑩ ⑪)"""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from anju.core import clock
from anju.portals.property.order_form import give_up
from anju.portals.property.page import show
from anju.portals.property.shown_order_form import exclusions_shown, papers_shown
from anju.portals.property.shown_orders import facts_of, order_shown
from anju.portals.property.views.orders import own_order
from anju.portals.property.views.orders_new import draft_of
from anju.web.doors import company
from anju.web.forms import Form
from anju.works import actions, queries


@company
@require_http_methods(["GET", "POST"])
def confirm_order(request: HttpRequest, order_id: int) -> HttpResponse:
    """⑩ What will be submitted, once more."""
    order = draft_of(request, order_id)
    if request.method == "GET":
        return lay_out(request, order, Form())
    return DOES.get(request.POST.get("do", ""), stay)(request, order)


def lay_out(request: HttpRequest, order: Any, form: Form) -> HttpResponse:
    return show(
        request,
        "property/orders/confirm",
        "orders",
        form=form,
        groups=facts_of(order, queries.standard_of(order)),
        exclusions=exclusions_shown(order),
        papers=papers_shown(order),
        shares_url=reverse("property:order_shares", args=[order.pk]),
        url=reverse("property:confirm_order", args=[order.pk]),
        back=reverse("property:order_form", args=[order.pk]),
    )


def stay(request: HttpRequest, order: Any) -> HttpResponse:
    return redirect("property:confirm_order", order.pk)


def submit(request: HttpRequest, order: Any) -> HttpResponse:
    """⑩ 【提交】: to the authority."""
    form = Form({})
    if form.is_valid() and form.attempt(actions.submit_order, order_id=order.pk, by=request.actor):
        return redirect("property:order_done", order.pk)
    return lay_out(request, order, form)


def go_back(request: HttpRequest, order: Any) -> HttpResponse:
    return redirect("property:order_form", order.pk)


def leave(request: HttpRequest, order: Any) -> HttpResponse:
    """⑩ 【撤销新建任务单】."""
    give_up(request, order)
    return redirect("property:orders")


DOES: dict[str, Callable[[HttpRequest, Any], HttpResponse]] = {
    "submit": submit,
    "back": go_back,
    "leave": leave,
}


@company
@require_GET
def order_done(request: HttpRequest, order_id: int) -> HttpResponse:
    """⑪ 【再来一笔】【返回首页】, and the three forms."""
    order = own_order(request, order_id)
    if order.submitted_at is None:
        raise Http404
    shown = order_shown(order, clock.today())
    return show(request, "property/orders/done", "orders", shown=shown)
