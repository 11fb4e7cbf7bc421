"""Adding a programme to a school's own list, and changing what it says."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from inreach.apps.accounts.models import Organisation
from inreach.apps.audit.recording.action import action, last_change
from inreach.apps.audit.recording.events import record
from inreach.apps.provision import policies
from inreach.apps.provision.models import Programme
from inreach.core.access.policy import Actor
from inreach.core.refusal import Refusal


@dataclass(frozen=True, slots=True)
class ProgrammeDetails:
    """A programme as its makers describe it: minutes a session, sessions a week, weeks, hours of training."""

    name: str
    area: str
    origin: str = Programme.Origin.HOME_GROWN
    minutes_low: int | None = None
    minutes_high: int | None = None
    per_week_low: int | None = None
    per_week_high: int | None = None
    weeks_low: int | None = None
    weeks_high: int | None = None
    training_hours: Decimal | None = None
    steps: str = ""
    source: str = ""
    review_on: date | None = None


def check_details(
    details: ProgrammeDetails, organisation: Organisation, itself: Programme | None = None
) -> None:
    """Raise Refusal, by field, for what cannot be kept."""
    wrong: dict[str, str] = {}
    if not details.name.strip():
        wrong["name"] = "Write the name of the programme."
    for stem in ("minutes", "per_week", "weeks"):
        low, high = getattr(details, f"{stem}_low"), getattr(details, f"{stem}_high")
        if low is not None and high is not None and high < low:
            wrong[f"{stem}_high"] = f"The most ({high}) must not be below the least ({low})."
    same = Programme.objects.filter(organisation=organisation, name__iexact=details.name.strip())
    if other := same.exclude(pk=itself.pk if itself else None).first():  # type: ignore[misc]
        wrong["name"] = f"There is already a programme with this name. {last_change(other)}".strip()
    if wrong:
        raise Refusal(field_errors=wrong)


@action
def add_programme(*, by: Actor, organisation: Organisation, details: ProgrammeDetails) -> Programme:
    """Add a programme to the school's or service's list. Raises Refusal by field."""
    policies.check_manage_programmes(by, organisation)
    check_details(details, organisation)
    programme = Programme.objects.create(organisation=organisation, **asdict(details))
    _say(programme, by, "programme.added", {"name": programme.name})
    return programme


@action
def change_programme(*, by: Actor, programme: Programme, details: ProgrammeDetails) -> Programme:
    """Change what a programme says. Raises Refusal by field."""
    policies.check_manage_programmes(by, programme.organisation)
    check_details(details, programme.organisation, programme)
    new = asdict(details)
    changed = [name for name, value in new.items() if value != getattr(programme, name)]
    for name in changed:
        setattr(programme, name, new[name])
    programme.save()
    _say(programme, by, "programme.changed", {"fields": changed})
    return programme


def _say(programme: Programme, by: Actor, verb: str, details: dict[str, object]) -> None:
    record(verb, by=by, subject=programme, organisation_id=programme.organisation_id, details=details)
