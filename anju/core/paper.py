"""What papers that anyone can check have in common: their facts as one text, days as words, the code to a page."""

import base64
import hashlib
import hmac
import io
import json
from calendar import month_name
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import segno

from anju.core.clock import BEIJING
from anju.core.refusals import ensure


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


def in_beijing(moment: datetime) -> str:
    """A moment as facts keep it."""
    return moment.astimezone(BEIJING).isoformat(timespec="seconds")


# A record that keeps a paper for good has the columns facts, facts_digest, pdf and pdf_digest.


def columns_of(text: str, lay_out: Callable[[str, str], bytes]) -> dict[str, Any]:
    """What is kept of a paper: its facts as one text, its bytes, and the SHA-256 of both; the first stands on it."""
    facts_digest = hashlib.sha256(text.encode())
    pdf = lay_out(text, facts_digest.hexdigest())
    return {
        "facts": text,
        "facts_digest": facts_digest.digest(),
        "pdf": base64.b64encode(pdf).decode(),
        "pdf_digest": hashlib.sha256(pdf).digest(),
    }


def facts_kept(record: Any) -> dict[str, Any]:
    """What a paper states. Broken when that is no longer what was issued."""
    digest = hashlib.sha256(record.facts.encode()).digest()
    ensure(digest == bytes(record.facts_digest), f"facts of {record!r} were exchanged")
    facts: dict[str, Any] = json.loads(record.facts)
    return facts


def pdf_kept(record: Any) -> bytes:
    """The paper as it was issued, byte by byte. Broken when it no longer is."""
    pdf = base64.b64decode(record.pdf)
    digest = hashlib.sha256(pdf).digest()
    ensure(digest == bytes(record.pdf_digest), f"the paper of {record!r} was exchanged")
    return pdf


def is_kept(record: Any, digest: bytes) -> bool:
    """Whether a file with this SHA-256 is the paper that was issued: one changed byte and it is not."""
    return hmac.compare_digest(bytes(record.pdf_digest), digest)
