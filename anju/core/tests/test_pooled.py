"""A connection that has died is not lent out again."""

import psycopg
import pytest
from django.db import connection
from psycopg_pool import ConnectionPool

from anju.core.pooled import PooledConnection


@pytest.mark.django_db
def test_the_pool_replaces_a_connection_whose_server_has_ended():
    target = connection.connection.info.dsn
    password = connection.settings_dict["PASSWORD"]
    with ConnectionPool(
        target,
        connection_class=PooledConnection,
        kwargs={"autocommit": True, "password": password},
        check=ConnectionPool.check_connection,
        min_size=1,
        max_size=1,
    ) as pool:
        with pool.connection() as lent:
            first = lent.info.backend_pid
        with pool.connection() as lent:
            assert lent.info.backend_pid == first
        with psycopg.connect(target, password=password, autocommit=True) as other:
            assert other.execute("SELECT pg_terminate_backend(%s, 5000)", [first]).fetchone()[0]
        with pool.connection() as lent:
            assert lent.info.backend_pid != first
            assert lent.execute("SELECT 1").fetchone() == (1,)
