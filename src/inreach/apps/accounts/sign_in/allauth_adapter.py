"""Sign-in for people who were invited. Nobody signs up alone."""

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from inreach.apps.accounts.adapters import actor_for
from inreach.apps.accounts.context_processors import first_page
from inreach.apps.accounts.models import User


class InviteOnlyAdapter(DefaultAccountAdapter):
    """An administrator of a school or service adds people; there is no open registration."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

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
