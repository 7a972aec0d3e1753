"""Connections as the pool keeps them."""

import select
from typing import Any

import psycopg


class PooledConnection(psycopg.Connection[Any]):
    """Before a connection is lent out the pool runs the empty query on it, to see whether it still works.

    That would be a round trip for each request. An idle connection from which nothing can be read has not ended, so
    only one from which something can be read is really asked.
    """

    def execute(self, query: Any, *rest: Any, **options: Any) -> Any:
        if query == "" and not has_something_to_read(self):
            return None
        return super().execute(query, *rest, **options)


def has_something_to_read(connection: psycopg.Connection[Any]) -> bool:
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return bool(waiting.poll(0))
