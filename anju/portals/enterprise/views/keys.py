"""开放接口 · 密钥: an enterprise's own keys, what they called, how much of their quota is used. (OPS-04, BEY-11)"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.core.refusals import Refused
from anju.parameters import queries as parameters
from anju.people import actions, queries
from anju.portals.enterprise.forms_of_programs import CallSearch, OwnKeyForm
from anju.portals.enterprise.shown_programs import base_url, key_shown, show_programs
from anju.web.doors import enterprise
from anju.web.history import steps_of
from anju.web.paging import PageOfRows, page_of

DAYS_SHOWN = 30
ON_A_PAGE = 50


@enterprise
@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    page = page_of(queries.keys_of(request.actor), request)
    rows = [key_shown(key) for key in page.rows]
    return show_programs(request, "keys", "programs", page=page, rows=rows, base_url=base_url())


@enterprise
@never_cache
@require_http_methods(["GET", "POST"])
def new_key(request: HttpRequest) -> HttpResponse:
    """【新建密钥】: the key stands on the page that answers, and nowhere else."""
    form = OwnKeyForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(
        actions.issue_key_for_organisation,
        **form.cleaned_data,
        calls_a_minute=parameters.number("api.calls_a_minute"),
        by=request.actor,
    ):
        return told_once(request, form.done)
    return show_programs(request, "new_key", "programs", form=form)


def told_once(request: HttpRequest, key: str) -> HttpResponse:
    return show_programs(request, "key_told", "programs", key=key, base_url=base_url())


@enterprise
@require_GET
def key(request: HttpRequest, api_key_id: int) -> HttpResponse:
    """One key: its quota and what is used of it, day by day; 【更换】【吊销】."""
    found = get_object_or_404(queries.keys_of(request.actor), pk=api_key_id)
    days = queries.usage_of(found.pk)[:DAYS_SHOWN]
    return show_programs(
        request, "key", "programs", shown=key_shown(found), days=days, steps=steps_of(found)
    )


@enterprise
@never_cache
@require_POST
def replace(request: HttpRequest, api_key_id: int) -> HttpResponse:
    """【更换密钥】: another text under the same name; the old one opens nothing any more."""
    found = get_object_or_404(queries.keys_of(request.actor), pk=api_key_id)
    try:
        return told_once(request, actions.replace_key(api_key_id=found.pk, by=request.actor))
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("enterprise:key", found.pk)


@enterprise
@require_POST
def revoke(request: HttpRequest, api_key_id: int) -> HttpResponse:
    """【吊销】, for good."""
    found = get_object_or_404(queries.keys_of(request.actor), pk=api_key_id)
    actions.revoke_key(api_key_id=found.pk, by=request.actor)
    messages.success(request, _("密钥已吊销，用它的程序不能再调用接口"))
    return redirect("enterprise:key", found.pk)


@enterprise
@require_GET
def calls(request: HttpRequest) -> HttpResponse:
    """调用记录: every call with one of the enterprise's keys, and how it was answered."""
    own = list(queries.keys_of(request.actor)[:ON_A_PAGE])
    asked = request.GET.dict()
    if own and "key" not in asked:
        asked["key"] = str(own[0].pk)
    search, page = CallSearch(asked, own=own), PageOfRows([])
    if own and search.is_valid():
        chosen = next(each for each in own if str(each.pk) == search.cleaned_data["key"])
        page = page_of(queries.calls_of(chosen.pk), request, size=ON_A_PAGE)
    return show_programs(request, "calls", "calls", search=search, page=page, has_keys=bool(own))
