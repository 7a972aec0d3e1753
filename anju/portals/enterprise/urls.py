from django.urls import path

from anju.portals.enterprise.views import (
    bills,
    cases,
    evidence,
    failed_payouts,
    home,
    leases,
    orders,
    plans,
    refund_uploads,
    returns,
    uploads,
)
from anju.web import converters  # noqa: F401 - registers `filing_no` and `order_no`

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
    path("cases", cases.cases, name="cases"),
    path("cases/register", returns.leases_to_end, name="leases_to_end"),
    path("cases/register/<filing_no:filing_no>", returns.register, name="register"),
    path("cases/<case_id:case_id>", cases.case, name="case"),
    path("cases/<case_id:case_id>/confirm", returns.confirm_return, name="confirm_return"),
    path("cases/<case_id:case_id>/object", returns.object_to_return, name="object_to_return"),
    path("cases/<case_id:case_id>/cancel", returns.cancel_case, name="cancel_case"),
    path("cases/<case_id:case_id>/plan", plans.plan, name="plan"),
    path("cases/<case_id:case_id>/withdraw", returns.withdraw_plan, name="withdraw_plan"),
    path("cases/<case_id:case_id>/versions", plans.versions, name="versions"),
    path("cases/<case_id:case_id>/evidence", evidence.evidence, name="evidence"),
    path("cases/<case_id:case_id>/accept", evidence.accept, name="accept"),
    path("cases/<case_id:case_id>/withdraw-offer", evidence.withdraw_offer, name="withdraw_offer"),
    path("cases/<case_id:case_id>/award", evidence.award, name="award"),
    path("attachments/<attachment_id:attachment_id>", cases.attachment, name="attachment"),
    path("plans", plans.plans, name="plans"),
    path("failed-payouts", failed_payouts.failed_payouts, name="failed_payouts"),
    path("failed-payouts/<portion_id:portion_id>", failed_payouts.payee, name="payee"),
    path(
        "failed-payouts/<portion_id:portion_id>/again", failed_payouts.pay_again, name="pay_again"
    ),
    path("refund-uploads", refund_uploads.refund_uploads, name="refund_uploads"),
    path("refund-uploads.xlsx", refund_uploads.refund_template, name="refund_template"),
    path(
        "refund-uploads/<refund_upload_id:upload_id>",
        refund_uploads.refund_upload,
        name="refund_upload",
    ),
    path(
        "refund-uploads/<refund_upload_id:upload_id>/result.xlsx",
        refund_uploads.refund_result,
        name="refund_result",
    ),
    path(
        "refund-uploads/<refund_upload_id:upload_id>/confirm",
        refund_uploads.confirm_refund_upload,
        name="confirm_refund_upload",
    ),
    path(
        "refund-uploads/<refund_upload_id:upload_id>/check-again",
        refund_uploads.check_refunds_again,
        name="check_refunds_again",
    ),
]
