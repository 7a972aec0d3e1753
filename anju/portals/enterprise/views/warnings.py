"""风险预警: what the fund centre's figures say of this enterprise, and what it says to that. (BEY-10, rule E1.13)"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.oversight import actions, queries
from anju.oversight.rules import CURRENT, Code
from anju.portals.enterprise.forms import AnswerWarningForm
from anju.portals.enterprise.page import show
from anju.portals.enterprise.shown_warnings import figures_shown, warning_shown
from anju.web.doors import enterprise
from anju.web.paging import page_of


@enterprise
@require_GET
def warnings(request: HttpRequest) -> HttpResponse:
    page = page_of(queries.warnings_seen_by(request.actor).order_by("-id"), request)
    rows = [warning_shown(one) for one in page.rows]
    return show(request, "warnings", "warnings", page=page, rows=rows)


@enterprise
@require_http_methods(["GET", "POST"])
def warning(request: HttpRequest, warning_id: int) -> HttpResponse:
    """The figures with the leases behind them; 【提交说明】, which a person looks at."""
    found = get_object_or_404(queries.warnings_seen_by(request.actor), pk=warning_id)
    form = AnswerWarningForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(
        actions.answer_warning, warning_id=found.pk, by=request.actor, **form.cleaned_data
    ):
        messages.success(request, _("说明已提交，由资金中心人工复核"))
        return redirect("enterprise:warning", found.pk)
    return show(
        request,
        "warning",
        "warnings",
        shown=warning_shown(found),
        figures=figures_shown(found),
        answers=queries.answers_of(found),
        can_answer=found.status in CURRENT,
        form=form,
    )


@enterprise
@require_GET
def findings(request: HttpRequest, warning_id: int) -> HttpResponse:
    """The very leases or payments that make up a figure (`code`)."""
    code = request.GET.get("code", "")
    found = get_object_or_404(queries.warnings_seen_by(request.actor), pk=warning_id)
    figure = next((one for one in figures_shown(found) if one.code == code), None)
    if figure is None:
        return redirect("enterprise:warning", found.pk)
    page = page_of(queries.findings_of(found, Code(code)), request)
    shown = warning_shown(found)
    return show(request, "warning_findings", "warnings", shown=shown, figure=figure, page=page)
