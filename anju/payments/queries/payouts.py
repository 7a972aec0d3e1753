"""Payouts and their batches: what their owners, the clock and the fund centre ask."""

from django.db.models import QuerySet

from anju.payments.models import Payout
from anju.payments.rules import PAYOUT_ENDS


def payouts_to_heed(purpose: str, limit: int) -> list[int]:
    """Ids of payouts of this purpose that have ended, or come back, without their owner having taken note of it."""
    ended = Payout.objects.filter(purpose=purpose, heeded=False, status__in=PAYOUT_ENDS)
    return list(ended.order_by("pk").values_list("pk", flat=True)[:limit])


def payout(no: str) -> Payout | None:
    return Payout.objects.filter(no=no).select_related("bank_account", "batch").first()


def payouts_of(cause: str) -> QuerySet[Payout]:
    """What has been paid, or is to be, for one cause, oldest first."""
    return Payout.objects.filter(cause=cause).select_related("batch").order_by("pk")
