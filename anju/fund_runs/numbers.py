"""Numbers of runs."""

from datetime import datetime

from anju.core.clock import BEIJING
from anju.core.numbers import luhn_digit, next_of
from anju.fund_runs.rules import PREFIXES, Kind


def run_no(kind: Kind, now: datetime) -> str:
    """JX (结息) or GG (公共收益), yyyyMMdd in Beijing, 8 of a sequence, a Luhn digit."""
    digits = f"{now.astimezone(BEIJING):%Y%m%d}{next_of('fund_runs_no') % 10**8:08}"
    return f"{PREFIXES[kind]}{digits}{luhn_digit(digits)}"
