"""Writing a target, changing it, starting it and moving it on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date

from django.core.exceptions import ValidationError

from inreach.apps.audit.recording.actions import action, record
from inreach.apps.casework.actions.rating import keep_baseline
from inreach.apps.casework.actions.transitions import move
from inreach.apps.casework.adapters.target import TICKS, target_facts
from inreach.apps.casework.models import Case, LevelWords, Rating, Target
from inreach.apps.casework.policies.target import check_start_target, check_write_target
from inreach.apps.schools.models import Pupil
from inreach.core.access.policy import Actor
from inreach.core.targets.quality import unmet
from inreach.core.targets.ratings import outcome
from inreach.core.transitions import NotAllowed, TargetState, words

OVER = frozenset({TargetState.CLOSED, TargetState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Draft:
    """The words and numbers of a target as somebody wrote them. Ratings are 1 to 10; empty is not written yet."""

    area: str
    title: str
    case: Case | None = None
    success_criteria: str = ""
    seen_where: str = ""
    seen_by: str = ""
    baseline: int | None = None
    baseline_words: str = ""
    expected: int | None = None
    expected_words: str = ""
    maintain: bool = False
    starts_on: date | None = None
    review_on: date | None = None
    facts: tuple[str, ...] = ()
    level_words: Mapping[int, str] = field(default_factory=dict)

    @property
    def columns(self) -> dict[str, object]:
        """The values for the target's own row, by field name."""
        kept = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "level_words"}
        return {**kept, "facts": known_ticks(self.facts)}


def known_ticks(facts: Iterable[str]) -> list[str]:
    """The ticked facts that the check knows, each once, in its order."""
    ticked = set(facts)
    return [one for one in TICKS if one in ticked]


def check_draft(draft: Draft, pupil: Pupil) -> None:
    """Raise ValidationError, by field, for what cannot be kept even in a draft."""
    wrong: dict[str, str] = {}
    if not draft.title.strip():
        wrong["title"] = "Write the target in a sentence about this pupil."
    if draft.baseline is not None and draft.expected is not None:
        try:
            outcome(draft.baseline, draft.expected, None, maintain=draft.maintain)
        except ValueError as error:
            wrong["expected"] = str(error)
    if draft.starts_on and draft.review_on and draft.review_on <= draft.starts_on:
        wrong["review_on"] = f"Choose a review date after the start on {draft.starts_on:%-d %B %Y}."
    if draft.case is not None and draft.case.pupil_id != pupil.pk:
        wrong["case"] = "Choose a case of this pupil."
    if wrong:
        raise ValidationError(wrong)


@action
def write_target(*, by: Actor, pupil: Pupil, draft: Draft) -> Target:
    """Write a new target as a draft. A baseline in it is also the first of the dated ratings."""
    check_write_target(by, pupil)
    check_draft(draft, pupil)
    target = Target.objects.create(pupil=pupil, written_on=by.today, **draft.columns)
    _put_level_words(target, draft.level_words)
    keep_baseline(target, by)
    record(
        "target.written",
        by=by,
        subject=target,
        pupil_id=pupil.pk,
        organisation_id=pupil.school_id,
        details={"area": draft.area, "baseline": draft.baseline, "expected": draft.expected},
    )
    return target


@action
def change_target(*, by: Actor, target: Target, draft: Draft, reason: str = "") -> Target:
    """Change a target's words, numbers and dates.

    Once work has started the baseline stays, and a new expected rating or review date needs a reason: the old one and
    the reason are kept and shown. Raises NotAllowed for a target that is over, ValidationError by field.
    """
    check_write_target(by, target.pupil)
    if target.state in OVER:
        raise NotAllowed(f"This target is {words(target.state)}, so its words stay as they are.")
    check_draft(draft, target.pupil)
    started = target.state != TargetState.DRAFT
    was = {name: getattr(target, name) for name in draft.columns}
    changed = [name for name, value in draft.columns.items() if value != was[name]]
    if started:
        _check_after_start(draft, changed, reason)
    for name in changed:
        setattr(target, name, draft.columns[name])
    target.save()
    _put_level_words(target, draft.level_words)
    if "baseline" in changed:
        keep_baseline(target, by)
    about = {"pupil_id": target.pupil_id, "organisation_id": target.pupil.school_id}
    record(
        "target.changed", by=by, subject=target, details={"fields": changed, "after_start": started}, **about
    )
    for name, verb in (("expected", "target.expected_changed"), ("review_on", "target.review_moved")):
        if started and name in changed:
            old, new = was[name], draft.columns[name]
            details = {"from": _plain(old), "to": _plain(new), "reason": reason.strip()}
            record(verb, by=by, subject=target, details=details, **about)
    return target


def _check_after_start(draft: Draft, changed: list[str], reason: str) -> None:
    wrong: dict[str, str] = {}
    if {"baseline", "maintain"} & set(changed):
        wrong["baseline"] = (
            "Work on this target has started, so its baseline stays. If it was typed wrongly, correct the rating."
        )
    for name in ("expected", "review_on", "starts_on"):
        if getattr(draft, name) is None:
            wrong[name] = "Work on this target has started, so this cannot be empty."
    if {"expected", "review_on"} & set(changed) and not reason.strip():
        wrong["reason"] = (
            "Say why the expected rating or the review date changes. Everybody will see the old one too."
        )
    if wrong:
        raise ValidationError(wrong)


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
def word_levels(*, by: Actor, target: Target, level_words: Mapping[int, str]) -> Target:
    """Say in words what levels of the scale look like. An empty text takes a level's words away."""
    check_write_target(by, target.pupil)
    levels = _put_level_words(target, level_words)
    _say(target, by, "target.levels_worded", {"levels": levels})
    return target


def _put_level_words(target: Target, level_words: Mapping[int, str]) -> list[int]:
    for level, text in sorted(level_words.items()):
        if not 1 <= level <= 10:
            raise ValidationError({"level_words": "The levels of the scale are 1 to 10."})
        if text.strip():
            LevelWords.objects.update_or_create(target=target, level=level, defaults={"words": text.strip()})
        else:
            LevelWords.objects.filter(target=target, level=level).delete()
    return sorted(level_words)


@action
def start_target(*, by: Actor, target: Target) -> Target:
    """Start the work. Raises NotAllowed with every unmet point of the quality check."""
    check_start_target(by, target)
    missing = unmet(target_facts(target, target.sign_offs.all()))
    return move(target, TargetState.ACTIVE, by=by, unmet=missing)


@action
def move_target(*, by: Actor, target: Target, to: str, reason: str = "") -> Target:
    """Move a target on by its table. A target is reviewed by its review rating; ending early needs a reason."""
    if to == TargetState.ACTIVE:
        return start_target(by=by, target=target)
    check_write_target(by, target.pupil)
    rated = target.ratings.filter(purpose=Rating.Purpose.REVIEW).exists()
    if to == TargetState.REVIEWED and not rated:
        raise NotAllowed("A target is reviewed when it has its rating at the final review. Rate it first.")
    if to == TargetState.WITHDRAWN and target.state != TargetState.DRAFT and not reason.strip():
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
