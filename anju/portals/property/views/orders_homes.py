"""新建任务单-选择房屋: the grid of one building, and the details of one home. (manual 004, 4.2.1 ⑤–⑦)"""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.core.money import yuan
from anju.homes import queries as homes
from anju.portals.property import order_state as state
from anju.portals.property.forms_of_orders import Form, ids_in
from anju.portals.property.order_form import give_up
from anju.portals.property.page import show
from anju.portals.property.shown_grid import grid_shown, label_of, ticked_in
from anju.portals.property.views.orders_new import draft_of
from anju.web.doors import company
from anju.works import actions, queries


def homes_of(order: Any, building_id: int) -> Sequence[Any]:
    """The homes of a building of the order's community; of any other there is no grid."""
    found = queries.grid_of(order, building_id)
    if not found or found[0].dwelling.building.community_id != order.community_id:
        raise Http404
    return found


@company
@require_http_methods(["GET", "POST"])
def order_homes(request: HttpRequest, order_id: int, building_id: int) -> HttpResponse:
    """⑤ ⑥ The grid. Ticks that are not saved stay ticked, whatever is pressed."""
    order = draft_of(request, order_id)
    grid = homes_of(order, building_id)
    if request.method == "GET":
        return lay_out(request, order, grid, Form())
    own = ids_in(request.POST.getlist("home"))
    ticked = ticked_in(grid, request.POST.getlist("group"), own)
    for name, action in ONE_BY_ONE.items():
        for home_id in ids_in([request.POST.get(name, "")]):
            state.tick_homes(request, order.pk, building_id, ticked)
            return change(request, order, grid, action, {home_id}, f"#home-{home_id}")
    does = DOES.get(request.POST.get("do", ""), keep)
    return does(request, order, grid, ticked)


def building_of(grid: Sequence[Any]) -> Any:
    return grid[0].dwelling.building


def lay_out(request: HttpRequest, order: Any, grid: Sequence[Any], form: Form) -> HttpResponse:
    building = building_of(grid)
    ticked = state.ticked_homes(request, order.pk, building.pk)
    return show(
        request,
        "property/orders/homes",
        "orders",
        form=form,
        grid=grid_shown(order.pk, grid, set(ticked)),
        lead=_("{community}{building}：一行是一层，一列是一个单元。").format(
            community=order.community.name, building=building.name
        ),
        url=reverse("property:order_homes", args=[order.pk, building.pk]),
        back=reverse("property:order_form", args=[order.pk]) + f"#building-{building.pk}",
    )


def change(
    request: HttpRequest,
    order: Any,
    grid: Sequence[Any],
    action: Callable[..., Any],
    home_ids: Collection[int],
    place: str = "",
) -> HttpResponse:
    """Take homes in, or out: those of this building only. Refused, it is told over the grid."""
    here = {one.dwelling.pk for one in grid} & set(home_ids)
    form = Form({})
    form.is_valid()
    about = {"order_id": order.pk, "dwelling_ids": sorted(here), "by": request.actor}
    if not form.attempt(action, **about):
        return lay_out(request, order, grid, form)
    at = reverse("property:order_homes", args=[order.pk, building_of(grid).pk])
    return redirect(at + place)


def keep(request: HttpRequest, order: Any, grid: Sequence[Any], ticked: set[int]) -> HttpResponse:
    state.tick_homes(request, order.pk, building_of(grid).pk, ticked)
    return redirect("property:order_homes", order.pk, building_of(grid).pk)


def save(request: HttpRequest, order: Any, grid: Sequence[Any], ticked: set[int]) -> HttpResponse:
    """⑥ 【批量保存房屋】: the ticked cards turn yellow, and their building is ticked on the form."""
    return in_bulk(request, order, grid, ticked, actions.choose_homes, _("已保存{count}户"))


def cancel(request: HttpRequest, order: Any, grid: Sequence[Any], ticked: set[int]) -> HttpResponse:
    """⑥ 【批量取消】: they turn white."""
    return in_bulk(request, order, grid, ticked, actions.unchoose_homes, _("已取消{count}户"))


def in_bulk(
    request: HttpRequest,
    order: Any,
    grid: Sequence[Any],
    ticked: set[int],
    action: Callable[..., Any],
    told: str,
) -> HttpResponse:
    if not ticked:
        messages.warning(request, _("请先勾选房屋"))
        return redirect("property:order_homes", order.pk, building_of(grid).pk)
    response = change(request, order, grid, action, ticked)
    if response.status_code == 302:
        state.tick_homes(request, order.pk, building_of(grid).pk, ())
        messages.success(request, told.format(count=len(ticked)))
    return response


def go_back(
    request: HttpRequest, order: Any, grid: Sequence[Any], ticked: set[int]
) -> HttpResponse:
    """⑦ 【上一步】: to 选择自然幢. What is ticked and not saved is still ticked when one comes back."""
    building_id = building_of(grid).pk
    state.tick_homes(request, order.pk, building_id, ticked)
    if ticked:
        told = _("{building}有{count}户勾选后还没有保存，勾选仍然保留").format(
            building=building_of(grid).name, count=len(ticked)
        )
        messages.warning(request, told)
    return redirect(reverse("property:order_form", args=[order.pk]) + f"#building-{building_id}")


def leave(request: HttpRequest, order: Any, grid: Sequence[Any], ticked: set[int]) -> HttpResponse:
    """⑥ 【撤销任务单】."""
    give_up(request, order)
    return redirect("property:orders")


ONE_BY_ONE = {"save_home": actions.choose_homes, "cancel_home": actions.unchoose_homes}
DOES: dict[str, Callable[[HttpRequest, Any, Sequence[Any], set[int]], HttpResponse]] = {
    "save": save,
    "cancel": cancel,
    "back": go_back,
    "leave": leave,
}


@company
@require_GET
def order_home(request: HttpRequest, order_id: int, dwelling_id: int) -> HttpResponse:
    """⑦ One home's details: over the grid, or on a page of its own."""
    order = draft_of(request, order_id)
    found = next(iter(homes.dwellings_of_ids([dwelling_id])), None)
    if found is None or found.building.community_id != order.community_id:
        raise Http404
    facts = [
        (_("房屋坐落"), found.address),
        (_("自然幢"), found.building.name),
        (_("单元"), found.unit or "—"),
        (_("层"), found.floor),
        (_("室号"), found.room),
        (_("建筑面积（平方米）"), yuan(found.area_hundredths)),
        (_("用途"), found.get_use_display()),
        (_("房屋性质"), found.get_kind_display()),
    ]
    shown = {
        "home": {"id": found.pk, "label": label_of(found)},
        "facts": facts,
        "is_in": queries.share_of(order, found.pk) is not None,
        "back": reverse("property:order_homes", args=[order.pk, found.building_id]),
    }
    if request.htmx:
        return render(request, "property/orders/home_dialog.html", shown)
    return show(request, "property/orders/home", "orders", **shown)
