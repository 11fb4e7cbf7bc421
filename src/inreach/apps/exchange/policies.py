"""Who may import, and when an import may still be decided. Each check raises a sentence."""

from inreach.apps.accounts.models import Organisation
from inreach.apps.accounts.policies.access import Forbidden, facts_of_place, policy
from inreach.apps.exchange.formats import FORMATS
from inreach.apps.exchange.models import ImportRun
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import Actor, Facts


def facts_of_run(actor: Actor, run: ImportRun) -> Facts:
    """Facts about an import: whose place it is for."""
    return Facts(organisation_id=str(run.organisation_id))


check_import, _ = policy(Permission.IMPORT_DATA, facts_of_place)
check_import_run, can_import_run = policy(Permission.IMPORT_DATA, facts_of_run)


def check_bring(actor: Actor, organisation: Organisation, format_name: str) -> None:
    """Raise Forbidden unless the actor may import there, and the format is one for such a place.

    A list that all schools share is brought by a service, so that no school changes it for the others.
    """
    check_import(actor, organisation)
    if (organisation.kind == Organisation.Kind.SCHOOL) != FORMATS[format_name].FOR_A_SCHOOL:
        fitting_place = "school" if FORMATS[format_name].FOR_A_SCHOOL else "service"
        raise Forbidden(f"A file of this kind is imported for a {fitting_place}.")


def check_decide(actor: Actor, run: ImportRun) -> None:
    """Raise Forbidden unless the actor may import there and the import is still waiting."""
    check_import_run(actor, run)
    if not run.is_ready:
        raise Forbidden("This import has been decided already.")


def check_apply(actor: Actor, run: ImportRun) -> None:
    """Raise Forbidden unless the actor may import there, and the import waits or is being applied."""
    check_import_run(actor, run)
    if not (run.is_ready or run.is_being_applied):
        raise Forbidden("This import has been decided already.")


def can_decide(actor: Actor, run: ImportRun) -> bool:
    """Whether `check_decide` would pass."""
    return run.is_ready and can_import_run(actor, run)
