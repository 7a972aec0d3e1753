"""补打: what a company may print again. (manual 004, 6; PRP-11)

Each kind of form is one entry in `PRINTABLES`: where what was printed before is found, and the verb that counts one
more and gives the paper.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anju.companies import actions, queries
from anju.companies.business import FlowKind, PrintedForm
from anju.core.actors import Actor
from anju.works import actions as work_actions
from anju.works import paper
from anju.works import queries as works
from anju.works.rules import SheetKind

MOST_OF_A_KIND = 200
"""So many of one kind of form are listed: by number any is found (our default)."""

ORDERS = ("orders", gettext_lazy("商品房维修支取申请"))


@dataclass(frozen=True)
class PrintedRow:
    """A form that was printed before."""

    printable: str
    record_id: int
    no: str
    about: str
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
    """`business` is the 业务类型 by which it is found; `printed` the records printed before, by number, with `printed`
    and `printed_at`; `again` prints one more: its name and content.
    """

    name: str
    form: Any
    business: tuple[str, Any]
    printed: Callable[[Actor, str], QuerySet[Any]]
    again: Callable[[Actor, int], tuple[str, bytes]]
    about: Callable[[Any], str] = lambda record: ""

    def rows(self, actor: Actor, no: str) -> list[PrintedRow]:
        return [
            PrintedRow(
                self.name,
                one.pk,
                one.no,
                self.about(one),
                str(self.form),
                str(self.business[1]),
                one.printed,
                one.printed_at,
            )
            for one in self.printed(actor, no)[:MOST_OF_A_KIND]
        ]

    def was_printed(self, actor: Actor, record_id: int) -> bool:
        return self.printed(actor, "").filter(pk=record_id).exists()


def registration_again(actor: Actor, record_id: int) -> tuple[str, bytes]:
    printing = actions.print_application(application_id=record_id, by=actor)
    application: Any = printing.application
    content = queries.application_pdf(application, printing.number)
    return name_of(PrintedForm.REGISTRATION.label, application.no), content


def areas_again(actor: Actor, record_id: int) -> tuple[str, bytes]:
    """The first printing, too."""
    printing = actions.print_areas(area_application_id=record_id, by=actor)
    application: Any = printing.area_application
    content = queries.areas_pdf(application, printing.number)
    return name_of(PrintedForm.AREAS.label, application.no), content


def sheets_printed(actor: Actor, no: str, *, kind: SheetKind) -> QuerySet[Any]:
    """By the number of the flow, of the sheet or of its order."""
    found = works.printings_of(actor, no=no, kind=kind.value)
    return found.annotate(printed_at=Max("printings__at"))


def sheet_again(actor: Actor, record_id: int) -> tuple[str, bytes]:
    printing = work_actions.print_sheet(sheet_id=record_id, by=actor)
    sheet = works.sheet(record_id)
    return name_of(sheet.get_kind_display(), sheet.no), paper.printed(sheet, printing.number)


def order_of(sheet: Any) -> str:
    return _("任务单{no}").format(no=sheet.order.no)


def name_of(form: Any, no: str) -> str:
    return f"{form}-{no}.pdf"


PRINTABLES: tuple[Printable, ...] = (
    Printable(
        "registration",
        PrintedForm.REGISTRATION.label,
        (FlowKind.REGISTRATION.value, FlowKind.REGISTRATION.label),
        queries.applications_printed,
        registration_again,
    ),
    Printable(
        "areas",
        PrintedForm.AREAS.label,
        (FlowKind.AREAS.value, FlowKind.AREAS.label),
        queries.areas_printed,
        areas_again,
    ),
    *(
        Printable(
            kind.value,
            kind.label,
            ORDERS,
            partial(sheets_printed, kind=kind),
            sheet_again,
            order_of,
        )
        for kind in SheetKind
    ),
)


def printable(name: str) -> Printable | None:
    return next((one for one in PRINTABLES if one.name == name), None)


def kinds() -> list[tuple[str, Any]]:
    return list(dict(one.business for one in PRINTABLES).items())


def printed_before(actor: Actor, *, no: str = "", kind: str = "") -> list[PrintedRow]:
    """Everything that was printed before, by number and 业务类型, the last printed first."""
    rows = [
        row for one in PRINTABLES if kind in ("", one.business[0]) for row in one.rows(actor, no)
    ]
    return sorted(rows, key=lambda row: row.at, reverse=True)
