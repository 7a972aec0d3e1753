"""业务流水 of a company, out of every package that does business for it: one list by time. (manual 004, 5; PRP-10)

A package is one entry in `SOURCES`: its kinds, and how its flows are asked for.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.companies import queries as companies
from anju.companies.business import FlowKind
from anju.core.actors import Actor
from anju.works import queries as works
from anju.works.rules import FlowKind as WorksKind

PAGE = 20
Key = tuple[datetime, str]


@dataclass(frozen=True)
class FlowRow:
    """One piece of business as the list shows it, and where its record is."""

    no: str
    at: datetime
    kind: str
    channel: str
    what: str
    status: str
    by: str
    url: str

    @property
    def key(self) -> Key:
        return self.at, self.no


@dataclass(frozen=True)
class Asked:
    """What was asked for: by Beijing days, kind, channel and number, after the last one shown."""

    since: date | None = None
    until: date | None = None
    kind: str = ""
    channel: str = ""
    no: str = ""

    @property
    def narrowed(self) -> dict[str, Any]:
        return vars(self)


@dataclass(frozen=True)
class Source:
    """Where flows come from: the kinds of one package, and its flows after a moment and number, so many."""

    kinds: Iterable[tuple[str, Any]]
    flows: Callable[[Actor, Asked, Key | None, int], list[FlowRow]]


def of_companies(actor: Actor, asked: Asked, before: Key | None, limit: int) -> list[FlowRow]:
    found = companies.flows_of(actor, **asked.narrowed, before=before, limit=limit)
    return [
        FlowRow(
            one.no,
            one.at,
            str(one.kind.label),
            str(one.channel.label),
            "",
            one.status or _("办理完成"),
            one.by or "—",
            _record(one),
        )
        for one in found
    ]


def _record(flow: Any) -> str:
    pages = {FlowKind.AREAS: "area_application", FlowKind.UNIT: "unit_done"}
    page = pages.get(flow.kind)
    return reverse(f"property:{page}", args=[flow.record_id]) if page else ""


def of_works(actor: Actor, asked: Asked, before: Key | None, limit: int) -> list[FlowRow]:
    """What was done with work orders, each with how its order stands now."""
    found = works.flows_of(actor, **asked.narrowed).order_by("-at", "-no")
    if before is not None:
        at, no = before
        found = found.filter(at__lte=at).exclude(at=at, no__gte=no)
    return [
        FlowRow(
            one.no,
            one.at,
            str(one.get_kind_display()),
            str(one.get_channel_display()),
            _("任务单{no} {community}").format(no=one.order.no, community=one.order.community.name),
            str(one.order.get_status_display()),
            one.by,
            reverse("property:order", args=[one.order_id]),
        )
        for one in found[:limit]
    ]


SOURCES: tuple[Source, ...] = (
    Source(FlowKind.choices, of_companies),
    Source(WorksKind.choices, of_works),
)


def kinds() -> list[tuple[str, Any]]:
    return [one for source in SOURCES for one in source.kinds]


def flows_of(actor: Actor, asked: Asked, before: Key | None) -> tuple[list[FlowRow], Key | None]:
    """A page of all sources together, newest first, and the key after which the next one begins."""
    found: list[FlowRow] = []
    for source in SOURCES:
        names = [name for name, _label in source.kinds]
        if asked.kind in ("", *names):
            found += source.flows(actor, asked, before, PAGE + 1)
    found.sort(key=lambda one: one.key, reverse=True)
    shown = found[:PAGE]
    return shown, shown[-1].key if len(found) > PAGE else None
