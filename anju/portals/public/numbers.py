"""Which page a number belongs to, however it was typed: its first letters tell. (rule D6)"""

import re

from django.urls import reverse
from django.utils.http import urlencode

from anju.agencies.rules import CARD_PREFIX
from anju.certificates.rules import PREFIXES
from anju.core.identity_numbers import check_uscc
from anju.core.numbers import read_certificate_no
from anju.core.refusals import Refused
from anju.core.search import SHORTEST_WORD

PAGES = {
    "HY": "public:home_found",
    "ZL": "public:contract",
    "BA": "public:filing",
    CARD_PREFIX: "public:work_card",
    **dict.fromkeys(PREFIXES.values(), "public:certificate"),
}
"""By the letters with which a number begins: the page that checks it, and says what is wrong with it."""


def address_for(text: str) -> str:
    """Where to look a number or a name up; "" when there is nothing to look for in it."""
    typed = text.strip()
    no = re.sub(r"[\s-]", "", typed).upper()
    if re.fullmatch(r"[A-Z]{2}[0-9A-Z]{6,30}", no, re.ASCII) and no[:2] in PAGES:
        return reverse(PAGES[no[:2]], args=[read_certificate_no(no) or no])
    if re.fullmatch(r"\d{8}-\d{10}", typed, re.ASCII):
        return f"{reverse('public:receipts')}?{urlencode({'no': typed})}"
    if re.fullmatch(r"JG\d{6,18}", no, re.ASCII):
        return reverse("public:institution", args=[no])
    if is_uscc(no):
        return f"{reverse('public:institutions')}?{urlencode({'uscc': no})}"
    if len(typed) >= SHORTEST_WORD and not re.fullmatch(r"[\dA-Z]+", no, re.ASCII):
        return f"{reverse('public:institutions')}?{urlencode({'text': typed})}"
    return ""


def is_uscc(text: str) -> bool:
    try:
        check_uscc(text)
    except Refused:
        return False
    return True
