"""收款账户: where the enterprise receives; a change is checked by the fund centre. (ENT-03, rule A5.12)"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from anju.custody import actions, queries
from anju.custody.rules import IN_USE, AccountStatus
from anju.portals.enterprise.forms import AccountForm
from anju.portals.enterprise.page import show
from anju.portals.enterprise.shown_releases import account_shown, waits_of
from anju.web.clicks import clicked
from anju.web.doors import enterprise


@enterprise
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """The account in use, a proposal that waits, those before; 【提交复核】"""
    actor = request.actor
    form = AccountForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        terms = {"enterprise_id": actor.organisation_id, "by": actor, **form.cleaned_data}
        if form.attempt(actions.propose_account, **terms):
            messages.success(request, _("收款账户已提交，资金中心复核通过后启用"))
            return redirect("enterprise:account")
    accounts = [account_shown(each) for each in queries.accounts_of(actor)]
    by_status = {shown.account.status: shown for shown in reversed(accounts)}
    return show(
        request,
        "account",
        "account",
        form=form,
        in_use=by_status.get(AccountStatus.ACTIVE),
        doubtful=by_status.get(AccountStatus.DOUBTFUL),
        proposed=by_status.get(AccountStatus.PROPOSED),
        former=[one for one in accounts if one.account.status not in (*IN_USE, "proposed")],
        waits=waits_of(actor),
    )


@enterprise
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """【撤回】 the proposal that waits."""
    proposed = queries.accounts_of(request.actor).filter(status=AccountStatus.PROPOSED)
    found = get_object_or_404(proposed)
    clicked(request, actions.withdraw_account, _("申请已撤回"), account_id=found.pk)
    return redirect("enterprise:account")


@enterprise
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """【账户无误，恢复划转】"""
    doubtful = queries.accounts_of(request.actor).filter(status=AccountStatus.DOUBTFUL)
    found = get_object_or_404(doubtful)
    told = _("已确认，待划转的租金将再次划转")
    clicked(request, actions.confirm_account, told, account_id=found.pk)
    return redirect("enterprise:account")
