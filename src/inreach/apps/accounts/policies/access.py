"""Which view asks for which permission. A view that asks for none is refused to everybody (deny by default)."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from inreach.core.access.permissions import Permission
from inreach.core.access.policy import Actor, Facts, decide
from inreach.core.refusal import Refusal

V = TypeVar("V", bound=Callable[..., Any])
Record = TypeVar("Record", bound=Model)


class ActorRequest(HttpRequest):
    """A request as views are given it, after the middleware: with who asks, and what htmx says of it."""

    actor: Actor
    htmx: HtmxDetails


class Forbidden(Refusal, PermissionDenied):
    """Somebody may not do this: no form is shown again, but the page for 403, with the sentence."""


def requires(permission: Permission) -> Callable[[V], V]:
    """Mark a view with the permission that at least one of the actor's memberships must give.

    Whether it gives it for *this* record is the app's own policy, asked by the action or the query.
    """

    def mark(view: V) -> V:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return mark


def public(view: V) -> V:
    """Mark a view that anybody may open without signing in. It shows no record."""
    view.public = True  # type: ignore[attr-defined]
    return view


def check(actor: Actor, permission: Permission, facts: Facts) -> None:
    """Raise Forbidden with the reason, unless the actor may."""
    decision = decide(actor, permission, facts)
    if not decision.allowed:
        raise Forbidden(decision.reason)


def can(actor: Actor, permission: Permission, facts: Facts) -> bool:
    """Whether `check` would pass."""
    return decide(actor, permission, facts).allowed


def policy(
    permission: Permission, facts_of: Callable[[Actor, Record], Facts]
) -> tuple[Callable[[Actor, Record], None], Callable[[Actor, Record], bool]]:
    """Who may do one thing to records of one kind: a check that raises Forbidden, and whether it would pass.

    `check_write_target, can_write_target = policy(Permission.WRITE_TARGET, facts_about)`. What is more than the table
    of grants can say, such as a state, is written out by the app as a function beside these.
    """

    def check_record(actor: Actor, record: Record) -> None:
        check(actor, permission, facts_of(actor, record))

    def can_record(actor: Actor, record: Record) -> bool:
        return can(actor, permission, facts_of(actor, record))

    return check_record, can_record


def facts_of_place(actor: Actor, place: Model) -> Facts:
    """Facts about what belongs to a whole school or service, whose key is its organisation's."""
    return Facts(organisation_id=str(place.pk))
