"""逐项协商: both sides' evidence and offers, deduction by deduction; awards handed in. (BEY-06, rule A8.3)"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from anju.portals.enterprise.ending_forms import AtField, EvidenceForm, OfferForm, sent
from anju.portals.enterprise.ending_shown import case_shown
from anju.portals.enterprise.page import show
from anju.portals.enterprise.plan_shown import room_shown
from anju.refunds import actions, queries
from anju.refunds.rules import DISPUTED, Side
from anju.web.doors import enterprise


@enterprise
@require_http_methods(["GET", "POST"])
def evidence(request: HttpRequest, case_id: int) -> HttpResponse:
    """What is posted concerns one deduction: an offer for it, or files."""
    case = get_object_or_404(queries.cases_of_enterprise(request.actor), pk=case_id)
    rooms = queries.evidence_room(case)
    asked = request.POST.get("item", "") if request.method == "POST" else ""
    room = next((one for one in rooms if str(one.item.pk) == asked), None)
    if request.method == "GET" or room is None:
        return lay_out(request, case, rooms)
    offer, files = fresh_forms(request, asked)
    if request.POST.get("what") == "offer":
        offer = OfferForm(request.POST, prefix=f"offer-{asked}")
        if offer.is_valid() and offer.attempt(
            actions.make_offer, item_id=room.item.pk, by=request.actor, **offer.terms
        ):
            return done(request, case, offer_told(offer.done))
    else:
        files = sent(EvidenceForm, request, f"files-{asked}")
        given = {"case_id": case.pk, "item_id": room.item.pk, "by": request.actor}
        if files.is_valid() and files.attempt(
            actions.add_evidence, file_ids=files.cleaned_data["documents"], **given
        ):
            return done(request, case, _("凭证已上传，承租人可以看到"))
    return lay_out(request, case, rooms, {room.item.pk: (offer, files)})


def fresh_forms(request: HttpRequest, item: Any) -> tuple[OfferForm, EvidenceForm]:
    files = EvidenceForm(actor=request.actor, prefix=f"files-{item}")
    return OfferForm(prefix=f"offer-{item}"), files


def done(request: HttpRequest, case: Any, told: str) -> HttpResponse:
    messages.success(request, told)
    return redirect("enterprise:evidence", case.pk)


def offer_told(offer: Any) -> str:
    if offer.side == Side.ENTERPRISE:
        return _("提议已发出，已通知承租人")
    return _("与承租人的提议一致，这一项已达成一致，款项将付出")


def lay_out(request: HttpRequest, case: Any, rooms: list[Any], bound: Any = None) -> HttpResponse:
    """Every deduction with its forms; `bound` has those that were sent, by deduction."""
    shown = []
    for room in rooms:
        number = room.item.pk
        offer, files = (bound or {}).get(number) or fresh_forms(request, number)
        shown.append(room_shown(room, case, offer, files))
    wrong = next(iter((bound or {}).values()), ())
    return show(
        request,
        "evidence",
        "cases",
        shown=case_shown(case),
        rooms=shown,
        wrong=next((form for form in wrong if form.errors), None),
        disputed_fen=queries.disputed_now(case).total_fen,
        is_disputed=case.status in DISPUTED,
    )


@enterprise
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, case_id: int) -> HttpResponse:
    """接受提议: what it would pay to whom is shown first; then it is settled and paid. (BEY-12)"""
    case = get_object_or_404(queries.cases_of_enterprise(request.actor), pk=case_id)
    asked = request.POST.get("offer") or request.GET.get("offer", "")
    if request.method == "GET" and not asked:
        return redirect("enterprise:evidence", case.pk)
    offers = queries.offers_seen_by(request.actor).filter(item__plan__case=case)
    offer = get_object_or_404(offers, pk=int(asked) if asked.isdigit() else 0)
    form = AtField(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(actions.accept_offer, offer_id=offer.pk, by=request.actor):
        return done(request, case, _("已达成一致，款项将付出"))
    left = offer.item.disputed_fen - offer.to_enterprise_fen
    shown = {"shown": case_shown(case), "form": form, "offer": offer, "item": offer.item}
    return show(request, "accept", "cases", **shown, to_tenant_fen=left)


@enterprise
@require_POST
def withdraw_offer(request: HttpRequest, case_id: int) -> HttpResponse:
    """收回提议: until the tenant has accepted it."""
    case = get_object_or_404(queries.cases_of_enterprise(request.actor), pk=case_id)
    asked, form = request.POST.get("offer", ""), AtField({})
    offers = queries.offers_seen_by(request.actor).filter(item__plan__case=case)
    offer = get_object_or_404(offers, pk=int(asked) if asked.isdigit() else 0)
    if form.is_valid() and form.attempt(
        actions.withdraw_offer, offer_id=offer.pk, by=request.actor
    ):
        return done(request, case, _("提议已收回"))
    messages.error(request, form.complaint)
    return redirect("enterprise:evidence", case.pk)


@enterprise
@require_http_methods(["GET", "POST"])
def award(request: HttpRequest, case_id: int) -> HttpResponse:
    """提交裁决书、判决书: it goes to the association, which enters the final plan by it."""
    case = get_object_or_404(queries.cases_of_enterprise(request.actor), pk=case_id)
    form = sent(EvidenceForm, request)
    if form.is_valid() and form.attempt(
        actions.hand_in_award,
        case_id=case.pk,
        file_ids=form.cleaned_data["documents"],
        by=request.actor,
    ):
        messages.success(request, _("已提交中介协会"))
        return redirect("enterprise:case", case.pk)
    return show(request, "award", "cases", shown=case_shown(case), form=form)
