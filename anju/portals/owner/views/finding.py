"""我要查询: a home by its exact address or by a number of its own. (manual 002, 2.5; OWN-30 to OWN-33)"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from anju.fund import actions
from anju.fund.rules import Mode, Refusal
from anju.portals.owner.forms_of_homes import FindForm
from anju.portals.owner.page import show
from anju.portals.owner.shown_finding import chosen, tabs, way_to_add
from anju.web.doors import owner


@owner
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """【查询】 leads to the deposit page of the home that was found; pop-ups are told there."""
    mode: Mode = chosen(request.GET.get("by", ""), Mode)
    form, button = FindForm(request.POST or None, mode=mode), None
    if form.is_valid() and form.attempt(
        actions.look_up, mode=mode, **form.cleaned_data, by=request.actor
    ):
        if form.done.account is not None:
            address = reverse("owner:due", args=[form.done.account.dwelling_id])
            return redirect(f"{address}?looked=up")
        if form.done.because == Refusal.HOME_NOT_FOUND:
            form.add_error("wanted", str(form.done.because.label))
        else:
            url = way_to_add(mode, form.cleaned_data["wanted"])
            button = {"url": url, "label": _("添加房屋")}
    return show(
        request,
        "find",
        "find",
        form=form,
        tabs=tabs("owner:find", Mode, mode.value),
        told=[str(Refusal.NOT_MATCHED.label)] if button else [],
        told_button=button,
    )
