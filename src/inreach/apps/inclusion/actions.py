"""What people do with the guard: move a line with a reason, and put it back."""

from decimal import Decimal

from inreach.apps.accounts.models import Organisation
from inreach.apps.audit.recording.action import action
from inreach.apps.audit.recording.events import record
from inreach.apps.inclusion.adapters.thresholds import line_of, lines_with
from inreach.apps.inclusion.models import GuardSetting
from inreach.apps.inclusion.policies import check_set_guard
from inreach.apps.inclusion.queries.ledger import settings_of
from inreach.core.access.policy import Actor
from inreach.core.guard.engine import SETTINGS
from inreach.core.guard.thresholds import Scale
from inreach.core.refusal import Refusal, refusing


@action
def move_line(
    *, by: Actor, organisation: Organisation, key: str, value: Decimal, reason: str
) -> GuardSetting:
    """Draw one line of the guard elsewhere. `value` is a share from 0 to 1, or a whole number.

    Raises Refusal if there is no such line, no reason, or the lines would not rise.
    """
    check_set_guard(by, organisation)
    with refusing():
        before = line_of(settings_of(organisation), key)
    if not reason.strip():
        raise Refusal("Say why the line is moved. Whoever looks at a flag later will want to know.")
    if SETTINGS[key].scale is Scale.WHOLE and value != value.to_integral_value():
        raise Refusal("Give a whole number.")
    with refusing():
        lines_with(settings_of(organisation), key, value)
    setting, _ = GuardSetting.objects.update_or_create(
        organisation=organisation,
        key=key,
        defaults={"value": value, "reason": reason.strip(), "set_on": by.today},
    )
    record(
        "guard.line_moved",
        by=by,
        subject=setting,
        organisation_id=organisation.pk,
        details={"key": key, "before": before, "after": float(value)},
    )
    return setting


@action
def put_line_back(*, by: Actor, organisation: Organisation, key: str) -> None:
    """Draw one line of the guard where Inreach draws it by default. Raises Refusal with a sentence."""
    check_set_guard(by, organisation)
    with refusing():
        before = line_of(settings_of(organisation), key)
        lines_with(settings_of(organisation), key, None)
    GuardSetting.objects.filter(organisation=organisation, key=key).delete()
    record(
        "guard.line_put_back",
        by=by,
        subject=organisation,
        organisation_id=organisation.pk,
        details={"key": key, "before": before},
    )
