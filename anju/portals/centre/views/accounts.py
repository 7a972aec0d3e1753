"""收款账户复核: where an enterprise receives is looked at by somebody else before it is used. (rule A5.12)"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.custody import actions, queries
from anju.portals.centre.forms_of_custody import RejectAccountForm
from anju.portals.centre.page import show, show_rejection
from anju.portals.centre.shown_custody import account_shown, facts_of_account
from anju.web.clicks import clicked
from anju.web.doors import staff
from anju.web.history import steps_of
from anju.web.paging import page_of


@staff("account.check")
@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    """The proposals that wait, and all accounts, newest first."""
    actor = request.actor
    page = page_of(queries.accounts_seen_by(actor), request)
    return show(
        request,
        "accounts",
        "accounts",
        page=page,
        waiting=[account_shown(one) for one in queries.accounts_to_check(actor)],
        rows=[account_shown(one) for one in page.rows],
    )


@staff("account.check")
@require_GET
def account(request: HttpRequest, account_id: int) -> HttpResponse:
    found = get_object_or_404(queries.accounts_seen_by(request.actor), pk=account_id)
    shown = account_shown(found)
    facts, steps = facts_of_account(shown), steps_of(found)
    return show(request, "account", "accounts", shown=shown, facts=facts, steps=steps)


@staff("account.check")
@require_POST
def approve(request: HttpRequest, account_id: int) -> HttpResponse:
    """【复核通过】"""
    found = get_object_or_404(queries.accounts_seen_by(request.actor), pk=account_id)
    told = _("收款账户已启用，此后的租金划转至该账户")
    clicked(request, actions.approve_account, told, account_id=found.pk)
    return redirect("centre:account", found.pk)


@staff("account.check")
@require_http_methods(["GET", "POST"])
def reject(request: HttpRequest, account_id: int) -> HttpResponse:
    """【复核不通过】 with a reason."""
    found = get_object_or_404(queries.accounts_seen_by(request.actor), pk=account_id)
    form = RejectAccountForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(
        actions.reject_account,
        account_id=found.pk,
        because=form.cleaned_data["because"],
        by=request.actor,
    ):
        messages.success(request, _("已退回企业，使用中的账户不变"))
        return redirect("centre:account", found.pk)
    shown = account_shown(found)
    lead, back_label = _("企业会收到短信，使用中的账户不变。"), _("收款账户详情")
    about = {"shown": shown, "facts": facts_of_account(shown)}
    return show_rejection(request, "accounts", form, lead=lead, back_label=back_label, **about)
