"""【我要开票】 and 【查询/下载】, for who has signed in and who has not."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from anju.fund import actions, queries
from anju.portals.owner.shown_receipts import is_for
from anju.receipts import queries as receipts
from anju.receipts.rules import ON_PLATFORM
from anju.web.downloads import pdf
from anju.web.forms import Form


def ask_for_receipt(request: HttpRequest, deposit: Any) -> Form:
    """The form says whether it was refused: a paper receipt exists, or the deposit is not paid."""
    form = Form({})
    if form.is_valid():
        form.attempt(actions.request_receipt, deposit_id=deposit.pk, by=request.actor)
    return form


def file_of(request: HttpRequest, deposit: Any) -> HttpResponse:
    receipt = queries.receipt_of(deposit)
    is_there = receipt is not None and is_for(request.actor, deposit, receipt)
    if receipt is None or not is_there or receipt.status not in ON_PLATFORM:
        raise Http404
    return pdf(bytes(receipts.file_of(receipt).content), f"{receipt.code}-{receipt.number}.pdf")
