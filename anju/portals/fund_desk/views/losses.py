"""房屋灭失: recorded by its department, and taken back; then its balance is refunded at the counter. (rule B9.2)"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from anju.fund import actions
from anju.portals.fund_desk.forms_of_homes import LossForm, NoLossForm
from anju.portals.fund_desk.page import show_form
from anju.portals.fund_desk.views.homes import account_of
from anju.web.doors import staff


@staff("fund.enter")
@require_http_methods(["GET", "POST"])
def record_loss(request: HttpRequest, account_id: int) -> HttpResponse:
    """登记房屋灭失, or 撤销 where that is recorded."""
    found = account_of(request, account_id)
    is_lost = found.dwelling.lost_on is not None
    form = (NoLossForm if is_lost else LossForm)(request.POST or None)
    verb = actions.withdraw_loss if is_lost else actions.record_loss
    if form.is_valid() and form.attempt(
        verb, account_id=found.pk, by=request.actor, **form.cleaned_data
    ):
        messages.success(request, _("已撤销灭失登记") if is_lost else _("已登记，余额可以退还业主"))
        return redirect("fund_desk:home_detail", found.pk)
    back = (reverse("fund_desk:home_detail", args=[found.pk]), _("分户账"))
    title, submit = (_("撤销灭失登记"), _("撤销")) if is_lost else (_("登记房屋灭失"), _("登记"))
    facts = [(_("房屋坐落"), found.dwelling.address)]
    lead = _("登记后不再要求交存，余额列入待领资金，由业主持证件到管理部办理退款。")
    about = {"title": title, "lead": "" if is_lost else lead, "back": back, "submit": submit}
    return show_form(request, "homes", form, facts=facts, **about)
