"""Numbers that people read out: never used twice, checkable by themselves, nothing personal inside.

They come from sequences of the database, so gaps are normal; a certificate's is drawn, so that nobody
can guess it. No official formats were published for them (rules D6).
"""

import re
import secrets
from datetime import datetime

from django.db import connection

from anju.core.clock import BEIJING
from anju.core.refusals import ensure

COLLECTION_CODE_DIGITS = 18
DRAWN_FROM = (
    "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O, U: they look or sound like others
)
DRAWN = 12


def order_no(now: datetime) -> str:
    """An order: yyyyMMddHHmmss in Beijing, 6 digits of a sequence, 2 check digits; 22 digits."""
    return with_mod_97(
        f"{now.astimezone(BEIJING):%Y%m%d%H%M%S}{next_of('core_order_no') % 10**6:06}"
    )


def payment_no(now: datetime) -> str:
    """One attempt to pay: yyyyMMdd in Beijing, 10 of a sequence, 2 check digits; 20 digits."""
    return with_mod_97(f"{now.astimezone(BEIJING):%Y%m%d}{next_of('core_payment_no') % 10**10:010}")


def refund_no(now: datetime) -> str:
    """Money going back or out: `R` and 20 digits made as those of a payment."""
    return "R" + with_mod_97(
        f"{now.astimezone(BEIJING):%Y%m%d}{next_of('core_refund_no') % 10**10:010}"
    )


def batch_no(now: datetime) -> str:
    """Payouts given to a bank together: `B` and 20 digits, of the same sequence as theirs."""
    return f"B{refund_no(now)[1:]}"


def collection_code(prefix: str) -> str:
    """收款识别码: the bank's prefix (2 to 8 digits), a sequence, and a Luhn digit; 18 digits."""
    ensure(re.fullmatch(r"\d{2,8}", prefix, re.ASCII) is not None, f"prefix {prefix!r}")
    serial = str(next_of("core_collection_code")).zfill(COLLECTION_CODE_DIGITS - 1 - len(prefix))
    ensure(len(prefix + serial) == COLLECTION_CODE_DIGITS - 1, "collection codes are used up")
    return prefix + serial + luhn_digit(prefix + serial)


def certificate_no(prefix: str, now: datetime) -> str:
    """A paper anyone can check: two letters, yyyyMMdd in Beijing, 12 drawn characters (60 bits), 2 check digits."""
    drawn = "".join(secrets.choice(DRAWN_FROM) for _ in range(DRAWN))
    body = f"{prefix}{now.astimezone(BEIJING):%Y%m%d}{drawn}"
    return body + with_mod_97(digits_of(body))[-2:]


def read_certificate_no(text: str) -> str:
    """A certificate's number as somebody typed it: grouped, in small letters, O for 0; "" when it is none."""
    no = re.sub(r"[\s-]", "", text).upper().translate(str.maketrans("OILU", "011V"))
    is_one = re.fullmatch(rf"[{DRAWN_FROM}]{{2}}\d{{8}}[{DRAWN_FROM}]{{{DRAWN}}}\d\d", no, re.ASCII)
    return no if is_one and has_mod_97(digits_of(no)) else ""


def digits_of(text: str) -> str:
    """Letters as ISO 7064 and IBANs take them: A is 10, Z is 35."""
    return "".join(str(int(character, 36)) for character in text)


def filing_no(district: str, year: int, serial: int) -> str:
    """合同备案编号 as sample data write it: BA, district, year, 8 digits, Luhn digit."""
    digits = f"{district}{year}{serial:08}"
    return f"BA{digits}{luhn_digit(digits)}"


def institution_no(kind: str, district: str, serial: int) -> str:
    """机构备案号: JG, one digit for the kind, district, 6 digits of a sequence, Luhn digit."""
    digits = f"{kind}{district}{serial % 10**6:06}"
    return f"JG{digits}{luhn_digit(digits)}"


def is_valid_filing_no(text: str) -> bool:
    """Filing numbers are the rental platform's: only their characters and length are known."""
    return re.fullmatch(r"[A-Z0-9-]{8,32}", text, re.ASCII) is not None


def next_of(sequence: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s)", [sequence])
        return int(cursor.fetchone()[0])


def with_mod_97(digits: str) -> str:
    """Append two check digits (ISO 7064, MOD 97-10): they catch any wrong or swapped digit."""
    return f"{digits}{98 - int(digits) * 100 % 97:02}"


def has_mod_97(number: str) -> bool:
    return re.fullmatch(r"\d{3,}", number, re.ASCII) is not None and int(number) % 97 == 1


def luhn_digit(digits: str) -> str:
    """The check digit of ISO/IEC 7812 for the digits before it."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def has_luhn(number: str) -> bool:
    return number[-1:] == luhn_digit(number[:-1])
