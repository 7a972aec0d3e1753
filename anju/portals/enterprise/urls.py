from django.urls import path

from anju.portals.enterprise.views import account, bills, home, leases, orders, releases, uploads
from anju.web import converters  # noqa: F401 - registers `filing_no`, `order_no` and `release_no`

app_name = "enterprise"
urlpatterns = [
    path("", home.home, name="home"),
    path("leases", leases.leases, name="leases"),
    path("leases/<filing_no:filing_no>", leases.lease, name="lease"),
    path("bills", bills.bills, name="bills"),
    path("bills.xlsx", bills.template, name="template"),
    path("uploads", uploads.uploads, name="uploads"),
    path("uploads/<int:upload_id>", uploads.upload, name="upload"),
    path("uploads/<int:upload_id>/result.xlsx", uploads.result, name="upload_result"),
    path("uploads/<int:upload_id>/order", uploads.order, name="order_upload"),
    path("uploads/<int:upload_id>/check-again", uploads.check_again, name="check_again"),
    path("orders", orders.orders, name="orders"),
    path("orders/<order_no:no>", orders.order, name="order"),
    path("orders/<order_no:no>/lines.xlsx", orders.lines, name="lines"),
    path("orders/<order_no:no>/pay", orders.choose, name="choose"),
    path("orders/<order_no:no>/payment", orders.payment, name="payment"),
    path("orders/<order_no:no>/cancel", orders.cancel, name="cancel"),
    path("releases", releases.releases, name="releases"),
    path("releases/<release_no:no>", releases.release, name="release"),
    path("releases/<release_no:no>/statement.xlsx", releases.statement, name="statement"),
    path("account", account.account, name="account"),
    path("account/withdraw", account.withdraw, name="withdraw_account"),
    path("account/confirm", account.confirm, name="confirm_account"),
]
