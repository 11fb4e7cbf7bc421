"""Whose account an attempt to sign in is about: guessing locks that account at that address, and nobody else's."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest


def account_of(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The e-mail address that was tried, in small letters; of the person signed in, when a password is asked again."""
    typed = credentials or {}
    tried = typed.get("email") or typed.get("username") or request.POST.get("login")
    if not tried and request.user.is_authenticated:
        tried = request.user.email
    return str(tried or "").strip().lower()
