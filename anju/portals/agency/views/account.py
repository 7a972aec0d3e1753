"""修改密码: the first thing an administrator does, and whenever they like. (IDN-01; rule C4.8)"""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from anju.people import actions
from anju.people import queries as people
from anju.portals.agency.forms import PasswordForm
from anju.web.doors import administrator
from anju.web.session import own_path


@sensitive_post_parameters()
@administrator
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """The session goes on with the new password; every other session of the account ends."""
    account = people.administrator(request.user.pk or 0)
    if account is None:
        raise Http404
    form = PasswordForm(request.POST or None)
    next_path = own_path(request, request.GET.get("next", ""), "/agency/")
    if form.is_valid() and form.attempt(
        actions.choose_password,
        user_id=account.user_id,
        present=form.cleaned_data["present"],
        chosen=form.cleaned_data["chosen"],
        by=request.actor,
    ):
        account.user.refresh_from_db()
        update_session_auth_hash(request, account.user)
        messages.success(request, _("密码已修改，下次请用新密码登录"))
        return redirect(next_path)
    shown = {"form": form, "is_first": account.must_choose_password}
    return render(request, "agency/password.html", shown)
