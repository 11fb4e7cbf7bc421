"""What must hold before Inreach starts."""

from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured


def refuse_unsafe(*, secret_key: str, debug: bool, demo: bool, hosts: Sequence[str]) -> None:
    """Refuse a start that would leave children's records open.

    Development and demonstration (DEBUG or DEMO on) answer only on this machine's own addresses, unless the hosts say
    otherwise; then both are refused. Raises ImproperlyConfigured, saying which setting to change.
    """
    if not secret_key:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Set it to a long random text before starting Inreach (see .env.example), "
            "or set DEBUG=1 on your own machine."
        )
    local = {"127.0.0.1", "localhost", "[::1]", "testserver"}
    strangers = sorted(set(hosts) - local)
    for name, on in (("DEBUG", debug), ("DEMO", demo)):
        if on and strangers:
            raise ImproperlyConfigured(
                f"{name} is on, but ALLOWED_HOSTS names {', '.join(strangers)}. "
                f"{name} is for one machine only: turn it off, or take the other hosts out."
            )
    if not (debug or demo) and len(secret_key) < 32:
        raise ImproperlyConfigured("SECRET_KEY is too short. Use at least 32 random characters.")
