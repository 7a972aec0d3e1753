"""合同签约: contracts that wait for a tenant's confirmation, and those signed. (CON-03, CON-05)"""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.portals.tenant_mobile.page import PORTAL, show
from anju.web.doors import tenant
from anju.web.tenant import signing

PLACE = signing.Place(PORTAL, show)


@tenant
@require_GET
def contracts(request: HttpRequest) -> HttpResponse:
    return signing.listed(PLACE, request)


@tenant
@require_GET
def contract(request: HttpRequest, no: str) -> HttpResponse:
    """The whole contract, its signatures, and what can be done."""
    return signing.contract(PLACE, request, no)


@tenant
@require_GET
def pdf(request: HttpRequest, no: str) -> HttpResponse:
    return signing.pdf(PLACE, request, no)


@tenant
@require_POST
def code(request: HttpRequest, no: str) -> HttpResponse:
    """获取验证码: sent to the phone on the contract."""
    return signing.code(PLACE, request, no)


@tenant
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, no: str) -> HttpResponse:
    """确认签约 of the terms that were read, by the code."""
    return signing.confirm(PLACE, request, no)


@tenant
@require_http_methods(["GET", "POST"])
def decline(request: HttpRequest, no: str) -> HttpResponse:
    """拒绝签约, with a reason: the landlord has a draft again, and the tenant no longer sees the contract."""
    return signing.decline(PLACE, request, no)


@tenant
@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, no: str) -> HttpResponse:
    """申请撤销合同, with a reason; it happens when all agree."""
    return signing.revoke(PLACE, request, no)


@tenant
@require_POST
def agree(request: HttpRequest, no: str) -> HttpResponse:
    """同意撤销"""
    return signing.agree(PLACE, request, no)


@tenant
@require_POST
def refuse(request: HttpRequest, no: str) -> HttpResponse:
    """不同意撤销, or the proposal taken back: the contract stays in force."""
    return signing.refuse(PLACE, request, no)
