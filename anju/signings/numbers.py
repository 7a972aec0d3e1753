"""Numbers of contracts: read out by people, with nothing personal inside. (rule D6)"""

import re
from datetime import datetime

from anju.core.clock import BEIJING
from anju.core.numbers import next_of


def contract_no(district: str, now: datetime) -> str:
    """网签合同编号: ZL, 6 digits of the district, yyyyMMdd in Beijing, 6 of a sequence; 22 characters."""
    serial = next_of("signings_contract_no") % 10**6
    return f"ZL{district}{now.astimezone(BEIJING):%Y%m%d}{serial:06}"


def read_contract_no(text: str) -> str:
    """A contract's number as somebody typed it, or "" when it is none."""
    no = re.sub(r"[\s-]", "", text).upper()
    return no if re.fullmatch(r"ZL\d{20}", no, re.ASCII) else ""
