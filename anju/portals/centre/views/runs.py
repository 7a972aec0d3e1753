"""自动任务: every job of the clock, what became of it on which day, and its report in words. (CTR-04)"""

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.core import actions, clock, queries
from anju.core.days import JOBS
from anju.core.refusals import Refused
from anju.portals.centre.page import show
from anju.portals.centre.shown_runs import beats_shown, job_rows, run_shown
from anju.web.doors import staff

DAYS = 7


@staff("run.start")
@require_GET
def runs(request: HttpRequest) -> HttpResponse:
    """The last days of every daily job, and whether the jobs of every minute still beat."""
    yesterday = clock.today() - timedelta(days=1)
    first = yesterday - timedelta(days=DAYS - 1)
    known = queries.runs_of_days(first, yesterday)
    days = [first + timedelta(days=ahead) for ahead in range(DAYS)]
    rows = job_rows(known, days)
    beats = beats_shown(queries.beats_of_the_clock())
    return show(
        request,
        "runs",
        "runs",
        days=days,
        rows=rows,
        beats=beats,
        troubles=[each for row in rows for each in row.troubles],
        quiet=[beat for beat in beats if beat.tone == "bad"],
    )


@staff("run.start")
@require_http_methods(["GET", "POST"])
def run(request: HttpRequest, job: str, day: date) -> HttpResponse:
    """One job on one day: its report, or why there is none, and 【重新执行】."""
    if job not in JOBS or day > clock.today():
        raise Http404
    if request.method == "POST":
        try:
            actions.ask_for_run(job=job, day=day, by=request.actor)
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _("已安排，数秒内执行，刷新本页查看结果"))
        return redirect("centre:run", job, day)
    known = queries.runs_of_days(day, day).get((job, day))
    return show(request, "run", "runs", shown=run_shown(job, day, known))
