"""What the clock does: it counts what is sealed, what is open, and every night the month anew."""

from datetime import date, timedelta
from typing import Any

from procrastinate.contrib.django import app

from anju.core import clock
from anju.core.actors import CLOCK
from anju.core.calendar import add_months
from anju.core.days import daily
from anju.statistics import actions, queries


@app.periodic(cron="* * * * * */20")
@app.task(name="statistics.money", lock="statistics.money", queueing_lock="statistics.money")
def count_money(timestamp: int) -> None:
    actions.count_all_money(by=CLOCK)


@app.periodic(cron="*/5 * * * *")
@app.task(name="statistics.work", lock="statistics.work", queueing_lock="statistics.work")
def count_work(timestamp: int) -> None:
    actions.count_work(day=clock.today(), by=CLOCK)


@daily("statistics.work", rank=55)
def keep_work_of_day(day: date) -> dict[str, Any]:
    """What was open when the day ended is kept for the curves of the days to come."""
    return {"open": actions.count_work(day=day, by=CLOCK)}


@daily("statistics.figures", rank=60)
def compute_figures(day: date) -> dict[str, Any]:
    """After everything else of the day, so that it is counted. A month that is over is counted to its last day."""
    months = queries.months_to_compute(day)
    for month in months:
        last = add_months(month, 1) - timedelta(days=1)
        actions.compute_month(month=month, as_of=min(day, last), by=CLOCK)
    return {"months": [month.isoformat() for month in months]}


@daily("statistics.check", rank=92)
def check_figures(day: date) -> dict[str, Any]:
    """After the books are proved: all figures of money are held against the ledger's transfers, and differ nowhere."""
    actions.count_all_money(by=CLOCK)
    return {
        "differing": [
            f"{one.what}: {one.figures_fen} / {one.ledger_fen}"
            for one in queries.differences_with_the_ledger()
        ]
    }
