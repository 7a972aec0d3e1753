"""Numbers of deposits (业务流水号). (rule B11.6)"""

import re
import secrets
from datetime import datetime

from anju.core.clock import BEIJING
from anju.core.numbers import has_luhn, luhn_digit

SERIAL_DIGITS = 8


def deposit_no(district: str, now: datetime) -> str:
    """WX, yyyyMMdd in Beijing, the department's 2 digits (its district's last), 8 drawn digits, a Luhn digit.

    The 8 are drawn: who has one number cannot tell another. (QCK-03)
    """
    drawn = f"{secrets.randbelow(10**SERIAL_DIGITS):0{SERIAL_DIGITS}}"
    digits = f"{now.astimezone(BEIJING):%Y%m%d}{district[-2:]}{drawn}"
    return f"WX{digits}{luhn_digit(digits)}"


def read_deposit_no(text: str) -> str:
    """A deposit's number as somebody typed it, or "" when it is none."""
    no = re.sub(r"[\s-]", "", text).upper()
    return no if re.fullmatch(r"WX\d{19}", no, re.ASCII) and has_luhn(no[2:]) else ""
