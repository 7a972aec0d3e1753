"""What every payment provider answers, in one set of words, whatever its wire protocol is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True)
class Trade:
    """What a provider knows of an order: waiting, paid, closed, or unknown (nobody has scanned its
    code or opened its page).
    """

    status: str
    trade_no: str = ""
    amount_fen: int = 0
    paid_at: datetime | None = None
    buyer: str = ""


@dataclass(frozen=True)
class Notification:
    """A signed notification, `trade_status` in the provider's words. Merchant, order and amount are
    for the caller to compare.
    """

    notify_id: str
    merchant_no: str
    trade_no: str
    out_trade_no: str
    trade_status: str
    amount_fen: int
    paid_at: datetime | None
    buyer: str
    sent_at: datetime


@dataclass(frozen=True)
class RefundNews:
    """A signed word that something has become of a refund, under our number: a reason to ask, no more."""

    request_no: str


@dataclass(frozen=True, slots=True)
class BillRow:
    """One line of a day's bill, of the kind `trade` or `refund`. The amount has no sign, the kind says
    which way it went; the fee is what the provider keeps of it (negative when it gives a fee back).
    `request_no` is ours, for refunds only.
    """

    trade_no: str
    out_trade_no: str
    kind: str
    finished_at: datetime
    amount_fen: int
    fee_fen: int
    request_no: str


class Provider(Protocol):
    """What the client of a provider can do; `merchant_no` says for which of our merchants."""

    def precreate(
        self,
        merchant_no: str,
        out_trade_no: str,
        amount_fen: int,
        subject: str,
        expires_at: datetime,
    ) -> str: ...

    def query(self, merchant_no: str, out_trade_no: str) -> Trade: ...

    def close(self, merchant_no: str, out_trade_no: str) -> str: ...

    def refund(
        self,
        merchant_no: str,
        out_trade_no: str,
        amount_fen: int,
        out_request_no: str,
        reason: str,
    ) -> bool: ...

    def download_bill(self, merchant_no: str, day: date) -> bytes | None: ...

    def bill_rows(self, content: bytes) -> Iterator[BillRow]: ...
