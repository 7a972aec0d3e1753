"""Any sequence of transfers, single or staged, repeated, reused, refused: the books balance after each step."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from anju.core.refusals import Refused
from anju.ledger.actions import seal, transfer, transfer_staged
from anju.ledger.proof import prove
from anju.ledger.queries import balances
from anju.ledger.rules import Refusal
from anju.ledger.tests.books import CODES, NOON, open_the_pots, put_on_stage

KEYS = st.integers(1, 12).map(lambda n: f"key:{n}")
PAIRS = st.tuples(st.sampled_from(CODES), st.sampled_from(CODES)).filter(lambda p: p[0] != p[1])
LEGS = st.lists(st.tuples(PAIRS, st.integers(1, 50)), min_size=1, max_size=3)


class Books(RuleBasedStateMachine):
    """The ledger beside a plain dictionary that does the same."""

    @initialize()
    def begin(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        open_the_pots()
        self.held = dict.fromkeys(CODES, 0)
        self.booked: dict[str, Any] = {}

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            assert prove().found == []
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def expected(self, key: str, legs: Any) -> Refusal | None:
        if key in self.booked:
            return None if self.booked[key] == legs else Refusal.KEY_REUSED
        after = dict(self.held)
        for (source, destination), fen in legs:
            after[source] -= fen
            after[destination] += fen
        if any(fen < 0 for code, fen in after.items() if not code.startswith("world:")):
            return Refusal.NOT_ENOUGH
        self.held, self.booked[key] = after, legs
        return None

    @rule(key=KEYS, legs=LEGS)
    def transfer_one(self, key: str, legs: Any) -> None:
        expected = self.expected(key, legs)
        answer = None
        try:
            transfer(
                key=key,
                reason="order_paid",
                cause=f"order:{key}",
                happened_at=NOON,
                legs=[(*pair, fen) for pair, fen in legs],
            )
        except Refused as refused:
            answer = refused.code
        assert answer == expected

    @rule(batch=st.dictionaries(KEYS, LEGS, min_size=1, max_size=5))
    def transfer_many(self, batch: dict[str, Any]) -> None:
        put_on_stage(
            *(
                (key, number, *pair, fen)
                for key, legs in batch.items()
                for number, (pair, fen) in enumerate(legs, 1)
            )
        )
        refused = transfer_staged()
        for key, legs in batch.items():
            reused = self.booked.get(key, legs) != legs
            assert (key in refused and refused[key].code == Refusal.KEY_REUSED) == reused
            if key in self.booked or key in refused:
                continue
            for (source, destination), fen in legs:
                self.held[source] -= fen
                self.held[destination] += fen
            self.booked[key] = legs

    @rule()
    def seal(self) -> None:
        seal()

    @invariant()
    def the_books_balance(self) -> None:
        if not hasattr(self, "held"):
            return
        held = balances(CODES)
        assert held == self.held
        assert sum(held.values()) == 0
        assert all(fen >= 0 for code, fen in held.items() if not code.startswith("world:"))


@pytest.mark.django_db
@pytest.mark.covers("LED-01", "LED-03", "LED-04")
def test_the_books_balance_after_any_sequence_of_transfers() -> None:
    run_state_machine_as_test(
        Books,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
