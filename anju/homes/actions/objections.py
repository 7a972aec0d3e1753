"""Whoever asked says that a failed check is wrong; another person reviews it. (rule C1.8)"""

from collections.abc import Sequence

from anju.core import clock
from anju.core.actors import Actor
from anju.core.calendar import add_workdays
from anju.core.db import action, lock, move
from anju.core.files import ATTACHMENT
from anju.core.queries import files_stored_by
from anju.core.refusals import Refused, ensure
from anju.homes.actions.deciding import decide
from anju.homes.actions.telling import tell_objection
from anju.homes.models import Home, Objection, ObjectionDocument, Verification
from anju.homes.queries.verifications import verifications_seen_by
from anju.homes.rules import (
    IN_REGISTER,
    MOST_DOCUMENTS,
    NEEDED_DOCUMENTS,
    DocumentKind,
    Outcome,
    Refusal,
    Status,
)
from anju.parameters import queries as parameters
from anju.people.rules import Power


@action
def raise_objection(
    *, verification_id: int, grounds: str, documents: Sequence[tuple[str, int]], by: Actor
) -> Objection:
    """Object to a failed check, by the channel by which it was asked. `documents` are kinds and files handed in.

    Refused without grounds, without application, title and identity, and while another objection is open.
    """
    ensure(verifications_seen_by(by).filter(pk=verification_id).exists(), "not their verification")
    verification: Verification = lock(Verification, pk=verification_id)
    ensure(verification.client_id == by.client_id, "asked by another channel")
    open_one = verification.objections.filter(status="open").first()
    if open_one is not None:
        raise Refused(Refusal.OBJECTION_OPEN)
    if verification.status != Status.FAILED:
        raise Refused(Refusal.NOT_FAILED)
    if not grounds.strip():
        raise Refused(Refusal.GROUNDS_MISSING)
    _check(documents, by)
    objection = Objection.objects.create(
        verification=verification,
        grounds=grounds.strip()[:1000],
        raised_by=by.name,
        raised_at=clock.now(),
        review_by=add_workdays(clock.today(), parameters.number("verify.objection_workdays")).on,
    )
    ObjectionDocument.objects.bulk_create(
        ObjectionDocument(objection=objection, kind=kind, file_id=file_id)
        for kind, file_id in dict.fromkeys(documents)
    )
    return objection


def _check(documents: Sequence[tuple[str, int]], by: Actor) -> None:
    given = {kind for kind, _ in documents}
    missing = [DocumentKind(kind).label for kind in NEEDED_DOCUMENTS if kind not in given]
    if missing:
        raise Refused(Refusal.DOCUMENT_MISSING, kinds="、".join(map(str, missing)))
    if len(documents) > MOST_DOCUMENTS:
        raise Refused(Refusal.TOO_MANY_DOCUMENTS, limit=MOST_DOCUMENTS)
    file_ids = {file_id for _, file_id in documents}
    ours = files_stored_by(by, sorted(file_ids), ATTACHMENT)
    ensure(set(ours) == file_ids, f"{by.name} did not store all of {sorted(file_ids)}")


@action
def uphold_objection(*, objection_id: int, opinion: str, by: Actor) -> Objection:
    """The objection is right: the home is checked again, from the start, by what the register says now."""
    objection = _reviewed(objection_id, "uphold", opinion, by)
    verification, home = objection.verification, objection.verification.home
    in_register = home.certificate_type in IN_REGISTER
    move(
        verification,
        "check_again",
        by=by,
        because=opinion.strip(),
        outcome="",
        reason="",
        answer=None,
        attempts=0,
        decided_at=None,
        try_at=clock.now() if in_register else None,
    )
    if not in_register:
        decide(verification, home, Outcome.UNVERIFIABLE_COMMITTED, late=True, by=by)
    return objection


@action
def dismiss_objection(*, objection_id: int, opinion: str, by: Actor) -> Objection:
    """The check was right: its result stands, and whoever objected reads why."""
    return _reviewed(objection_id, "dismiss", opinion, by)


def _reviewed(objection_id: int, name: str, opinion: str, by: Actor) -> Objection:
    ensure(Power.HOME_OBJECT in by.may, f"{by.name} may not review objections")
    objection = Objection.objects.select_related("verification").get(pk=objection_id)
    home = lock(Home, pk=objection.verification.home_id)
    verification = lock(Verification, pk=objection.verification_id)
    objection = lock(Objection, pk=objection_id)
    objection.verification, objection.verification.home = verification, home
    if by.name in (objection.raised_by, verification.asked_by):
        raise Refused(Refusal.SAME_REVIEWER)
    if not opinion.strip():
        raise Refused(Refusal.BECAUSE_MISSING)
    move(
        objection,
        name,
        by=by,
        because=opinion.strip(),
        reviewed_by=by.name,
        reviewed_at=clock.now(),
        opinion=opinion.strip()[:1000],
    )
    tell_objection(objection, by=by)
    return objection
