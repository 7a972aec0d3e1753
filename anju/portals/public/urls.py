from django.urls import path

from anju.portals.public.listings import LISTINGS
from anju.portals.public.views import (
    cards,
    contracts,
    figures,
    homes,
    institutions,
    lists,
    objections,
    papers,
    receipts,
    sheets,
    spending,
    start,
)

app_name = "public"
urlpatterns = [
    path("", start.home, name="home"),
    path("find", start.find, name="find"),
    path("verify", papers.verify, name="verify"),
    path("verify/<str:no>", papers.certificate, name="certificate"),
    path("homes", homes.homes, name="homes"),
    path("homes/<str:no>", homes.found, name="home_found"),
    path("homes/<str:no>/<str:code>", homes.found, name="notice"),
    path("contracts", contracts.contracts, name="contracts"),
    path("contracts/<str:no>", contracts.contract, name="contract"),
    path("filings", contracts.filed, name="filings"),
    path("filings/<str:no>", contracts.filing, name="filing"),
    path("filings/<str:no>/<str:code>", contracts.filing, name="certificate_of_filing"),
    path("receipts", receipts.receipts, name="receipts"),
    path("receipts/file", receipts.by_file, name="receipt_by_file"),
    path("receipts/<str:no>/<str:code>", receipts.receipt, name="receipt"),
    path("work-cards", cards.cards, name="work_cards"),
    path("work-cards/<str:no>", cards.card, name="work_card"),
    path("sheets", sheets.sheets, name="sheets"),
    path("sheets/<str:code>", sheets.sheet, name="sheet"),
    path("spending", spending.spending, name="spending"),
    *(path(of, lists.listing, {"of": of}, name=of) for of in LISTINGS),
    *(
        path(f"{of}.{kind}", lists.download, {"of": of, "kind": kind}, name=f"{of}_{kind}")
        for of in LISTINGS
        for kind in ("csv", "xlsx")
    ),
    path("institutions/<str:filing_no>", institutions.institution, name="institution"),
    path("rules/<str:code>", lists.rule, name="rule"),
    path("figures", figures.figures, name="figures"),
    path("figures.csv", figures.download, {"kind": "csv"}, name="figures_csv"),
    path("figures.xlsx", figures.download, {"kind": "xlsx"}, name="figures_xlsx"),
    path("objection/<str:token>", objections.objection, name="objection"),
    path("ledger", start.ledger, name="ledger"),
    path("ledger.json", start.ledger_json, name="ledger_json"),
]
