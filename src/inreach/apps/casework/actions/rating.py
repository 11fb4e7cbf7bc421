"""Rating a target, and correcting a rating that was typed wrongly."""

from datetime import date

from django.core.exceptions import ValidationError

from inreach.apps.audit.recording.actions import action, record
from inreach.apps.casework.actions.transitions import move
from inreach.apps.casework.adapters.target import last_rating
from inreach.apps.casework.models import Rating, Target
from inreach.apps.casework.policies.rating import check_correct_rating, check_rate_target
from inreach.apps.casework.services.rater_role import is_family, rater_of
from inreach.core.access.policy import Actor
from inreach.core.targets.ratings import on_scale, outcome
from inreach.core.transitions import NotAllowed, TargetState

Purpose = Rating.Purpose
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
        return tuple(one for one in open_now if one in {Purpose.PROGRESS, Purpose.FOLLOW_UP})
    return open_now


@action
def rate_target(
    *,
    by: Actor,
    target: Target,
    value: int,
    on: date,
    purpose: str,
    rater: str,
    rater_role: str,
    setting: str = Rating.Setting.CLASS,
    independent: bool = False,
    words: str = "",
) -> Rating:
    """Give a target a dated rating from 1 to 10.

    A baseline rating becomes the target's baseline while it is being written (an independent second one stands beside
    it); a rating at the final review moves the target to reviewed. Raises NotAllowed, or ValidationError by field.
    """
    check_rate_target(by, target)
    possible = purposes_for(by, target)
    if not possible:
        raise NotAllowed("This target cannot be rated now.")
    if purpose not in possible:
        raise ValidationError({"purpose": "Choose what this rating is for from the list."})
    _check_values(target, value, on, by.today)
    if not rater.strip():
        raise ValidationError({"rater": "Write who gave this rating."})
    if purpose == Purpose.BASELINE and not (independent and target.baseline is not None):
        _set_baseline(target, value)
    rating = Rating.objects.create(
        target=target,
        value=value,
        on=on,
        purpose=purpose,
        rater=rater.strip(),
        rater_role=rater_role,
        setting=setting,
        independent=independent,
        words=words.strip(),
        recorded_by=by.user_id,
    )
    _say(
        rating,
        by,
        "target.rated",
        {"value": value, "on": on.isoformat(), "purpose": str(purpose), "role": str(rater_role)},
    )
    if purpose == Purpose.REVIEW and target.state == TargetState.ACTIVE:
        move(target, TargetState.REVIEWED, by=by)
    return rating


@action
def correct_rating(
    *, by: Actor, rating: Rating, value: int, reason: str, on: date | None = None, words: str | None = None
) -> Rating:
    """Put a rating right that was typed wrongly. The old value and the reason stay in the record of what was done."""
    target = rating.target
    check_correct_rating(by, rating)
    if not reason.strip():
        raise ValidationError({"reason": "Say what was wrong. The old rating is kept beside the reason."})
    day = on or rating.on
    _check_values(target, value, day, by.today)
    was = {"value": rating.value, "on": rating.on.isoformat(), "words": rating.words}
    baselines = target.ratings.filter(purpose=Purpose.BASELINE)
    first = last_rating(baselines, Purpose.BASELINE)
    rating.value, rating.on = value, day
    if words is not None:
        rating.words = words.strip()
    if first is not None and first.pk == rating.pk and target.baseline != value:
        _set_baseline(target, value)
    rating.save()
    now = {"value": rating.value, "on": rating.on.isoformat()}
    _say(rating, by, "rating.corrected", {"from": was, "to": now, "reason": reason.strip()})
    return rating


def keep_baseline(target: Target, by: Actor) -> None:
    """Keep the baseline that somebody wrote into a draft as a dated rating too, or bring that rating into line."""
    if target.baseline is None:
        return
    first = last_rating(target.ratings.filter(purpose=Purpose.BASELINE), Purpose.BASELINE)
    if first is None:
        rater, role = rater_of(by, target.pupil)
        first = Rating(
            target=target,
            on=by.today,
            purpose=Purpose.BASELINE,
            rater=rater,
            rater_role=role,
            recorded_by=by.user_id,
        )
    elif first.value == target.baseline:
        return
    was = first.value
    first.value, first.words = target.baseline, target.baseline_words
    first.save()
    _say(first, by, "target.rated", {"from": was, "value": first.value, "purpose": str(Purpose.BASELINE)})


def _check_values(target: Target, value: int, on: date, today: date) -> None:
    wrong: dict[str, str] = {}
    try:
        on_scale(value, "new")
    except ValueError as error:
        wrong["value"] = str(error)
    if on > today:
        wrong["on"] = "The date of a rating cannot be in the future."
    elif on < target.written_on:
        wrong["on"] = (
            f"The target was written on {target.written_on:%-d %B %Y}. Choose that day or a later one."
        )
    if wrong:
        raise ValidationError(wrong)


def _set_baseline(target: Target, value: int) -> None:
    if target.expected is not None:
        try:
            outcome(value, target.expected, None, maintain=target.maintain)
        except ValueError as error:
            raise ValidationError({"value": str(error)}) from error
    target.baseline = value
    target.save(update_fields=["baseline"])


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
