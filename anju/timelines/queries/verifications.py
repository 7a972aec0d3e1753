"""How the books were verified: at night, and when somebody asked. (LED-04)"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from anju.core.actors import Actor
from anju.core.queries import last_run
from anju.people.rules import Power
from anju.timelines.models import Verification
from anju.timelines.rules import OPEN


def verifications_seen_by(actor: Actor) -> QuerySet[Verification]:
    """Every verification that somebody asked for, newest first; for those who may read the books."""
    if Power.LEDGER_READ not in actor.may:
        return Verification.objects.none()
    return Verification.objects.order_by("-id")


def verification_to_work_on() -> Verification | None:
    return Verification.objects.filter(status__in=OPEN).order_by("id").first()


@dataclass(frozen=True)
class NightlyProof:
    """What the last night's proof said."""

    day: date
    finished_at: datetime
    seals: int
    transfers: int
    head: str
    found: list[str]


def nightly_proof() -> NightlyProof | None:
    """The last proof of the clock's; None before the first night."""
    run = last_run("ledger.proof")
    if run is None:
        return None
    report: dict[str, Any] = run.report
    return NightlyProof(
        run.day,
        run.finished_at,
        report["seals"],
        report["transfers"],
        report["head"] or "",
        report["found"],
    )
