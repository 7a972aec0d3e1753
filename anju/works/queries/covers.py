"""What the accounts of homes can bear of an order now: one question, whatever the number of homes."""

from dataclasses import dataclass, replace

from django.db import connection

from anju.works.models import Order

FREE_NOW = """
WITH came AS (
    SELECT account_id, sum(amount_fen)::bigint AS fen FROM fund_deposit
    WHERE kind = 'share' AND cause = %(cause)s AND status = 'deposited' GROUP BY account_id
)
SELECT share.id, account.id, 'home:' || share.dwelling_id, share.covered_fen, share.unit_covered_fen, share.owner_fen,
    share.unit_fen, coalesce(pot.balance_fen, 0), coalesce(unit_pot.balance_fen, 0),
    CASE WHEN share.is_unsold THEN coalesce(came.fen, 0) END
FROM works_share AS share
LEFT JOIN fund_account AS account ON account.dwelling_id = share.dwelling_id
LEFT JOIN ledger_pot AS pot ON pot.code = 'home:' || share.dwelling_id
LEFT JOIN ledger_pot AS unit_pot ON share.unit_fen > 0 AND unit_pot.code = 'home:' || share.dwelling_id || ':unit'
LEFT JOIN came ON came.account_id = account.id
WHERE share.order_id = %(order)s AND share.is_counted ORDER BY share.position
"""


@dataclass(frozen=True)
class Cover:
    """What one home's account can add to what is frozen of its share (nothing, before the approval)."""

    share_id: int
    account_id: int | None
    pot: str
    frozen_fen: int
    unit_frozen_fen: int
    owner_fen: int
    unit_fen: int
    held_fen: int
    unit_held_fen: int
    in_cash_fen: int | None

    @property
    def adds_fen(self) -> int:
        """Of an unsold home only what was paid in cash for this order. (rule B6.5)"""
        held = self.held_fen
        if self.in_cash_fen is not None:
            held = min(held, max(0, self.in_cash_fen - self.frozen_fen))
        return min(self.owner_fen - self.frozen_fen, held)

    @property
    def unit_adds_fen(self) -> int:
        return min(self.unit_fen - self.unit_frozen_fen, self.unit_held_fen)

    @property
    def owed_fen(self) -> int:
        """What is not covered even then."""
        covered = self.frozen_fen + self.adds_fen + self.unit_frozen_fen + self.unit_adds_fen
        return self.owner_fen + self.unit_fen - covered

    @property
    def parts(self) -> list[tuple[str, int]]:
        both = ((self.pot, self.adds_fen), (f"{self.pot}:unit", self.unit_adds_fen))
        return [(pot, fen) for pot, fen in both if fen]


def covers_of(order: Order, *, is_frozen: bool) -> list[Cover]:
    """What the accounts hold for an order now; before the approval nothing of it is frozen yet."""
    with connection.cursor() as cursor:
        cursor.execute(FREE_NOW, {"order": order.pk, "cause": order.cause})
        found = [Cover(*row) for row in cursor.fetchall()]
    return found if is_frozen else [replace(one, frozen_fen=0, unit_frozen_fen=0) for one in found]
