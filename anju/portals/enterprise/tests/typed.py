"""What is typed into the pages of the end of a lease, and files that may and may not be handed in."""

import io
import zlib
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from anju.refunds.tests.endings import PNG
from anju.tests.pages import Pages

HUGE_PNG = PNG[:16] + (100_000).to_bytes(4, "big") * 2 + PNG[24:]
"""A picture of ten thousand million points in a hundred bytes."""


def pdf_with_script() -> bytes:
    return b"%PDF-1.7\n1 0 obj <</S /#4aavaScript /JS (app.alert(1))>> endobj\n%%EOF"


def pdf_bomb() -> bytes:
    """Some hundred kilobytes that unpack to two hundred megabytes."""
    out, packer = io.BytesIO(), zlib.compressobj(9)
    out.write(b"%PDF-1.7\n1 0 obj <</Filter /FlateDecode>>\nstream\n")
    for _ in range(200):
        out.write(packer.compress(bytes(1024 * 1024)))
    out.write(packer.flush() + b"\nendstream endobj\n%%EOF")
    return out.getvalue()


def jpg_of(size: int) -> bytes:
    head = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffc0000b080001000101011100")
    return head + b"\x00" * (size - len(head) - 2) + b"\xff\xd9"


REFUSED = [
    ("照片.jpg", b"MZ\x90\x00" + bytes(200), "文件「照片.jpg」是可执行程序，不能上传"),
    ("照片.jpg", jpg_of(1024 * 1024 + 1), "文件「照片.jpg」有1.0 MB，不能超过1.0 MB"),
    ("发票.pdf", pdf_with_script(), "文件「发票.pdf」含有脚本或宏，不能上传"),
    ("发票.pdf", pdf_bomb(), "文件「发票.pdf」展开后过大，不能上传"),
    ("图.png", HUGE_PNG, "文件「图.png」展开后过大，不能上传"),
]


def png(name: str = "凭证.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PNG)


def a_deduction(number: int, **typed: Any) -> dict[str, Any]:
    """One row: 1,000.00 yuan of the deposit for damage, unless told otherwise."""
    row = {"kind": "08", "part": "deposit", "amount": "1000.00", "note": "墙面破损"} | typed
    return {f"item-{number}-{name}": value for name, value in row.items()}


def a_plan_typed(*deductions: dict[str, Any], **typed: Any) -> dict[str, Any]:
    """A plan for 4,000.00 of deposit and 24,000.00 of rent, deducting 1,000.00 unless told otherwise."""
    amounts = {
        "version": "1",
        "deposit_held": "400000",
        "rent_held": "2400000",
        "deposit_deducted": "1000.00",
        "deposit_to_tenant": "3000.00",
        "rent_deducted": "0.00",
        "rent_to_tenant": "24000.00",
        "row": [str(number) for number in range(len(deductions))],
        "step": "preview",
    }
    for one in deductions:
        amounts |= one
    return amounts | typed


def hidden_of(pages: Pages) -> dict[str, list[str]]:
    """What the form of a preview sends on."""
    sent: dict[str, list[str]] = {}
    for one in pages.page.all("input"):
        if one.get("type") == "hidden" and one.get("name") != "csrfmiddlewaretoken":
            sent.setdefault(one.get("name"), []).append(one.get("value") or "")
    sent.pop("next", None)
    return sent


def values_of(pages: Pages, name: str) -> list[str]:
    """What stands in the controls of this name."""
    return [one.get("value") or "" for one in pages.page.all("input") if one.get("name") == name]
