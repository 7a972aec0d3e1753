"""接口密钥: every program's key, what it calls, its quota; and the events that do not arrive. (OPS-04, BEY-11)"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from anju.parameters import queries as parameters
from anju.payments import queries as payments
from anju.people import actions, queries
from anju.portals.centre.forms_of_programs import KeySearch, PlatformKeyForm, Quota, RevokeForm
from anju.portals.centre.shown_programs import key_shown, show_programs
from anju.web.doors import staff
from anju.web.history import steps_of
from anju.web.paging import PageOfRows, page_of
from anju.webhooks import actions as webhook_actions
from anju.webhooks import queries as webhooks

DAYS_SHOWN = 30
CALLS_SHOWN = 20


@staff("api.keep")
@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    search, page = KeySearch(request.GET, actor=request.actor), PageOfRows([])
    if search.is_valid():
        page = page_of(queries.keys_of(request.actor).filter(**search.conditions), request)
    rows = [key_shown(key) for key in page.rows]
    return show_programs(request, "keys", "programs", search=search, page=page, rows=rows)


@staff("api.keep")
@never_cache
@require_http_methods(["GET", "POST"])
def new_key(request: HttpRequest) -> HttpResponse:
    """【签发密钥】: it stands on the page that answers, and nowhere else."""
    quota = {"calls_a_minute": parameters.number("api.calls_a_minute")}
    typed = request.POST if request.method == "POST" else None
    banks = [(one.bank, one.bank_name) for one in payments.bank_accounts()]
    form = PlatformKeyForm(typed, initial=quota, banks=banks)
    if form.is_valid() and form.attempt(
        actions.issue_platform_key, **form.cleaned_data, by=request.actor
    ):
        name = form.cleaned_data["name"]
        return show_programs(request, "key_told", "programs", key=form.done, name=name)
    return show_programs(request, "new_key", "programs", form=form)


@staff("api.keep")
@require_http_methods(["GET", "POST"])
def key(request: HttpRequest, api_key_id: int) -> HttpResponse:
    """One key: whose, its quota and what is used of it, its last calls."""
    found = get_object_or_404(queries.keys_of(request.actor), pk=api_key_id)
    limits = {"calls_a_minute": found.calls_a_minute, "calls_a_day": found.calls_a_day}
    form = Quota(request.POST if request.method == "POST" else None, initial=limits)
    if form.is_valid() and form.attempt(
        actions.set_quota, api_key_id=found.pk, **form.cleaned_data, by=request.actor
    ):
        messages.success(request, _("限额已修改"))
        return redirect("centre:program", found.pk)
    return show_programs(
        request,
        "key",
        "programs",
        shown=key_shown(found),
        form=form,
        days=queries.usage_of(found.pk)[:DAYS_SHOWN],
        calls=queries.calls_of(found.pk)[:CALLS_SHOWN],
        steps=steps_of(found),
    )


@staff("api.keep")
@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, api_key_id: int) -> HttpResponse:
    """【吊销】 with a reason; for good."""
    found = get_object_or_404(queries.keys_of(request.actor), pk=api_key_id)
    form = RevokeForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(
        webhook_actions.revoke_program, api_key_id=found.pk, **form.cleaned_data, by=request.actor
    ):
        messages.success(request, _("密钥已吊销"))
        return redirect("centre:program", found.pk)
    return show_programs(request, "revoke", "programs", form=form, shown=key_shown(found))


@staff("api.keep")
@require_GET
def trouble(request: HttpRequest) -> HttpResponse:
    """推送异常: addresses that do not answer, the longest silence first, and events that were given up."""
    silent = webhooks.trouble_of(request.actor)[:CALLS_SHOWN]
    page = page_of(webhooks.undelivered_seen_by(request.actor), request)
    return show_programs(request, "trouble", "programs_in_trouble", silent=silent, page=page)
