"""A file of filed leases, XLSX or JSON, as rows: one lease each, readable or with what is wrong with it."""

import json
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from typing import Any

from anju.contracts.reading.leases import LABELS, banks_by_name, read_lease, to_filing_no
from anju.contracts.reading.sheets import Stated, lease_rows
from anju.contracts.rules import MOST_LEASES_IN_FILE, Refusal
from anju.contracts.terms import LeaseTerms
from anju.core.fields import FieldError
from anju.core.files import Kind
from anju.core.refusals import Refused

UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"{\x00", b"[\x00", b"\x00{", b"\x00[")


@dataclass(frozen=True)
class Row:
    """One lease of a file: where it stands, and its terms or what is wrong."""

    number: int
    place: str
    filing_no: str
    terms: LeaseTerms | None = None
    errors: list[FieldError] = field(default_factory=list)


def check_encoding(name: str, content: bytes) -> None:
    """Text that is JSON but not in UTF-8 is told so, before anything says that it is damaged."""
    looks_like_json = content.lstrip()[:1] in (b"{", b"[") or content.startswith(UTF_16)
    if not looks_like_json or content.startswith(b"PK"):
        return
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(Refusal.WRONG_ENCODING, name=name) from None
    if b"\x00" in content:
        raise Refused(Refusal.WRONG_ENCODING, name=name)


def stated_in(name: str, kind: str, content: bytes) -> list[Stated]:
    """Every lease of a checked file as stated. Refused when it is not laid out as it must be, or holds none."""
    if kind == Kind.XLSX:
        stated = lease_rows(name, content)
    else:
        stated = [
            (f"第{number}条", lease, None, [], [])
            for number, lease in enumerate(_leases_in_json(name, content), 1)
        ]
    if not stated:
        raise Refused(Refusal.NO_LEASE_IN_FILE, name=name)
    if len(stated) > MOST_LEASES_IN_FILE:
        raise Refused(
            Refusal.TOO_MANY_LEASES, name=name, count=len(stated), limit=MOST_LEASES_IN_FILE
        )
    return stated


def rows_of(name: str, kind: str, content: bytes, done: Container[int] = ()) -> Iterator[Row]:
    """Read every lease of a file, except those of these numbers."""
    banks = banks_by_name()
    for number, stated in enumerate(stated_in(name, kind, content), 1):
        if number not in done:
            yield _row(number, stated, banks)


def _row(number: int, stated: Stated, banks: dict[str, str]) -> Row:
    place, lease, wrong, tenant_places, instalment_places = stated
    filing_no = _filing_no_of(lease)
    if wrong is not None:
        label = LABELS["filing_no"]
        error = FieldError("filing_no", label, str(wrong.code.value), wrong.message)
        return Row(number, place, filing_no, errors=[error])
    read = read_lease(lease, banks, tenant_places, instalment_places)
    if isinstance(read, LeaseTerms):
        return Row(number, place, read.filing_no, terms=read)
    return Row(number, place, filing_no, errors=read)


def _leases_in_json(name: str, content: bytes) -> list[Any]:
    """A list of leases, or an object with the list under «leases». Numbers stay the text they were."""
    stated = json.loads(
        content.decode("utf-8-sig"), parse_float=str, parse_int=str, parse_constant=str
    )
    if isinstance(stated, dict) and "leases" in stated:
        stated = stated["leases"]
    if not isinstance(stated, list):
        raise Refused(Refusal.NOT_LEASES, name=name)
    return stated


def _filing_no_of(stated: Any) -> str:
    """What a lease calls itself, to be shown beside its errors."""
    text = stated.get("filing_no") if isinstance(stated, dict) else None
    if not isinstance(text, str) or not text.isprintable():
        return ""
    return to_filing_no(text[:32])
