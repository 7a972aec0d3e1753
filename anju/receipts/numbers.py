"""Numbers of receipts: ours, by which the platform knows a request again, and theirs as people type them."""

import re
from datetime import datetime

from anju.core.clock import BEIJING
from anju.core.numbers import next_of, with_mod_97


def receipt_no(now: datetime) -> str:
    """PJ, yyyyMMdd in Beijing, 8 of a sequence, 2 check digits; 20 characters."""
    serial = next_of("receipts_receipt_no") % 10**8
    return "PJ" + with_mod_97(f"{now.astimezone(BEIJING):%Y%m%d}{serial:08}")


def read_fiscal_no(text: str) -> str:
    """票据代码 and 票据号码 as one, `11030126-0000000001`, or "" when it is none. (rule B11.3)"""
    digits = re.sub(r"[\s-]", "", text)
    is_one = re.fullmatch(r"11\d{16}", digits, re.ASCII)
    return f"{digits[:8]}-{digits[8:]}" if is_one else ""


def read_check_code(text: str) -> str:
    """校验码: six characters; capitals count."""
    code = re.sub(r"\s", "", text)
    return code if re.fullmatch(r"[0-9A-Za-z]{6}", code, re.ASCII) else ""
