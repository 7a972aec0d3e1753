"""Once a day the whole city is looked at: findings, figures, and what follows for warnings. (BEY-10)"""

from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import prefetch_related_objects

from anju.contracts.rules import PREPAID_MONTHS_LIMIT
from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock_many, move_many, one_at_a_time
from anju.oversight import queries
from anju.oversight.actions.sources import LETTING, SOURCES
from anju.oversight.actions.telling import tell_of_new
from anju.oversight.actions.watching import watch_bills
from anju.oversight.models import EarlyWarning
from anju.oversight.rules import (
    FAILED_WITHIN_DAYS,
    OCCUPANCY_DAYS,
    SILENT_WITHIN_DAYS,
    Code,
    Level,
    Status,
)

Facts = dict[str, Any]


@action
def assess(*, day: date, by: Actor) -> dict[str, int]:
    """Look at every enterprise as of the end of a day; gives how many warnings made which move.

    Everything is written anew for the day, so it may be run again. A person decides what follows from it.
    """
    one_at_a_time("oversight.assess")
    thresholds = queries.thresholds(day)
    facts = _facts(day, thresholds)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM oversight_finding")
        cursor.execute(LETTING, facts)
        watch_bills(cursor, day)
        for code, source in SOURCES.items():
            _find(cursor, code, source, facts)
        _count(cursor, facts, thresholds)
        cursor.execute("DROP TABLE oversight_letting")
    return _draw_conclusions(day, by)


def _facts(day: date, thresholds: queries.Thresholds) -> Facts:
    watch = thresholds.of(Code.FALLING_OCCUPANCY)[Level.WATCH]
    return {
        "day": day,
        "before": day - timedelta(days=OCCUPANCY_DAYS),
        "end": clock.end_of(day),
        "late_days": thresholds.late_days,
        "prepaid_months": thresholds.prepaid_months,
        "unsupervised_months": PREPAID_MONTHS_LIMIT,
        "least_fewer": watch.count,
        "drop_percent": watch.percent,
        "silent_from": clock.start_of(day - timedelta(days=SILENT_WITHIN_DAYS)),
        "failed_from": clock.start_of(day - timedelta(days=FAILED_WITHIN_DAYS)),
    }


def _find(cursor: Any, code: Code, source: str, facts: Facts) -> None:
    cursor.execute(
        f"""
        INSERT INTO oversight_finding
            (code, enterprise_id, subject, lease_id, district, since_on, count, amount_fen, days, day)
        SELECT '{code.value}', enterprise_id, subject, lease_id, district, since_on, count, amount_fen,
               GREATEST(%(day)s - since_on, 0), %(day)s
        FROM ({source}) AS found
            (enterprise_id, subject, lease_id, district, since_on, count, amount_fen)
        """,  # noqa: S608 - code and source are texts of this program
        facts,
    )


def _count(cursor: Any, facts: Facts, thresholds: queries.Thresholds) -> None:
    """The figures of the day: findings by enterprise, and how many fewer leases are in force than three months ago."""
    rows = thresholds.rows()
    places = ", ".join(["(%s, %s::int, %s::int, %s::int, %s::int)"] * len(rows))
    cursor.execute("DELETE FROM oversight_indicator WHERE day = %s", [facts["day"]])
    cursor.execute(
        f"""
        WITH counted AS (
            SELECT found.enterprise_id, found.code, count(*) AS value, COALESCE(letting.now, 0) AS of,
                   max(days) AS days, sum(amount_fen) AS fen
            FROM oversight_finding AS found LEFT JOIN oversight_letting AS letting USING (enterprise_id)
            WHERE found.code <> '{Code.FALLING_OCCUPANCY.value}'
            GROUP BY found.enterprise_id, found.code, letting.now
            UNION ALL
            SELECT enterprise_id, '{Code.FALLING_OCCUPANCY.value}', before - now, before, 0, 0
            FROM oversight_letting WHERE before > now
        )
        INSERT INTO oversight_indicator (day, enterprise_id, code, value, of, days, amount_fen, level)
        SELECT %s, enterprise_id, code, value, of, days, fen, COALESCE((
            SELECT max(bound.level) FROM (VALUES {places}) AS bound (code, level, least, percent, days)
            WHERE bound.code = counted.code AND counted.value >= bound.least
            AND counted.value * 100 >= counted.of * bound.percent AND counted.days >= bound.days
        ), {Level.NONE.value})
        FROM counted
        """,  # noqa: S608 - codes are texts of this program, values are parameters
        [facts["day"], *(value for row in rows for value in row)],
    )


def _draw_conclusions(day: date, by: Actor) -> dict[str, int]:
    """Warnings open, change and end by the figures of the day; one statement for each kind of move."""
    now = queries.levels_of(day)
    waiting = EarlyWarning.objects.filter(status__in=queries.CURRENT).values_list("pk", flat=True)
    current = lock_many(EarlyWarning, waiting)
    prefetch_related_objects(current, "hold")
    done: dict[str, int] = {}
    for name in ("lift", "end", "reopen", "relapse", "propose_lifting"):
        ids = [one.pk for one in current if _what_follows(one, now) == name]
        move_many(EarlyWarning, ids, name, by=by, because=day.isoformat())
        done[name] = len(ids)
    _note_levels(day)
    done["opened"] = _open(day)
    tell_of_new(day=day, by=by)
    return done


def _what_follows(warning: EarlyWarning, now: dict[int, int]) -> str:
    level = now.get(warning.enterprise_id, Level.NONE)
    status = Status(warning.status)
    if status in (Status.CONFIRMED, Status.LIFTING) and not queries.is_in_force(warning):
        return "lift"
    if status in (Status.OPEN, Status.DISMISSED) and level == Level.NONE:
        return "end"
    if status == Status.DISMISSED and level > warning.decided_level:
        return "reopen"
    if status == Status.CONFIRMED and level < Level.SERIOUS:
        return "propose_lifting"
    if status == Status.LIFTING and level == Level.SERIOUS:
        return "relapse"
    return ""


LEVELS = "SELECT enterprise_id, max(level) AS level FROM oversight_indicator WHERE day = %(day)s GROUP BY enterprise_id"
STILL_CURRENT = "('open', 'dismissed', 'confirmed', 'lifting')"


def _note_levels(day: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE oversight_earlywarning AS warning SET assessed_on = %(day)s, level = COALESCE((
                SELECT level FROM ({LEVELS}) AS found WHERE found.enterprise_id = warning.enterprise_id
            ), 0)
            WHERE status IN {STILL_CURRENT}
            """,  # noqa: S608 - texts of this program
            {"day": day},
        )


def _open(day: date) -> int:
    """A warning for every enterprise that is to be watched and has none."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO oversight_earlywarning
                (enterprise_id, level, decided_level, opened_on, assessed_on, decided_by, because, status)
            SELECT enterprise_id, level, 0, %(day)s, %(day)s, '', '', 'open' FROM ({LEVELS}) AS found
            WHERE level > 0
            ON CONFLICT (enterprise_id) WHERE status IN {STILL_CURRENT} DO NOTHING
            """,  # noqa: S608 - texts of this program
            {"day": day},
        )
        return int(cursor.rowcount)
