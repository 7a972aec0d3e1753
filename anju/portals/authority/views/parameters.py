"""系统参数: 备案前是否必须进行合同网签, everything that was ever said about it, and saying it anew. (CON-11; IDN-03)"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.core import clock
from anju.desks.shown import staff_named, whom_to_ask
from anju.filings import actions, queries
from anju.filings.rules import answer
from anju.people.rules import Power
from anju.portals.authority.forms_of_contracts import ParameterForm
from anju.portals.authority.page import OF_PARAMETERS, show, show_form
from anju.web.doors import staff
from anju.web.paging import page_of

HERE = "parameter"


@staff(*OF_PARAMETERS)
@require_GET
def parameter(request: HttpRequest) -> HttpResponse:
    """How it stands today, and what holds from which day on; who may not set it reads who may."""
    page, today = page_of(queries.parameter_history(request.actor), request), clock.today()
    in_force, named = queries.parameter_on(today), staff_named(*(one.set_by for one in page.rows))
    return show(
        request,
        "parameter",
        HERE,
        page=page,
        rows=[
            (one, answer(one.must_sign_online), named(one.set_by), one == in_force)
            for one in page.rows
        ],
        value=answer(queries.must_sign_online()),
        since=in_force and in_force.from_on,
        may_keep=Power.PARAMETER_KEEP in request.actor.may,
        advice=whom_to_ask(request.actor, Power.PARAMETER_KEEP, own=False, own_sentence=""),
    )


@staff("parameter.keep")
@require_http_methods(["GET", "POST"])
def set_parameter(request: HttpRequest) -> HttpResponse:
    form = ParameterForm(request.POST or None, initial={"from_on": clock.today()})
    if form.is_valid() and form.attempt(
        actions.set_signing_parameter, by=request.actor, **form.cleaned_data
    ):
        told = _("从{from_on}起，备案前是否必须进行合同网签：{value}")
        value = answer(form.done.must_sign_online)
        messages.success(request, told.format(from_on=form.done.from_on, value=value))
        return redirect("authority:parameter")
    back, submit = (reverse("authority:parameter"), _("系统参数")), _("保存")
    facts = [(_("备案前是否必须进行合同网签"), answer(queries.must_sign_online()))]
    title = _("修改参数")
    return show_form(request, HERE, form, title=title, back=back, submit=submit, facts=facts)
