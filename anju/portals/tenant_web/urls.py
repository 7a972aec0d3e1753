from django.urls import path

from anju.portals.tenant_web.views import (
    documents,
    exports,
    home,
    leases,
    many,
    orders,
    paying,
    records,
)
from anju.web import converters  # noqa: F401 - registers `filing_no` and `order_no`

app_name = "tenant_web"

urlpatterns = [
    path("", home.home, name="home"),
    path("leases", leases.leases, name="my_leases"),
    path("leases/<filing_no:filing_no>", leases.lease, name="lease"),
    path(
        "leases/<filing_no:filing_no>/due-dates.ics",
        leases.due_dates_of_lease,
        name="due_dates_of_lease",
    ),
    path("due-dates.ics", leases.due_dates_of_all, name="due_dates"),
    path("pay", paying.leases, name="leases"),
    path("pay-many", many.many, name="many"),
    path("pay/<filing_no:filing_no>", paying.bills, name="bills"),
    path("balances", records.balances, name="balances"),
    path("balances/<filing_no:filing_no>", records.movements, name="movements"),
    path("balances.xlsx", exports.leases, name="leases_file"),
    path("balances/<filing_no:filing_no>/statement", documents.statement, name="statement"),
    path("balances/<filing_no:filing_no>/proof", documents.proof, name="proof"),
    path("bills", records.bills, name="all_bills"),
    path("bills.xlsx", exports.bills, name="bills_file"),
    path("orders", orders.orders, name="orders"),
    path("orders.xlsx", exports.orders, name="orders_file"),
    path("orders/<order_no:no>", orders.order, name="order"),
    path("orders/<order_no:no>/bills", orders.order_bills, name="order_bills"),
    path("orders/<order_no:no>/bills.xlsx", exports.order_bills, name="order_bills_file"),
    path("orders/<order_no:no>/pay", paying.choose, name="choose"),
    path("orders/<order_no:no>/payment", paying.payment, name="payment"),
    path("orders/<order_no:no>/choose-again", paying.choose_again, name="choose_again"),
    path("orders/<order_no:no>/cancel", orders.cancel, name="cancel"),
    path("documents", documents.documents, name="documents"),
    path("documents/<certificate_no:no>", documents.document, name="document"),
    path("documents/<certificate_no:no>.pdf", documents.document_pdf, name="document_pdf"),
    path("documents/<certificate_no:no>.xlsx", documents.statement_xlsx, name="statement_xlsx"),
]
