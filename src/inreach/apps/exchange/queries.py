"""Named, scoped sets of imports."""

from django.db.models import QuerySet

from inreach.apps.accounts.models import Organisation
from inreach.apps.accounts.queries import organisations_of
from inreach.apps.exchange.models import ImportRun
from inreach.core.policy import Actor, Permission


def imports_of(actor: Actor) -> QuerySet[ImportRun]:
    """Imports for the schools and services where this person may import, the newest first."""
    return (
        ImportRun.objects.filter(organisation__in=organisations_of(actor, Permission.IMPORT_DATA))
        .select_related("organisation")
        .order_by("-brought_at", "pk")
    )


def places_to_import(actor: Actor) -> QuerySet[Organisation]:
    """Schools and services where this person may import."""
    return organisations_of(actor, Permission.IMPORT_DATA)
