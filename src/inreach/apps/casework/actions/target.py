"""Writing a target, changing it, starting it and moving it on."""

from collections.abc import Iterable, Mapping
from copy import copy
from datetime import date
from typing import Any

from inreach.apps.audit.recording.action import action
from inreach.apps.audit.recording.events import record
from inreach.apps.audit.recording.free_text import FreeText
from inreach.apps.casework.actions.rating import baseline_rating, rate_baseline
from inreach.apps.casework.actions.sign_off import remove_sign_off
from inreach.apps.casework.actions.transitions import move
from inreach.apps.casework.adapters.target import TICKS, target_facts
from inreach.apps.casework.models import LevelDescriptor, Target
from inreach.apps.casework.models.target import WRITTEN_FIELDS
from inreach.apps.casework.policies.target import check_start_target, check_write_target
from inreach.apps.casework.services.wording import check_read
from inreach.apps.schools.models import Pupil
from inreach.core.access.policy import Actor
from inreach.core.refusal import Refusal
from inreach.core.targets.quality import unmet
from inreach.core.targets.ratings import outcome
from inreach.core.targets.types import Purpose
from inreach.core.transitions import NotAllowed, TargetState, words


class Draft:
    """What somebody wrote of a target, by field of the target; a field that is not given stays as it is.

    Ratings are 1 to 10, None is not written yet. TypeError for a name that is no field which people write.
    """

    def __init__(self, *, level_descriptors: Mapping[int, str] | None = None, **values: Any) -> None:
        unknown = sorted(values.keys() - set(WRITTEN_FIELDS))
        if unknown:
            raise TypeError(f"Nobody writes these fields of a target: {', '.join(unknown)}.")
        if "facts" in values:
            values["facts"] = known_ticks(values["facts"])
        self.values = values
        self.level_descriptors = dict(level_descriptors or {})

    def on(self, target: Target) -> Target:
        """Return the target with what was written put on it; nothing is saved."""
        for name, value in self.values.items():
            setattr(target, name, value)
        return target


def known_ticks(facts: Iterable[str]) -> list[str]:
    """The ticked facts that the check knows, each once, in its order."""
    ticked = set(facts)
    return [tick for tick in TICKS if tick in ticked]


def check_target(target: Target) -> None:
    """Raise Refusal, by field, for what cannot be kept even in a draft. Nothing needs to be saved yet."""
    wrong: dict[str, str] = {}
    if not target.title.strip():
        wrong["title"] = "Write the target in a sentence about this pupil."
    if target.baseline is not None and target.expected is not None:
        try:
            outcome(target.baseline, target.expected, None, maintain=target.maintain)
        except ValueError as error:
            wrong["expected"] = str(error)
    if target.starts_on and target.review_on and target.review_on <= target.starts_on:
        wrong["review_on"] = f"Choose a review date after the start on {target.starts_on:%-d %B %Y}."
    if target.case is not None and target.case.pupil_id != target.pupil_id:
        wrong["case"] = "Choose a case of this pupil."
    if wrong:
        raise Refusal(field_errors=wrong)


@action
def write_target(*, by: Actor, pupil: Pupil, draft: Draft) -> Target:
    """Write a new target as a draft. A baseline in it is also the first of the dated ratings."""
    check_write_target(by, pupil)
    target = draft.on(Target(pupil=pupil, written_on=by.today))
    check_target(target)
    baseline, target.baseline = target.baseline, None
    target.save(force_insert=True)
    _put_level_descriptors(target, draft.level_descriptors)
    if baseline is not None:
        rate_baseline(target, baseline, by=by)
    record(
        "target.written",
        by=by,
        subject=target,
        pupil_id=pupil.pk,
        organisation_id=pupil.school_id,
        details={"area": target.area, "baseline": target.baseline, "expected": target.expected},
    )
    return target


@action
def change_target(*, by: Actor, target: Target, draft: Draft, reason: str = "") -> Target:
    """Change a target's words, numbers and dates.

    Once work has started the baseline stays, and a new expected rating or review date needs a reason: the old one and
    the reason are kept and shown. Before that, whoever had agreed is asked again: they agreed to another text.
    Raises NotAllowed for a target that is over, Refusal by field.
    """
    check_write_target(by, target.pupil)
    if target.is_over:
        raise NotAllowed(f"This target is {words(target.state)}, so its words stay as they are.")
    was = {name: getattr(target, name) for name in draft.values}
    changed = [name for name, value in draft.values.items() if value != was[name]]
    started = not target.is_draft
    proposed = draft.on(copy(target))
    check_target(proposed)
    if started:
        _check_after_start(proposed, changed, reason)
    draft.on(target)
    if "baseline" in changed:
        target.baseline = was["baseline"]
        _change_baseline(target, proposed.baseline, by)
    target.save()
    _put_level_descriptors(target, draft.level_descriptors)
    about = {"pupil_id": target.pupil_id, "organisation_id": target.pupil.school_id}
    record(
        "target.changed", by=by, subject=target, details={"fields": changed, "after_start": started}, **about
    )
    for name, verb in (("expected", "target.expected_changed"), ("review_on", "target.review_moved")):
        if started and name in changed:
            old, new = was[name], draft.values[name]
            details = {"from": _plain(old), "to": _plain(new), "reason": FreeText(reason.strip())}
            record(verb, by=by, subject=target, details=details, **about)
    if not started and {*changed} - {"facts"}:
        for sign_off in target.sign_offs.order_by("agreed_on", "pk"):
            remove_sign_off(by=by, sign_off=sign_off)
    return target


def _change_baseline(target: Target, value: int | None, by: Actor) -> None:
    if value is None:
        first = baseline_rating(target)
        day = f" on {first.rated_on:%-d %B %Y}" if first else ""
        raise Refusal(
            field_errors={
                "baseline": f"The baseline was rated{day}. Choose the right number; a rating is not taken away."
            }
        )
    rate_baseline(target, value, by=by)


def _check_after_start(target: Target, changed: list[str], reason: str) -> None:
    wrong: dict[str, str] = {}
    if {"baseline", "maintain"} & set(changed):
        wrong["baseline"] = (
            "Work on this target has started, so its baseline stays. If it was typed wrongly, correct the rating."
        )
    for name in ("expected", "review_on", "starts_on"):
        if getattr(target, name) is None:
            wrong[name] = "Work on this target has started, so this cannot be empty."
    if {"expected", "review_on"} & set(changed) and not reason.strip():
        wrong["reason"] = (
            "Say why the expected rating or the review date changes. Everybody will see the old one too."
        )
    if wrong:
        raise Refusal(field_errors=wrong)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


@action
def tick_facts(*, by: Actor, target: Target, facts: Iterable[str]) -> Target:
    """Tick the facts that only a person can judge; the system judges the rest of the seven points."""
    check_write_target(by, target.pupil)
    target.facts = known_ticks(facts)
    target.save(update_fields=["facts"])
    _say(target, by, "target.facts_ticked", {"facts": target.facts})
    return target


@action
def word_levels(*, by: Actor, target: Target, level_descriptors: Mapping[int, str]) -> Target:
    """Say in words what levels of the scale look like. An empty text takes a level's words away."""
    check_write_target(by, target.pupil)
    levels = _put_level_descriptors(target, level_descriptors)
    _say(target, by, "target.levels_worded", {"levels": levels})
    return target


def _put_level_descriptors(target: Target, level_descriptors: Mapping[int, str]) -> list[int]:
    for level, text in sorted(level_descriptors.items()):
        if not 1 <= level <= 10:
            raise Refusal(field_errors={"level_descriptors": "The levels of the scale are 1 to 10."})
        if text.strip():
            LevelDescriptor.objects.update_or_create(
                target=target, level=level, defaults={"text": text.strip()}
            )
        else:
            LevelDescriptor.objects.filter(target=target, level=level).delete()
    return sorted(level_descriptors)


@action
def start_target(*, by: Actor, target: Target) -> Target:
    """Start the work. Raises NotAllowed with every unmet point of the quality check."""
    check_start_target(by, target)
    missing = unmet(target_facts(target, target.sign_offs.all()))
    return move(target, TargetState.ACTIVE, by=by, unmet=missing)


@action
def move_target(*, by: Actor, target: Target, to: str, reason: str = "", wording: str = "") -> Target:
    """Move a target on by its table. A target is reviewed by its review rating; ending early needs a reason.

    `wording` is the mark of the text beside which it was started: nobody starts another one.
    """
    if to == TargetState.ACTIVE:
        check_read(target, wording)
        return start_target(by=by, target=target)
    check_write_target(by, target.pupil)
    rated = target.ratings.filter(purpose=Purpose.REVIEW).exists()
    if to == TargetState.REVIEWED and not rated:
        raise NotAllowed("A target is reviewed when it has its rating at the final review. Rate it first.")
    if to == TargetState.WITHDRAWN and not target.is_draft and not reason.strip():
        raise NotAllowed("Say why work on this target ends early.")
    return move(target, to, by=by, reason=reason)


def _say(target: Target, by: Actor, verb: str, details: Mapping[str, object]) -> None:
    record(
        verb,
        by=by,
        subject=target,
        pupil_id=target.pupil_id,
        organisation_id=target.pupil.school_id,
        details=details,
    )
