"""Numbers of applications and keys. (rule B11.6)"""

from datetime import datetime

from anju.core.clock import BEIJING
from anju.core.numbers import luhn_digit, next_of

SERIAL_DIGITS = 8


def application_no(district: str, now: datetime) -> str:
    """ZW (物业注册), yyyyMMdd in Beijing, the department's 2 digits (its district's last), 8 of a sequence, Luhn."""
    return _dated("ZW", district, now)


def area_application_no(district: str, now: datetime) -> str:
    """GL (关联), and what an application's has."""
    return _dated("GL", district, now)


def unit_change_no(district: str, now: datetime) -> str:
    """BG (变更), and what an application's has."""
    return _dated("BG", district, now)


def key_number(district: str) -> str:
    """WY (物业), the department's 2 digits, 8 of a sequence, a Luhn digit."""
    digits = f"{district[-2:]}{_serial()}"
    return f"WY{digits}{luhn_digit(digits)}"


def _dated(prefix: str, district: str, now: datetime) -> str:
    digits = f"{now.astimezone(BEIJING):%Y%m%d}{district[-2:]}{_serial()}"
    return f"{prefix}{digits}{luhn_digit(digits)}"


def _serial() -> str:
    return f"{next_of('companies_no') % 10**SERIAL_DIGITS:0{SERIAL_DIGITS}}"
