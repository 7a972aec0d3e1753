from django.urls import path

from anju.portals.tenant_mobile.views import home, orders, paying, records
from anju.web import converters  # noqa: F401 - registers `filing_no` and `order_no`

app_name = "tenant_mobile"

urlpatterns = [
    path("", home.home, name="home"),
    path("me", home.me, name="me"),
    path("pay", paying.leases, name="leases"),
    path("pay/<filing_no:filing_no>", paying.bills, name="bills"),
    path("balances", records.balances, name="balances"),
    path("balances/<filing_no:filing_no>", records.movements, name="movements"),
    path("orders", orders.orders, name="orders"),
    path("orders/<order_no:no>", orders.order, name="order"),
    path("orders/<order_no:no>/pay", paying.choose, name="choose"),
    path("orders/<order_no:no>/payment", paying.payment, name="payment"),
    path("orders/<order_no:no>/look", paying.look, name="look"),
    path("orders/<order_no:no>/choose-again", paying.choose_again, name="choose_again"),
    path("orders/<order_no:no>/cancel", orders.cancel, name="cancel"),
]
