"""Money is a whole number of fen; on the wire it is text with at most two decimals."""

import re

from sandbox.declined import unreadable

AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")


def fen_of(text: object) -> int:
    """The fen of an amount such as "12000.00"; anything else, and zero, is declined."""
    if not isinstance(text, str) or not AMOUNT.fullmatch(text):
        raise unreadable(f"金额无法识别：{text}")
    whole, _, part = text.partition(".")
    fen = int(whole) * 100 + int(part.ljust(2, "0") or "0")
    if fen == 0:
        raise unreadable("金额必须大于零。")
    return fen


def plain(fen: int) -> str:
    """ "-1234.50": the way Alipay and the banks write amounts."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"
