"""The ways in and out: the few addresses of django-allauth that Inreach opens, each with who may come.

There is no sign-up, no sign-in through another site and no change of e-mail address: an administrator looks after
people. Names are allauth's own, because allauth speaks to its pages by them.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path, re_path

from inreach.apps.accounts.policies.access import public, requires
from inreach.core.access.permissions import Permission

own = requires(Permission.SIGN_OUT_OR_ACCOUNT)

urlpatterns = [
    path("login/", public(account.login), name="account_login"),
    path("inactive/", public(account.account_inactive), name="account_inactive"),
    path("password/reset/", public(account.password_reset), name="account_reset_password"),
    path("password/reset/done/", public(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        public(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        public(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("second-factor/sign-in/", public(mfa.authenticate), name="mfa_authenticate"),
    path("logout/", own(account.logout), name="account_logout"),
    path("reauthenticate/", own(account.reauthenticate), name="account_reauthenticate"),
    path("password/change/", own(account.password_change), name="account_change_password"),
    path("password/set/", own(account.password_set), name="account_set_password"),
    path("second-factor/", own(mfa.index), name="mfa_index"),
    path("second-factor/confirm/", own(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("second-factor/app/", own(totp.activate_totp), name="mfa_activate_totp"),
    path("second-factor/app/remove/", own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("second-factor/codes/", own(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("second-factor/codes/new/", own(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("second-factor/codes/file/", own(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
]
