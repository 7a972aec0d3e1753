"""站外快速交存: nobody signs in; who knows the number and the owner's name may pay. (manual 002, 4; QCK-01…03)"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.fund import actions, queries
from anju.fund.rules import OPEN, Refusal
from anju.portals.owner.forms import PayForm, QuickForm
from anju.portals.owner.page import show_quick
from anju.portals.owner.receipting import ask_for_receipt, file_of
from anju.portals.owner.shown import deposit_shown
from anju.portals.owner.shown_paying import methods_shown, payment_shown
from anju.portals.owner.shown_receipts import receipt_of
from anju.portals.owner.starting import start
from anju.web.doors import anyone

FOUND = "quick"
MOST_FOUND = 20


@anyone
@require_http_methods(["GET", "POST"])
def quick(request: HttpRequest) -> HttpResponse:
    """业务流水号 and 业主名称, 【查询】. An error never says which of them was wrong."""
    form = QuickForm(request.POST or None)
    if form.is_valid() and form.attempt(
        actions.find_deposit,
        deposit_no=form.cleaned_data["no"],
        owner_name=form.cleaned_data["owner_name"],
        source=request.META.get("REMOTE_ADDR") or "",
        session=request.session.session_key or "",
        by=request.actor,
    ):
        if form.done is not None:
            found = [one for one in request.session.get(FOUND, []) if one != form.done.no]
            request.session[FOUND] = [*found, form.done.no][-MOST_FOUND:]
            return redirect("owner:quick_deposit", form.done.no)
        request.session.setdefault(
            FOUND, []
        )  # from now on there is a session whose tries are counted
        form.add_error(None, str(Refusal.NOT_FOUND.label))
    return show_quick(request, "quick", form=form)


def found_deposit(request: HttpRequest, no: str) -> Any:
    """What this session has found by number and name."""
    if no not in request.session.get(FOUND, []):
        raise Http404
    return queries.deposit_by_no(no)


@anyone
@require_http_methods(["GET", "POST"])
def deposit(request: HttpRequest, no: str) -> HttpResponse:
    """业务详情; POST is 【立即交存】."""
    found = found_deposit(request, no)
    channels = queries.channels_of(found.account)
    form = PayForm(request.POST or None, channels=channels)
    if form.is_valid() and (sent_on := start(request, form, found.pk, "owner:quick_payment")):
        return sent_on
    return show_quick(
        request,
        "quick_deposit",
        form=form,
        shown=deposit_shown(found, "quick_"),
        receipt=receipt_of(found, "quick_"),
        can_pay=found.status in OPEN,
        methods=methods_shown(channels, form["channel"].value()),
    )


@anyone
@require_GET
def payment(request: HttpRequest, no: str) -> HttpResponse:
    shown = payment_shown(request, deposit_shown(found_deposit(request, no), "quick_"))
    if shown is None:
        return HttpResponse(status=204)
    return show_quick(request, "payment_part" if request.htmx else "payment", **shown)


@anyone
@require_POST
def paid(request: HttpRequest, no: str) -> HttpResponse:
    """【已支付】 has the provider asked. (OWN-22)"""
    found = found_deposit(request, no)
    actions.ask_whether_paid(deposit_id=found.pk, by=request.actor)
    return redirect(f"{reverse('owner:quick_payment', args=[no])}?asked=1")


@anyone
@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest, no: str) -> HttpResponse:
    """【我要开票】 and 【重新开票】; the part that changes while it is issued. (QCK-02)"""
    found = found_deposit(request, no)
    if request.method == "POST":
        form = ask_for_receipt(request, found)
        if form.is_valid():
            return redirect("owner:quick_deposit", no)
        shown, told = deposit_shown(found, "quick_"), [form.why_not]
        asked = receipt_of(found, "quick_")
        return show_quick(request, "quick_deposit", shown=shown, receipt=asked, told=told)
    present = receipt_of(found, "quick_")
    if not request.htmx or present is None:
        return redirect("owner:quick_deposit", no)
    if request.GET.get("seen") == present.status:
        return HttpResponse(status=204)
    return show_quick(request, "receipt_part", receipt=present)


@anyone
@require_GET
def receipt_file(request: HttpRequest, no: str) -> HttpResponse:
    """【查询/下载】"""
    return file_of(found_deposit(request, no))
