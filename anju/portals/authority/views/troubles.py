"""问题单: the line to the title registry, its faults with the raw answer, one click to report. (ERR-01)"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.desks.forms import ReasonForm
from anju.homes import actions, queries
from anju.homes.rules import Refusal, TroubleStatus
from anju.portals.authority.forms_of_homes import TroubleSearch
from anju.portals.authority.page import show, show_form
from anju.portals.authority.shown_homes import TROUBLE_TONES
from anju.web.doors import staff
from anju.web.forms import Form
from anju.web.history import steps_of
from anju.web.paging import PageOfRows, page_of

MOST_ATTEMPTS = 20


class ResolveForm(ReasonForm):
    at_fields = {Refusal.BECAUSE_MISSING: "because"}


def trouble_of(request: HttpRequest, trouble_id: int) -> Any:
    return get_object_or_404(queries.troubles_seen_by(request.actor), pk=trouble_id)


@staff("home.trouble")
@require_GET
def troubles(request: HttpRequest) -> HttpResponse:
    search, page = TroubleSearch(request.GET), PageOfRows([])
    if search.is_valid():
        wanted = {name: value for name, value in search.cleaned_data.items() if value}
        page = page_of(queries.troubles_seen_by(request.actor).filter(**wanted), request)
    rows = [(one, TROUBLE_TONES[TroubleStatus(one.status)]) for one in page.rows]
    return show(
        request,
        "troubles",
        "troubles",
        search=search,
        page=page,
        rows=rows,
        health=queries.line_health(),
    )


@staff("home.trouble")
@require_GET
def trouble(request: HttpRequest, trouble_id: int) -> HttpResponse:
    return lay_out(request, trouble_of(request, trouble_id), Form())


@staff("home.trouble")
@require_POST
def report(request: HttpRequest, trouble_id: int) -> HttpResponse:
    """【生成问题单】: the report to hand on, as it stands now."""
    found, form = trouble_of(request, trouble_id), Form(request.POST)
    if form.is_valid() and form.attempt(
        actions.report_trouble, trouble_id=found.pk, by=request.actor
    ):
        messages.success(request, _("问题单已生成，请复制后发给登记系统的运维人员"))
        return redirect("authority:trouble", found.pk)
    return lay_out(request, found, form)


@staff("home.trouble")
@require_http_methods(["GET", "POST"])
def resolve(request: HttpRequest, trouble_id: int) -> HttpResponse:
    found, form = trouble_of(request, trouble_id), ResolveForm(request.POST or None)
    if form.is_valid() and form.attempt(
        actions.resolve_trouble, trouble_id=found.pk, by=request.actor, **form.cleaned_data
    ):
        messages.success(request, _("问题单已关闭，还在等待的核验会继续自动重试"))
        return redirect("authority:trouble", found.pk)
    back = (reverse("authority:trouble", args=[found.pk]), found.no)
    title, submit = _("关闭问题单"), _("关闭")
    return show_form(request, "troubles", form, title=title, back=back, submit=submit)


def lay_out(request: HttpRequest, found: Any, form: Form) -> HttpResponse:
    return show(
        request,
        "trouble",
        "troubles",
        trouble=found,
        tone=TROUBLE_TONES[TroubleStatus(found.status)],
        attempts=queries.attempts_of(found)[:MOST_ATTEMPTS],
        health=queries.line_health(),
        may_report=found.status == TroubleStatus.OPEN,
        may_resolve=found.status != TroubleStatus.RESOLVED,
        steps=steps_of(found),
        form=form,
    )
