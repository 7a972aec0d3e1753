"""What a parameter is on a day, what comes next, what was said before, and what waits to be approved. (CTR-06)"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, time
from typing import cast

from django.db.models import Prefetch, Q, QuerySet

from anju.core import clock
from anju.core.actors import Actor
from anju.core.prepared import rows_prepared
from anju.core.refusals import ensure
from anju.parameters.models import Value, ValueDocument
from anju.parameters.reading import Read, read
from anju.parameters.rules import (
    CHECK,
    KEEP,
    KEPT_ELSEWHERE,
    OF_TEXTS,
    PARAMETERS,
    READ,
    Parameter,
    Status,
    text_parameter,
)
from anju.people.rules import Office

READABLE = [one.code for one in PARAMETERS.values() if one.kind not in KEPT_ELSEWHERE]
IN_FORCE = """
    SELECT asked.code, said.value, said.from_on
    FROM unnest(%(codes)s::text[]) AS asked (code), LATERAL (
        SELECT value, from_on FROM parameters_value
        WHERE code = asked.code AND status = 'in_force' AND from_on <= %(day)s
        ORDER BY from_on DESC, id DESC LIMIT 1
    ) AS said
"""


UNTIL = """
    SELECT code, value, from_on FROM parameters_value
    WHERE code = ANY(%(codes)s::text[]) AND status = 'in_force' AND from_on <= %(day)s
    ORDER BY from_on, id
"""
AT = """
    SELECT asked.code, asked.day, said.value, said.from_on
    FROM unnest(%(codes)s::text[], %(days)s::date[]) AS asked (code, day), LATERAL (
        SELECT value, from_on FROM parameters_value
        WHERE code = asked.code AND status = 'in_force' AND from_on <= asked.day
        ORDER BY from_on DESC, id DESC LIMIT 1
    ) AS said
"""
_asked: ContextVar[dict[date, dict[str, Read]] | None] = ContextVar("asked", default=None)


@contextmanager
def asked_once() -> Iterator[None]:
    """For the length of a request all parameters of a day are looked up together, the first time one is asked for."""
    token = _asked.set({})
    try:
        yield
    finally:
        _asked.reset(token)


def forget_what_was_asked() -> None:
    """Somebody has just approved a value: what this request has read before may not be so any more."""
    known = _asked.get()
    if known is not None:
        known.clear()


def said_on(codes: Iterable[str], day: date) -> dict[str, tuple[str, date]]:
    """What was approved for a day, as it is kept, and since when it counts; what nobody has said is missing."""
    rows = rows_prepared(IN_FORCE, {"codes": list(codes), "day": day})
    return {code: (value, from_on) for code, value, from_on in rows}


def said_until(codes: Iterable[str], day: date) -> list[tuple[str, str, date]]:
    """Everything that was approved of these up to a day, in order: what belongs to the past follows its own time."""
    return [tuple(row) for row in rows_prepared(UNTIL, {"codes": list(codes), "day": day})]


def values(codes: Iterable[str], day: date | None = None) -> dict[str, Read]:
    """Several parameters in one question: what runs over masses reads them once for each batch."""
    wanted, day = list(codes), day or clock.today()
    known = _asked.get()
    if known is None:
        return _looked_up(wanted, day)
    if day not in known:
        known[day] = _looked_up(READABLE, day)
    return {code: known[day][code] for code in wanted}


def _looked_up(codes: list[str], day: date) -> dict[str, Read]:
    said = said_on(codes, day)
    return {
        code: read(PARAMETERS[code], said[code][0] if code in said else PARAMETERS[code].default)
        for code in codes
    }


def value(code: str, day: date | None = None) -> Read:
    """What a parameter is on a day, today unless told otherwise: what was approved last, or its default."""
    return values([code], day)[code]


def number(code: str, day: date | None = None) -> int:
    """The same of a parameter that is a number."""
    return cast(int, value(code, day))


def numbers(codes: Iterable[str], day: date | None = None) -> dict[str, int]:
    """The same of several that are numbers."""
    return cast(dict[str, int], values(codes, day))


def is_so(code: str, day: date | None = None) -> bool:
    """The same of one that is yes or no."""
    return cast(bool, value(code, day))


def moment(code: str, day: date | None = None) -> time:
    """The same of one that is a time of day."""
    return cast(time, value(code, day))


def days(code: str, day: date | None = None) -> tuple[int, ...]:
    """The same of one that is a list of days."""
    return cast(tuple[int, ...], value(code, day))


def parameter(code: str) -> Parameter:
    """What is declared under a code. It never comes from a person unchecked: a page finds it by its own list."""
    if code.startswith(OF_TEXTS):
        return text_parameter(code)
    ensure(code in PARAMETERS, f"no parameter {code}")
    return PARAMETERS[code]


def kept_on(code: str, day: date) -> str:
    """A parameter's value on a day, as it is kept."""
    said = said_on([code], day)
    return said[code][0] if code in said else parameter(code).default


def may_see(actor: Actor, office: Office) -> bool:
    """Those who propose or approve for an office, or work by what it settles, see everything that was said for it."""
    return bool(actor.may & READ[office])


def values_seen_by(actor: Actor) -> QuerySet[Value]:
    """Everything that was ever said for the office of who proposes or approves there, newest first."""
    wanted = Q(pk__in=())
    for office in KEEP:
        if may_see(actor, office):
            wanted |= Q(office=office)
    return Value.objects.filter(wanted).order_by("-pk")


def values_waiting(actor: Actor) -> QuerySet[Value]:
    """What waits to be approved at the office of who may do so; their own proposals too, which another approves."""
    return values_seen_by(actor).filter(status=Status.PROPOSED).order_by("pk")


def rates_of(said: Value) -> tuple[int, ...]:
    """The rates that a proposal names, in parts per million."""
    return tuple(int(each) for each in said.value.split(","))


def texts_said(codes: Iterable[str], day: date | None = None) -> dict[str, str]:
    """Which of these texts somebody has worded anew, as they are on a day; the others are missing."""
    said = said_on(codes, day or clock.today())
    return {code: value for code, (value, _from_on) in said.items()}


def since(code: str, day: date) -> date | None:
    """Since when a parameter is what it is on a day; None while nobody has said anything."""
    said = said_on([code], day)
    return said[code][1] if code in said else None


def parameters_of(office: Office) -> list[Parameter]:
    """What an office settles, as it is declared; texts are listed by those who send them."""
    return [one for one in PARAMETERS.values() if one.office == office]


def coming(actor: Actor, office: Office) -> QuerySet[Value]:
    """What was approved for days to come, the next first."""
    said = values_seen_by(actor).filter(office=office, status=Status.IN_FORCE)
    return said.filter(from_on__gt=clock.today()).order_by("from_on", "pk")


def history_of(actor: Actor, code: str) -> QuerySet[Value]:
    """Everything that was said of one parameter, newest first, with its papers."""
    papers = ValueDocument.objects.select_related("file").defer("file__content").order_by("pk")
    return values_seen_by(actor).filter(code=code).prefetch_related(Prefetch("documents", papers))


def id_of(proposed: Value | int) -> int:
    """The id of what was just proposed, by whichever package."""
    return proposed if isinstance(proposed, int) else int(proposed.pk)


def to_approve(actor: Actor, office: Office) -> int:
    """How many proposals of others wait for who approves at an office."""
    if CHECK[office] not in actor.may:
        return 0
    waiting = values_waiting(actor).filter(office=office)
    return waiting.exclude(proposed_by=actor.name).count()


def kept_at(pairs: Iterable[tuple[str, date]]) -> dict[tuple[str, date], tuple[str, date | None]]:
    """What these parameters are on these days, each on its own, as it is kept, and since when; one question for all.

    The default and None where nobody has said anything.
    """
    wanted = list(pairs)
    known: dict[tuple[str, date], tuple[str, date | None]] = {
        pair: (parameter(pair[0]).default, None) for pair in wanted
    }
    if wanted:
        codes, each_day = (list(column) for column in zip(*wanted, strict=True))
        rows = rows_prepared(AT, {"codes": codes, "days": each_day})
        known |= {(code, day): (value, from_on) for code, day, value, from_on in rows}
    return known
