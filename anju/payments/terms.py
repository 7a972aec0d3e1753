"""What a bank states, before it is written down."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class EntryTerms:
    """One entry as a bank states it."""

    bank_ref: str
    direction: str
    amount_fen: int
    booked_at: datetime
    counterparty_name: str = ""
    counterparty_account: str = ""
    collection_code: str = ""
    end_to_end_id: str = ""
    text: str = ""
    transaction_code: str = ""
