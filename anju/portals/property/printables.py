"""补打: what a company may print again. (manual 004, 6; PRP-11)

Each kind of form is one entry in `PRINTABLES`: where what was printed before is found, and the verb that counts one
more and gives the paper.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from anju.companies import actions, queries
from anju.companies.business import FlowKind, PrintedForm
from anju.core.actors import Actor

MOST_OF_A_KIND = 200
"""So many of one kind of form are listed: by number any is found (our default)."""


@dataclass(frozen=True)
class PrintedRow:
    """A form that was printed before."""

    printable: str
    record_id: int
    no: str
    form: str
    business: str
    times: int
    at: datetime

    @property
    def times_again(self) -> int:
        """How often it was printed again."""
        return self.times - 1


@dataclass(frozen=True)
class Printable:
    """`flow_kind` is the 业务类型 by which it is found, `again` prints one more: its name and content."""

    name: str
    flow_kind: tuple[str, Any]
    printed: Callable[[Actor, str], list[PrintedRow]]
    again: Callable[[Actor, int], tuple[str, bytes]]


def registrations(actor: Actor, no: str) -> list[PrintedRow]:
    form = str(PrintedForm.REGISTRATION.label)
    return [
        row_of("registration", one, form, FlowKind.REGISTRATION)
        for one in queries.applications_printed(actor, no)[:MOST_OF_A_KIND]
    ]


def registration_again(actor: Actor, record_id: int) -> tuple[str, bytes]:
    printing = actions.print_application(application_id=record_id, by=actor)
    application = printing.application
    return name_of(PrintedForm.REGISTRATION, application), queries.application_pdf(
        application, printing.number
    )


def areas(actor: Actor, no: str) -> list[PrintedRow]:
    form = str(PrintedForm.AREAS.label)
    return [
        row_of("areas", one, form, FlowKind.AREAS)
        for one in queries.areas_printed(actor, no)[:MOST_OF_A_KIND]
    ]


def areas_again(actor: Actor, record_id: int) -> tuple[str, bytes]:
    """The first printing, too."""
    printing = actions.print_areas(area_application_id=record_id, by=actor)
    application = printing.area_application
    return name_of(PrintedForm.AREAS, application), queries.areas_pdf(application, printing.number)


def row_of(printable: str, record: Any, form: str, kind: FlowKind) -> PrintedRow:
    return PrintedRow(
        printable,
        record.pk,
        record.no,
        form,
        str(kind.label),
        record.printed,
        record.printed_at,
    )


def name_of(form: PrintedForm, record: Any) -> str:
    return _("{form}-{no}.pdf").format(form=form.label, no=record.no)


PRINTABLES: tuple[Printable, ...] = (
    Printable(
        "registration",
        (FlowKind.REGISTRATION.value, FlowKind.REGISTRATION.label),
        registrations,
        registration_again,
    ),
    Printable("areas", (FlowKind.AREAS.value, FlowKind.AREAS.label), areas, areas_again),
)


def printable(name: str) -> Printable | None:
    return next((one for one in PRINTABLES if one.name == name), None)


def kinds() -> list[tuple[str, Any]]:
    return list(dict(one.flow_kind for one in PRINTABLES).items())


def printed_before(actor: Actor, *, no: str = "", kind: str = "") -> list[PrintedRow]:
    """Everything that was printed before, by number and 业务类型, the last printed first."""
    rows = [
        row
        for one in PRINTABLES
        if kind in ("", one.flow_kind[0])
        for row in one.printed(actor, no)
    ]
    return sorted(rows, key=lambda row: row.at, reverse=True)
