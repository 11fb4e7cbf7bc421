"""The message that invites somebody: who added them, to what, and a link with which they choose a password."""

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from inreach.apps.accounts.models import Membership


def password_link(request: HttpRequest, membership: Membership) -> str:
    """An address that lets this person choose a password, once, for as long as PASSWORD_RESET_TIMEOUT says."""
    user = membership.user
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    path = reverse(
        "account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": token}
    )
    return request.build_absolute_uri(path)


def invite(request: HttpRequest, membership: Membership, *, invited_by: str) -> None:
    """Send the invitation. People who have a password are asked without a link to choose one."""
    user = membership.user
    new = not user.has_usable_password()
    text = render_to_string(
        "accounts/invitation.txt",
        {
            "membership": membership,
            "invited_by": invited_by,
            "link": password_link(request, membership) if new else "",
            "sign_in": request.build_absolute_uri(reverse("account_login")),
            "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
        },
        request,
    )
    send_mail(f"{membership.organisation}: you can sign in to Inreach", text, None, [user.email])
