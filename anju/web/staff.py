"""Accounts of staff, as django-allauth asks: nobody signs up, second factors are sealed."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from anju.core import crypto
from anju.core.actors import NOBODY
from anju.people import actions as people
from anju.people.rules import SignInOutcome
from anju.web.session import account_actor, home_of_account

PLACE = "mfa_authenticator.data"


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Staff begin at the desk of their own office."""
        return home_of_account(account_actor(request.user))

    def login(self, request: HttpRequest, user: User) -> None:
        """Password and code were right: the attempt ends here."""
        super().login(request, user)
        note_sign_in(request, user.username, SignInOutcome.DONE)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        super().authentication_failed(request, **credentials)
        note_sign_in(request, credentials.get("username", ""), SignInOutcome.WRONG)


class SecondFactorAdapter(DefaultMFAAdapter):
    """The secrets of second factors stand encrypted in the database."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(crypto.encrypt(text, PLACE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.decrypt(base64.b64decode(encrypted_text), PLACE)


class SecondFactorForm(AuthenticateForm):
    """The code field is called what the page calls it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("动态码")

    def clean_code(self) -> Any:
        """A wrong code counts as a wrong password does."""
        try:
            return super().clean_code()
        except ValidationError:
            note_sign_in(context.request, self.user.username, SignInOutcome.WRONG)
            raise


def note_sign_in(request: HttpRequest, username: str, outcome: SignInOutcome) -> None:
    people.record_sign_in(
        username=username, outcome=outcome, ip=request.META.get("REMOTE_ADDR"), by=NOBODY
    )


def name_of(user: User) -> str:
    """How a member of staff is addressed: by name, not by account."""
    return user.last_name or user.get_username()
