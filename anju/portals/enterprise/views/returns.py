"""交还住房: a lease is found, its end registered; what the tenant registered is confirmed or objected to. (BEY-01)"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from anju.contracts import queries as contracts
from anju.core import calendar, clock
from anju.custody import queries as custody
from anju.parameters import queries as parameters
from anju.portals.enterprise.ending_forms import (
    AtField,
    LeaseToEndSearch,
    ReasonForm,
    ReturnForm,
    WithdrawForm,
)
from anju.portals.enterprise.ending_shown import case_shown, held_shown, names_of
from anju.portals.enterprise.page import show
from anju.refunds import actions, queries
from anju.refunds.enterprise_rules import Act
from anju.web.doors import enterprise
from anju.web.paging import PageOfRows, page_of


@enterprise
@require_GET
def leases_to_end(request: HttpRequest) -> HttpResponse:
    """登记交还住房, first: which lease."""
    search, page = LeaseToEndSearch(request.GET), PageOfRows([])
    if search.is_valid():
        page = page_of(queries.leases_and_their_end(request.actor, **search.wanted), request)
    rows = [(lease, names_of(lease)) for lease in page.rows]
    return show(request, "leases_to_end", "cases", search=search, page=page, rows=rows)


@enterprise
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, filing_no: str) -> HttpResponse:
    """登记交还住房: reason and days; from then on three working days run."""
    lease = get_object_or_404(contracts.leases_let_by(request.actor), filing_no=filing_no)
    form = ReturnForm(request.POST if request.method == "POST" else None, lease=lease)
    if form.is_valid() and form.attempt(
        actions.register_return, lease_id=lease.pk, by=request.actor, **form.cleaned_data
    ):
        messages.success(request, _("交还住房已登记，请在期限内提出退款方案"))
        return redirect("enterprise:case", form.done.pk)
    return show(
        request,
        "register",
        "cases",
        form=form,
        lease=lease,
        tenants=names_of(lease),
        held=held_shown(custody.holdings(lease.pk)),
        due_on=calendar.add_workdays(clock.today(), parameters.number("refund.plan_workdays")).on,
    )


@dataclass(frozen=True)
class Step:
    """One step on a case that is asked for before it is taken: its words, its form, its action."""

    act: Act
    lead: Any
    button: Any
    told: Any
    form: type[AtField]
    take: Callable[[Any, Any, Any], dict[str, Any]]
    action: Callable[..., Any]


STEPS = {
    Act.CONFIRM_RETURN: Step(
        Act.CONFIRM_RETURN,
        gettext_lazy(
            "承租人已登记交还住房，请核对结束原因和交还日期。期限自登记的日期起算，确认与否都不变。"
        ),
        gettext_lazy("确认"),
        gettext_lazy("交还住房已确认"),
        AtField,
        lambda case, form, by: {},
        actions.confirm_return,
    ),
    Act.OBJECT: Step(
        Act.OBJECT,
        gettext_lazy("异议会告知承租人，双方和中介协会都能看到。提出方案的期限照常计算。"),
        gettext_lazy("提出异议"),
        gettext_lazy("异议已提出"),
        ReasonForm,
        lambda case, form, by: {"objection": form.cleaned_data["because"]},
        actions.object_to_return,
    ),
    Act.CANCEL: Step(
        Act.CANCEL,
        gettext_lazy(
            "登记有误的，登记的一方当天可以自行撤销，之后须双方同意。撤销后租金继续按期划转。"
        ),
        gettext_lazy("撤销登记"),
        gettext_lazy("已办理"),
        ReasonForm,
        lambda case, form, by: form.cleaned_data,
        actions.cancel_case,
    ),
    Act.WITHDRAW: Step(
        Act.WITHDRAW,
        gettext_lazy(
            "承租人还没有打开方案，可以撤回修改。提出方案的期限不变，请在期限内重新提交。"
        ),
        gettext_lazy("撤回退款方案"),
        gettext_lazy("退款方案已撤回，请修改后重新提交"),
        WithdrawForm,
        lambda case, form, by: {"plan_id": form.cleaned_data["plan"]},
        actions.withdraw_plan,
    ),
}


def take(request: HttpRequest, case_id: int, act: Act) -> HttpResponse:
    """Show a step and what it means, then take it; what can no longer be done leads back to the case."""
    step = STEPS[act]
    case = get_object_or_404(queries.cases_of_enterprise(request.actor), pk=case_id)
    if request.method == "GET" and act not in queries.acts_of_enterprise(case):
        return redirect("enterprise:case", case.pk)
    plan = queries.current_plan(case)
    shown = {"plan": plan.pk if plan else None}
    form = step.form(request.POST if request.method == "POST" else None, initial=shown)
    if form.is_valid():
        said = step.take(case, form, request.actor)
        if form.attempt(step.action, case_id=case.pk, by=request.actor, **said):
            messages.success(request, step.told)
            return redirect("enterprise:case", case.pk)
    return show(request, "step", "cases", step=step, form=form, shown=case_shown(case))


@enterprise
@require_http_methods(["GET", "POST"])
def confirm_return(request: HttpRequest, case_id: int) -> HttpResponse:
    return take(request, case_id, Act.CONFIRM_RETURN)


@enterprise
@require_http_methods(["GET", "POST"])
def object_to_return(request: HttpRequest, case_id: int) -> HttpResponse:
    return take(request, case_id, Act.OBJECT)


@enterprise
@require_http_methods(["GET", "POST"])
def cancel_case(request: HttpRequest, case_id: int) -> HttpResponse:
    return take(request, case_id, Act.CANCEL)


@enterprise
@require_http_methods(["GET", "POST"])
def withdraw_plan(request: HttpRequest, case_id: int) -> HttpResponse:
    return take(request, case_id, Act.WITHDRAW)
