"""统计看板, 退款与争议: what is open day by day, by district and enterprise, and the cases behind it. (CTR-01)"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from anju.core import clock
from anju.core.actors import Actor
from anju.people.rules import Power
from anju.portals.centre import downloads_of_figures as files
from anju.portals.centre import shown_figures as shown
from anju.portals.centre.board import tabs
from anju.portals.centre.narrowing import narrow
from anju.portals.centre.page import show
from anju.refunds import queries as refunds
from anju.refunds.office_rules import OpenWork
from anju.statistics import queries
from anju.timelines.rules import Kind
from anju.web import charts
from anju.web.charts import Point
from anju.web.doors import staff
from anju.web.kept import part
from anju.web.paging import address, batches_of, page_of
from anju.web.tables import Column

HERE = "figures"


def times(count: int) -> str:
    return _("{count}件").format(count=count)


@staff("figures.read")
@require_GET
def work(request: HttpRequest) -> HttpResponseBase:
    """Each kind of open work: how much, since when, and its curve; one of them by district and enterprise."""
    days = 90 if request.GET.get("days") == "90" else 30
    kind = request.GET.get("kind", "")
    kind = kind if kind in OpenWork.values else OpenWork.OVERDUE_PLANS.value
    body = part(
        request,
        "centre/figures_work_board.html",
        queries.version(),
        lambda: {
            **work_shown(kind, days),
            "periods": [(one, address(request, days=one), one == days) for one in (30, 90)],
            "kinds": [(one.label, address(request, kind=one), one == kind) for one in OpenWork],
        },
    )
    return show(request, "figures_work", HERE, body=body)


def work_shown(kind: str, days: int) -> dict[str, Any]:
    today = clock.today()
    by_day = queries.work_by_day(today - timedelta(days=days - 1), today)
    now = queries.work_now()
    by_enterprise = queries.work_by(kind, "enterprise_id")[:20]
    names = shown.names_of("", [one.by for one in by_enterprise])
    return {
        "others": tabs("work"),
        "cards": [card(one, now, by_day) for one in OpenWork],
        "districts": bars(
            kind, queries.work_by(kind, "district"), "district", shown.district_label
        ),
        "enterprises": bars(kind, by_enterprise, "whose", names.__getitem__),
        "all_url": shown.link("figures_cases", kind),
    }


def card(one: OpenWork, now: dict[str, Any], by_day: dict[Any, Any]) -> dict[str, Any]:
    count, oldest = now.get(one, (0, None))
    points = [
        Point(day, found.get(one, 0), times(found.get(one, 0)))
        for day, found in sorted(by_day.items())
    ]
    return {
        "label": one.label,
        "count": count,
        "oldest": oldest,
        "url": shown.link("figures_cases", one),
        "curve": charts.curve(points, str),
        "rows": [(point.day, point.value) for point in points[::-1]],
    }


def bars(kind: str, amounts: Any, name: str, label: Any) -> list[charts.Bar]:
    rows = [
        (label(one.by), one.count, shown.link("figures_cases", kind, **{name: one.by}))
        for one in amounts
    ]
    return charts.bars(rows, times)


@staff("figures.read")
@require_GET
def cases(request: HttpRequest, work: str) -> HttpResponseBase:
    """The cases behind a figure of open work, the oldest first."""
    if work not in OpenWork.values:
        raise Http404
    to = narrow(request)
    rows = refunds.cases_of_work(work, to.district, to.whose)
    if files.asked_for(request):
        return files.as_asked(request, case_table(work, rows), clock.now())
    page = page_of(rows, request)
    return show(
        request,
        "figures_cases",
        HERE,
        kind=OpenWork(work),
        narrowed=to.in_words(""),
        page=page,
        rows=[case_shown(case, request.actor) for case in page.rows],
        work_url=shown.link("figures_work", kind=work),
        files=files.links(request),
    )


def case_shown(case: Any, actor: Actor) -> dict[str, Any]:
    overdue = (clock.today() - case.plan_due_on).days
    return {
        "case": case,
        "status": case.get_status_display(),
        "district": shown.district_label(case.lease.district),
        "overdue": overdue if case.status in refunds.WANTED_OF_ENTERPRISE and overdue > 0 else 0,
        "pot_url": shown.link("figures_lease", case.lease.filing_no),
        "story_url": shown.link("timeline", Kind.CASE, case.pk)
        if Power.SEARCH_ALL in actor.may
        else "",
    }


def case_table(kind: str, rows: Any) -> files.Table:
    columns = [
        Column(_("合同备案编号"), width=24),
        Column(_("企业"), width=36),
        Column(_("区")),
        Column(_("状态"), width=22),
        Column(_("交还日期"), "day"),
        Column(_("方案期限"), "day"),
    ]

    def lines() -> Iterator[tuple[Any, ...]]:
        for batch in batches_of(rows):
            for case in batch:
                yield (
                    case.lease.filing_no,
                    case.lease.enterprise.name,
                    shown.district_label(case.lease.district),
                    case.get_status_display(),
                    case.returned_on,
                    case.plan_due_on,
                )

    return files.Table(str(OpenWork(kind).label), columns, lines())
