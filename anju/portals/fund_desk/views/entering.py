"""录入: a community, a home with its owners, a measured area, new owners. (rules B2.15, B3.1, B9.1)"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from anju.fund import actions, queries
from anju.homes import queries as home_queries
from anju.portals.fund_desk.forms_of_homes import (
    AreaForm,
    CommunityForm,
    FirstSaleForm,
    HomeForm,
    SaleForm,
)
from anju.portals.fund_desk.page import districts_of, show_form
from anju.portals.fund_desk.shown import square_metres
from anju.portals.fund_desk.views.homes import account_of
from anju.web.doors import staff

FORM = ["GET", "POST"]


@staff("fund.enter")
@require_http_methods(FORM)
def enter_community(request: HttpRequest) -> HttpResponse:
    form = CommunityForm(request.POST or None, actor=request.actor)
    if form.is_valid() and form.attempt(
        actions.enter_community, by=request.actor, **form.cleaned_data
    ):
        messages.success(request, _("小区已登记"))
        return redirect("fund_desk:communities")
    back = (reverse("fund_desk:communities"), _("小区"))
    title, submit = _("登记小区"), _("登记")
    lead = _("带 * 的为必填项。")
    return show_form(request, "communities", form, title=title, back=back, submit=submit, lead=lead)


@staff("fund.enter")
@require_http_methods(FORM)
def enter_home(request: HttpRequest) -> HttpResponse:
    """录入房屋: its account is opened with it, unless its owners keep their fund themselves."""
    form = HomeForm(request.POST or None, districts=districts_of(request.actor))
    if form.is_valid():
        verb = actions.enter_unsold if form.unsold else actions.enter_home
        stated = form.stated_unsold if form.unsold else form.stated
        if form.attempt(verb, by=request.actor, **stated):
            return entered(request, form.done)
    back = (reverse("fund_desk:homes"), _("房屋与分户账"))
    title, submit = _("录入房屋"), _("录入")
    lead = _("按网签合同或者不动产权证填写，带 * 的为必填项。")
    return show_form(request, "homes", form, title=title, back=back, submit=submit, lead=lead)


def entered(request: HttpRequest, home: Any) -> HttpResponse:
    account = queries.account_of_home(home.pk)
    if account is None:
        messages.success(request, _("房屋已录入；维修资金由业主自管，不开立分户账"))
        return redirect("fund_desk:community", home.building.community_id)
    messages.success(request, _("房屋已录入，分户账已开立"))
    return redirect("fund_desk:home_detail", account.pk)


@staff("fund.enter")
@require_http_methods(FORM)
def correct_area(request: HttpRequest, account_id: int) -> HttpResponse:
    """实测面积: what was asked by the old area is not asked any more."""
    found, form = account_of(request, account_id), AreaForm(request.POST or None)
    if form.is_valid() and form.attempt(
        actions.correct_area,
        account_id=found.pk,
        area_hundredths=form.cleaned_data["area"],
        by=request.actor,
    ):
        messages.success(request, _("面积已更正，应交或者应退的金额已重新计算"))
        return redirect("fund_desk:home_detail", found.pk)
    home = found.dwelling
    facts = [(_("房屋坐落"), home.address), (_("现建筑面积"), square_metres(home.area_hundredths))]
    back = (reverse("fund_desk:home_detail", args=[found.pk]), _("分户账"))
    title, submit = _("更正面积"), _("更正")
    return show_form(request, "homes", form, title=title, back=back, submit=submit, facts=facts)


@staff("fund.enter")
@require_http_methods(FORM)
def sell_home(request: HttpRequest, account_id: int) -> HttpResponse:
    """更名: the account goes with the home. Of one that was unsold it is the first sale. (rules B6.5, B9.1)"""
    found, form = account_of(request, account_id), SaleForm(request.POST or None)
    if not home_queries.owners_now(found.dwelling):
        return sell_first(request, found)
    if form.is_valid() and form.attempt(
        actions.sell_home, account_id=found.pk, owners=form.owners, by=request.actor
    ):
        messages.success(request, _("业主已变更，维修资金随房屋转移"))
        return redirect("fund_desk:home_detail", found.pk)
    back = (reverse("fund_desk:home_detail", args=[found.pk]), _("分户账"))
    title, submit, facts = _("更名"), _("更名"), [(_("房屋坐落"), found.dwelling.address)]
    lead = _("填写变更后的全部业主。")
    return show_form(
        request, "homes", form, title=title, back=back, submit=submit, facts=facts, lead=lead
    )


def sell_first(request: HttpRequest, found: Any) -> HttpResponse:
    """首次出售: the contract, and the first owners, of whom the first deposit is asked from now on."""
    form = FirstSaleForm(request.POST or None)
    if form.is_valid() and form.attempt(
        actions.sell_unsold,
        account_id=found.pk,
        contract=form.contract,
        owners=form.owners,
        by=request.actor,
    ):
        messages.success(request, _("已登记首次出售，可以开具首次交存通知"))
        return redirect("fund_desk:home_detail", found.pk)
    back = (reverse("fund_desk:home_detail", args=[found.pk]), _("分户账"))
    title, lead = _("首次出售"), _("该房屋未售。按网签合同填写，并填写全部业主。")
    facts = [(_("房屋坐落"), found.dwelling.address)]
    about = {"title": title, "lead": lead, "back": back, "submit": title, "facts": facts}
    return show_form(request, "homes", form, **about)
