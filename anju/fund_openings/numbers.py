"""Numbers of openings."""

from datetime import datetime

from anju.core.clock import BEIJING
from anju.core.numbers import luhn_digit, next_of


def opening_no(now: datetime) -> str:
    """QC (期初), yyyyMMdd in Beijing, 8 of a sequence, a Luhn digit."""
    digits = f"{now.astimezone(BEIJING):%Y%m%d}{next_of('fund_openings_no') % 10**8:08}"
    return f"QC{digits}{luhn_digit(digits)}"
