"""Signing in, signing out, failing to, and every change of a password or second factor: each is an audit event.

The details of a failure never hold the e-mail address that was typed. If it is somebody's, the event names that
person by id, so that an administrator can warn them.
"""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from inreach.apps.accounts.actions import accept_membership
from inreach.apps.accounts.adapters import actor_for
from inreach.apps.accounts.models import User
from inreach.apps.accounts.queries import invitations_of, person_with_email
from inreach.apps.accounts.services.address import confirm_address
from inreach.apps.audit.models import Kind
from inreach.apps.audit.recording.events import Entry, record_many
from inreach.core.access.policy import Actor


def tell(verb: str, user: User | None, *, by_them: bool = True) -> None:
    """Write one event for each organisation of the person, so that each administrator sees it; one if there is none."""
    actor: Actor | None = actor_for(user) if user else None
    organisations = sorted(actor.organisations()) if actor else []
    record_many(
        [
            Entry(
                verb=verb,
                kind=Kind.SIGN_IN,
                subject_type="accounts.user" if user else "",
                subject_id=str(user.pk) if user else "",
                organisation_id=organisation_id,
            )
            for organisation_id in organisations or [""]
        ],
        by=actor if by_them else None,
    )


def signed_in(user: User, **_: Any) -> None:
    tell("person.signed_in", user)


def signed_out(user: User | None, **_: Any) -> None:
    if user is not None:
        tell("person.signed_out", user)


def failed(credentials: dict[str, Any], **_: Any) -> None:
    typed = credentials.get("email") or credentials.get("username") or ""
    tell("person.failed_to_sign_in", person_with_email(str(typed)), by_them=False)


def code_refused(user: User, **_: Any) -> None:
    tell("person.gave_wrong_code", user, by_them=False)


def password_changed(user: User, **_: Any) -> None:
    tell("person.changed_password", user)


def password_reset(user: User, **_: Any) -> None:
    """A link from an e-mail has shown that the address is theirs; whoever is new says yes by following it."""
    confirm_address(user)
    if user.last_login is None:
        by = actor_for(user)
        for membership in invitations_of(by):
            accept_membership(by=by, membership=membership)
    tell("person.reset_password", user)


def factor_added(user: User, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        tell("person.added_second_factor", user)


def factor_removed(user: User, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        tell("person.removed_second_factor", user)


def codes_renewed(user: User, **_: Any) -> None:
    tell("person.renewed_recovery_codes", user)


def listen() -> None:
    """Connect, once, when the program starts. Recovery codes come and go with the second step."""
    for signal, receiver in (
        (user_logged_in, signed_in),
        (user_logged_out, signed_out),
        (user_login_failed, failed),
        (account.password_changed, password_changed),
        (account.password_set, password_changed),
        (account.password_reset, password_reset),
        (mfa.authentication_failed, code_refused),
        (mfa.authenticator_added, factor_added),
        (mfa.authenticator_removed, factor_removed),
        (mfa.authenticator_reset, codes_renewed),
    ):
        signal.connect(receiver, dispatch_uid=f"inreach.{receiver.__name__}.{id(signal)}")
