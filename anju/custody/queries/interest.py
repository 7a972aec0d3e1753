"""Which interest holds from when."""

from anju.custody.interest import Rate
from anju.custody.models import InterestRate


def rates() -> list[Rate]:
    """The table of rates, oldest first."""
    rows = InterestRate.objects.order_by("from_on").values_list("from_on", "rate_ppm")
    return [Rate(*row) for row in rows]
