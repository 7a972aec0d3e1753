from datetime import UTC, datetime

import pytest

from anju.core.refusals import Refused
from anju.ledger.actions import Leg, open_pots, stage, transfer, transfer_staged
from anju.ledger.queries import balances
from anju.ledger.rules import Refusal

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
CODES = ["world:ccb", "suspense:ccb", "lease:A1:deposit", "lease:A1:rent", "lease:B2:deposit"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def pots(db: None) -> None:
    open_pots(codes=CODES)


def pay(key: str, to: str, fen: int, source: str = "world:ccb") -> None:
    transfer(
        key=key, reason="order_paid", cause="order:1", happened_at=NOON, legs=[(source, to, fen)]
    )


@pytest.mark.covers("LED-01")
@pytest.mark.usefixtures("pots")
def test_all_legs_of_a_transfer_are_booked() -> None:
    transfer(
        key="credit:1",
        reason="order_paid",
        cause="order:1",
        happened_at=NOON,
        legs=[("world:ccb", "lease:A1:deposit", 400000), ("world:ccb", "lease:A1:rent", 300001)],
    )
    assert balances(CODES) == {
        "world:ccb": -700001,
        "suspense:ccb": 0,
        "lease:A1:deposit": 400000,
        "lease:A1:rent": 300001,
        "lease:B2:deposit": 0,
    }


@pytest.mark.covers("LED-03")
@pytest.mark.usefixtures("pots")
def test_the_same_transfer_twice_is_booked_once() -> None:
    pay("credit:1", "lease:A1:deposit", 5)
    pay("credit:1", "lease:A1:deposit", 5)
    assert balances(["lease:A1:deposit"]) == {"lease:A1:deposit": 5}


@pytest.mark.covers("LED-03")
@pytest.mark.usefixtures("pots")
def test_a_key_used_for_something_else_is_refused_and_nothing_moves() -> None:
    pay("credit:1", "lease:A1:deposit", 5)
    with pytest.raises(Refused) as refused:
        pay("credit:1", "lease:A1:deposit", 6)
    assert refused.value.code == Refusal.KEY_REUSED
    assert refused.value.message == "流水号「credit:1」已用于另一笔转账"
    assert balances(["lease:A1:deposit"]) == {"lease:A1:deposit": 5}


@pytest.mark.covers("LED-01")
@pytest.mark.usefixtures("pots")
@pytest.mark.parametrize("source", ["lease:A1:deposit", "suspense:ccb"])
def test_no_more_than_there_is_leaves_a_pot(source: str) -> None:
    pay("credit:1", source, 5)
    with pytest.raises(Refused) as refused:
        pay("credit:2", "lease:B2:deposit", 6, source=source)
    assert refused.value.code == Refusal.NOT_ENOUGH
    assert refused.value.facts["pot"] == source
    assert balances([source, "lease:B2:deposit"]) == {source: 5, "lease:B2:deposit": 0}


@pytest.mark.usefixtures("pots")
def test_a_pot_that_was_never_opened_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        pay("credit:1", "lease:Z9:deposit", 5)
    assert refused.value.code == Refusal.UNKNOWN_POT
    assert refused.value.facts["pot"] == "lease:Z9:deposit"


@pytest.mark.covers("LED-01", "LED-03")
@pytest.mark.usefixtures("pots")
def test_what_is_refused_leaves_the_batch_and_the_rest_is_booked() -> None:
    pay("credit:1", "lease:A1:deposit", 100)

    def leg(key: str, number: int, source: str, destination: str, fen: int) -> Leg:
        return Leg(key, number, "order_paid", "order:1", source, destination, fen, NOON)

    stage(
        legs=[
            leg("credit:1", 1, "world:ccb", "lease:A1:deposit", 100),  # booked before
            leg("credit:2", 1, "world:ccb", "lease:A1:rent", 20),
            leg("credit:2", 2, "world:ccb", "lease:Z9:rent", 20),  # no such pot: both legs fall
            leg("credit:3", 1, "lease:A1:deposit", "lease:B2:deposit", 60),
            leg("credit:4", 1, "lease:A1:deposit", "lease:B2:deposit", 50),  # too much after 3
            leg("credit:5", 1, "lease:A1:deposit", "lease:B2:deposit", 40),  # still fits
            leg("credit:6", 1, "world:ccb", "lease:A1:rent", 7),
        ]
    )
    refused = transfer_staged()
    assert {key: refusal.code for key, refusal in refused.items()} == {
        "credit:2": Refusal.UNKNOWN_POT,
        "credit:4": Refusal.NOT_ENOUGH,
    }
    assert balances(CODES) == {
        "world:ccb": -107,
        "suspense:ccb": 0,
        "lease:A1:deposit": 0,
        "lease:A1:rent": 7,
        "lease:B2:deposit": 100,
    }
    assert transfer_staged() == {}
