"""What can be done: have the books verified, make what is new findable, note who was searched for."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from anju.core import clock
from anju.core.actions import record_look
from anju.core.actors import Actor
from anju.core.crypto import digest, mask_id_number, mask_name, mask_phone
from anju.core.db import action, lock, move
from anju.core.refusals import Refused
from anju.people.queries import check_power
from anju.people.rules import Power
from anju.timelines.clues import SOURCES, read_some
from anju.timelines.models import Verification
from anju.timelines.rules import PERSONAL, SEARCHED, Refusal, Status, Typed


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


@action
def read_clues(*, source_name: str, by: Actor) -> int:
    """Make what is new in a source findable by name and account; returns how many records were read. (CTR-07)"""
    return read_some(next(source for source in SOURCES if source.name == source_name))


@action
def note_search(*, text: str, typed: list[str], view_name: str, ip: str | None, by: Actor) -> None:
    """Write down that somebody was searched for by personal data: masked, with a digest that repeats tell. (SEC-01)"""
    asked = [Typed(one) for one in typed if Typed(one) in PERSONAL]
    record_look(
        kind=SEARCHED,
        record_id=int.from_bytes(digest(f"search:{text}")[:7], "big"),
        whose=masked_search(text, asked),
        view_name=view_name,
        purpose=str(
            _("综合查询：{typed}").format(typed="、".join(str(one.label) for one in asked))
        ),
        ip=ip,
        by=by,
    )


def masked_search(text: str, typed: list[Typed]) -> str:
    """What was typed, as it may stand in a record that others read."""
    if Typed.PHONE in typed:
        return mask_phone(text)
    if Typed.ID_NUMBER in typed or Typed.ACCOUNT in typed:
        return mask_id_number(text)
    return mask_name(text)
