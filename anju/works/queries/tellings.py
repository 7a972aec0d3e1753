"""What owners are still to be told."""

from anju.works.models import Telling


def tellings_to_do() -> list[int]:
    """Those with owners who have not been told yet, oldest first."""
    waiting = Telling.objects.filter(done_at__isnull=True).order_by("id")
    return list(waiting.values_list("pk", flat=True))
