"""待领资金: what waits for me, and what I am asked before a lease ends. (BEY-14)"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.portals.tenant_mobile.page import PORTAL, show
from anju.unclaimed import actions, queries
from anju.web.doors import tenant
from anju.web.tenant import unclaimed as pages


@tenant
@require_GET
def unclaimed(request: HttpRequest) -> HttpResponse:
    return show(request, "unclaimed", **pages.unclaimed(request.actor, PORTAL))


@tenant
@require_http_methods(["GET", "POST"])
def contact_check(request: HttpRequest, check_id: int) -> HttpResponse:
    """【核对联系方式和收款账户】: from then on the refund is paid there without asking."""
    check = get_object_or_404(queries.checks_seen_by(request.actor), pk=check_id)
    form = pages.form_of(check, request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(
        actions.answer_check, check_id=check.pk, by=request.actor, **form.said
    ):
        messages.success(request, _("已保存，退款时自动付至该账户"))
        return redirect("tenant_mobile:unclaimed")
    shown = pages.check_told(check, PORTAL)
    return show(request, "contact_check", shown=shown, form=form)
