from django.urls import path

from anju.portals.tenant_mobile.views import documents, home, orders, paying, records
from anju.web import converters  # noqa: F401 - registers `filing_no` and `order_no`

app_name = "tenant_mobile"

urlpatterns = [
    path("", home.home, name="home"),
    path("me", home.me, name="me"),
    path("pay", paying.leases, name="leases"),
    path("pay/<filing_no:filing_no>", paying.bills, name="bills"),
    path("bills", records.bills, name="all_bills"),
    path("balances", records.balances, name="balances"),
    path("balances/<filing_no:filing_no>", records.movements, name="movements"),
    path("balances/<filing_no:filing_no>/statement", documents.statement, name="statement"),
    path("balances/<filing_no:filing_no>/proof", documents.proof, name="proof"),
    path("orders", orders.orders, name="orders"),
    path("orders/<order_no:no>", orders.order, name="order"),
    path("orders/<order_no:no>/bills", orders.order_bills, name="order_bills"),
    path("orders/<order_no:no>/pay", paying.choose, name="choose"),
    path("orders/<order_no:no>/payment", paying.payment, name="payment"),
    path("orders/<order_no:no>/look", paying.look, name="look"),
    path("orders/<order_no:no>/choose-again", paying.choose_again, name="choose_again"),
    path("orders/<order_no:no>/cancel", orders.cancel, name="cancel"),
    path("documents", documents.documents, name="documents"),
    path("documents/<certificate_no:no>", documents.document, name="document"),
    path("documents/<certificate_no:no>.pdf", documents.document_pdf, name="document_pdf"),
    path("documents/<certificate_no:no>.xlsx", documents.statement_xlsx, name="statement_xlsx"),
]
