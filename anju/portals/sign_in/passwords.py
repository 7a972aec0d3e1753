"""修改密码, for staff and institutions' administrators, and 找回密码 for staff. (IDN-01, IDN-02)"""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from anju.core.refusals import Refused
from anju.people import actions, queries
from anju.people.rules import CodeChannel
from anju.people.rules import Refusal as PeopleRefusal
from anju.portals.sign_in.forms import PasswordForm, RecoveryCodeForm, RecoveryForm
from anju.portals.sign_in.rules import Refusal
from anju.web.doors import account, anyone
from anju.web.session import account_actor, account_of, home_of_account, own_path


@account
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Afterwards every other session of the account is over; this one goes on where it was led from."""
    user, form = account_of(request), PasswordForm(request.POST or None)
    if form.is_valid() and form.attempt(choose, request=request, form=form):
        user.refresh_from_db()
        update_session_auth_hash(request, user)
        messages.success(request, _("密码已修改，请用新密码登录其他设备"))
        home = home_of_account(account_actor(user))
        return redirect(own_path(request, request.GET.get("next", ""), home))
    shown = {"form": form, "is_first": queries.must_choose_password(user.pk)}
    return render(request, "sign_in/password.html", shown)


def choose(*, request: HttpRequest, form: PasswordForm) -> None:
    """Who finds a browser left open cannot try one password after the other."""
    if not ratelimit.consume(request, action="change_password", user=request.user):
        raise Refused(Refusal.TOO_OFTEN)
    actions.choose_password(
        user_id=account_of(request).pk,
        present=form.cleaned_data["present"],
        chosen=form.cleaned_data["chosen"],
        by=request.actor,
    )


@anyone
@never_cache
@require_http_methods(["GET", "POST"])
def recover(request: HttpRequest) -> HttpResponse:
    """Ask for a code. What follows is the same whether or not there is such an account."""
    form = RecoveryForm(request.POST or None)
    if form.is_valid() and form.attempt(ask, request=request, form=form):
        request.session["recovers"] = form.cleaned_data["username"]
        return redirect("staff_recover_code")
    return render(request, "sign_in/recover.html", {"form": form})


def ask(*, request: HttpRequest, form: RecoveryForm) -> None:
    username = form.cleaned_data["username"]
    if not ratelimit.consume(request, action="reset_password", key=username):
        raise Refused(Refusal.TOO_OFTEN)
    channel = CodeChannel(form.cleaned_data["channel"])
    actions.ask_recovery(username=username, channel=channel, by=request.actor)


@anyone
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def recover_code(request: HttpRequest) -> HttpResponse:
    """The code and a new password; nobody is signed in by it: password and second factor are asked for as ever."""
    if "recovers" not in request.session:
        return redirect("staff_recover")
    form = RecoveryCodeForm(request.POST or None)
    if form.is_valid() and form.attempt(recovered, request=request, form=form):
        del request.session["recovers"]
        messages.success(request, _("密码已修改，请用新密码登录"))
        return redirect("account_login")
    return render(request, "sign_in/recover_code.html", {"form": form})


def recovered(*, request: HttpRequest, form: RecoveryCodeForm) -> None:
    username = request.session["recovers"]
    if not ratelimit.consume(request, action="reset_password_from_key", key=username):
        raise Refused(Refusal.TOO_OFTEN)
    opens = actions.recover_password(
        username=username,
        code=form.cleaned_data["code"],
        chosen=form.cleaned_data["chosen"],
        by=request.actor,
    )
    if not opens:
        raise Refused(PeopleRefusal.CODE_WRONG)
