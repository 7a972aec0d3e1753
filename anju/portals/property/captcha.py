"""验证码: a sum, drawn and in words, so that whoever cannot see it hears it; no outside service is asked. (PRP-03)

It only keeps off programs that do not look: what keeps passwords safe are the limits and locks behind it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.utils.crypto import constant_time_compare

from anju.core.crypto import digest
from anju.core.refusals import Refused
from anju.portals.property.rules import Refusal
from anju.portals.property.tickets import facts_of, ticket_of

PURPOSE = "captcha"
NUMERALS = "零一二三四五六七八九"
WIDTH_OF_ONE = 34


@dataclass(frozen=True)
class Glyph:
    """One character of the drawing, where it stands and how it leans."""

    text: str
    x: int
    y: int
    lean: int


@dataclass(frozen=True)
class Captcha:
    """`words` for those who listen, `glyphs` for those who look; the browser brings the ticket back."""

    words: str
    glyphs: list[Glyph]
    ticket: str

    @property
    def width(self) -> int:
        return WIDTH_OF_ONE * len(self.glyphs) + 20


def drawn() -> Captcha:
    """Two figures to be added, or the smaller taken from the larger."""
    one, other = sorted((1 + secrets.randbelow(9), 1 + secrets.randbelow(9)), reverse=True)
    is_sum = bool(secrets.randbelow(2))
    result = one + other if is_sum else one - other
    words = f"{NUMERALS[one]}{'加' if is_sum else '减'}{NUMERALS[other]}等于几？"
    signs = (str(one), "+" if is_sum else "−", str(other), "=", "?")
    salt = secrets.token_hex(8)
    return Captcha(
        words,
        [
            Glyph(
                text,
                20 + place * WIDTH_OF_ONE,
                32 + secrets.randbelow(7),
                secrets.randbelow(31) - 15,
            )
            for place, text in enumerate(signs)
        ],
        ticket_of(PURPOSE, salt, sealed(salt, str(result))),
    )


def sealed(salt: str, result: str) -> str:
    """The ticket can be read by everybody: the result stands in it as a keyed digest only."""
    return digest(f"captcha:{salt}:{result}").hex()


def check(ticket: str, typed: str) -> None:
    """Refused for a wrong result; a ticket is good for one answer."""
    facts = facts_of(PURPOSE, ticket)
    if facts is None or not constant_time_compare(facts[1], sealed(facts[0], typed.strip())):
        raise Refused(Refusal.CAPTCHA_WRONG)
