"""退款方案: filled in, looked at once more, submitted; all versions side by side. (ENT-04, ENT-05, BEY-12)"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.core.db import rehearse
from anju.custody import queries as custody
from anju.portals.enterprise.ending_shown import case_shown, held_shown
from anju.portals.enterprise.page import show
from anju.portals.enterprise.plan_form import PlanForm
from anju.portals.enterprise.plan_preview import preview_of
from anju.portals.enterprise.plan_shown import plan_row, plan_shown
from anju.refunds import actions, queries
from anju.refunds.rules import DeductionKind
from anju.web.doors import enterprise
from anju.web.paging import page_of


@enterprise
@require_GET
def plans(request: HttpRequest) -> HttpResponse:
    """What has to be proposed, or proposed anew, and every plan that was."""
    wanted = list(queries.plans_wanted_of(request.actor)[:50])
    page = page_of(queries.plans_of_enterprise(request.actor), request)
    return show(
        request,
        "plans",
        "plans",
        wanted=[case_shown(case) for case in wanted],
        page=page,
        rows=[plan_row(plan) for plan in page.rows],
    )


@enterprise
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, case_id: int) -> HttpResponse:
    """Fill in; `step` says what is sent: rows changed, back from the preview, the preview, or the plan itself."""
    case = get_object_or_404(queries.cases_of_enterprise(request.actor), pk=case_id)
    holdings, tenants = custody.holdings(case.lease_id), list(queries.tenants_of(case))
    if request.method == "GET":
        made = queries.versions_of(case, request.actor)
        form = PlanForm.begun(holdings, tenants, made, request.actor)
        return fill_in(request, case, form, holdings)
    form = PlanForm.sent(request.POST, request.FILES, tenants, request.actor)
    step = request.POST.get("step")
    if step not in ("preview", "submit") or not form.is_sound():
        return fill_in(request, case, form, holdings, is_typing=step not in ("preview", "submit"))
    asked: dict[str, Any] = {"case_id": case.pk, "terms": form.terms, "by": request.actor}
    if step == "submit" and form.attempt(actions.submit_plan, **asked):
        messages.success(request, _("退款方案已提交，已短信通知收款承租人"))
        return redirect("enterprise:case", case.pk)
    if step == "preview" and form.attempt(rehearse, work=actions.submit_plan, **asked):
        return show(request, "plan_preview", "plans", **preview_of(case, form, holdings, tenants))
    return fill_in(request, case, form, holdings)


def fill_in(
    request: HttpRequest, case: Any, form: PlanForm, holdings: Any, is_typing: bool = False
) -> HttpResponse:
    form.see(holdings)
    if is_typing:
        form.forget_errors()
    return show(
        request,
        "plan",
        "plans",
        form=form,
        shown=case_shown(case),
        held=held_shown(holdings),
        outside_fen=queries.owed_outside(case),
        is_at_rest=holdings.is_at_rest,
        kinds=DeductionKind.choices,
    )


@enterprise
@require_GET
def versions(request: HttpRequest, case_id: int) -> HttpResponse:
    """Every version with the tenant's answer, side by side."""
    case = get_object_or_404(queries.cases_of_enterprise(request.actor), pk=case_id)
    made = [plan_shown(one) for one in queries.versions_of(case, request.actor)]
    return show(request, "versions", "plans", shown=case_shown(case), versions=made)
