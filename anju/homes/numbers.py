"""Numbers of verifications and of tickets: read out by people, checkable by themselves. (rule D6)"""

import re
import secrets
from datetime import datetime

from anju.core.clock import BEIJING
from anju.core.numbers import DRAWN_FROM, has_luhn, luhn_digit, next_of, with_mod_97

CODE = 8


def verification_no(district: str) -> str:
    """核验码: HY, 6 digits of the district, 10 of a sequence, a Luhn digit; 19 characters."""
    digits = f"{district}{next_of('homes_verification_no') % 10**10:010}"
    return f"HY{digits}{luhn_digit(digits)}"


def read_verification_no(text: str) -> str:
    """A verification's number as somebody typed it, or "" when it is none."""
    no = re.sub(r"[\s-]", "", text).upper()
    return no if re.fullmatch(r"HY\d{17}", no, re.ASCII) and has_luhn(no[2:]) else ""


def notice_code() -> str:
    """What only those know who hold the notice: 40 bits, drawn."""
    return "".join(secrets.choice(DRAWN_FROM) for _ in range(CODE))


def read_notice_code(text: str) -> str:
    code = re.sub(r"[\s-]", "", text).upper().translate(str.maketrans("OIL", "011"))
    return code if re.fullmatch(rf"[{DRAWN_FROM}]{{{CODE}}}", code) else ""


def ticket_no(now: datetime) -> str:
    """问题单号: WT, yyyyMMdd in Beijing, 6 of a sequence, 2 check digits; 18 characters."""
    serial = next_of("homes_ticket_no") % 10**6
    return "WT" + with_mod_97(f"{now.astimezone(BEIJING):%Y%m%d}{serial:06}")
