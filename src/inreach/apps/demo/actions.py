"""Loading the demonstration: once, in one action, and never beside real data."""

import hashlib
import json
from datetime import date

from django.conf import settings
from django.db import connection
from django.db.models import Model

from inreach.apps.accounts.models import Organisation, User
from inreach.apps.audit.recording.action import action
from inreach.apps.audit.recording.events import record
from inreach.apps.audit.recording.explanation import ROWS, explained_models
from inreach.apps.demo.queries import invented_people
from inreach.apps.demo.story.cast import CAST, PLACES
from inreach.apps.demo.story.everything import tell
from inreach.apps.demo.story.rows import ORDER
from inreach.core.access.policy import Actor
from inreach.core.refusal import Refusal

WHEN_WRITTEN = {"joined", "recorded_at", "password", "last_login"}


class CannotLoad(Refusal):
    """The demonstration must not be loaded here; the sentence says why, and what to do."""


def is_loaded() -> bool:
    """Say whether the demonstration is in this database already."""
    return Organisation.objects.filter(pk__in=[place.id for place in PLACES.values()], invented=True).exists()


def check_load() -> None:
    """Refuse a database that holds anything real. Raises CannotLoad with a sentence; one without tables is empty."""
    if not settings.DEMO:
        raise CannotLoad("The demonstration loads only where DEMO=1 is set, and never in production.")
    if not {Organisation._meta.db_table, User._meta.db_table} <= set(connection.introspection.table_names()):
        return
    real = Organisation.objects.filter(invented=False).order_by("name").count()
    strangers = (
        User.objects.exclude(pk__in=[person.user_id for person in CAST])
        .exclude(pk__in=invented_people().values("pk"))
        .count()
    )
    if real or strangers:
        contents = " and ".join(
            part
            for part in (
                _counted(real, "school or service that is", "schools or services that are", "not invented"),
                _counted(strangers, "person who is", "people who are", "not of its cast"),
            )
            if part
        )
        raise CannotLoad(
            f"This database holds {contents}. The demonstration is never loaded beside real data. "
            "Set VAR_DIR or DATABASE_URL to an empty place, and try again."
        )


def _counted(number: int, singular: str, plural: str, words: str) -> str:
    return f"{number} {singular if number == 1 else plural} {words}" if number else ""


@action
def load_demo(*, by: Actor, today: date) -> dict[str, int]:
    """Write the whole demonstration as it stands on a day, and say so in the audit; returns rows by kind."""
    check_load()
    rows = tell(today)
    rows.save()
    counts = rows.counts()
    record("demo.loaded", by=by, details={"today": today.isoformat(), **counts, ROWS: _ids_of_explained()})
    return counts


def _ids_of_explained() -> dict[str, list[str]]:
    """Rows that an event must explain, written in one go: their ids, by kind."""
    return {
        model._meta.label_lower: [
            str(pk) for pk in model._base_manager.order_by("pk").values_list("pk", flat=True)
        ]
        for model in explained_models()
    }


def digest() -> str:
    """Return one SHA-256 over every row of the kinds that the demonstration writes, but for when they were written."""
    total = hashlib.sha256()
    for model in ORDER:
        names = _fields(model)
        for values in sorted(
            json.dumps(row, default=str) for row in model._default_manager.values_list(*names)
        ):
            total.update(f"{model._meta.label_lower} {values}\n".encode())
    return total.hexdigest()


def _fields(model: type[Model]) -> list[str]:
    automatic = {"id"} if model._meta.auto_created else set()
    return [
        field.attname
        for field in model._meta.concrete_fields
        if field.attname not in WHEN_WRITTEN | automatic
    ]
