"""What can be done: have the books verified."""

from django.db import IntegrityError, transaction

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.refusals import Refused
from anju.people.queries import check_power
from anju.people.rules import Power
from anju.timelines.models import Verification
from anju.timelines.rules import Refusal, Status


@action
def ask_verification(*, by: Actor) -> Verification:
    """【立即校验】: a job reads all of the books and says what does not add up. (LED-04)

    Refused: POWER_MISSING; UNDER_WAY while another goes on.
    """
    check_power(by, Power.LEDGER_READ)
    try:
        with transaction.atomic():
            return Verification.objects.create(asked_by=by.name, asked_at=clock.now())
    except IntegrityError as broken:
        if "timelines_verification_one_at_a_time" not in str(broken):
            raise
        raise Refused(Refusal.UNDER_WAY) from None


@action
def begin_verification(*, verification_id: int, seals: int, by: Actor) -> None:
    """Begin, or begin again after a crash: nothing of the first attempt counts."""
    work: Verification = lock(Verification, pk=verification_id)
    if work.status == Status.ASKED:
        move(work, "begin", by=by, seals=seals, seals_done=0)
        return
    work.seals, work.seals_done, work.transfers = seals, 0, 0
    work.save(update_fields=["seals", "seals_done", "transfers"])


@action
def note_progress(*, verification_id: int, seals_done: int, transfers: int, by: Actor) -> None:
    """So many seals were read and found, or not found, to be as they were."""
    Verification.objects.filter(pk=verification_id).update(
        seals_done=seals_done, transfers=transfers
    )


@action
def end_verification(
    *,
    verification_id: int,
    seals_done: int,
    transfers: int,
    head: str,
    found: list[str],
    by: Actor,
) -> None:
    """The outcome: everything adds up, or what does not, row by row."""
    work: Verification = lock(Verification, pk=verification_id)
    move(
        work,
        "differ" if found else "hold",
        by=by,
        because=found[0] if found else "",
        seals_done=seals_done,
        transfers=transfers,
        head=head,
        found=found,
        ended_at=clock.now(),
    )
