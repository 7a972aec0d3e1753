"""Accounts of staff, as django-allauth asks: nobody signs up, second factors are sealed."""

import base64

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from anju.core import crypto

PLACE = "mfa_authenticator.data"


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SecondFactorAdapter(DefaultMFAAdapter):
    """The secrets of second factors stand encrypted in the database."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(crypto.encrypt(text, PLACE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.decrypt(base64.b64decode(encrypted_text), PLACE)
