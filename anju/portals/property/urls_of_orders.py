"""商品房维修支取申请: its addresses. (manual 004, 4)"""

from django.urls import path, register_converter

from anju.portals.property.views import (
    orders,
    orders_confirm,
    orders_homes,
    orders_new,
    orders_prints,
    orders_settling,
    orders_sheets,
)
from anju.web.converters import Id


class WorkOrderId(Id):
    """A work order (任务单)."""


class ServedCommunityId(Id):
    """A community (小区) that a company serves."""


class BuildingOfOrderId(Id):
    """A building (自然幢) of a community."""


class HomeOfOrderId(Id):
    """A home (户) of one."""


class WorkPaperId(Id):
    """An attachment of a work order."""


class WorkSheetId(Id):
    """A printed form of one."""


register_converter(WorkOrderId, "work_order_id")
register_converter(ServedCommunityId, "served_community_id")
register_converter(BuildingOfOrderId, "building_of_order_id")
register_converter(HomeOfOrderId, "home_of_order_id")
register_converter(WorkPaperId, "work_paper_id")
register_converter(WorkSheetId, "work_sheet_id")

ORDER = "orders/<work_order_id:order_id>"
SHEET = "orders/sheets/<work_sheet_id:sheet_id>"
BUILDING = f"{ORDER}/buildings/<building_of_order_id:building_id>"

urlpatterns = [
    path("orders", orders.orders, name="orders"),
    path("orders/new", orders_new.communities, name="new_order"),
    path("orders/new/<served_community_id:community_id>", orders_new.begin, name="begin_order"),
    path("orders/revoking", orders.ask_to_revoke, name="ask_to_revoke"),
    path("orders/papers/<work_paper_id:paper_id>", orders.order_paper, name="order_paper"),
    path("orders/check", orders_sheets.check_sheet, name="check_sheet"),
    path("orders/check/template", orders_sheets.sheet_template, name="sheet_template"),
    path(SHEET, orders_prints.sheet, name="sheet"),
    path(f"{SHEET}/print", orders_prints.print_sheet, name="print_sheet"),
    path(f"{SHEET}/rows", orders_prints.sheet_rows, name="sheet_rows"),
    path(ORDER, orders.order, name="order"),
    path(f"{ORDER}/form", orders_new.order_form, name="order_form"),
    path(BUILDING, orders_homes.order_homes, name="order_homes"),
    path(
        f"{ORDER}/homes/<home_of_order_id:dwelling_id>", orders_homes.order_home, name="order_home"
    ),
    path(f"{ORDER}/confirm", orders_confirm.confirm_order, name="confirm_order"),
    path(f"{ORDER}/done", orders_confirm.order_done, name="order_done"),
    path(f"{ORDER}/shares", orders.order_shares, name="order_shares"),
    path(f"{ORDER}/revoke", orders.revoke, name="revoke_order"),
    path(f"{ORDER}/settlement", orders_settling.settle_order, name="settle_order"),
    path(f"{ORDER}/demand", orders_settling.demand_shares, name="demand_shares"),
    path(f"{ORDER}/print/<str:kind>", orders_prints.print_order, name="print_order"),
]
