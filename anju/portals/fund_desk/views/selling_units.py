"""售房单位: what it deposits for the public housing that it sold, and what goes back of it. (rules B2.7, B9.2)"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from anju.core.money import yuan
from anju.fund import actions as fund
from anju.fund import queries
from anju.fund_runs import actions
from anju.fund_runs.actions import SoldHome
from anju.homes import queries as homes
from anju.homes.estate import Kind, Sale
from anju.people import queries as people
from anju.portals.fund_desk.forms_of_units import SoldLine, SoldPublicForm, UnitRefundForm
from anju.portals.fund_desk.page import show_form
from anju.portals.fund_desk.views.runs import back_to_runs, entries_offered
from anju.web.doors import staff


@staff("fund.pay")
@require_http_methods(["GET", "POST"])
def enter_sold_public(request: HttpRequest) -> HttpResponse:
    """A credit of the unit is taken apart by rule over the homes that it sold."""
    sent = [request.POST] if request.POST else []
    form = SoldPublicForm(*sent, entries=entries_offered(request))
    if form.is_valid() and entered(form, request):
        return redirect("fund_desk:run", form.done.pk)
    back, title, submit = back_to_runs(), _("售后公有住房交存"), _("计算")
    lead = _(
        "业主部分为房改成本价的2%，单位部分为售房款的20%（六层以上30%）；合计须与到账资金一致。"
    )
    return show_form(request, "runs", form, title=title, back=back, submit=submit, lead=lead)


def entered(form: SoldPublicForm, request: HttpRequest) -> bool:
    typed = form.cleaned_data
    unit = people.organisation_by_uscc(typed["unit"])
    if unit is None:
        form.add_error("unit", _("没有这个代码的单位，请核对"))
        return False
    sold = [sold_home(line, request) for line in typed["homes"]]
    missing = [line[0] for line, one in zip(typed["homes"], sold, strict=True) if one is None]
    if missing:
        form.add_error("homes", _("没有编号为{no}的房屋").format(no="、".join(missing[:5])))
        return False
    return form.attempt(
        actions.enter_sold_public,
        unit_id=unit.pk,
        entry_id=int(typed["entry"]),
        homes=[one for one in sold if one is not None],
        by=request.actor,
    )


def sold_home(line: SoldLine, request: HttpRequest) -> SoldHome | None:
    no, cost_price_fen, proceeds_fen = line
    named: tuple[dict[str, str], ...] = (
        {"certificate_no": no},
        *({"contract_no": no, "sale": str(sale)} for sale in Sale),
    )
    home: Any = next(filter(None, (homes.dwelling_by(**each) for each in named)), None)
    seen = queries.accounts_seen_by(request.actor).filter(dwelling=home).first() if home else None
    return None if seen is None else SoldHome(seen.pk, cost_price_fen, proceeds_fen)


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
        (_("单位部分余额（元）"), yuan(queries.units_part_fen(found))),
    ]
    back = (reverse("fund_desk:home_detail", args=[found.pk]), _("分户账"))
    title, submit = _("退售房单位部分"), _("提交复核")
    return show_form(request, "refunds", form, title=title, back=back, submit=submit, facts=facts)
