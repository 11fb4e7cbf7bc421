"""Sign-in for people who were invited. Nobody signs up alone."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InviteOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """An administrator of a school or service adds people; there is no open registration."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
