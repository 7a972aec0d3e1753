"""站外快速交存: nobody signs in; who knows the number and the owner's name may pay. (manual 002, 4; QCK-01…03)"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from anju.fund import actions, queries
from anju.fund.rules import OPEN, Refusal
from anju.portals.owner.forms import PayForm, QuickForm
from anju.portals.owner.page import show_quick
from anju.portals.owner.receipting import ask_for_receipt, file_of
from anju.portals.owner.shown import deposit_shown
from anju.portals.owner.shown_paying import backs_shown, methods_shown, payment_shown
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


def of_what_was_found(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only what this session has found by number and name; whoever's session has ended looks it up again."""

    @wraps(view)
    def guarded(request: HttpRequest, no: str) -> HttpResponse:
        if no in request.session.get(FOUND, []):
            return view(request, queries.deposit_by_no(no))
        messages.info(request, _("请填写业务流水号和业主名称，查询后继续办理。"))
        address = reverse("owner:quick")
        return HttpResponseClientRedirect(address) if request.htmx else redirect(address)

    return guarded


@anyone
@require_http_methods(["GET", "POST"])
@of_what_was_found
def deposit(request: HttpRequest, found: Any) -> HttpResponse:
    """业务详情; POST is 【立即交存】."""
    channels = queries.channels_of(found.account)
    form = PayForm(request.POST or None, channels=channels)
    if form.is_valid() and (sent_on := start(request, form, found.pk, "owner:quick_payment")):
        return sent_on
    return show_quick(
        request,
        "quick_deposit",
        form=form,
        shown=deposit_shown(found, "quick_"),
        receipt=receipt_of(found, request.actor, "quick_"),
        backs=backs_shown(found, request.actor),
        can_pay=found.status in OPEN,
        methods=methods_shown(channels, form["channel"].value()),
    )


@anyone
@require_GET
@of_what_was_found
def payment(request: HttpRequest, found: Any) -> HttpResponse:
    shown = payment_shown(request, deposit_shown(found, "quick_"))
    if shown is None:
        return HttpResponse(status=204)
    return show_quick(request, "payment_part" if request.htmx else "payment", **shown)


@anyone
@require_POST
@of_what_was_found
def paid(request: HttpRequest, found: Any) -> HttpResponse:
    """【已支付】 has the provider asked. (OWN-22)"""
    actions.ask_whether_paid(deposit_id=found.pk, by=request.actor)
    return redirect(f"{reverse('owner:quick_payment', args=[found.no])}?asked=1")


@anyone
@require_http_methods(["GET", "POST"])
@of_what_was_found
def receipt(request: HttpRequest, found: Any) -> HttpResponse:
    """【我要开票】 and 【重新开票】; the part that changes while it is issued. (QCK-02)"""
    if request.method == "POST":
        form = ask_for_receipt(request, found)
        if form.is_valid():
            return redirect("owner:quick_deposit", found.no)
        shown, told = deposit_shown(found, "quick_"), [form.why_not]
        asked = receipt_of(found, request.actor, "quick_")
        return show_quick(request, "quick_deposit", shown=shown, receipt=asked, told=told)
    present = receipt_of(found, request.actor, "quick_")
    if not request.htmx or present is None:
        return redirect("owner:quick_deposit", found.no)
    if request.GET.get("seen") == present.state:
        return HttpResponse(status=204)
    return show_quick(request, "receipt_part", receipt=present)


@anyone
@require_GET
@of_what_was_found
def receipt_file(request: HttpRequest, found: Any) -> HttpResponse:
    """【查询/下载】"""
    return file_of(request, found)
