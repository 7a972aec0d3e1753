"""Numbers of applications and of filed contracts: read out by people, checkable by themselves. (rule D6)"""

import re
from datetime import datetime

from anju.contracts import queries as contracts
from anju.core.clock import BEIJING
from anju.core.numbers import filing_no, has_mod_97, next_of, with_mod_97


def application_no(now: datetime) -> str:
    """备案申请编号: SQ, yyyyMMdd in Beijing, 6 of a sequence, 2 check digits; 18 characters."""
    serial = next_of("filings_application_no") % 10**6
    return "SQ" + with_mod_97(f"{now.astimezone(BEIJING):%Y%m%d}{serial:06}")


def read_application_no(text: str) -> str:
    """An application's number as somebody typed it, or "" when it is none."""
    no = re.sub(r"[\s-]", "", text).upper()
    return no if re.fullmatch(r"SQ\d{16}", no, re.ASCII) and has_mod_97(no[2:]) else ""


def new_filing_no(district: str, year: int) -> str:
    """合同备案编号. Numbers that leases filed elsewhere already have are passed over."""
    while True:
        no = filing_no(district, year, next_of("filings_filing_no") % 10**8)
        if contracts.lease_by_filing_no(no) is None:
            return no
