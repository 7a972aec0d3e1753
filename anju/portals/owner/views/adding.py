"""添加房屋 (个人造册), its two result pages and 历史记录. (manual 002, 2.3.2(3); OWN-13, OWN-14)"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.fund import actions, queries
from anju.fund.rules import Mode, Way
from anju.people import queries as people
from anju.portals.owner.forms_of_homes import AddForm, FindForm
from anju.portals.owner.page import show
from anju.portals.owner.shown import facts_of_home
from anju.portals.owner.shown_finding import addition_shown, chosen, tabs
from anju.web.doors import owner
from anju.web.downloads import stored_file
from anju.web.paging import page_of

MODES = {Way.CONTRACT: Mode.CONTRACT, Way.CERTIFICATE: Mode.CERTIFICATE}


@owner
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """POST is 【提交】, or 【查询】, which fills in what is known of one's own home."""
    way: Way = chosen(request.GET.get("by", ""), Way)
    person = people.person(request.actor.person_id or 0)
    typed = {"wanted": request.GET.get("wanted", "")[:300], "phone": person.phone}
    if request.method == "POST" and "look" in request.POST:
        return look(request, way)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = AddForm(*sent, way=way, actor=request.actor, initial=typed)
    if form.is_valid() and form.attempt(
        actions.add_home, way=way, **form.cleaned_data, by=request.actor
    ):
        return redirect("owner:addition", form.done.no)
    return show_form(request, way, form)


def look(request: HttpRequest, way: Way) -> HttpResponse:
    """【查询】: only of one's own home anything is known; of others it is not even told whether there are any."""
    names = ("wanted", "sale", "district", "phone")
    typed = {name: request.POST.get(name, "")[:300] for name in names}
    form = AddForm(None, None, way=way, actor=request.actor, initial=typed)
    if way not in MODES:
        return show_form(request, way, form)
    asked = FindForm(typed, mode=MODES[way])
    if not asked.is_valid() or not asked.attempt(
        actions.look_up, mode=MODES[way], **asked.cleaned_data, by=request.actor
    ):
        wrong = " ".join(str(one) for errors in asked.errors.values() for one in errors)
        return show_form(request, way, form, unknown=wrong)
    if asked.done.account is None:
        unknown = _("没有查到和您的姓名、证件号码一致的房屋。可以继续填写并提交，由管理部审核。")
        return show_form(request, way, form, unknown=unknown)
    account = asked.done.account
    form.initial["district"] = account.dwelling.building.community.district
    address = (_("房屋地址"), account.dwelling.address)
    return show_form(request, way, form, known=[address, *facts_of_home(account, request.actor)])


def show_form(request: HttpRequest, way: Way, form: AddForm, **found: Any) -> HttpResponse:
    return show(
        request,
        "add",
        "add",
        form=form,
        tabs=tabs("owner:add", Way, way.value),
        can_look=way in MODES,
        **found,
    )


@owner
@require_GET
def additions(request: HttpRequest) -> HttpResponse:
    """历史记录"""
    page = page_of(queries.additions_seen_by(request.actor), request)
    rows = [addition_shown(one) for one in page.rows]
    return show(request, "additions", "add", page=page, rows=rows)


@owner
@require_GET
def addition(request: HttpRequest, no: str) -> HttpResponse:
    """结果页: added at once, or waiting for the department; later what it has decided."""
    found = get_object_or_404(queries.additions_seen_by(request.actor), no=no)
    documents = queries.addition_documents_seen_by(request.actor).filter(addition=found)
    shown = addition_shown(found)
    return show(request, "addition", "add", shown=shown, documents=documents.order_by("pk"))


@owner
@require_GET
def document(request: HttpRequest, document_id: int) -> HttpResponse:
    """What one has handed in oneself."""
    seen = queries.addition_documents_seen_by(request.actor)
    return stored_file(get_object_or_404(seen, pk=document_id).file)
