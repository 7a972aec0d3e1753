"""What the ledger's tests share: some pots, and short ways to say who pays whom."""

from datetime import UTC, datetime

from anju.ledger.actions import Leg, open_pots, stage, transfer

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
CODES = [
    "world:ccb",
    "world:alipay:ccb",
    "transit:alipay:ccb",
    "suspense:ccb",
    "lease:A1:deposit",
    "lease:A1:rent",
    "lease:B2:deposit",
]


def open_the_pots() -> None:
    open_pots(codes=CODES)


def pay(
    key: str, to: str, fen: int, source: str = "world:ccb", happened_at: datetime = NOON
) -> None:
    transfer(
        key=key,
        reason="order_paid",
        cause=f"order:{key}",
        happened_at=happened_at,
        legs=[(source, to, fen)],
    )


def put_on_stage(*legs: tuple[str, int, str, str, int]) -> None:
    stage(
        legs=[
            Leg(key, number, "order_paid", f"order:{key}", source, destination, fen, NOON)
            for key, number, source, destination, fen in legs
        ]
    )
