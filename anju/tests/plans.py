"""How the database answers the questions of a page: by an index each, or by walking through a table that grows."""

import json
from collections.abc import Callable, Iterator, Set
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

# Tables that stay small however large the city becomes. Every other one grows. (A settlement is one a day and bank, an
# import a file that an officer hands in; figures are seventeen rows a month, versions of 《用户须知》 some a year.
# Staff are some hundreds; the cache is culled at 300 entries. A job that is done is deleted, and of the calls of the
# clock the last of each is kept.)
SMALL = {
    "auth_user",
    "contracts_leaseimport",
    "core_calendarday",
    "core_calendaryear",
    "core_clockoffset",
    "credit_creditrule",
    "custody_interestrate",
    "django_content_type",
    "homes_trouble",
    "fund_openings_opening",
    "fund_openings_openingfile",
    "fund_runs_interestrate",
    "payments_bankaccount",
    "payments_receivingbank",
    "payments_settlement",
    "people_post",
    "people_posting",
    "people_publishednotice",
    "people_staffmember",
    "people_staffpower",
    "procrastinate_jobs",
    "procrastinate_periodic_defers",
    "receipts_trouble",
    "statistics_monthfigures",
    "web_cache",
}

# To walk through so few rows costs less than any index: the first months of a history, say.
FEW = 2_000

Plan = dict[str, Any]


def questions_of(load: Callable[[], Any]) -> list[str]:
    """The statements that loading a page runs, as the database got them."""
    with CaptureQueriesContext(connection) as captured:
        load()
    return [query["sql"] for query in captured.captured_queries]


def plan_of(sql: str, *, analyse: bool = False) -> Plan | None:
    """How the database would answer (or, analysed, answered); None for what is no question."""
    if not sql.lstrip().upper().startswith(("SELECT", "WITH")):
        return None
    with connection.cursor() as cursor:
        options = "ANALYZE, BUFFERS, FORMAT JSON" if analyse else "FORMAT JSON"
        cursor.execute(f"EXPLAIN ({options}) {sql.replace('%', '%%')}", ())
        answer = cursor.fetchone()[0]
    plan: Plan = (json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"]
    return plan


def nodes(plan: Plan) -> Iterator[Plan]:
    """The plan's steps. Those that were never taken, by an analysed plan, do not count."""
    if not plan or plan.get("Actual Loops") == 0:
        return
    yield plan
    for part in plan.get("Plans", []):
        yield from nodes(part)


def heads_of_lists(plan: Plan) -> set[int]:
    """The scans that give the first rows of a list in the order of an index, and stop there."""
    found = set()
    for node in nodes(plan):
        inside = node
        while inside["Node Type"] in ("Limit", "Nested Loop"):
            inside = inside["Plans"][0]
        if node["Node Type"] == "Limit" and "Filter" not in inside:
            found.add(id(inside))
    return found


def walks(
    plan: Plan, small: set[str] = SMALL, few: Set[str] = frozenset(), most_rows: int = FEW
) -> list[str]:
    """The tables that grow and are walked through from end to end, in their own order or that of an index.

    An index of `few` has only rows that are soon gone from it: what waits for somebody. A walk that ended before
    `most_rows` is none.
    """
    found, heads = [], heads_of_lists(plan)
    for node in nodes(plan):
        table = node.get("Relation Name")
        if table is None or table in small or node["Node Type"] == "Bitmap Heap Scan":
            continue
        if "Actual Rows" in node and rows_of(node) < most_rows:
            continue
        if node.get("Index Name") in few or (id(node) in heads and "Index Name" in node):
            continue
        if "Index Cond" not in node and node["Node Type"] != "Tid Scan":
            found.append(f"{node['Node Type']} on {table}: {node.get('Filter', 'all rows')}")
    return found


def rows_read(plan: Plan) -> int:
    """How many rows an analysed plan fetched from tables, those included that a filter then left out.

    And those that a function gave, which it found in a table.
    """
    kinds = ("Relation Name", "Function Name")
    return sum(rows_of(node) for node in nodes(plan) if any(kind in node for kind in kinds))


def blocks_of(plan: Plan) -> int:
    """How many blocks of tables and indexes an analysed plan touched, in memory or not."""
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


def rows_of(node: Plan) -> int:
    return int((node["Actual Rows"] + left_out(node)) * node["Actual Loops"])


def left_out(node: Plan) -> float:
    kinds = ("Rows Removed by Filter", "Rows Removed by Index Recheck")
    return float(sum(node.get(kind, 0) for kind in kinds))
