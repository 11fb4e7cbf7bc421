"""What must hold before Inreach starts."""

from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError


def refuse_unsafe(*, secret_key: str, debug: bool, demo: bool, hosts: Sequence[str]) -> None:
    """Refuse a start that would leave children's records open.

    Development and demonstration (DEBUG or DEMO on) answer only on this machine's own addresses, unless the hosts say
    otherwise; then both are refused. Raises ImproperlyConfigured, saying which setting to change.
    """
    if not secret_key:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Set it to a long random text before starting Inreach (see .env.example), "
            "or, on your own machine, DEMO=1 for the demonstration or DEBUG=1 for development."
        )
    if "*" in hosts and not (debug or demo):
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS is *, so anybody could have links to a password sent that lead to a host of theirs. "
            "Name the hosts that Inreach answers to."
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


def refuse_to_serve(*, debug: bool, demo: bool, mail: str) -> None:
    """Refuse to open production's door in development or demonstration, on whatever address.

    `inreach runserver` and `inreach demo` have doors of their own. Raises ImproperlyConfigured, saying what to do.
    """
    for name, on, instead in (("DEBUG", debug, "inreach runserver"), ("DEMO", demo, "make demo")):
        if on:
            raise ImproperlyConfigured(
                f"{name} is on, so this is no server for real people. Turn {name} off, or start it with `{instead}`."
            )
    if mail.endswith("console.EmailBackend"):
        raise ImproperlyConfigured(
            "EMAIL_URL is not set, so links to set a password would be written into the log. Set it to your mail "
            "server, for example smtp+tls://user:password@mail.example.org:587, or to dummymail:// to send none."
        )


def refuse_invented_data() -> None:
    """Refuse to serve real people from a database that holds the demonstration.

    A database that has not been migrated yet holds nothing, and passes. Raises ImproperlyConfigured, saying what to do.
    """
    from inreach.apps.accounts.models import Organisation

    if settings.DEMO:
        return
    try:
        invented = sorted(Organisation.objects.filter(invented=True).values_list("name", flat=True))
    except DatabaseError:
        return
    if invented:
        raise ImproperlyConfigured(
            f"This database holds the demonstration ({', '.join(invented)}), and DEMO is off. "
            "Point DATABASE_URL or VAR_DIR at a database of your own, or set DEMO=1 to show the demonstration."
        )
