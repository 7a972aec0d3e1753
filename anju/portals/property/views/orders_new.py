"""新建任务单: the community, then the form with its buildings. (manual 004, 4.2.1 ①–④, ⑧, ⑨)"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.companies import queries as companies
from anju.portals.property import order_state as state
from anju.portals.property.forms_of_orders import Form, NoticeForm, OrderForm, ids_in
from anju.portals.property.order_form import (
    NOTHING_WRONG,
    Wrong,
    give_up,
    keep_typed,
    record_notice,
    store_papers,
)
from anju.portals.property.page import show
from anju.portals.property.shown_order_form import form_page
from anju.web.doors import company
from anju.web.paging import page_of
from anju.works import actions, queries
from anju.works.rules import GONE_BACK, Status

COMMUNITIES_ON_A_PAGE = 24


def draft_of(request: HttpRequest, order_id: int) -> Any:
    """One's own order; what is no draft any more has no form."""
    own = queries.orders_seen_by(request.actor).filter(status=Status.DRAFT)
    return get_object_or_404(own, pk=order_id)


def source_of(request: HttpRequest, text: str) -> Any:
    """The order that is to be made anew (修改), if there is one of this number."""
    for order_id in ids_in([text]):
        own = queries.orders_seen_by(request.actor).filter(status__in=GONE_BACK)
        return get_object_or_404(own, pk=order_id)
    return None


@company
@require_GET
def communities(request: HttpRequest) -> HttpResponse:
    """① 新建任务单-选择小区. To make an order anew, its community."""
    return choose(request, source_of(request, request.GET.get("from", "")), Form())


def choose(request: HttpRequest, source: Any, form: Form) -> HttpResponse:
    rows = companies.communities_of(request.actor)
    if source is not None:
        rows = rows.filter(pk=source.community_id)
    page = page_of(rows, request, size=COMMUNITIES_ON_A_PAGE)
    drafts = queries.orders_of(request.actor).filter(
        status=Status.DRAFT, community__in=[one.pk for one in page.rows]
    )
    cards = [
        {
            "name": one.name,
            "address": one.address,
            "url": reverse("property:begin_order", args=[one.pk]),
            "drafts": [
                {"no": draft.no, "url": reverse("property:order_form", args=[draft.pk])}
                for draft in drafts
                if draft.community_id == one.pk and source is None
            ],
        }
        for one in page.rows
    ]
    back = reverse("property:orders")
    about = {"communities": cards, "source": source, "form": form, "page": page, "back": back}
    return show(request, "property/orders/communities", "orders", **about)


@company
@require_POST
def begin(request: HttpRequest, community_id: int) -> HttpResponse:
    """② 进入业务: a new draft, or one with what a returned or revoked order says."""
    source, form = source_of(request, request.POST.get("from", "")), Form(request.POST)
    form.is_valid()
    if source is not None and source.community_id == community_id:
        begun = form.attempt(actions.copy_order, order_id=source.pk, by=request.actor)
    else:
        begun = form.attempt(actions.draft_order, community_id=community_id, by=request.actor)
    if begun:
        return redirect("property:order_form", form.done.pk)
    return choose(request, source, form)


@company
@require_http_methods(["GET", "POST"])
def order_form(request: HttpRequest, order_id: int) -> HttpResponse:
    """③ ④ ⑧ ⑨ 新建任务单-选择自然幢. Whatever is pressed, what was typed and ticked is kept first."""
    order = draft_of(request, order_id)
    if request.method == "GET":
        return lay_out(request, order)
    order, wrong = keep_typed(request, order)
    if wrong:
        return lay_out(request, order, wrong)
    pressed = {name: ids_in([request.POST[name]]) for name in BY_ID if name in request.POST}
    for name, ids in pressed.items():
        for one in ids:
            return BY_ID[name](request, order, one)
    return DOES.get(request.POST.get("do", ""), stay)(request, order)


def lay_out(request: HttpRequest, order: Any, wrong: Wrong = NOTHING_WRONG) -> HttpResponse:
    faults = {name: str(sentence) for name, sentence in wrong.at_fields.items()}
    form = OrderForm(queries.typed_of(order), faults)
    for sentence in wrong.sentences:
        form.add_error(None, sentence)
    return form_page(request, order, form, wrong.notice or NoticeForm())


def stay(request: HttpRequest, order: Any, place: str = "") -> HttpResponse:
    return redirect(reverse("property:order_form", args=[order.pk]) + place)


def attempt(
    request: HttpRequest, order: Any, action: Callable[..., Any], place: str, **about: Any
) -> HttpResponse:
    """One action of this draft; refused, it is told on the form."""
    form = Form({})
    form.is_valid()
    if form.attempt(action, order_id=order.pk, by=request.actor, **about):
        return stay(request, order, place)
    return lay_out(request, order, Wrong(sentences=[form.why_not]))


def go_to_homes(request: HttpRequest, order: Any, building_id: int) -> HttpResponse:
    """④ 选择分户."""
    return redirect("property:order_homes", order.pk, building_id)


def choose_whole(request: HttpRequest, order: Any, building_id: int) -> HttpResponse:
    place = f"#building-{building_id}"
    return attempt(request, order, actions.choose_building, place, building_id=building_id)


def choose_none(request: HttpRequest, order: Any, building_id: int) -> HttpResponse:
    place = f"#building-{building_id}"
    return attempt(request, order, actions.unchoose_building, place, building_id=building_id)


def remove_paper(request: HttpRequest, order: Any, paper_id: int) -> HttpResponse:
    return attempt(request, order, actions.remove_paper, "#papers", paper_id=paper_id)


def choose_community(request: HttpRequest, order: Any) -> HttpResponse:
    every = [one.building.pk for one in queries.buildings_of(order)]
    state.tick_buildings(request, order.pk, every)
    return attempt(request, order, actions.choose_community, "#buildings")


def tick_all(request: HttpRequest, order: Any) -> HttpResponse:
    """⑧ 【全选自然幢】."""
    every = [one.building.pk for one in queries.buildings_of(order)]
    state.tick_buildings(request, order.pk, every)
    return stay(request, order, "#buildings")


def invert(request: HttpRequest, order: Any) -> HttpResponse:
    """⑧ 【反选自然幢】."""
    every = {one.building.pk for one in queries.buildings_of(order)}
    ticked = set(state.ticked_buildings(request, order.pk) or [])
    state.tick_buildings(request, order.pk, every - ticked)
    return stay(request, order, "#buildings")


def fill_in(request: HttpRequest, order: Any) -> HttpResponse:
    """⑧ 【填入勾选房屋户数和面积】."""
    ticked = state.ticked_buildings(request, order.pk) or []
    return attempt(request, order, actions.fill_in, "#buildings", building_ids=ticked)


def compute(request: HttpRequest, order: Any) -> HttpResponse:
    """⑧ 【计算分摊标准】."""
    if not queries.standard_of(order):
        wanted = _("请先填写申请金额，并填入勾选房屋户数和面积，再计算分摊标准")
        return lay_out(request, order, Wrong(sentences=[wanted]))
    state.show_standard(request, order.pk)
    return stay(request, order, "#buildings")


def attach(request: HttpRequest, order: Any) -> HttpResponse:
    wrong = store_papers(request, order)
    return lay_out(request, order, wrong) if wrong else stay(request, order, "#papers")


def notice(request: HttpRequest, order: Any) -> HttpResponse:
    wrong = record_notice(request, order)
    return lay_out(request, order, wrong) if wrong else stay(request, order, "#notice")


def go_on(request: HttpRequest, order: Any) -> HttpResponse:
    """⑨ 【前往确认界面】: the shares are counted; not before every field can be read and the homes are filled in."""
    faults = {name: one.message for name, one in queries.faults_of(order).items()}
    if faults:
        return lay_out(request, order, Wrong(faults))
    form = Form({})
    form.is_valid()
    if form.attempt(actions.count_shares, order_id=order.pk, by=request.actor):
        return redirect("property:confirm_order", order.pk)
    return lay_out(request, order, Wrong(sentences=[form.why_not]))


def go_back(request: HttpRequest, order: Any) -> HttpResponse:
    """⑨ 【上一步】: to 选择小区; the draft is found there again."""
    return redirect("property:new_order")


def leave(request: HttpRequest, order: Any) -> HttpResponse:
    """⑨ 【撤销任务单】."""
    give_up(request, order)
    return redirect("property:orders")


BY_ID: dict[str, Callable[[HttpRequest, Any, int], HttpResponse]] = {
    "homes": go_to_homes,
    "whole": choose_whole,
    "none": choose_none,
    "remove_paper": remove_paper,
}
DOES: dict[str, Callable[[HttpRequest, Any], HttpResponse]] = {
    "community": choose_community,
    "all": tick_all,
    "invert": invert,
    "fill": fill_in,
    "standard": compute,
    "attach": attach,
    "notice": notice,
    "confirm": go_on,
    "back": go_back,
    "leave": leave,
}
