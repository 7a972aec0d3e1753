"""退售房单位部分: what goes back of what a selling unit deposited. (rule B9.2)"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from anju.core.money import yuan
from anju.fund import actions as fund
from anju.fund import queries
from anju.homes.estate import Kind
from anju.portals.fund_desk.forms_of_units import UnitRefundForm
from anju.portals.fund_desk.page import show_form
from anju.web.doors import staff


@staff("fund.pay")
@require_http_methods(["GET", "POST"])
def refund_unit(request: HttpRequest, account_id: int) -> HttpResponse:
    """退售房单位部分: all of it, when the home is given up or lost; another person checks it."""
    found = get_object_or_404(
        queries.accounts_seen_by(request.actor), pk=account_id, dwelling__kind=Kind.SOLD_PUBLIC
    )
    form = UnitRefundForm(request.POST or None)
    if form.is_valid() and form.attempt(
        fund.enter_refund, account_id=found.pk, by=request.actor, **form.cleaned_data
    ):
        messages.success(request, _("已录入，请他人复核；复核通过后才付款"))
        return redirect("fund_desk:refund", form.done.pk)
    unit = found.dwelling.selling_unit
    facts = [
        (_("房屋坐落"), found.dwelling.address),
        (_("售房单位"), unit.name if unit else "—"),
        (_("单位部分余额（元）"), yuan((queries.parts_of(found) or (0, 0))[1])),
    ]
    back = (reverse("fund_desk:home_detail", args=[found.pk]), _("分户账"))
    title, submit = _("退售房单位部分"), _("提交复核")
    return show_form(request, "refunds", form, title=title, back=back, submit=submit, facts=facts)
