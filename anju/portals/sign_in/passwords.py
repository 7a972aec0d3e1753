"""修改密码: for staff and for institutions' administrators, at the first sign-in and whenever they like. (IDN-01)"""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from anju.core.refusals import Refused
from anju.people import actions, queries
from anju.portals.sign_in.forms import PasswordForm
from anju.portals.sign_in.rules import Refusal
from anju.web.doors import account
from anju.web.session import account_actor, home_of_account, own_path


@account
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Afterwards every other session of the account is over; this one goes on where it was led from."""
    form = PasswordForm(request.POST or None)
    if form.is_valid() and form.attempt(choose, request=request, form=form):
        request.user.refresh_from_db()
        update_session_auth_hash(request, request.user)
        messages.success(request, _("密码已修改，请用新密码登录其他设备"))
        home = home_of_account(account_actor(request.user))
        return redirect(own_path(request, request.GET.get("next", ""), home))
    shown = {"form": form, "is_first": queries.must_choose_password(request.user.pk)}
    return render(request, "sign_in/password.html", shown)


def choose(*, request: HttpRequest, form: PasswordForm) -> None:
    """Who finds a browser left open cannot try one password after the other."""
    if not ratelimit.consume(request, action="change_password", user=request.user):
        raise Refused(Refusal.TOO_OFTEN)
    actions.choose_password(
        user_id=request.user.pk,
        present=form.cleaned_data["present"],
        chosen=form.cleaned_data["chosen"],
        by=request.actor,
    )
