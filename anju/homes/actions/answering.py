"""What the registry said, or did not say, to a question about a verification. (HVF-03, ERR-01)"""

from anju.clients.title_registry import Answer, HomeFacts
from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock
from anju.core.search import pairs_of
from anju.homes.actions.deciding import decide
from anju.homes.actions.troubles import trouble_of
from anju.homes.judging import outcome_of
from anju.homes.models import Attempt, Home, RegistryAnswer, Trouble, Verification
from anju.homes.rules import RECHECK_EVERY, Outcome, Result, Status


@action
def take_answer(*, verification_id: int, answer: Answer, took_ms: int, by: Actor) -> Verification:
    """Decide a verification by the registry's answer. An answer that comes again, or too late, changes nothing."""
    home_id = Verification.objects.values_list("home_id", flat=True).get(pk=verification_id)
    home = lock(Home, pk=home_id)
    verification: Verification = lock(Verification, pk=verification_id)
    if verification.status != Status.REQUESTED:
        return verification
    note_attempt(Result.ANSWERED, took_ms=took_ms, verification=verification)
    outcome, reason = outcome_of(answer)
    kept = keep_answer(home, verification, answer)
    decide(verification, home, outcome, answer=kept, reason=reason, late=True, by=by)
    return verification


@action
def fail_question(
    *, verification_id: int, result: Result, why: str, raw: str, took_ms: int, by: Actor
) -> Verification:
    """Nobody could be asked, or what was answered makes no sense: still 核验中, never 不通过. (rule C1.14)

    The asker reads that it cannot be checked now, with the number of the ticket that the operator works on.
    """
    verification: Verification = lock(Verification, pk=verification_id)
    if verification.status != Status.REQUESTED:
        return verification
    trouble = trouble_of(result, by=by)
    note_attempt(
        result, took_ms=took_ms, why=why, raw=raw, verification=verification, trouble=trouble
    )
    verification.outcome, verification.trouble = Outcome.ERROR_EXTERNAL, trouble
    verification.save(update_fields=["outcome", "trouble"])
    return verification


def note_attempt(
    result: Result,
    *,
    took_ms: int,
    why: str = "",
    raw: str = "",
    verification: Verification | None = None,
    trouble: Trouble | None = None,
) -> None:
    Attempt.objects.create(
        verification=verification,
        at=clock.now(),
        took_ms=took_ms,
        result=result,
        why=why[:200],
        raw=raw,
        trouble=trouble,
    )


def keep_answer(home: Home, asked: Verification | RegistryAnswer, answer: Answer) -> RegistryAnswer:
    """Write down what was answered to a question, and of the home what it said."""
    outcome, reason = outcome_of(answer)
    if answer.facts is not None:
        know(home, answer.facts)
    now = clock.now()
    return RegistryAnswer.objects.create(
        home=home,
        question_digest=asked.question_digest,
        owner_name=asked.owner_name,
        owner_id_type=asked.owner_id_type,
        owner_id_number=asked.owner_id_number,
        answered_at=now,
        outcome=outcome,
        reason=reason or "",
        raw=answer.raw,
        recheck_at=now + RECHECK_EVERY if outcome == Outcome.PASS else None,
    )


def know(home: Home, facts: HomeFacts) -> None:
    """What the register says of a home; its verifications are found by the address that it has now."""
    if home.address != facts.address:
        home.verifications.update(pairs=pairs_of(facts.address))
    home.district, home.address, home.area = facts.district, facts.address, facts.area
    home.use, home.unit_no = facts.use, facts.unit_no
    home.is_mortgaged, home.known_at = "mortgage" in facts.restrictions, clock.now()
    home.save()
