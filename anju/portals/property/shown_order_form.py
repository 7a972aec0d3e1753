"""The form of a draft and its buildings, laid out."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from anju.core.files import readable_size
from anju.core.money import yuan
from anju.portals.property import order_state as state
from anju.portals.property.forms_of_orders import NoticeForm, OrderForm
from anju.portals.property.page import show
from anju.works import queries
from anju.works.rules import (
    EVIDENCE,
    PAPERS_OF_NORMAL,
    Emergency,
    Exclusion,
    Kind,
    PaperKind,
)


def form_page(
    request: HttpRequest, order: Any, form: OrderForm, notice_form: NoticeForm
) -> HttpResponse:
    return show(
        request,
        "property/orders/form",
        "orders",
        order=order,
        form=form,
        notice_form=notice_form,
        notices=queries.notices_of(order),
        exclusions=exclusions_shown(order),
        papers=papers_shown(order),
        paper_kinds=PaperKind.choices,
        papers_wanted=papers_wanted(order),
        buildings=buildings_shown(request, order),
        sums=sums_shown(request, order),
        url=reverse("property:order_form", args=[order.pk]),
        back=reverse("property:orders"),
    )


def exclusions_shown(order: Any) -> list[dict[str, Any]]:
    given = queries.answers_of(order)
    return [
        {
            "item": item.value,
            "label": item.label,
            "answer": given.get(item.value, (None, ""))[0],
            "remark": given.get(item.value, (None, ""))[1],
        }
        for item in Exclusion
    ]


def papers_shown(order: Any) -> list[dict[str, Any]]:
    return [
        {
            "id": one.pk,
            "name": one.file.name,
            "kind": one.get_kind_display(),
            "size": readable_size(one.file.size),
            "url": reverse("property:order_paper", args=[one.pk]),
        }
        for one in queries.papers_of(order)
    ]


def papers_wanted(order: Any) -> str:
    """Which papers such an order needs, as far as it is known what it is."""
    if order.kind != Kind.EMERGENCY:
        kinds = "、".join(str(one.label) for one in PAPERS_OF_NORMAL)
        return _("一般使用须添加：{kinds}。").format(kinds=kinds)
    cases = [Emergency(order.emergency)] if order.emergency else list(Emergency)
    listed = "；".join(
        f"{case.label}：{'、'.join(str(one.label) for one in EVIDENCE[case])}" for case in cases
    )
    return _("应急使用须添加证明材料。{cases}。").format(cases=listed)


def buildings_shown(request: HttpRequest, order: Any) -> list[dict[str, Any]]:
    ticked = state.ticked_buildings(request, order.pk)
    return [
        {
            "id": one.building.pk,
            "name": one.building.name,
            "homes": one.homes,
            "chosen": one.chosen,
            "is_ticked": one.is_ticked if ticked is None else one.building.pk in ticked,
        }
        for one in queries.buildings_of(order)
    ]


def sums_shown(request: HttpRequest, order: Any) -> dict[str, str]:
    is_filled = order.shared_homes > 0
    shown = state.shows_standard(request, order.pk)
    return {
        "homes": str(order.shared_homes) if is_filled else "",
        "area": yuan(order.shared_area_hundredths) if is_filled else "",
        "standard": queries.standard_of(order) if shown else "",
    }
