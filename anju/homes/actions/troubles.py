"""Problem tickets (问题单): opened by a question that failed, reported with one click, resolved when nothing waits."""

from django.db.models import Exists, OuterRef

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.refusals import Refused, ensure
from anju.homes.models import Attempt, Trouble, Verification
from anju.homes.numbers import ticket_no
from anju.homes.queries.troubles import last_answered_at, report_text
from anju.homes.rules import Refusal, Result, Status, TroubleStatus
from anju.people.rules import Power


def trouble_of(result: Result, *, by: Actor) -> Trouble:
    """The open ticket for this kind of failure, or a new one. Of two that meet it at once one opens it."""
    now = clock.now()
    found = Trouble.objects.exclude(status=TroubleStatus.RESOLVED).filter(kind=result).first()
    if found is not None:
        return found
    opened = Trouble(no=ticket_no(now), kind=result, opened_at=now)
    Trouble.objects.bulk_create([opened], ignore_conflicts=True)
    return Trouble.objects.exclude(status=TroubleStatus.RESOLVED).get(kind=result)


@action
def report_trouble(*, trouble_id: int, by: Actor) -> Trouble:
    """【生成问题单】: put down the report for whoever runs the line, as it stands now. Again shows the same one."""
    ensure(Power.HOME_TROUBLE in by.may, f"{by.name} does not work on tickets")
    trouble: Trouble = lock(Trouble, pk=trouble_id)
    if trouble.status == TroubleStatus.REPORTED:
        return trouble
    move(trouble, "report", by=by, report=report_text(trouble))
    return trouble


@action
def resolve_trouble(*, trouble_id: int, because: str, by: Actor) -> Trouble:
    """Close a ticket by hand, saying why. What still waits goes on being asked, and opens a new one if it must."""
    ensure(Power.HOME_TROUBLE in by.may, f"{by.name} does not work on tickets")
    if not because.strip():
        raise Refused(Refusal.BECAUSE_MISSING)
    trouble: Trouble = lock(Trouble, pk=trouble_id)
    if trouble.status != TroubleStatus.RESOLVED:
        move(trouble, "resolve", by=by, because=because.strip())
    return trouble


@action
def resolve_what_is_over(*, by: Actor) -> int:
    """Close every ticket for which no verification waits any more and that has met no failure since; how many."""
    waiting = Verification.objects.filter(trouble=OuterRef("pk"), status=Status.REQUESTED)
    failed_since = Attempt.objects.filter(trouble=OuterRef("pk"), at__gte=last_answered_at())
    unresolved = Trouble.objects.exclude(status=TroubleStatus.RESOLVED)
    over = unresolved.exclude(Exists(waiting)).exclude(Exists(failed_since))
    closed = list(over.select_for_update(of=("self",), skip_locked=True))
    for trouble in closed:
        move(trouble, "resolve", by=by, because="已全部核验")
    return len(closed)
