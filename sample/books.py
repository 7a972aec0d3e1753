"""The books are verified once in the sample world, and somebody was looked for: each desk has something to see."""

from anju.core.actors import Actor
from anju.people.rules import Power
from anju.timelines import actions
from anju.timelines import queries as timelines
from sample.people import SUPERVISOR

WATCHER = Actor(
    SUPERVISOR.username,
    "centre",
    frozenset({Power.LEDGER_READ.value, Power.SEARCH_ALL.value}),
)


def are_verified() -> None:
    """【立即校验】 by the post that watches; the worker does it."""
    if not timelines.verifications_seen_by(WATCHER).exists():
        actions.ask_verification(by=WATCHER)
