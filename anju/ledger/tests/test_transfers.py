from datetime import timedelta

import pytest

from anju.core import clock
from anju.core.refusals import Refused
from anju.ledger.actions import open_pots, transfer, transfer_staged
from anju.ledger.models import Key, Transfer
from anju.ledger.queries import balance_fen, balances, sums_of
from anju.ledger.rules import Refusal
from anju.ledger.tests.books import CODES, NOON, open_the_pots, pay, put_on_stage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pots(db: None) -> None:
    open_the_pots()


@pytest.mark.covers("LED-01", "LED-03")
def test_all_legs_of_a_transfer_are_booked_with_their_cause() -> None:
    transfer(
        key="credit:1",
        reason="order_paid",
        cause="order:1",
        happened_at=NOON,
        legs=[("world:ccb", "lease:A1:deposit", 400000), ("world:ccb", "lease:A1:rent", 300001)],
    )
    held = balances(CODES)
    assert held["world:ccb"] == -700001
    assert (held["lease:A1:deposit"], held["lease:A1:rent"]) == (400000, 300001)
    assert sum(held.values()) == 0
    assert sums_of("credit:1", "world:ccb") == (0, 700001)
    assert sums_of("credit:1", "lease:A1:rent") == (300001, 0)
    assert sums_of("credit:2", "lease:A1:rent") == (0, 0)
    legs = Transfer.objects.order_by("number").values_list(
        "number", "key", "cause", "destination__code", "amount_fen"
    )
    assert list(legs) == [
        (1, "credit:1", "order:1", "lease:A1:deposit", 400000),
        (2, "credit:1", "order:1", "lease:A1:rent", 300001),
    ]


@pytest.mark.covers("LED-03")
def test_the_same_transfer_twice_is_booked_once() -> None:
    pay("credit:1", "lease:A1:deposit", 5)
    pay("credit:1", "lease:A1:deposit", 5)
    assert balance_fen("lease:A1:deposit") == 5
    assert Transfer.objects.count() == Key.objects.count() == 1


@pytest.mark.covers("LED-03")
@pytest.mark.parametrize(
    ("to", "fen", "source"),
    [
        ("lease:A1:deposit", 6, "world:ccb"),
        ("lease:A1:rent", 5, "world:ccb"),
        ("lease:A1:deposit", 5, "suspense:ccb"),
    ],
)
def test_a_key_used_for_something_else_is_refused_and_nothing_moves(
    to: str, fen: int, source: str
) -> None:
    pay("credit:1", "lease:A1:deposit", 5)
    with pytest.raises(Refused) as refused:
        pay("credit:1", to, fen, source=source)
    assert refused.value.code == Refusal.KEY_REUSED
    assert refused.value.message == "流水号「credit:1」已用于另一笔转账"
    assert (balance_fen("lease:A1:deposit"), balance_fen("lease:A1:rent")) == (5, 0)


@pytest.mark.covers("LED-01")
@pytest.mark.parametrize("source", ["lease:A1:deposit", "suspense:ccb", "transit:alipay:ccb"])
def test_no_more_than_there_is_leaves_a_pot(source: str) -> None:
    pay("credit:1", source, 5)
    with pytest.raises(Refused) as refused:
        pay("credit:2", "lease:B2:deposit", 6, source=source)
    assert refused.value.code == Refusal.NOT_ENOUGH
    assert refused.value.message == f"账户「{source}」余额不足"
    assert balances([source, "lease:B2:deposit"]) == {source: 5, "lease:B2:deposit": 0}
    pay("credit:3", "lease:B2:deposit", 5, source=source)
    assert balances([source, "lease:B2:deposit"]) == {source: 0, "lease:B2:deposit": 5}


def test_a_pot_that_was_never_opened_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        pay("credit:1", "lease:Z9:deposit", 5)
    assert refused.value.code == Refusal.UNKNOWN_POT
    assert refused.value.message == "账户「lease:Z9:deposit」不存在"
    assert Transfer.objects.count() == 0


@pytest.mark.covers("LED-01", "LED-03")
def test_what_is_refused_leaves_the_batch_and_the_rest_is_booked() -> None:
    pay("credit:1", "lease:A1:deposit", 100)
    put_on_stage(
        ("credit:1", 1, "world:ccb", "lease:A1:deposit", 100),  # booked before
        ("credit:2", 1, "world:ccb", "lease:A1:rent", 20),
        ("credit:2", 2, "world:ccb", "lease:Z9:rent", 20),  # no such pot: both legs fall
        ("credit:3", 1, "lease:A1:deposit", "lease:B2:deposit", 60),
        ("credit:4", 1, "lease:A1:deposit", "lease:B2:deposit", 50),  # too much after 3
        ("credit:5", 1, "lease:A1:deposit", "lease:B2:deposit", 40),  # still fits
        ("credit:6", 1, "world:ccb", "lease:A1:rent", 7),
        ("credit:7", 1, "transit:alipay:ccb", "lease:A1:rent", 7),  # nothing in transit
    )
    refused = transfer_staged()
    assert {key: (refusal.code, refusal.facts["pot"]) for key, refusal in refused.items()} == {
        "credit:2": (Refusal.UNKNOWN_POT, "lease:Z9:rent"),
        "credit:4": (Refusal.NOT_ENOUGH, "lease:A1:deposit"),
        "credit:7": (Refusal.NOT_ENOUGH, "transit:alipay:ccb"),
    }
    held = balances(CODES)
    assert (held["lease:A1:deposit"], held["lease:A1:rent"], held["lease:B2:deposit"]) == (
        0,
        7,
        100,
    )
    assert held["world:ccb"] == -107
    assert transfer_staged() == {}


def test_a_batch_is_one_moment_and_may_spend_what_it_brings() -> None:
    put_on_stage(
        ("a", 1, "suspense:ccb", "lease:A1:rent", 10),
        ("b", 1, "world:ccb", "suspense:ccb", 10),
    )
    assert transfer_staged() == {}
    assert balances(["suspense:ccb", "lease:A1:rent"]) == {"suspense:ccb": 0, "lease:A1:rent": 10}


def test_a_refusal_that_takes_away_the_means_of_another_refuses_that_too() -> None:
    put_on_stage(
        ("a", 1, "lease:A1:deposit", "lease:A1:rent", 10),
        ("b", 1, "lease:A1:rent", "lease:B2:deposit", 10),
        ("c", 1, "world:ccb", "lease:B2:deposit", 1),
    )
    assert set(transfer_staged()) == {"a", "b"}
    assert balance_fen("lease:B2:deposit") == 1


def test_two_batches_in_one_transaction_do_not_mix() -> None:
    put_on_stage(("a", 1, "world:ccb", "lease:A1:rent", 1))
    transfer_staged()
    put_on_stage(("b", 1, "world:ccb", "lease:A1:rent", 2))
    transfer_staged()
    assert balance_fen("lease:A1:rent") == 3
    assert Transfer.objects.count() == 2


def test_pots_are_opened_once() -> None:
    assert open_pots(codes=["lease:N1:rent", "lease:A1:rent", "lease:N1:rent"]) == 1
    assert open_pots(codes=["lease:N1:rent"]) == 0


def test_a_fact_of_the_far_future_leaves_the_batch() -> None:
    in_two_days = clock.now() + timedelta(days=2)
    with pytest.raises(Refused) as refused:
        pay("credit:1", "lease:A1:rent", 1, happened_at=in_two_days)
    assert refused.value.code == Refusal.NOT_YET
    assert balance_fen("lease:A1:rent") == 0
