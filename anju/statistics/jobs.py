"""What the clock does: it counts what is sealed, what is open, and every night the month anew."""

from datetime import date, timedelta
from typing import Any

from procrastinate.contrib.django import app

from anju.clients import own_site
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


@app.periodic(cron="* * * * *")
@app.task(name="statistics.minute", lock="statistics.minute", queueing_lock="statistics.minute")
def look_at_the_site(timestamp: int) -> None:
    """Every minute: does the site answer? Minutes in which no worker ran are not measured, and so told. (BEY-07)"""
    minute = clock.now()
    actions.note_minute(minute=minute, answered=own_site.answers(), by=CLOCK)


@app.periodic(cron="*/10 * * * *")
@app.task(name="statistics.board", lock="statistics.board", queueing_lock="statistics.board")
def keep_the_board(timestamp: int) -> None:
    """The refunds that ended today stand on the board before the day is over."""
    actions.count_refunds(day=clock.today(), by=CLOCK)


@app.periodic(cron="* * * * * */3")
@app.task(
    queue="imports",
    name="statistics.reports",
    lock="statistics.reports",
    queueing_lock="statistics.reports",
)
def make_reports(timestamp: int) -> None:
    """The reports that were asked for, one after the other; one that was broken off is made anew."""
    for report_id in queries.reports_to_make():
        actions.make_report(report_id=report_id, by=CLOCK)


@daily("statistics.board", rank=58)
def count_refunds_of_day(day: date) -> dict[str, Any]:
    """How long refunds took that ended on the day, by month and by the year that ends with it. (BEY-07)"""
    refunds = actions.count_refunds(day=day, by=CLOCK)
    actions.count_year_of_refunds(day=day, by=CLOCK)
    return {"refunds": refunds}


@daily("statistics.report", rank=95)
def report_of_month(day: date) -> dict[str, Any]:
    """After the last day of a month, and after everything else of that day, its report is made. (CTR-08)"""
    is_last = (day + timedelta(days=1)).day == 1
    if is_last:
        actions.ask_for_report(month=day.replace(day=1), by=CLOCK)
    return {"reports": int(is_last)}


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
    """After the books are proved: all figures of money are held against the ledger's transfers, and differ nowhere.

    And the books of the leases and homes of each bank against its account. (rule A11.9)
    """
    actions.count_all_money(by=CLOCK)
    differing = [
        f"{one.what}: {one.figures_fen} / {one.ledger_fen}"
        for one in queries.differences_with_the_ledger()
    ]
    differing += [
        f"books {one.bank}: {one.books_fen} / {one.account_fen + one.provider_fen}"
        for one in queries.banks_held()
        if one.difference_fen
    ]
    return {"differing": differing}
