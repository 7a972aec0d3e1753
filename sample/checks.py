"""Homes that are checked with the title registry in the sample world, one by one and by a file; one bad answer, too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from anju.core.sheets import sheet_file
from anju.homes import actions as homes
from anju.homes import queries, reading
from anju.homes.reading import HomeTerms
from anju.homes.rules import DocumentKind, Outcome, Role, Status
from sample import outside
from sample.endings import picture
from sample.offices import officer
from sample.people import ENTERER
from sample.story import until

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from anju.core.actors import Actor

SOUND, SEIZED, SHOP = (1, 2, 4, 5, 8), 7, 19
"""Homes by their number in the register: five that may be let, one that is seized, one that is no dwelling."""
IN_THE_FILE = range(41, 61)
NEEDED = (DocumentKind.APPLICATION, DocumentKind.TITLE, DocumentKind.IDENTITY)


def are_asked() -> None:
    """Asked by hand and by a file; the registry's first answer cannot be read, which makes a ticket."""
    by = officer(ENTERER)
    if queries.verifications_seen_by(by).exists():
        return
    register = dict(enumerate(outside.homes(1, 60), 1))
    outside.the_registry("garbage")
    with transaction.atomic():
        for number in (*SOUND, SEIZED, SHOP):
            homes.request_verification(
                key=f"sample-{number}", terms=stated(register[number]), role=Role.OWNER, by=by
            )
        rows = [cells_of(register[number]) for number in IN_THE_FILE]
        widths = dict.fromkeys(reading.COLUMNS, 20)
        file = sheet_file(reading.SHEET, widths, [*rows, rows[0]])
        homes.receive_file(name="朝阳区待租住房.xlsx", content=file, role=Role.OWNER, by=by)
    until(lambda: queries.unresolved() > 0, "a ticket for the answer that cannot be read")
    outside.the_registry("answers")


def are_answered() -> None:
    """The answers of the registry have come: a notice for one that passed, an objection to one that failed."""
    by = officer(ENTERER)
    until(lambda: not asked(by).filter(status=Status.REQUESTED).exists(), "the registry's answers")
    homes.issue_notice(verification_id=asked(by).filter(status=Status.PASSED)[0].pk, by=by)
    failed = asked(by).get(outcome=Outcome.FAIL_SEIZED)
    if not queries.objections_of(failed).exists():
        papers = [(kind, picture(f"{kind.label}.png", by)) for kind in NEEDED]
        homes.raise_objection(
            verification_id=failed.pk,
            grounds="查封已于上周解除，附解除查封裁定书",
            documents=papers,
            by=by,
        )


def asked(by: Actor) -> QuerySet:
    """What was asked by hand."""
    return queries.verifications_seen_by(by).filter(in_bulk=False)


def stated(home: dict[str, Any]) -> HomeTerms:
    names = ("district", "certificate_type", "certificate_no")
    owner = ("owner_name", "owner_id_type", "owner_id_number")
    return HomeTerms(*(home[name] for name in (*names, *owner)))


def cells_of(home: dict[str, Any]) -> tuple[str, ...]:
    """A home as somebody fills it in, in the order of the template."""
    return tuple(str(home.get(name, "")) for name in reading.IN_FILE)
