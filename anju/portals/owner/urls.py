from django.urls import path

from anju.portals.owner import converters  # noqa: F401 - registers what stands in the addresses
from anju.portals.owner.views import (
    adding,
    buildings,
    finding,
    home,
    homes,
    paying,
    proofs,
    quick,
    receipts,
    records,
    refunds,
)

app_name = "owner"

urlpatterns = [
    path("", home.home, name="home"),
    path("homes", homes.homes, name="homes"),
    path("homes/<dwelling_id:dwelling_id>", homes.one, name="one_home"),
    path("homes/<dwelling_id:dwelling_id>/movements", homes.movements, name="movements"),
    path("homes/<dwelling_id:dwelling_id>/interest", homes.interest, name="interest"),
    path("homes/<dwelling_id:dwelling_id>/proof", proofs.proof, name="proof"),
    path("proofs/<certificate_no:no>.pdf", proofs.proof_file, name="proof_file"),
    path("movements/<movement_key:key>", homes.movement, name="movement"),
    path("pay", paying.pay, name="pay"),
    path("homes/<dwelling_id:dwelling_id>/pay", paying.due, name="due"),
    path("homes/<dwelling_id:dwelling_id>/voluntary", paying.voluntary, name="voluntary"),
    path("deposits/<deposit_no:no>", paying.deposit, name="deposit"),
    path("deposits/<deposit_no:no>/payment", paying.payment, name="payment"),
    path("deposits/<deposit_no:no>/paid", paying.paid, name="paid"),
    path("deposits/<deposit_no:no>/withdraw", paying.withdraw, name="withdraw"),
    path("deposits/<deposit_no:no>/receipt", receipts.receipt, name="receipt"),
    path("deposits/<deposit_no:no>/receipt.pdf", receipts.receipt_file, name="receipt_file"),
    path("find", finding.find, name="find"),
    path("add", adding.add, name="add"),
    path("additions", adding.additions, name="additions"),
    path("additions/<addition_no:no>", adding.addition, name="addition"),
    path(
        "additions/documents/<document_id:document_id>",
        adding.document,
        name="addition_document",
    ),
    path("records", records.records, name="records"),
    path("records.xlsx", records.records_file, name="records_file"),
    path("business", records.business, name="business"),
    path("refunds/<refund_no:no>", refunds.refund, name="refund"),
    path("buildings", buildings.buildings, name="buildings"),
    path("buildings/<building_id:building_id>", buildings.building, name="building"),
    path("quick", quick.quick, name="quick"),
    path("quick/<deposit_no:no>", quick.deposit, name="quick_deposit"),
    path("quick/<deposit_no:no>/payment", quick.payment, name="quick_payment"),
    path("quick/<deposit_no:no>/paid", quick.paid, name="quick_paid"),
    path("quick/<deposit_no:no>/receipt", quick.receipt, name="quick_receipt"),
    path("quick/<deposit_no:no>/receipt.pdf", quick.receipt_file, name="quick_receipt_file"),
]
