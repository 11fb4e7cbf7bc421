"""Rating a target, and correcting a rating that was typed wrongly."""

from datetime import date

from inreach.apps.audit.recording.action import action, last_change
from inreach.apps.audit.recording.events import record
from inreach.apps.audit.recording.free_text import FreeText
from inreach.apps.casework.actions.transitions import move
from inreach.apps.casework.adapters.target import dated_rating
from inreach.apps.casework.models import Rating, Target
from inreach.apps.casework.policies.rating import check_correct_rating, check_rate_target
from inreach.apps.casework.services.rater_role import is_family, rater_of
from inreach.core.access.policy import Actor
from inreach.core.refusal import Refusal, refusing
from inreach.core.targets.progress import last_rating
from inreach.core.targets.ratings import on_scale, outcome
from inreach.core.targets.types import Purpose
from inreach.core.transitions import NotAllowed, TargetState

PURPOSES: dict[str, tuple[Purpose, ...]] = {
    TargetState.DRAFT: (Purpose.BASELINE,),
    TargetState.ACTIVE: (Purpose.PROGRESS, Purpose.REVIEW),
    TargetState.REVIEWED: (Purpose.REVIEW, Purpose.FOLLOW_UP),
    TargetState.FOLLOWING_UP: (Purpose.FOLLOW_UP,),
    TargetState.CLOSED: (),
    TargetState.WITHDRAWN: (),
}


def purposes_for(actor: Actor, target: Target) -> tuple[Purpose, ...]:
    """What a rating can be for now. The family rates too, but the final review is the meeting's."""
    open_now = PURPOSES[target.state]
    if is_family(actor, target.pupil):
        return tuple(purpose for purpose in open_now if purpose in {Purpose.PROGRESS, Purpose.FOLLOW_UP})
    return open_now


def _stands(target: Target) -> str:
    """Say in which state a target is, and who brought it there."""
    return f"It is {target.get_state_display().lower()}. {last_change(target)}".strip()


@action
def rate_target(
    *,
    by: Actor,
    target: Target,
    value: int,
    rated_on: date,
    purpose: str,
    rater: str,
    rater_role: str,
    setting: str = Rating.Setting.CLASS,
    independent: bool = False,
    observation: str = "",
) -> Rating:
    """Give a target a dated rating from 1 to 10.

    While a target is being written its baseline follows from its baseline ratings (an independent second one stands
    beside the first); a rating at the final review moves the target to reviewed. Raises NotAllowed, or
    Refusal by field.
    """
    check_rate_target(by, target)
    possible = purposes_for(by, target)
    if not possible:
        raise NotAllowed(f"This target cannot be rated now. {_stands(target)}")
    if purpose not in possible:
        refusal = Refusal(field_errors={"purpose": "Choose what this rating is for from the list."})
        if purpose not in PURPOSES[target.state]:
            refusal.add(_stands(target))
        raise refusal
    _check_values(target, value, rated_on, by.today)
    if not rater.strip():
        raise Refusal(field_errors={"rater": "Write who gave this rating."})
    rating = Rating.objects.create(
        target=target,
        value=value,
        rated_on=rated_on,
        purpose=purpose,
        rater=rater.strip(),
        rater_role=rater_role,
        setting=setting,
        independent=independent,
        observation=observation.strip(),
        recorded_by=by.user_id,
    )
    derive_baseline(target)
    _say(
        rating,
        by,
        "target.rated",
        {"value": value, "on": rated_on.isoformat(), "purpose": str(purpose), "role": str(rater_role)},
    )
    if purpose == Purpose.REVIEW and target.is_active:
        move(target, TargetState.REVIEWED, by=by)
    return rating


@action
def correct_rating(
    *,
    by: Actor,
    rating: Rating,
    value: int,
    reason: str,
    rated_on: date | None = None,
    observation: str | None = None,
) -> Rating:
    """Put a rating right that was typed wrongly. The old value and the reason stay in the record of what was done."""
    check_correct_rating(by, rating)
    if not reason.strip():
        raise Refusal(
            field_errors={"reason": "Say what was wrong. The old rating is kept beside the reason."}
        )
    day = rated_on or rating.rated_on
    _check_values(rating.target, value, day, by.today)
    was = {"value": rating.value, "on": rating.rated_on.isoformat(), "words": FreeText(rating.observation)}
    rating.value, rating.rated_on = value, day
    if observation is not None:
        rating.observation = observation.strip()
    rating.save()
    derive_baseline(rating.target)
    now = {"value": rating.value, "on": rating.rated_on.isoformat()}
    _say(rating, by, "rating.corrected", {"from": was, "to": now, "reason": FreeText(reason.strip())})
    return rating


def baseline_rating(target: Target) -> Rating | None:
    """The rating that says where the pupil began, or None while there is none."""
    rows = {str(rating.pk): rating for rating in target.ratings.filter(purpose=Purpose.BASELINE)}
    first = last_rating(map(dated_rating, rows.values()), Purpose.BASELINE)
    return rows[first.rating_id] if first else None


def derive_baseline(target: Target) -> None:
    """Bring the number on the target into line with its baseline ratings: the only place where it is set.

    Raises Refusal if the expected rating does not fit it; the action is then undone as a whole.
    """
    first = baseline_rating(target)
    value = first.value if first else None
    if value == target.baseline:
        return
    if value is not None and target.expected is not None:
        with refusing("value"):
            outcome(value, target.expected, None, maintain=target.maintain)
    target.baseline = value
    target.save(update_fields=["baseline"])


def rate_baseline(target: Target, value: int, *, by: Actor) -> None:
    """Keep the baseline that somebody wrote into a draft as a dated rating, or bring that rating into line."""
    first = baseline_rating(target)
    if first is None:
        rater, role = rater_of(by, target.pupil)
        first = Rating(
            target=target,
            rated_on=by.today,
            purpose=Purpose.BASELINE,
            rater=rater,
            rater_role=role,
            recorded_by=by.user_id,
        )
    was = first.value
    if was != value:
        first.value, first.observation = value, target.baseline_words
        first.save()
        _say(
            first,
            by,
            "target.rated",
            {
                "from": was,
                "value": value,
                "on": first.rated_on.isoformat(),
                "purpose": str(Purpose.BASELINE),
            },
        )
    derive_baseline(target)


def _check_values(target: Target, value: int, rated_on: date, today: date) -> None:
    wrong: dict[str, str] = {}
    try:
        on_scale(value, "new")
    except ValueError as error:
        wrong["value"] = str(error)
    if rated_on > today:
        wrong["rated_on"] = "The date of a rating cannot be in the future."
    elif rated_on < target.written_on:
        wrong["rated_on"] = (
            f"The target was written on {target.written_on:%-d %B %Y}. Choose that day or a later one."
        )
    if wrong:
        raise Refusal(field_errors=wrong)


def _say(rating: Rating, by: Actor, verb: str, details: dict[str, object]) -> None:
    pupil = rating.target.pupil
    record(
        verb,
        by=by,
        subject=rating.target,
        pupil_id=pupil.pk,
        organisation_id=pupil.school_id,
        details={"rating": str(rating.pk), **details},
    )
