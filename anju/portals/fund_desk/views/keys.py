"""密钥台账: keys of property companies; lost ones are revoked, suspended ones looked into. (PRP-05)"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from anju.companies import actions, queries
from anju.companies.rules import KEYS_IN_HAND, KeyStatus
from anju.desks.forms import ReasonForm
from anju.desks.shown import staff_named
from anju.people.rules import Power
from anju.portals.fund_desk.forms_of_companies import KeySearch
from anju.portals.fund_desk.page import OF_COMPANIES, show
from anju.portals.fund_desk.shown_companies import facts_of_key, key_rows
from anju.web.doors import staff
from anju.web.forms import Form
from anju.web.history import steps_of
from anju.web.paging import PageOfRows, page_of

HERE = "keys"


def key_of(request: HttpRequest, key_id: int) -> Any:
    seen = queries.keys_seen_by(request.actor).select_related("replaces")
    return get_object_or_404(seen, pk=key_id)


@staff(*OF_COMPANIES)
@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    search, page = KeySearch(request.GET), PageOfRows([])
    if search.is_valid():
        page = page_of(queries.keys_found(request.actor, **search.cleaned_data), request)
    return show(request, HERE, HERE, search=search, page=page, rows=key_rows(page.rows))


@staff(*OF_COMPANIES)
@require_GET
def key(request: HttpRequest, key_id: int) -> HttpResponse:
    return lay_out(request, key_of(request, key_id))


def lay_out(request: HttpRequest, found: Any, form: Any = None) -> HttpResponse:
    may_key = Power.FUND_KEY in request.actor.may
    may_revoke = may_key and found.status in KEYS_IN_HAND
    is_own = found.approved_by == request.actor.name
    [row] = key_rows([found])
    return show(
        request,
        "key",
        HERE,
        row=row,
        facts=facts_of_key(found, staff_named(found.approved_by, found.issued_by)),
        is_suspended=found.status == KeyStatus.SUSPENDED,
        form=form or (ReasonForm() if may_revoke else None),
        may_renew=may_key and found.status == KeyStatus.ISSUED and not is_own,
        steps=steps_of(found),
    )


@staff("fund.key")
@require_POST
def revoke_key(request: HttpRequest, key_id: int) -> HttpResponse:
    """挂失、撤销: it opens nothing any more; another is issued on the page of the registration."""
    found, form = key_of(request, key_id), ReasonForm(request.POST)
    because = {"because": form.cleaned_data["because"]} if form.is_valid() else {}
    if because and form.attempt(actions.revoke_key, key_id=found.pk, by=request.actor, **because):
        messages.success(request, _("密钥已撤销，需要补发的请制发新密钥"))
        return redirect("fund_desk:registration", found.application_id)
    return lay_out(request, found, form)


@staff("fund.key")
@never_cache
@require_POST
def renew_key_code(request: HttpRequest, key_id: int) -> HttpResponse:
    """重发启用码, shown this once; for an old key another password."""
    found, form = key_of(request, key_id), Form(request.POST)
    if form.is_valid() and form.attempt(actions.renew_code, key_id=found.pk, by=request.actor):
        shown = {"application": found.application, "issued": form.done}
        return show(request, "key_handed_over", HERE, **shown)
    messages.error(request, form.why_not)
    return redirect("fund_desk:key", found.pk)
