"""交存通知: one by one, and by spreadsheet with progress, result file and printed notices. (QCK-01)"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.desks import notices as shared
from anju.fund import actions as fund
from anju.portals.fund_desk.page import PORTAL, districts_of, show
from anju.portals.fund_desk.views.homes import account_of
from anju.web.doors import staff
from anju.web.downloads import note_look
from anju.web.forms import Form

DESK = shared.Desk(PORTAL, show, districts_of)


def look(request: HttpRequest, upload: Any) -> None:
    note_look(request, of=upload, whose=upload.file.name, purpose=_("下载交存通知和处理结果"))


@staff("fund.enter")
@require_http_methods(["GET", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    return shared.all_files(request, DESK)


@staff("fund.enter")
@require_GET
def notice_file(request: HttpRequest, upload_id: int) -> HttpResponse:
    return shared.one_file(request, DESK, upload_id)


@staff("fund.enter")
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    return shared.template()


@staff("fund.enter")
@require_GET
def result(request: HttpRequest, upload_id: int) -> HttpResponse:
    """It names the owners, so that the look is written down."""
    look(request, shared.file_of(request, upload_id))
    return shared.result(request, upload_id)


@staff("fund.enter")
@require_GET
def printed(request: HttpRequest, print_id: int) -> HttpResponse:
    """The same."""
    look(request, shared.print_of(request, print_id).upload)
    return shared.printed(request, print_id)


@staff("fund.enter")
@require_http_methods(["GET", "POST"])
def enter_notice(request: HttpRequest) -> HttpResponse:
    return shared.enter(request, DESK)


@staff("fund.enter")
@require_POST
def notify_home(request: HttpRequest, account_id: int) -> HttpResponse:
    """The notice of a home that is known: for what it owes now."""
    found, form = account_of(request, account_id), Form(request.POST)
    if form.is_valid() and form.attempt(fund.demand_deposit, account_id=found.pk, by=request.actor):
        messages.success(request, _("交存通知单已开具，可以打印"))
        return redirect("fund_desk:deposit", form.done.pk)
    messages.error(request, form.why_not)
    return redirect("fund_desk:home_detail", found.pk)
