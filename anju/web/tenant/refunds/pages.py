"""What the pages of the end of a lease show, the same on the web and on the phone. The portals lay it out."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from anju.core.actors import Actor
from anju.refunds import queries
from anju.refunds.rules import DISPUTED, About, Side, Status
from anju.web.paging import page_of
from anju.web.tenant.pages import Shown
from anju.web.tenant.refunds.forms import AccountForm, AnswerForm, OfferForm
from anju.web.tenant.refunds.payments import account_told, payment_list_shown, portion_shown
from anju.web.tenant.refunds.plans import answer_of, file_shown, final_shown, item_shown, plan_shown
from anju.web.tenant.refunds.shown import case_shown
from anju.web.tenant.timeline import tenants_told

MOST_CARDS = 50
"""So many cards stand in 【待办】 at once; what is done makes room for the next."""


def case_asked_for(request: HttpRequest, filing_no: str) -> Any:
    """The end of this lease, if it is the asker's and has begun; 404 for all others."""
    case = queries.case_of_lease(request.actor, filing_no)
    if case is None:
        raise Http404
    return case


def todo(actor: Actor, portal: str) -> Shown:
    """【待办】: plans and accounts to confirm, offers to answer; and what goes on without me. (REF-01)"""
    plans, plan_count = first_of(queries.plans_to_answer(actor))
    accounts, account_count = first_of(queries.accounts_to_confirm(actor))
    listed = {case.pk for case in plans} | {portion.case_id for portion in accounts}
    running = [case for case in queries.open_cases_of(actor)[:MOST_CARDS] if case.pk not in listed]
    return {
        "plans": [case_shown(case, actor, portal) for case in plans],
        "accounts": [account_told(portion, actor, portal) for portion in accounts],
        "offers": [offer_told(one, portal) for one in queries.offers_to_answer(actor)[:MOST_CARDS]],
        "running": [case_shown(case, actor, portal) for case in running],
        "more": plan_count + account_count - len(plans) - len(accounts),
        "count": plan_count + account_count,
    }


def first_of(found: QuerySet) -> tuple[list[Any], int]:
    """The first of a list, and how many there are; counted only where there are more."""
    first = list(found[: MOST_CARDS + 1])
    count = len(first) if len(first) <= MOST_CARDS else found.count()
    return first[:MOST_CARDS], count


def offer_told(offer: Any, portal: str) -> Shown:
    item = offer.item
    return {
        "offer": offer,
        "kind": str(item.get_kind_display()),
        "filing_no": item.plan.case.lease.filing_no,
        "url": reverse(f"{portal}:refund_item", args=[item.pk]),
    }


def done(request: HttpRequest, portal: str) -> Shown:
    """【已办】: what was answered, or carried out without an answer, the newest first. (REF-01)"""
    page = page_of(queries.answered_by(request.actor), request)
    cases = queries.cases_seen_by(request.actor).in_bulk([plan.case_id for plan in page.rows])
    return {
        "page": page,
        "rows": [
            {
                "case": case_shown(cases[plan.case_id], request.actor, portal),
                "plan": plan,
                "answer": answer_of(plan),
            }
            for plan in page.rows
        ],
    }


def case_in_full(case: Any, actor: Actor, portal: str) -> Shown:
    """Where a case stands: whose turn it is, the plan, what is paid to whom, every step. (REF-01, REF-04)"""
    shown = case_shown(case, actor, portal)
    files = list(queries.attachments_seen_by(actor).filter(case=case))
    plans = queries.plans_in_full(case, actor)
    final = queries.approved_final(case)
    is_disputed = case.status in DISPUTED
    offers = queries.standing_offers_of(plans[-1]) if is_disputed else []
    portions = [
        portion_shown(one, shown.is_payee, portal)
        for one in queries.portions_seen_by(actor).filter(case=case)
    ]
    return {
        "shown": shown,
        "plan": plan_shown(plans[-1], files, portal, offers)
        if plans and not shown.is_sealed
        else None,
        "version_count": len(plans),
        "portions": portions,
        "final": final_shown(final, files, portal) if final else None,
        "awards": files_told(files, portal, About.AWARD),
        "disputed_fen": queries.disputed_now(case).total_fen if is_disputed else 0,
        "outside_fen": queries.owed_outside(case),
        "steps": queries.progress(case),
        "wanted": [one for one in portions if one.url],
    }


def files_told(files: Iterable[Any], portal: str, about: About) -> list[Any]:
    return [file_shown(one, portal) for one in files if one.about == about]


def first_page(case: Any, actor: Actor, portal: str) -> Shown:
    """退款方案确认, page 1: whose lease it is, before any amount. (REF-04)"""
    return {
        "shown": case_shown(case, actor, portal),
        "lease": case.lease,
        "tenants": tenants_told(queries.tenants_of(case), actor),
        "steps": queries.progress(case),
    }


def second_page(case: Any, actor: Actor, portal: str, form: AnswerForm) -> Shown:
    """退款方案确认, page 2: the amounts, the evidence, the payee, and the answer. (REF-04, REF-05)"""
    shown = case_shown(case, actor, portal)
    files = list(queries.attachments_seen_by(actor).filter(case=case))
    plans = queries.plans_in_full(case, actor)
    return {
        "shown": shown,
        "plan": plan_shown(plans[-1], files, portal) if plans else None,
        "version_count": len(plans),
        "form": form,
    }


def versions(case: Any, actor: Actor, portal: str) -> Shown:
    """Every version of the plan, side by side, with what was said of each. (ENT-05)"""
    shown = case_shown(case, actor, portal)
    files = list(queries.attachments_seen_by(actor).filter(case=case))
    plans = queries.plans_in_full(case, actor)
    seen = plans[:-1] if shown.is_sealed else plans
    return {"shown": shown, "plans": [plan_shown(plan, files, portal) for plan in reversed(seen)]}


def account(portion: Any, actor: Actor, portal: str, form: AccountForm) -> Shown:
    """收款账号确认: why it was not paid, how much it is, and the account to type anew. (REF-12)"""
    shown = case_shown(portion.case, actor, portal)
    return {
        "shown": shown,
        "portion": portion_shown(portion, shown.is_payee, portal),
        "form": form,
        "steps": queries.progress(portion.case),
    }


def evidence(case: Any, actor: Actor, portal: str, form: Any) -> Shown:
    """The evidence room: deduction by deduction what both sides have handed in and offered. (BEY-06)"""
    shown = case_shown(case, actor, portal)
    files = list(queries.attachments_seen_by(actor).filter(case=case))
    plans = [] if shown.is_sealed else queries.plans_in_full(case, actor)
    offers = queries.standing_offers_of(plans[-1]) if case.status in DISPUTED else []
    return {
        "shown": shown,
        "plan": plan_shown(plans[-1], files, portal, offers) if plans else None,
        "others": files_told(files, portal, About.OTHER) + files_told(files, portal, About.ANSWER),
        "awards": files_told(files, portal, About.AWARD),
        "form": form,
    }


def item(found: Any, actor: Actor, portal: str, form: Any, offer_form: OfferForm) -> Shown:
    """One deduction: its evidence, every offer, and what I can do about it. (BEY-06)"""
    case = found.plan.case
    files = list(queries.attachments_seen_by(actor).filter(case=case, item=found))
    offers = list(queries.offers_seen_by(actor).filter(item=found).select_related("item"))
    standing = [one for one in offers if not one.replaced_at and not one.accepted_at]
    shown = case_shown(case, actor, portal)
    is_current = shown.plan is not None and shown.plan.pk == found.plan_id
    return {
        "shown": shown,
        "item": item_shown(found, files, portal, standing),
        "history": [offer_line(one) for one in offers],
        "can_offer": shown.offers["settle_items"] and is_current and found.disputed_fen > 0,
        "form": form,
        "offer_form": offer_form,
    }


def offer_line(offer: Any) -> Shown:
    return {
        "offer": offer,
        "side": str(Side(offer.side).label),
        "to_tenant_fen": offer.item.amount_fen - offer.item.agreed_fen - offer.to_enterprise_fen,
    }


def acceptance(offer: Any, actor: Actor, portal: str, form: Any) -> Shown:
    """Before an offer is accepted: whom it pays, and what stays disputed. (BEY-06, BEY-12)"""
    return {
        "shown": case_shown(offer.item.plan.case, actor, portal),
        "offer": offer,
        "item": item_shown(offer.item, [], portal),
        "listed": payment_list_shown(queries.preview_settlement(offer)),
        "form": form,
    }


def of_case(case: Any, actor: Actor, portal: str, form: Any) -> Shown:
    """A form about a case, under its heading."""
    return {"shown": case_shown(case, actor, portal), "form": form}


def cancelled_told(case: Any) -> str:
    if case.status == Status.CANCELLED:
        return _("登记已撤销，合同恢复原状")
    return _("撤销申请已发给对方，对方同意后撤销")
