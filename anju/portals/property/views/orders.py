"""商品房维修支取申请: the list with its two tabs, one order, and taking one back. (manual 004, 4.2.1 ⑫ ⑬, 4.2.2)"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from anju.core import clock
from anju.portals.property.forms_of_orders import ids_in
from anju.portals.property.page import show
from anju.portals.property.shown_order_form import exclusions_shown, papers_shown
from anju.portals.property.shown_orders import facts_of, order_shown, orders_shown
from anju.portals.property.shown_shares import share_rows
from anju.web.doors import company
from anju.web.downloads import stored_file
from anju.web.forms import Form
from anju.web.history import steps_of
from anju.web.paging import page_of
from anju.works import actions, queries
from anju.works.rules import BEFORE_APPROVAL, Tab

SHARES_ON_A_PAGE = 50


def own_order(request: HttpRequest, order_id: int) -> Any:
    return get_object_or_404(queries.orders_seen_by(request.actor), pk=order_id)


@company
@require_GET
def orders(request: HttpRequest) -> HttpResponse:
    """已申请任务单信息, or 审批退回及撤销任务单信息."""
    tab = Tab.GONE_BACK if request.GET.get("tab") == Tab.GONE_BACK else Tab.APPLIED
    page = page_of(queries.orders_of(request.actor, tab), request)
    url = reverse("property:orders")
    tabs = [
        {"url": url, "label": Tab.APPLIED.label, "is_here": tab == Tab.APPLIED},
        {
            "url": f"{url}?tab={Tab.GONE_BACK}",
            "label": Tab.GONE_BACK.label,
            "is_here": tab == Tab.GONE_BACK,
        },
    ]
    rows = orders_shown(page.rows)
    return show(
        request,
        "property/orders/orders",
        "orders",
        tabs=tabs,
        is_back=tab == Tab.GONE_BACK,
        rows=rows,
        page=page,
        can_revoke=any(one.is_revocable for one in rows),
    )


@company
@require_GET
def order(request: HttpRequest, order_id: int) -> HttpResponse:
    """⑫ 【查看】: the order in a dialog, or all of its life on a page of its own."""
    found = own_order(request, order_id)
    standard = queries.standard_of(found)
    shown = {
        "shown": order_shown(found, clock.today()),
        "groups": facts_of(found, standard),
        "exclusions": exclusions_shown(found),
        "papers": papers_shown(found),
        "notices": queries.notices_of(found),
        "title": _("任务单{no}").format(no=found.no),
        "back": reverse("property:orders"),
    }
    if request.htmx:
        return render(request, "property/orders/order_dialog.html", shown)
    shown |= {
        "payments": queries.payments_of(found),
        "settlements": queries.settlements_of(found),
        "sheets": queries.sheets_of(found),
        "steps": steps_of(found),
        "form": Form(),
    }
    return show(request, "property/orders/order", "orders", **shown)


@company
@require_GET
def order_shares(request: HttpRequest, order_id: int) -> HttpResponse:
    """⑩ 【维修支取分摊明细】, ⑬ 【到户支取详细信息】: every home, a page at a time."""
    found = own_order(request, order_id)
    owing = request.GET.get("owing") == "1"
    rows = queries.shares_found(found, owing=owing)
    page = page_of(rows, request, size=SHARES_ON_A_PAGE)
    is_draft = found.submitted_at is None
    back = "property:confirm_order" if is_draft else "property:order"
    shown = {
        "order": found,
        "rows": share_rows(found, page.rows),
        "page": page,
        "owing": owing,
        "title": _("维修支取分摊明细") if is_draft else _("到户支取详细信息"),
        "url": request.path,
        "back": reverse(back, args=[found.pk]),
    }
    if request.htmx:
        return render(request, "property/orders/shares_dialog.html", shown)
    return show(request, "property/orders/shares", "orders", **shown)


@company
@require_GET
def ask_to_revoke(request: HttpRequest) -> HttpResponse:
    """【撤销选中任务单】: asks first, in a dialog or on a page of its own."""
    [order_id] = ids_in([request.GET.get("order", "")]) or [0]
    own = queries.orders_seen_by(request.actor).filter(status__in=BEFORE_APPROVAL)
    found = own.filter(pk=order_id).first()
    back = reverse("property:orders")
    shown = {"order": found, "back": back}
    if request.htmx:
        return render(request, "property/orders/revoke_dialog.html", shown)
    if found is None:
        messages.warning(request, _("请先选中要撤销的任务单"))
        return redirect(back)
    return show(request, "property/orders/revoke", "orders", **shown)


@company
@require_POST
def revoke(request: HttpRequest, order_id: int) -> HttpResponse:
    """【确定】."""
    found, form = own_order(request, order_id), Form(request.POST)
    if form.is_valid() and form.attempt(actions.revoke_order, order_id=found.pk, by=request.actor):
        messages.success(request, _("任务单{no}已撤销").format(no=found.no))
    else:
        messages.error(request, form.why_not)
    return redirect("property:orders")


@company
@require_GET
def order_paper(request: HttpRequest, paper_id: int) -> HttpResponse:
    found = get_object_or_404(queries.papers_seen_by(request.actor), pk=paper_id)
    return stored_file(found.file)
