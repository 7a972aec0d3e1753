"""Messages of the supervising banks, ISO 20022 (CHN-04): camt.054, camt.053 and pain.002 are read
here, pain.001 is written in `pain_001`.

A message is believed whole or not at all: one amount, date or reference that cannot be read
refuses it. Entries are read as a stream, so that a statement of 100,000 lines never stands in
memory as a tree.
"""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple

from lxml import etree

from anju.clients import reading
from anju.clients.pain_001 import Payout, write_pain_001
from anju.clients.rules import CURRENCY, MESSAGE_BYTES, Refusal
from anju.core import clock
from anju.core.refusals import Refused

__all__ = ["Payout", "write_pain_001"]

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:"
SAFE = {"resolve_entities": False, "no_network": True, "huge_tree": False, "load_dtd": False}
DIRECTIONS = {"CRDT": "credit", "DBIT": "debit"}
LONGEST_CODE = 35
COUNTERPARTIES = {"credit": "Dbtr", "debit": "Cdtr"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement on our account. The counterparty paid a credit and received a debit; what the
    bank did not say is empty.
    """

    bank_ref: str
    direction: str
    amount_fen: int
    booked_at: datetime
    counterparty_name: str
    counterparty_account: str
    collection_code: str
    end_to_end_id: str
    text: str
    transaction_code: str


@dataclass(frozen=True)
class Credits:
    """camt.054: entries as they come, debits among them."""

    message_ref: str
    account: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Statement:
    """camt.053: one account, one Beijing day, as the bank says it: whether it adds up is for its reader to say."""

    statement_ref: str
    account: str
    day: date
    opening_fen: int
    closing_fen: int
    entries: tuple[Entry, ...]
    made_at: datetime | None = None


class TransactionStatus(NamedTuple):
    end_to_end_id: str
    status: str
    reason: str


@dataclass(frozen=True)
class StatusReport:
    """pain.002: what became of our message `message_id`; `group_status` and its reason are empty
    where only single transactions are reported on."""

    report_ref: str
    message_id: str
    group_status: str
    group_reason: str
    transactions: tuple[TransactionStatus, ...]


def read_message(xml: bytes) -> Credits | Statement | StatusReport:
    """Read any message a bank may send. Refused when it is not well-formed, carries a document type
    (entities), is of another kind, or does not add up."""
    if len(xml) > MESSAGE_BYTES or b"<!DOCTYPE" in xml:
        raise _unreadable("XML")
    try:
        return _read(xml)
    except etree.XMLSyntaxError as error:
        raise _unreadable("XML") from error


def _read(xml: bytes) -> Credits | Statement | StatusReport:
    # The encoding is fixed, so that the search for a document type above saw what the parser sees.
    ends = etree.iterparse(
        io.BytesIO(xml), ("end",), tag="{*}Ntry", encoding="utf-8", remove_comments=True, **SAFE
    )
    entries = tuple(_entries(ends))
    kind = etree.QName(ends.root)
    namespace = kind.namespace or ""
    if kind.localname != "Document" or namespace not in READERS:
        raise _unreadable(ends.root.tag)
    return READERS[namespace](_Part(ends.root, namespace), entries)


def _entries(ends: Iterator[tuple[str, etree._Element]]) -> Iterator[Entry]:
    """Each entry as it ends; what has been read is let go."""
    for _, element in ends:
        yield _entry(_Part(element, etree.QName(element).namespace or ""))
        element.clear()


class _Part:
    """An element, asked by path in its own namespace."""

    __slots__ = ("element", "prefix")

    def __init__(self, element: etree._Element, namespace: str) -> None:
        self.element = element
        self.prefix = f"{{{namespace}}}"

    def _path(self, path: str) -> str:
        return self.prefix + path.replace("/", "/" + self.prefix)

    def text(self, path: str) -> str:
        """The text at a path, empty where there is none."""
        return (self.element.findtext(self._path(path)) or "").strip()

    def must(self, path: str) -> str:
        text = self.text(path)
        if not text:
            raise _unreadable(path)
        return text

    def all(self, path: str) -> list["_Part"]:
        return [
            _Part(found, self.prefix[1:-1]) for found in self.element.iterfind(self._path(path))
        ]

    def only(self, path: str) -> "_Part":
        found = self.all(path)
        if len(found) != 1:
            raise _unreadable(path)
        return found[0]

    def account(self, path: str) -> str:
        return self.text(f"{path}/Id/Othr/Id") or self.text(f"{path}/Id/IBAN")

    def amount(self, path: str = "Amt") -> int:
        element = self.only(path).element
        if element.get("Ccy") != CURRENCY:
            raise Refused(Refusal.WRONG_CURRENCY, currency=element.get("Ccy"))
        return reading.amount((element.text or "").strip(), path)

    def direction(self) -> str:
        text = self.text("CdtDbtInd")
        if text not in DIRECTIONS:
            raise _unreadable(f"CdtDbtInd {text}")
        return DIRECTIONS[text]


def _entry(entry: _Part) -> Entry:
    bank_ref = entry.text("AcctSvcrRef") or entry.must("NtryRef")
    if entry.text("Sts/Cd") not in ("", "BOOK"):
        raise _unreadable(f"{bank_ref} Sts {entry.text('Sts/Cd')}")
    direction = entry.direction()
    details = entry.all("NtryDtls/TxDtls")
    if len(details) > 1:
        raise _unreadable(f"{bank_ref} TxDtls")
    amount_fen = entry.amount()
    if amount_fen == 0:
        raise _unreadable(f"{bank_ref} Amt 0")
    detail = details[0] if details else entry
    other = COUNTERPARTIES[direction]
    end_to_end_id = detail.text("Refs/EndToEndId")
    return Entry(
        bank_ref=bank_ref,
        direction=direction,
        amount_fen=amount_fen,
        booked_at=_moment(entry.must("BookgDt/DtTm")),
        counterparty_name=detail.text(f"RltdPties/{other}/Pty/Nm"),
        counterparty_account=detail.account(f"RltdPties/{other}Acct"),
        collection_code=detail.text("RmtInf/Strd/CdtrRefInf/Ref") if direction == "credit" else "",
        end_to_end_id="" if end_to_end_id == "NOTPROVIDED" else end_to_end_id,
        text="".join((part.element.text or "") for part in detail.all("RmtInf/Ustrd")).strip(),
        transaction_code=_transaction_code(entry),
    )


def _transaction_code(entry: _Part) -> str:
    """What kind of movement it is: the standard's domain, family and sub-family, or the bank's own code."""
    levels = ("Domn/Cd", "Domn/Fmly/Cd", "Domn/Fmly/SubFmlyCd")
    standard = "/".join(filter(None, (entry.text(f"BkTxCd/{level}") for level in levels)))
    code = standard or entry.text("BkTxCd/Prtry/Cd")
    if len(code) > LONGEST_CODE:
        raise _unreadable(f"BkTxCd {code}")
    return code


def _credits(whole: _Part, entries: tuple[Entry, ...]) -> Credits:
    report = whole.only("BkToCstmrDbtCdtNtfctn/Ntfctn")
    _check_summary(report, entries)
    return Credits(
        message_ref=whole.must("BkToCstmrDbtCdtNtfctn/GrpHdr/MsgId"),
        account=_account(report),
        entries=entries,
    )


def _statement(whole: _Part, entries: tuple[Entry, ...]) -> Statement:
    report = whole.only("BkToCstmrStmt/Stmt")
    _check_summary(report, entries)
    opening_fen, _ = _balance(report, "OPBD")
    closing_fen, day = _balance(report, "CLBD")
    made_at = report.text("CreDtTm") or whole.text("BkToCstmrStmt/GrpHdr/CreDtTm")
    return Statement(
        statement_ref=report.must("Id"),
        account=_account(report),
        day=day,
        opening_fen=opening_fen,
        closing_fen=closing_fen,
        entries=entries,
        made_at=_moment(made_at) if made_at else None,
    )


def _status_report(whole: _Part, entries: tuple[Entry, ...]) -> StatusReport:
    report = whole.only("CstmrPmtStsRpt")
    group = report.only("OrgnlGrpInfAndSts")
    reported = report.all("OrgnlPmtInfAndSts/TxInfAndSts")
    return StatusReport(
        report_ref=report.must("GrpHdr/MsgId"),
        message_id=group.must("OrgnlMsgId"),
        group_status=_status_code(group.text("GrpSts")) if group.text("GrpSts") else "",
        group_reason=_reason(group),
        transactions=tuple(
            TransactionStatus(
                transaction.must("OrgnlEndToEndId"),
                _status_code(transaction.text("TxSts")),
                _reason(transaction),
            )
            for transaction in reported
        ),
    )


def _status_code(text: str) -> str:
    if not re.fullmatch(r"[A-Z]{4}", text):
        raise _unreadable(f"Sts {text}")
    return text


def _reason(transaction: _Part) -> str:
    path = "StsRsnInf/Rsn"
    return transaction.text(f"{path}/Cd") or transaction.text(f"{path}/Prtry")


def _account(report: _Part) -> str:
    account = report.account("Acct")
    if not account:
        raise _unreadable("Acct")
    return account


def _balance(report: _Part, code: str) -> tuple[int, date]:
    """A balance with its sign, and its day."""
    found = [bal for bal in report.all("Bal") if bal.text("Tp/CdOrPrtry/Cd") == code]
    if len(found) != 1:
        raise _unreadable(f"Bal {code}")
    fen = found[0].amount()
    day = found[0].text("Dt/Dt")
    return fen if found[0].direction() == "credit" else -fen, (
        _day(day) if day else clock.day_of(_moment(found[0].must("Dt/DtTm")))
    )


def _check_summary(report: _Part, entries: tuple[Entry, ...]) -> None:
    """Numbers and sums are checked where the message states them."""
    for path, chosen in (
        ("TxsSummry/TtlNtries", entries),
        ("TxsSummry/TtlCdtNtries", [e for e in entries if e.direction == "credit"]),
        ("TxsSummry/TtlDbtNtries", [e for e in entries if e.direction == "debit"]),
    ):
        number, total = report.text(f"{path}/NbOfNtries"), report.text(f"{path}/Sum")
        if number and number != str(len(chosen)):
            raise Refused(Refusal.SUMS_DIFFER, what=f"{path}/NbOfNtries {number}")
        if total and reading.amount(total, f"{path}/Sum") != sum(e.amount_fen for e in chosen):
            raise Refused(Refusal.SUMS_DIFFER, what=f"{path}/Sum {total}")


def _moment(text: str) -> datetime:
    """An ISO date and time; without an offset it is the bank's local time, Beijing's."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise _unreadable(text) from error
    if "T" not in text:
        raise _unreadable(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=clock.BEIJING)).astimezone(UTC)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise _unreadable(text) from error


def _unreadable(what: str) -> Refused:
    return Refused(Refusal.UNREADABLE, what=what)


READERS: dict[str, Callable[[_Part, tuple[Entry, ...]], Credits | Statement | StatusReport]] = {
    f"{NAMESPACE}camt.054.001.08": _credits,
    f"{NAMESPACE}camt.053.001.08": _statement,
    f"{NAMESPACE}pain.002.001.10": _status_report,
}
