"""Who may import, and when an import may still be decided."""

from inreach.apps.accounts.access import Refused, check
from inreach.apps.exchange.models import ImportRun
from inreach.core.policy import Actor, Facts, Permission


def check_import(actor: Actor, organisation_id: object) -> None:
    """Raise Refused unless the actor may import for this organisation."""
    check(actor, Permission.IMPORT_DATA, Facts(organisation_id=str(organisation_id)))


def check_decide(actor: Actor, run: ImportRun) -> None:
    """Raise Refused unless the actor may import there and the import is still waiting."""
    check_import(actor, run.organisation_id)
    if run.state != ImportRun.State.READY:
        raise Refused("This import has been decided already.")


def can_decide(actor: Actor, run: ImportRun) -> bool:
    """Whether `check_decide` would pass."""
    try:
        check_decide(actor, run)
    except Refused:
        return False
    return True
