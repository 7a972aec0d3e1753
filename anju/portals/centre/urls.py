from django.urls import path

from anju.portals.centre import (
    converters,  # noqa: F401 - registers `day` and `id`
    urls_of_parameters,
)
from anju.portals.centre.urls_of_oversight import urlpatterns as of_oversight
from anju.portals.centre.views import (
    accounts,
    authority_orders,
    desk,
    entries,
    holds,
    imports,
    interests,
    payouts,
    proofs,
    settlements,
)

app_name = "centre"


urlpatterns = [
    path("", desk.home, name="home"),
    path("entries", entries.entries, name="entries"),
    path("entries/<id:entry_id>", entries.entry, name="entry"),
    path("entries/<id:entry_id>/match", entries.match, name="match"),
    path("entries/<id:entry_id>/return", entries.give_back, name="return"),
    path("entries/<id:entry_id>/interest", entries.interest, name="interest"),
    path("entries/<id:entry_id>/brought-back", entries.brought_back, name="brought_back"),
    path("payouts", payouts.payouts, name="payouts"),
    path("payouts/due/<slug:bank>", payouts.choose, name="choose_payouts"),
    path("payouts/due/<slug:bank>/all", payouts.batch_all, name="batch_all"),
    path("payouts/failed", payouts.failed, name="failed_payouts"),
    path("payouts/<id:payout_id>", payouts.payout, name="payout"),
    path("payouts/batches", payouts.batches, name="batches"),
    path("payouts/batches/<id:batch_id>", payouts.batch, name="batch"),
    path("payouts/batches/<id:batch_id>/approve", payouts.approve, name="approve_batch"),
    path("payouts/batches/<id:batch_id>/reject", payouts.reject, name="reject_batch"),
    path("holds", holds.holds, name="holds"),
    path("holds/new", holds.place, name="place_hold"),
    path("holds/<id:hold_id>", holds.hold, name="hold"),
    path("accounts", accounts.accounts, name="accounts"),
    path("accounts/<id:account_id>", accounts.account, name="account"),
    path("accounts/<id:account_id>/approve", accounts.approve, name="approve_account"),
    path("accounts/<id:account_id>/reject", accounts.reject, name="reject_account"),
    path("authority-orders", authority_orders.orders, name="authority_orders"),
    path("authority-orders/new", authority_orders.enter, name="enter_order"),
    path("authority-orders/<id:order_id>", authority_orders.order, name="authority_order"),
    path("authority-orders/<id:order_id>/approve", authority_orders.approve, name="approve_order"),
    path("authority-orders/<id:order_id>/reject", authority_orders.reject, name="reject_order"),
    path(
        "authority-orders/<id:order_id>/files/<id:file_id>",
        authority_orders.document,
        name="order_document",
    ),
    path("interests", interests.interests, name="interests"),
    path("notifications", entries.notifications, name="notifications"),
    path("proofs", proofs.proofs, name="proofs"),
    path("proofs/<slug:bank>/<day:day>.pdf", proofs.proof_pdf, name="proof_pdf"),
    path("settlements", settlements.settlements, name="settlements"),
    path("settlements/<id:settlement_id>", settlements.settlement, name="settlement"),
    path("imports", imports.imports, name="imports"),
    path("imports/template", imports.template, name="import_template"),
    path("imports/<id:import_id>", imports.one_import, name="import"),
    path("imports/<id:import_id>/result", imports.result, name="import_result"),
    *of_oversight,
    *urls_of_parameters.urlpatterns,
]
