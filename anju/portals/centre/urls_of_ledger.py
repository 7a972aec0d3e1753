"""The ledger on the screen: pots, what moved, what moved it. (LED-04, LED-05)"""

from django.urls import path

from anju.portals.centre.views import ledger

urlpatterns = [
    path("ledger/pots/<path:code>", ledger.pot, name="pot"),
    path("ledger/transfers/<id:transfer_id>", ledger.transfer, name="transfer"),
]
