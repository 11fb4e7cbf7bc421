"""`inreach start`: the first school or service, and who looks after it."""

from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from inreach.apps.accounts.adapters import system_actor
from inreach.apps.schools.actions.onboarding import start_organisation
from inreach.core.access.permissions import GRANTS, Permission, Scope
from inreach.core.access.roles import Role
from inreach.core.refusal import Refusal


def roles_for_a_whole_place() -> list[Role]:
    """The roles that see the record of every pupil of a school, or of every one shared with a service."""
    whole = {Scope.ORGANISATION, Scope.SHARED}
    return [role for role, scope in GRANTS[Permission.SEE_PUPIL].items() if scope in whole]


class Command(BaseCommand):
    help = "Make the first school or service and its administrator."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name of the school or service")
        parser.add_argument("email", help="the administrator's e-mail address")
        parser.add_argument("person", help="the administrator's name")
        parser.add_argument("--kind", choices=["school", "service"], default="school")
        parser.add_argument(
            "--also",
            choices=[role.value for role in roles_for_a_whole_place()],
            help="a second role of the same person: an administrator alone sees no pupil's record",
        )
        parser.add_argument(
            "--password-stdin", action="store_true", help="read the password from standard input"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
        except ValidationError:
            raise CommandError(f"“{options['email']}” is not an e-mail address.") from None
        read_password = input if options["password_stdin"] else getpass
        password = read_password("" if options["password_stdin"] else "A password for the administrator: ")
        try:
            validate_password(password)
        except ValidationError as weak:
            raise CommandError(" ".join(weak.messages)) from None
        by = system_actor()
        try:
            organisation, user = start_organisation(
                by=by,
                name=options["name"].strip(),
                kind=options["kind"],
                email=options["email"],
                person=options["person"].strip(),
                today=by.today,
                also=Role(options["also"]) if options["also"] else None,
            )
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from None
        if not user.has_usable_password():
            user.set_password(password)
            user.save(update_fields=["password"])
        self.stdout.write(
            f"{organisation.name} is there, and {user.name} looks after it. Sign in as {user.email}."
        )
