"""Sign-in for people who were invited. Nobody signs up alone."""

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sites.shortcuts import get_current_site
from django.core.mail import get_connection
from django.http import HttpRequest
from django.urls import reverse

from inreach.apps.accounts.adapters import actor_for
from inreach.apps.accounts.context_processors import first_page
from inreach.apps.accounts.models import User


class InviteOnlyAdapter(DefaultAccountAdapter):
    """An administrator of a school or service adds people; there is no open registration."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_password_reset_mail(self, user: AbstractBaseUser, email: str, context: dict[str, Any]) -> None:
        """Write the message, for nobody if nobody has this address: that takes as long, and answers the same."""
        if not user._state.adding:
            super().send_password_reset_mail(user, email, context)
            return
        request = self.request
        context = {"request": request, "email": email, "current_site": get_current_site(request), **context}
        message = self.render_mail("account/email/password_reset_key", email, context)
        connection = get_connection()
        if hasattr(connection, "discard"):
            connection.discard(message)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return first_page(actor_for(cast("User", request.user)))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:account")

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Say only what the person cannot see already: signing in and out needs no message."""
        if message_template not in {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}:
            super().add_message(request, level, message_template, *args, **kwargs)
