"""维修资金-物业单位注册申请: for who has an account and no key yet. (manual 004, 2.2; PRP-04)"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.companies import actions, queries
from anju.companies.rules import ApplicationStatus, Nature
from anju.core.rules import DISTRICTS
from anju.portals.property.forms_of_entry import ApplicationForm
from anju.portals.property.page import show
from anju.web.doors import applicant
from anju.web.downloads import pdf

HERE = "application"
TONES: dict[str, str] = {ApplicationStatus.RETURNED: "bad", ApplicationStatus.HOLDING: "good"}


@applicant
@require_http_methods(["GET", "POST"])
def application(request: HttpRequest) -> HttpResponse:
    """The form; once handed in what was stated, to be corrected as long as nobody has approved it."""
    present = queries.application_of(request.actor)
    form = ApplicationForm(request.POST or None, initial=initial_of(request, present))
    told = {"by": request.actor}
    if form.is_valid() and form.attempt(actions.apply_for_registration, unit=form.unit, **told):
        return redirect("property:applied")
    return show(
        request,
        "application",
        HERE,
        form=form,
        application=present,
        tone=tone_of(present),
        facts=facts_of(present) if present else [],
        may_apply=present is None or present.MOVES.allows("correct", present.status),
        key=queries.key_to_enrol(request.actor),
    )


def tone_of(present: Any) -> str:
    return TONES.get(present.status, "waiting") if present else ""


def initial_of(request: HttpRequest, present: Any) -> dict[str, Any]:
    if present is not None:
        return {name: getattr(present, name) for name in ApplicationForm.base_fields}
    whose = queries.applicant(request.actor.applicant_id or 0)
    return {"name": whose.unit_name, "uscc": whose.uscc}


def facts_of(present: Any) -> list[tuple[Any, Any]]:
    form = ApplicationForm()
    shown = {
        "nature": Nature(present.nature).label,
        "district": f"{DISTRICTS[present.district]}管理部",
    }
    labels = {name: str(field.label).removesuffix(" *") for name, field in form.fields.items()}
    return [
        (label, value)
        for name, label in labels.items()
        if (value := shown.get(name) or getattr(present, name))
    ]


@applicant
@require_GET
def applied(request: HttpRequest) -> HttpResponse:
    """业务办理完成, with 【打印】."""
    return show(request, "applied", HERE, application=own(request))


@applicant
@require_POST
def print_application(request: HttpRequest) -> HttpResponse:
    """【打印】 物业注册申请单: each time is counted, from the second on it says so. (PRP-11)"""
    found = own(request)
    printing = actions.print_application(application_id=found.pk, by=request.actor)
    content = queries.application_pdf(found, printing.number)
    return pdf(content, f"物业注册申请单{found.no}.pdf")


def own(request: HttpRequest) -> Any:
    found = queries.application_of(request.actor)
    if found is None:
        raise Http404
    return found
