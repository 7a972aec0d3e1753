"""Money is a whole number of fen (分, one hundredth of a yuan). No float, here or anywhere else."""

import re

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.refusals import Refused, ensure


class Refusal(TextChoices):
    NOT_AN_AMOUNT = "not_an_amount", _("「{text}」不是金额，请填写元，最多两位小数，例如 4000.00")


def parse_yuan(text: str) -> int:
    """Read an amount in yuan, as people and files write it, into fen.

    Refused when it is not a plain non-negative number with at most two decimals: an amount that
    cannot be read never becomes zero.
    """
    found = re.fullmatch(
        r"(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d{1,2}))?", text.strip(), re.ASCII
    )
    if found is None:
        raise Refused(Refusal.NOT_AN_AMOUNT, text=text)
    return int(found[1].replace(",", "")) * 100 + int((found[2] or "").ljust(2, "0"))


def yuan(fen: int) -> str:
    """An amount as people read it: 1234567 → «12,345.67»."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def plain_yuan(fen: int) -> str:
    """An amount as machines read it: 1234567 → «12345.67»."""
    return yuan(fen).replace(",", "")


def share(total_fen: int, weights: list[int]) -> list[int]:
    """Split a total in proportion to weights; the parts add up exactly (largest remainder)."""
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights must be non-negative and not all zero")
    parts = [total_fen * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total_fen * weights[i] % whole), i))
    for i in by_remainder[: total_fen - sum(parts)]:
        parts[i] += 1
    return parts


DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿")


def in_capitals(fen: int) -> str:
    """An amount as Chinese papers write it out, so that nobody adds a figure: 1230000 → 壹万贰仟叁佰元整.

    By 《正确填写票据和结算凭证的基本规定》. Where it leaves a choice, 零 stands before 角 when the yuan end in 0.
    """
    ensure(0 <= fen < 10**14, f"{fen} fen cannot be written in capitals")
    whole, tenths, hundredths = fen // 100, fen // 10 % 10, fen % 10
    text = _whole_in_capitals(whole) + "元" if whole or fen == 0 else ""
    if fen % 100 == 0:
        return text + "整"
    if whole and (tenths == 0 or whole % 10 == 0):
        text += DIGITS[0]
    text += f"{DIGITS[tenths]}角" if tenths else ""
    return text + (f"{DIGITS[hundredths]}分" if hundredths else "")


def _whole_in_capitals(whole: int) -> str:
    """In groups of four digits; one 零 for any run of zeros, none for those that end a group."""
    text, gap = "", False
    for group in reversed(range(len(GROUPS))):
        four = whole // 10 ** (4 * group) % 10**4
        for place in reversed(range(4)):
            digit = four // 10**place % 10
            if digit:
                text += (DIGITS[0] if gap else "") + DIGITS[digit] + PLACES[place]
            gap = digit == 0 and bool(text)
        if four:
            text, gap = text + GROUPS[group], False
    return text or DIGITS[0]
