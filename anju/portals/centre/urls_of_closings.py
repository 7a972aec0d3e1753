"""The addresses of 日终结账 and 记账凭证."""

from django.urls import path

from anju.portals.centre import converters  # noqa: F401 - registers `day` and `id`
from anju.portals.centre.views import closings, manual_entries

urlpatterns = [
    path("closings", closings.closings, name="closings"),
    path("closings/<slug:bank>/<day:day>", closings.closing, name="closing"),
    path("closings/<slug:bank>/<day:day>.pdf", closings.report, name="closing_pdf"),
    path("closings/<slug:bank>/<day:day>/ask", closings.ask, name="ask_for_statement"),
    path("closings/<slug:bank>/<day:day>/close", closings.close, name="close_day"),
    path("differences/<id:difference_id>/explain", closings.explain, name="explain_difference"),
    path("differences/<id:difference_id>/transit", closings.transit, name="difference_in_transit"),
    path("differences/<id:difference_id>/admit", closings.admit, name="admit_difference"),
    path(
        "differences/<id:difference_id>/entry",
        manual_entries.for_difference,
        name="settle_difference",
    ),
    path("differences/<id:difference_id>/deny", manual_entries.deny, name="deny_difference"),
    path(
        "differences/<id:difference_id>/files/<id:paper_id>",
        closings.document,
        name="difference_document",
    ),
    path("manual-entries", manual_entries.entries, name="manual_entries"),
    path("manual-entries/new", manual_entries.make, name="make_entry"),
    path("manual-entries/<id:manual_id>", manual_entries.entry, name="manual_entry"),
    path("manual-entries/<id:manual_id>/approve", manual_entries.approve, name="approve_entry"),
    path("manual-entries/<id:manual_id>/reject", manual_entries.reject, name="reject_entry"),
    path("manual-entries/<id:manual_id>/withdraw", manual_entries.withdraw, name="withdraw_entry"),
    path(
        "manual-entries/<id:manual_id>/reverse", manual_entries.reverse_entry, name="reverse_entry"
    ),
    path(
        "manual-entries/<id:manual_id>/files/<id:evidence_id>",
        manual_entries.document,
        name="entry_document",
    ),
]
