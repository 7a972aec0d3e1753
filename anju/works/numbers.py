"""Numbers of orders and of what belongs to them. (rule D6)"""

import secrets
from datetime import datetime

from anju.core.clock import BEIJING
from anju.core.numbers import DRAWN, DRAWN_FROM, luhn_digit, next_of


def order_no(district: str, now: datetime) -> str:
    """RW (任务单), the district, the year, 8 of a sequence, a Luhn digit."""
    digits = f"{district}{now.astimezone(BEIJING):%Y}{next_of('works_no') % 10**8:08}"
    return f"RW{digits}{luhn_digit(digits)}"


def payment_no(now: datetime) -> str:
    """BF (拨付), yyyyMMdd in Beijing, 8 of a sequence, a Luhn digit."""
    return _numbered("BF", now)


def settlement_no(now: datetime) -> str:
    """JS (决算), as a payment's."""
    return _numbered("JS", now)


def sheet_no(now: datetime) -> str:
    """BD (表单), as a payment's."""
    return _numbered("BD", now)


def flow_no(now: datetime) -> str:
    """LS (流水), as a payment's."""
    return _numbered("LS", now)


def sheet_code() -> str:
    """Drawn: who has one sheet cannot tell another. (BEY-02)"""
    return "".join(secrets.choice(DRAWN_FROM) for _ in range(DRAWN))


def _numbered(prefix: str, now: datetime) -> str:
    digits = f"{now.astimezone(BEIJING):%Y%m%d}{next_of('works_no') % 10**8:08}"
    return f"{prefix}{digits}{luhn_digit(digits)}"
