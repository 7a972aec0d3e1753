"""What a parameter is on a day, what comes next, what was said before, and what waits to be approved. (CTR-06)"""

from collections.abc import Iterable
from datetime import date, time
from typing import cast

from django.db.models import QuerySet

from anju.core import clock
from anju.core.actors import Actor
from anju.core.prepared import rows_prepared
from anju.core.refusals import ensure
from anju.parameters.models import Value
from anju.parameters.reading import Read, read
from anju.parameters.rules import CHECK, KEEP, PARAMETERS, Parameter, Status
from anju.people.rules import Office

IN_FORCE = """
    SELECT asked.code, said.value, said.from_on
    FROM unnest(%(codes)s::text[]) AS asked (code), LATERAL (
        SELECT value, from_on FROM parameters_value
        WHERE code = asked.code AND status = 'in_force' AND from_on <= %(day)s
        ORDER BY from_on DESC, id DESC LIMIT 1
    ) AS said
"""


def said_on(codes: Iterable[str], day: date) -> dict[str, tuple[str, date]]:
    """What was approved for a day, as it is kept, and since when it counts; what nobody has said is missing."""
    rows = rows_prepared(IN_FORCE, {"codes": list(codes), "day": day})
    return {code: (value, from_on) for code, value, from_on in rows}


def values(codes: Iterable[str], day: date | None = None) -> dict[str, Read]:
    """Several parameters in one question: what runs over masses reads them once for each batch."""
    wanted = list(codes)
    said = said_on(wanted, day or clock.today())
    return {
        code: read(PARAMETERS[code], said[code][0] if code in said else PARAMETERS[code].default)
        for code in wanted
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
    ensure(code in PARAMETERS, f"no parameter {code}")
    return PARAMETERS[code]


def kept_on(code: str, day: date) -> str:
    """A parameter's value on a day, as it is kept."""
    said = said_on([code], day)
    return said[code][0] if code in said else parameter(code).default


def may_see(actor: Actor, office: Office) -> bool:
    """Those who propose or approve for an office see everything that was said for it."""
    return bool(actor.may & {KEEP[office], CHECK[office]})


def values_seen_by(actor: Actor) -> QuerySet[Value]:
    """Everything that was ever said for the office of who proposes or approves there, newest first."""
    codes = [one.code for one in PARAMETERS.values() if may_see(actor, one.office)]
    return Value.objects.filter(code__in=codes).order_by("-pk")


def values_waiting(actor: Actor) -> QuerySet[Value]:
    """What waits to be approved at the office of who may do so; their own proposals too, which another approves."""
    return values_seen_by(actor).filter(status=Status.PROPOSED).order_by("pk")
