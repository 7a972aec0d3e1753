"""The ledger on the screen: the trial balance, pots, what moved, what moved it, the chain. (LED-04, LED-05)"""

from django.urls import path

from anju.portals.centre import converters  # noqa: F401 - registers `pot` and `id`
from anju.portals.centre.views import chain, ledger

urlpatterns = [
    path("ledger", ledger.books, name="ledger"),
    path("ledger/pots", ledger.pots, name="pots"),
    path("ledger/pots/<pot:pot>", ledger.pot, name="pot"),
    path("ledger/transfers/<id:transfer_id>", ledger.transfer, name="transfer"),
    path("chain", chain.chain, name="chain"),
    path("chain/verify", chain.verify, name="verify_chain"),
    path("chain/<id:verification_id>", chain.verification, name="verification"),
]
