"""The one place where a verification is decided, of a home that the caller has locked."""

from datetime import timedelta
from typing import Any

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import move
from anju.homes.actions.telling import tell_decided
from anju.homes.models import Home, RegistryAnswer, Verification
from anju.homes.queries.asking import covering, is_managed_by
from anju.homes.rules import (
    FAILURES,
    Outcome,
    Reason,
    Role,
)
from anju.parameters import queries as parameters


def decide(
    verification: Verification,
    home: Home,
    outcome: Outcome,
    *,
    answer: RegistryAnswer | None = None,
    reason: Reason | None = None,
    late: bool = False,
    by: Actor,
) -> None:
    """What the register says, and then what only we know: is the home let on that day, does an enterprise manage it?

    It holds for ninety days from the registry's answer, however late it is used. `late`: the asker did not wait for it.
    """
    now = clock.now()
    if outcome not in FAILURES:
        outcome = _ours(verification, home) or outcome
    changes: dict[str, Any] = {
        "outcome": outcome,
        "reason": reason or "",
        "answer": answer,
        "decided_at": now,
        "try_at": None,
        "trouble": None,
    }
    because = str(outcome.value)
    if outcome in FAILURES:
        move(verification, "answer_fail", by=by, because=because, **changes)
    else:
        known_on = clock.day_of(answer.answered_at if answer else now)
        changes["valid_until"] = known_on + timedelta(days=parameters.number("verify.valid_days"))
        name = "answer_pass" if outcome == Outcome.PASS else "commit"
        move(verification, name, by=by, because=because, **changes)
        _take_over(verification, home)
    if late:
        tell_decided(verification, by=by)


def _ours(verification: Verification, home: Home) -> Outcome | None:
    letting = covering(home.pk, verification.starts_on)
    if letting is not None:
        return Outcome.FAIL_ALREADY_LET
    is_manager = (
        verification.role == Role.ENTERPRISE and home.manager_id == verification.organisation_id
    )
    if home.manager_id is None or is_manager or not is_managed_by(home, home.manager_id):
        return None
    return Outcome.FAIL_ALREADY_MANAGED


def _take_over(verification: Verification, home: Home) -> None:
    """An enterprise whose check passed manages the home; others cannot then take it. (rule C1.11)"""
    if verification.role == Role.ENTERPRISE and home.manager_id != verification.organisation_id:
        home.manager_id = verification.organisation_id
        home.save(update_fields=["manager"])
