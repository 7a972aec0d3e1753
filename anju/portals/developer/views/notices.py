"""交存通知 of a developer for the homes that it sells: one by one and by spreadsheet. (manual 002, 4; QCK-01)"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.core.money import yuan
from anju.desks import notices as shared
from anju.fund import queries
from anju.fund.rules import OPEN
from anju.fund_notices import queries as notices_queries
from anju.homes import queries as homes
from anju.portals.developer.page import DESK, show
from anju.web.doors import organisation
from anju.web.downloads import pdf

MOST_COMMUNITIES = 200


def deposit_of(request: HttpRequest, deposit_id: int) -> Any:
    return get_object_or_404(queries.deposits_of_developer(request.actor), pk=deposit_id)


@organisation
@require_http_methods(["GET", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """The communities that it builds and sells, and its files."""
    own = list(homes.communities_built_by(request.actor)[:MOST_COMMUNITIES])
    return shared.all_files(request, DESK, communities=own)


@organisation
@require_GET
def notice_file(request: HttpRequest, upload_id: int) -> HttpResponse:
    return shared.one_file(request, DESK, upload_id)


@organisation
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    return shared.template()


@organisation
@require_GET
def result(request: HttpRequest, upload_id: int) -> HttpResponse:
    return shared.result(request, upload_id)


@organisation
@require_GET
def printed(request: HttpRequest, print_id: int) -> HttpResponse:
    return shared.printed(request, print_id)


@organisation
@require_http_methods(["GET", "POST"])
def enter_notice(request: HttpRequest) -> HttpResponse:
    return shared.enter(request, DESK)


@organisation
@require_GET
def deposit(request: HttpRequest, deposit_id: int) -> HttpResponse:
    """A notice of a home that it sells: what is asked, and whether it is paid."""
    found = deposit_of(request, deposit_id)
    facts = [
        (_("业务流水号"), found.no),
        (_("房屋坐落"), found.account.dwelling.address),
        (_("交存类型"), found.get_kind_display()),
        (_("金额（元）"), yuan(found.amount_fen)),
        (_("状态"), found.get_status_display()),
    ]
    is_open = found.status in OPEN
    return show(request, "deposit", "notices", deposit=found, facts=facts, is_open=is_open)


@organisation
@require_GET
def deposit_notice(request: HttpRequest, deposit_id: int) -> HttpResponse:
    """交存通知单, to print and hand to the buyer, as long as it can be paid."""
    found = deposit_of(request, deposit_id)
    if found.status not in OPEN:
        raise Http404
    return pdf(notices_queries.notices_pdf([found]), f"{found.no}.pdf")
