"""How a payment is opened and what became of it: the same for bills of a lease and for the maintenance fund."""

from dataclasses import dataclass
from typing import Any

import segno
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from anju.payments import queries as payments
from anju.payments.rules import Opening


def qr_svg(text: str) -> SafeString:
    """The code as an inline drawing, with the quiet zone that scanners need."""
    drawing = segno.make(text, error="m").svg_inline(
        border=4, omitsize=True, svgclass="qr-code", lineclass=None
    )
    return mark_safe(drawing)  # noqa: S308 - drawn here; the text is in it only as squares


def pay_link(payment: Any, back: str) -> str:
    """Where this device can pay: the provider's page, which leads back here, or what the code says if it is a link."""
    if payment.opening == Opening.APP:
        return payments.pay_page_of(payment, f"{settings.PUBLIC_URL}{back}")
    is_link = payment.qr_code.startswith(("https://", "http://"))
    return payment.qr_code if is_link else ""


@dataclass(frozen=True)
class ResultShown:
    """What became of a payment, in its payer's words. `tone`: good, kept, bad or quiet.

    One that `is_done` leads to what was paid, any other to paying anew.
    """

    tone: str
    title: str
    sentences: list[str]
    is_done: bool = False
