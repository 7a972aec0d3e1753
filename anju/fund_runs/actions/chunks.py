"""A run is cut into chunks of its homes; each worker takes one that nobody works on."""

from django.db import connection

from anju.fund_runs.models import Chunk, Run

CUT = """
INSERT INTO fund_runs_chunk (run_id, after, upto, homes, amount_fen)
SELECT %(run)s, coalesce(lag(upto) OVER (ORDER BY upto), 0), upto, homes, 0 FROM (
    SELECT max(id) AS upto, count(*) AS homes FROM (
        SELECT id, (row_number() OVER (ORDER BY id) - 1) / %(limit)s AS part FROM ({accounts}) AS account
    ) AS numbered GROUP BY part
) AS chunk
"""


def cut(run: Run, accounts: str, limit: int) -> None:
    """Chunks of so many of these accounts: a question for their ids, of the run and its bank account."""
    about = {"run": run.pk, "bank_account": run.bank_account_id, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(CUT.replace("{accounts}", accounts), about)


def next_chunk(run: Run, mark: str) -> Chunk | None:
    """The next one without this mark, locked; None where each of them has a worker."""
    left = run.chunks.filter(**{mark: None}).order_by("after")
    return left.select_for_update(skip_locked=True).first()


ROOM = "SELECT set_config('work_mem', '64MB', true), set_config('enable_seqscan', 'off', true)"


def room_to_work() -> None:
    """Until the transaction ends: what a chunk sorts stays in memory, and the few homes of it are found by index in
    tables of millions. By statistics one pot is as good as another, and nearly all money comes from one.
    """
    with connection.cursor() as cursor:
        cursor.execute(ROOM)
