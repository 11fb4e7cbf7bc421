"""The seven-point quality check of a target: people tick facts, the system judges.

The seven points are those that the outreach research asks of every target: bespoke, specific, visibly
measurable, clear success criteria, skills based, baselined with a review date, agreed by all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from inreach.core.targets.party import AGREEING, EVERYBODY, Party
from inreach.core.targets.ratings import outcome
from inreach.core.text import listed


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """What is known of a target while it is written; empty text and None mean not there yet.

    The three booleans are ticked by the writer. `seen_where` is where the skill will be seen, `seen_by` who
    will see it. `required` are the parties that have to agree: without outreach, nobody from outreach.
    """

    text: str = ""
    about_this_pupil: bool = False
    one_skill: bool = False
    teaches_skill: bool = False
    seen_where: str = ""
    seen_by: str = ""
    criteria: str = ""
    baseline: int | None = None
    baseline_words: str = ""
    expected: int | None = None
    maintain: bool = False
    starts: date | None = None
    review: date | None = None
    agreed: frozenset[Party] = frozenset()
    required: frozenset[Party] = EVERYBODY


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the check; its sentence says what to do, or, once it is met, what is there."""

    id: str
    title: str
    met: bool
    sentence: str


def bespoke(facts: TargetFacts) -> str:
    """Return what to do until the target is about this pupil."""
    if not facts.text.strip():
        return "Write the target in a sentence about this pupil."
    if not facts.about_this_pupil:
        return "Write it for this pupil, and tick that it comes from this pupil's own needs and interests."
    return ""


def specific(facts: TargetFacts) -> str:
    """Return what to do until the target names one skill and where it will be seen."""
    if not facts.one_skill:
        return "Keep to one skill, and tick that the target names only one."
    if not facts.seen_where.strip():
        return "Say where the pupil will use the skill: in which lesson, place or time of the day."
    return ""


def measurable(facts: TargetFacts) -> str:
    """Return what to do until somebody is named who will see the skill."""
    return "" if facts.seen_by.strip() else "Name who will see or hear the pupil do it."


def criteria(facts: TargetFacts) -> str:
    """Return what to do until the success criteria and the expected rating are written."""
    if not facts.criteria.strip():
        return "Write what everybody will see when the target is met."
    if facts.expected is None:
        return "Choose the rating that you expect at the review, from 1 to 10."
    return ""


def skills_based(facts: TargetFacts) -> str:
    """Return what to do until the target builds a skill."""
    if facts.teaches_skill:
        return ""
    return "Say what the pupil will learn to do, not what adults will do or what the pupil will stop doing."


def baselined(facts: TargetFacts) -> str:
    """Return what to do until there is a baseline in number and words, and a review after the start."""
    if facts.baseline is None:
        return "Rate where the pupil is now, from 1 to 10."
    if not facts.baseline_words.strip():
        return "Write what the pupil does now, in words that fit the baseline rating."
    if facts.expected is not None:
        try:
            outcome(facts.baseline, facts.expected, None, facts.maintain)
        except ValueError as wrong:
            return str(wrong)
    if facts.starts is None or facts.review is None:
        return "Choose the day the work starts and the day of the review."
    if facts.review <= facts.starts:
        return f"Choose a review date after the start on {facts.starts:%-d %B %Y}."
    return ""


def agreed(facts: TargetFacts) -> str:
    """Return who still has to agree."""
    missing = [party.phrase for party in Party if party in facts.required - facts.agreed]
    if not facts.required:
        return "Say who has to agree this target."
    if not missing:
        return ""
    return f"Ask {listed(missing)} to agree."


POINTS: tuple[tuple[str, str, Callable[[TargetFacts], str], str], ...] = (
    ("bespoke", "Bespoke", bespoke, "It is written for this pupil."),
    ("specific", "Specific and well defined", specific, "It names one skill and where it will be seen."),
    ("measurable", "Visibly measurable", measurable, "Somebody is named who will see it."),
    ("criteria", "Clear success criteria", criteria, "Everybody can tell when it is met."),
    ("skills", "Skills based", skills_based, "It builds a skill of the pupil."),
    ("baselined", "Baselined, with a review date", baselined, "It has a baseline and a review date."),
    ("agreed", "Agreed by all", agreed, "Everybody who has to agree has agreed."),
)


def check(facts: TargetFacts) -> tuple[Point, ...]:
    """Return the seven points in their order, each met or with what to do."""
    judged = ((key, title, judge(facts), done) for key, title, judge, done in POINTS)
    return tuple(Point(key, title, not to_do, to_do or done) for key, title, to_do, done in judged)


def missing_parties(facts: TargetFacts) -> tuple[Party, ...]:
    """Return who has to agree and has not, in the order of the list of agreements."""
    return tuple(party for party in AGREEING if party in facts.required - facts.agreed)


def unmet(facts: TargetFacts) -> tuple[str, ...]:
    """Return what is still to do, one sentence for each unmet point."""
    return tuple(point.sentence for point in check(facts) if not point.met)


def ready(facts: TargetFacts) -> bool:
    """Say whether the target meets every point and may start."""
    return not unmet(facts)
