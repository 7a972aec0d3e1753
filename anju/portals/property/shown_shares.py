"""What each home bears, as a table shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from anju.fund import queries as fund


@dataclass(frozen=True)
class ShareRow:
    address: str
    area_hundredths: int
    share_fen: int
    owner_fen: int
    unit_fen: int
    balance_fen: int | None
    covered_fen: int
    owed_fen: int
    in_cash: bool
    is_unsold: bool


def share_rows(order: Any, shares: Iterable[Any]) -> list[ShareRow]:
    """With what each home's account holds: at the approval, before that now."""
    rows = list(shares)
    accounts = [account_of(one) for one in rows if one.account_id and one.before_fen is None]
    held = fund.holdings_of(accounts) if accounts else {}
    now = {pk: one.available_fen for pk, one in held.items()}
    return [
        ShareRow(
            one.dwelling.address,
            one.area_hundredths or one.dwelling.area_hundredths,
            one.share_fen,
            one.owner_fen,
            one.unit_fen,
            now.get(one.account_id) if one.before_fen is None else one.before_fen,
            one.covered_fen + one.unit_covered_fen,
            one.owed_fen,
            one.in_cash,
            one.is_unsold,
        )
        for one in rows
    ]


def account_of(share: Any) -> Any:
    """The account with its home, which the row has at hand."""
    share.account.dwelling = share.dwelling
    return share.account
