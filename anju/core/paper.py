"""What papers that anyone can check have in common: their facts as one text, days as words, the code to a page."""

import io
import json
from calendar import month_name
from datetime import date, datetime
from typing import Any

import segno


def canonical(facts: dict[str, Any]) -> str:
    """The one way to write facts down: keys in order, no blanks (RFC 8785, for what stands in them)."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def day_text(day: str, language: str) -> str:
    """2026-11-20 → 2026年11月20日, or 20 November 2026."""
    there = date.fromisoformat(day)
    if language == "zh-hans":
        return f"{there.year}年{there.month}月{there.day}日"
    return f"{there.day} {month_name[there.month]} {there.year}"


def moment_text(moment: str, language: str) -> str:
    there = datetime.fromisoformat(moment)
    return f"{day_text(moment[:10], language)} {there:%H:%M:%S}"


def grouped(text: str, size: int) -> str:
    return " ".join(text[at : at + size] for at in range(0, len(text), size))


def qr_svg(text: str) -> str:
    drawing = io.BytesIO()
    segno.make(text, error="m").save(drawing, kind="svg", border=4, xmldecl=False, scale=4)
    return drawing.getvalue().decode()
