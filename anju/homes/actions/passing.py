"""What passes with time: validity ends, and the registry is asked again whether a restriction appeared. (rule C1.9)"""

from django.db.models import Exists, OuterRef

from anju.clients.title_registry import Answer
from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, lock_many, move, move_many
from anju.homes.actions.answering import keep_answer, know, note_attempt
from anju.homes.actions.telling import tell_restricted
from anju.homes.actions.troubles import trouble_of
from anju.homes.judging import outcome_of
from anju.homes.models import Home, RegistryAnswer, Verification
from anju.homes.rules import PAUSES, RECHECK_EVERY, VALID, Outcome, Result, Status


@action
def expire_verifications(*, limit: int, by: Actor) -> int:
    """End those whose last day is over; how many."""
    over = Verification.objects.filter(status__in=VALID, valid_until__lt=clock.today())
    locked = over.order_by("pk").select_for_update(of=("self",), skip_locked=True)[:limit]
    ids = [one.pk for one in locked.only("pk")]
    move_many(Verification, ids, "expire", by=by, because="已过有效期")
    return len(ids)


@action
def claim_rechecks(*, limit: int, by: Actor) -> list[RegistryAnswer]:
    """The answers that hold somebody's verification up and are to be asked about again; none while people wait.

    One question serves all verifications that rest on it. Each is due again later should we crash.
    """
    now = clock.now()
    if Verification.objects.filter(status=Status.REQUESTED, try_at__lte=now).exists():
        return []
    rests_on_it = Verification.objects.filter(answer=OuterRef("pk"), status=Status.PASSED)
    due = RegistryAnswer.objects.filter(Exists(rests_on_it), recheck_at__lte=now)
    claimed = list(
        due.select_related("home")
        .order_by("recheck_at")
        .select_for_update(of=("self",), skip_locked=True)[:limit]
    )
    for answer in claimed:
        answer.recheck_at = now + PAUSES[-1]
    RegistryAnswer.objects.bulk_update(claimed, ["recheck_at"])
    return claimed


@action
def take_recheck(*, answer_id: int, answer: Answer, took_ms: int, by: Actor) -> list[Verification]:
    """The registry was asked again: when the home may no longer be let, all that rested on its word end."""
    home_id = RegistryAnswer.objects.values_list("home_id", flat=True).get(pk=answer_id)
    home = lock(Home, pk=home_id)
    before = lock(RegistryAnswer, pk=answer_id)
    note_attempt(Result.ANSWERED, took_ms=took_ms)
    outcome, _ = outcome_of(answer)
    if outcome == Outcome.PASS:
        if answer.facts is not None:
            know(home, answer.facts)
        before.recheck_at = clock.now() + RECHECK_EVERY
        before.save(update_fields=["recheck_at"])
        return []
    before.recheck_at = None
    before.save(update_fields=["recheck_at"])
    keep_answer(home, before, answer)
    resting = Verification.objects.filter(
        home=home, question_digest=before.question_digest, status=Status.PASSED
    )
    ended = lock_many(Verification, resting.values_list("pk", flat=True))
    for verification in ended:
        move(verification, "restrict", by=by, because=str(outcome.value))
        tell_restricted(verification, by=by)
    return ended


@action
def fail_recheck(*, result: Result, why: str, raw: str, took_ms: int, by: Actor) -> None:
    """Nothing is known anew, so nothing changes; the operator learns of it, and it is asked again later."""
    note_attempt(result, took_ms=took_ms, why=why, raw=raw, trouble=trouble_of(result, by=by))
