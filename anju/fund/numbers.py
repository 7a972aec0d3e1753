"""Numbers of deposits (业务流水号) and of what else is asked for. (rule B11.6)"""

import re
import secrets
from datetime import datetime

from anju.core.clock import BEIJING
from anju.core.numbers import has_luhn, luhn_digit, next_of

SERIAL_DIGITS = 8


def deposit_no(district: str, now: datetime) -> str:
    """WX, yyyyMMdd in Beijing, the department's 2 digits (its district's last), 8 drawn digits, a Luhn digit.

    The 8 are drawn: who has one number cannot tell another. (QCK-03)
    """
    drawn = f"{secrets.randbelow(10**SERIAL_DIGITS):0{SERIAL_DIGITS}}"
    return _numbered("WX", district, now, drawn)


def addition_no(district: str, now: datetime) -> str:
    """ZC (造册), and what a deposit's has, from a sequence."""
    return _numbered("ZC", district, now, f"{next_of('fund_no') % 10**SERIAL_DIGITS:08}")


def refund_no(district: str, now: datetime) -> str:
    """TK (退款), as an addition's."""
    return _numbered("TK", district, now, f"{next_of('fund_no') % 10**SERIAL_DIGITS:08}")


def _numbered(prefix: str, district: str, now: datetime, serial: str) -> str:
    digits = f"{now.astimezone(BEIJING):%Y%m%d}{district[-2:]}{serial}"
    return f"{prefix}{digits}{luhn_digit(digits)}"


def read_deposit_no(text: str) -> str:
    """A deposit's number as somebody typed it, or "" when it is none."""
    no = re.sub(r"[\s-]", "", text).upper()
    return no if re.fullmatch(r"WX\d{19}", no, re.ASCII) and has_luhn(no[2:]) else ""
