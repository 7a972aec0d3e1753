"""Transactions, locks and the one way to change a status."""

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection, models, transaction
from django.db.models.expressions import RawSQL

from anju.core import clock
from anju.core.actors import Actor
from anju.core.models import Event
from anju.core.refusals import ensure

P = ParamSpec("P")
R = TypeVar("R")


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a verb: it runs in one transaction and takes only named arguments."""
    check_arguments(function)

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic():
            return function(*args, **kwargs)

    wrapper.is_action = True  # type: ignore[attr-defined]
    return wrapper


def rehearse(work: Callable[..., R], **arguments: Any) -> R:
    """Do an action and take all of it back: it is refused as it would be, and nothing of it stays. (BEY-12)"""
    with transaction.atomic():
        done = work(**arguments)
        transaction.set_rollback(True)
    return done


def action_of_one_statement(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a verb whose whole work is one statement, `run_prepared` or one INSERT: that is all or nothing by itself.

    It saves the two round trips of BEGIN and COMMIT where a program knocks hundreds of times a second.
    """
    check_arguments(function)
    function.is_action = True  # type: ignore[attr-defined]
    return function


def check_arguments(function: Callable[..., Any]) -> None:
    kinds = {p.kind for p in inspect.signature(function).parameters.values()}
    ensure(kinds <= {inspect.Parameter.KEYWORD_ONLY}, f"{function.__name__}: name every argument")


def as_array(column: Iterable[int | bool | str | None]) -> str:
    """A column as PostgreSQL reads an array: thousands of numbers, or of plain words, in one go."""
    return "{" + ",".join("NULL" if one is None else str(one) for one in column) + "}"


def among(ids: Iterable[int]) -> RawSQL:
    """For `…__in` of thousands: one parameter, where Django writes (and PostgreSQL reads) one for each."""
    return RawSQL("SELECT unnest(%s::bigint[])", [as_array(ids)])


def lock(model: Any, **lookup: Any) -> Any:
    """Fetch one record and keep others from changing it until the transaction ends; who refers to it does not wait."""
    ensure(connection.in_atomic_block, "lock outside a transaction")
    return model.objects.select_for_update(of=("self",), no_key=True).get(**lookup)


def lock_many(model: Any, ids: Iterable[int]) -> list[Any]:
    """Lock records in the order of their ids: two batches never wait for each other in a ring."""
    ensure(connection.in_atomic_block, "lock outside a transaction")
    rows = model.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=list(ids))
    return list(rows.order_by("pk"))


def one_at_a_time(name: str) -> None:
    """Those who come with the same name at the same moment take turns, until the transaction ends."""
    ensure(connection.in_atomic_block, "lock outside a transaction")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def move(record: Any, name: str, *, by: Actor, because: str = "", **changes: Any) -> Any:
    """Make one move of a locked record: check the table, write the row, write the history."""
    record.MOVES.check(name, record)
    old, new = record.status, record.MOVES[name].target
    for field, value in changes.items():
        setattr(record, field, value)
    record.status = new
    record.save(update_fields=["status", *changes])
    Event.objects.create(
        kind=record._meta.label_lower,
        record_id=record.pk,
        move=name,
        old_status=old,
        new_status=new,
        actor=by.name,
        portal=by.portal,
        because=because[:200],
        at=clock.now(),
    )
    return record


@dataclass(frozen=True)
class Staged:
    """A value that differs from record to record: `column` of a temporary `table` whose `key` is the record's id."""

    table: str
    key: str
    column: str


def move_many(
    model: Any, ids: list[int], name: str, *, by: Actor, because: str = "", **changes: Any
) -> None:
    """Make the same move of many locked records in one statement. All of them must be allowed to make it.

    A change is one value for all, or `Staged` where each record has its own; all staged ones share a table.
    """
    if not ids:
        return
    table, step = model._meta.db_table, model.MOVES[name]
    sources = [status.value for status in step.sources]
    sets, values, staged = _assignments(model, changes)
    joined = {}
    if staged:
        joined[f"{staged.table} AS staged"] = f"staged.{staged.key} = record.id"
    if len(sources) > 1:  # else the old status is known and need not be looked up
        joined[f"{table} AS was"] = "was.id = record.id"
    tables = f"FROM {', '.join(joined)}" if joined else ""
    conditions = "".join(f" AND {condition}" for condition in joined.values())
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH moved AS (
                UPDATE {table} AS record SET status = %s{sets} {tables}
                WHERE record.id = ANY(%s) AND record.status = ANY(%s) {conditions}
                RETURNING record.id, {"was.status" if len(sources) > 1 else "%s::text AS status"}
            )
            INSERT INTO core_event
                (kind, record_id, move, old_status, new_status, actor, portal, because, at)
            SELECT %s, id, %s, status, %s, %s, %s, %s, %s FROM moved
            """,  # noqa: S608 - table and column names come from the model
            [
                step.target.value,
                *values,
                ids,
                sources,
                *(sources if len(sources) == 1 else []),
                model._meta.label_lower,
                name,
                step.target.value,
                by.name,
                by.portal,
                because[:200],
                clock.now(),
            ],
        )
        ensure(cursor.rowcount == len(set(ids)), f"{name}: not every {table} could make the move")


def _assignments(model: Any, changes: dict[str, Any]) -> tuple[str, list[Any], Staged | None]:
    """The SET clauses of some changes, their parameters, and the staging table they draw on."""
    sets, values, staged = "", [], None
    for field, value in changes.items():
        column = connection.ops.quote_name(model._meta.get_field(field).column)
        if isinstance(value, Staged):
            ensure(staged is None or staged.table == value.table, "one staging table for a move")
            staged = value
            sets += f", {column} = staged.{value.column}"
        else:
            sets += f", {column} = %s"
            values.append(value)
    return sets, values, staged


def status_is_known(statuses: Any) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(status__in=statuses.values),
        name="%(app_label)s_%(class)s_status_is_known",
    )


def is_positive(field: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__gt": 0}),
        name=f"%(app_label)s_%(class)s_{field}_is_positive",
    )
