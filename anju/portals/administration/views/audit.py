"""审计: what the staff of an office did, were refused, how they signed in, at whose data they looked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from anju.core import queries as core
from anju.people import queries as people
from anju.people.rules import Power, SignInOutcome
from anju.portals.administration.forms import (
    AuditSearch,
    HistorySearch,
    LookSearch,
    RefusedSearch,
    SignInSearch,
)
from anju.portals.administration.kinds import choices_of_kinds, name_of_kind, what_was_done
from anju.portals.administration.page import show
from anju.web.doors import staff
from anju.web.paging import PageOfRows, address, page_of
from anju.web.tables import Column, as_file, first_rows

AT, WHO = Column(gettext_lazy("时间"), "moment", 20), Column(gettext_lazy("用户"), width=18)


@dataclass(frozen=True)
class Record:
    """One of the lists of the audit: its columns, and a row of it in words, the moment and the user name first."""

    name: str
    title: Any
    columns: tuple[Column, ...]
    row_of: Callable[[Any], tuple[Any, ...]]


def history_row(event: Any) -> tuple[Any, ...]:
    what, status = what_was_done(event)
    record = f"{name_of_kind(event.kind)} {event.record_id}"
    return (event.at, event.actor, what, status, record, event.because or "—")


HISTORY = Record(
    "audit",
    gettext_lazy("操作记录"),
    (
        AT,
        WHO,
        Column(gettext_lazy("操作"), width=18),
        Column(gettext_lazy("之后的状态")),
        Column(gettext_lazy("记录"), width=26),
        Column(gettext_lazy("原因"), width=40),
    ),
    history_row,
)
REFUSED = Record(
    "audit_refused",
    gettext_lazy("被拒绝的访问"),
    (AT, WHO, Column(gettext_lazy("地址"), width=50), Column(gettext_lazy("来源"), width=18)),
    lambda one: (one.at, one.actor, f"{one.method} {one.path}", one.ip or "—"),
)
SIGN_INS = Record(
    "audit_sign_ins",
    gettext_lazy("登录记录"),
    (AT, WHO, Column(gettext_lazy("结果"), width=18), Column(gettext_lazy("来源"), width=18)),
    lambda one: (one.at, one.username, str(SignInOutcome(one.outcome).label), one.ip or "—"),
)
LOOKS = Record(
    "audit_looks",
    gettext_lazy("查看个人信息"),
    (
        AT,
        WHO,
        Column(gettext_lazy("涉及"), width=26),
        Column(gettext_lazy("事由"), width=30),
        Column(gettext_lazy("来源"), width=18),
    ),
    lambda one: (one.at, one.actor, one.whose, one.purpose, one.ip or "—"),
)
RECORDS = (HISTORY, REFUSED, SIGN_INS, LOOKS)


@staff(Power.AUDIT_READ)
@require_GET
def history(request: HttpRequest) -> HttpResponse:
    search = HistorySearch(request.GET, kinds=choices_of_kinds())
    return lay_out(request, HISTORY, search, core.events_seen_by(request.actor))


@staff(Power.AUDIT_READ)
@require_GET
def refused(request: HttpRequest) -> HttpResponse:
    rows = core.refused_accesses_seen_by(request.actor)
    return lay_out(request, REFUSED, RefusedSearch(request.GET), rows)


@staff(Power.AUDIT_READ)
@require_GET
def sign_ins(request: HttpRequest) -> HttpResponse:
    rows = people.sign_ins_seen_by(request.actor)
    return lay_out(request, SIGN_INS, SignInSearch(request.GET), rows)


@staff(Power.AUDIT_READ)
@require_GET
def looks(request: HttpRequest) -> HttpResponse:
    return lay_out(request, LOOKS, LookSearch(request.GET), core.looks_seen_by(request.actor))


def lay_out(
    request: HttpRequest, record: Record, search: AuditSearch, rows: QuerySet
) -> HttpResponse:
    """A page of the list, or all of it as a file to take along."""
    page = PageOfRows([])
    if search.is_valid():
        rows = search.found(rows)
        if request.GET.get("as") == "file":
            found, advice = first_rows(rows)
            return as_file(str(record.title), record.columns, map(record.row_of, found), advice)
        page = page_of(rows, request)
    return show(
        request,
        "audit",
        "audit",
        record=record,
        records=RECORDS,
        search=search,
        page=page,
        titles=[column.title for column in record.columns],
        rows=[in_cells(record, one) for one in page.rows],
        file_url=address(request, **{"as": "file"}),
        lead=_("只能查看，不能更改。本单位工作人员的操作、访问和登录都记录在此。"),
    )


def in_cells(record: Record, row: Any) -> list[tuple[str, Any]]:
    """Each cell with the title of its column, which a narrow screen shows beside it."""
    values = record.row_of(row)
    titles = (str(column.title) for column in record.columns)
    return list(zip(titles, values, strict=True))
