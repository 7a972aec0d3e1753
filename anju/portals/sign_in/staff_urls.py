"""Accounts of staff: the few pages of django-allauth that we open, under its names."""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import path

from anju.portals.sign_in import passwords, views
from anju.web.doors import anyone

urlpatterns = [
    path("", views.staff_door, name="staff"),
    path("sign-in", anyone(account.login), name="account_login"),
    path("sign-up", anyone(account.signup), name="account_signup"),
    path("sign-out", anyone(account.logout), name="account_logout"),
    path("closed", anyone(account.account_inactive), name="account_inactive"),
    path("password", passwords.password, name="staff_password"),
    path("recover", passwords.recover, name="staff_recover"),
    path("recover/code", passwords.recover_code, name="staff_recover_code"),
    path("code", anyone(second_factor.authenticate), name="mfa_authenticate"),
    path("second-factor", views.second_factor, name="mfa_index"),
    path("second-factor/set-up", anyone(totp.activate_totp), name="mfa_activate_totp"),
    path("second-factor/remove", views.second_factor, name="mfa_deactivate_totp"),
    path(
        "second-factor/recovery-codes",
        anyone(recovery_codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
]
