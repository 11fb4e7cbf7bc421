"""Weights changed in words: what a school prefers is a typed value with a sentence, read from plain English and refused
with what may be said instead.

What may be said, with the names of the problem, in capitals or not:

    protect Art                      protect Art for pupil p1
    open PSHE                        open assembly for pupil p1
    pupil p1 loves Art               spread the loss, and the other presets by name
    Art matters more                 Art matters less
    lessons of Art weigh 5           a session short weighs 3000, and the other weights by name
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from inreach.core.ledger.types import BELL_KINDS, PeriodKind, SubjectKind
from inreach.planner.objective.weights import PRESETS, Weights
from inreach.planner.problem.problem import Problem, Pupil, Subject

MORE = 2  # how many times as much a subject weighs that matters more
NAMED = {item.name: item.metadata["words"] for item in fields(Weights) if "words" in item.metadata}


class PreferenceRefused(ValueError):
    """The preference cannot be read, or names what the problem does not know; the sentence says what may be said."""


@dataclass(frozen=True, slots=True)
class Protect:
    """Nobody, or one pupil, misses a subject."""

    subject: str
    pupil: str | None = None

    @property
    def sentence(self) -> str:
        """Return the preference as a sentence."""
        return f"{_who(self.pupil)} must not miss {self.subject}."

    def applied(self, problem: Problem) -> Problem:
        """Return the problem with this preference."""
        if self.pupil is None:
            kept = _with_subject(problem, self.subject, lambda item: replace(item, protected=True))
            return replace(kept, allowed=problem.allowed - {self.subject})
        return _with_pupil(
            problem,
            self.pupil,
            lambda item: replace(
                item, protected=item.protected | {self.subject}, allowed=item.allowed - {self.subject}
            ),
        )


@dataclass(frozen=True, slots=True)
class Open:
    """All pupils, or one, may miss what is kept whole otherwise: a subject or a kind of period."""

    what: str
    pupil: str | None = None

    @property
    def sentence(self) -> str:
        """Return the preference as a sentence."""
        return f"{_who(self.pupil, every=True)} may miss {self.what}."

    def applied(self, problem: Problem) -> Problem:
        """Return the problem with this preference."""
        if self.pupil is None:
            return replace(problem, allowed=problem.allowed | {self.what})
        return _with_pupil(
            problem,
            self.pupil,
            lambda item: replace(
                item, allowed=item.allowed | {self.what}, protected=item.protected - {self.what}
            ),
        )


@dataclass(frozen=True, slots=True)
class Loves:
    """A pupil loves a subject."""

    pupil: str
    subject: str

    @property
    def sentence(self) -> str:
        """Return the preference as a sentence."""
        return f"Pupil {self.pupil} loves {self.subject}."

    def applied(self, problem: Problem) -> Problem:
        """Return the problem with this preference."""
        return _with_pupil(problem, self.pupil, lambda item: replace(item, loved=item.loved | {self.subject}))


@dataclass(frozen=True, slots=True)
class Prefer:
    """The weights of a preset, by its name."""

    preset: str

    @property
    def sentence(self) -> str:
        """Return the preference as a sentence."""
        return f"The weights are those named “{self.preset}”."

    def applied(self, problem: Problem) -> Problem:
        """Return the problem with this preference; the school's own share away from the teacher stays."""
        return replace(
            problem, weights=replace(PRESETS[self.preset], teacher_share=problem.weights.teacher_share)
        )


@dataclass(frozen=True, slots=True)
class Matter:
    """A subject weighs twice as much as now, or half as much."""

    subject: str
    more: bool

    @property
    def sentence(self) -> str:
        """Return the preference as a sentence."""
        how, times = ("more", "twice") if self.more else ("less", "half")
        return f"{self.subject} matters {how}: it weighs {times} as much."

    def applied(self, problem: Problem) -> Problem:
        """Return the problem with this preference; half a point is rounded up."""
        weights = problem.weights

        def weighed(item: Subject) -> Subject:
            usual = weights.core if item.kind is SubjectKind.CORE else weights.ordinary
            now = usual if item.weight is None else item.weight
            return replace(item, weight=now * MORE if self.more else -(-now // MORE))

        return _with_subject(problem, self.subject, weighed)


@dataclass(frozen=True, slots=True)
class WeighSubject:
    """Five minutes of a subject weigh so many points."""

    subject: str
    points: int

    @property
    def sentence(self) -> str:
        """Return the preference as a sentence."""
        return f"Five minutes of {self.subject} weigh {_points(self.points)}."

    def applied(self, problem: Problem) -> Problem:
        """Return the problem with this preference."""
        return _with_subject(problem, self.subject, lambda item: replace(item, weight=self.points))


@dataclass(frozen=True, slots=True)
class Weigh:
    """One of the weights, by the name of its field, in points."""

    weight: str
    points: int

    @property
    def sentence(self) -> str:
        """Return the preference as a sentence."""
        return f"{_weighs(self.weight)} {_points(self.points)}."

    def applied(self, problem: Problem) -> Problem:
        """Return the problem with this preference."""
        points: dict[str, Any] = {self.weight: self.points}
        return replace(problem, weights=replace(problem.weights, **points))


Preference = Protect | Open | Loves | Prefer | Matter | WeighSubject | Weigh


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the school's log: who wished what and when, both as the caller gives them, in one sentence."""

    preference: Preference
    who: str
    when: str

    @property
    def sentence(self) -> str:
        """Return the line."""
        return f"{self.when}, {self.who}: {self.preference.sentence}"


def change(problem: Problem, preferences: Iterable[Preference]) -> Problem:
    """Return the problem after these preferences, one after another; PreferenceRefused names what is not known."""
    for preference in preferences:
        problem = preference.applied(problem)
    return problem


def weights_in_words(weights: Weights) -> tuple[str, ...]:
    """Return what each weight is, one sentence each."""
    sentences = [Weigh(name, getattr(weights, name)).sentence for name in NAMED]
    for repeat in weights.repeats:
        sentences.append(
            f"Beyond {repeat.share:.0%} of a subject's time, each five minutes weigh {_points(repeat.points)} more."
        )
    share = f"{weights.teacher_share:.0%}"
    return (*sentences, f"Away from the teacher is too much beyond {share} of a pupil's lessons.")


def read_preference(text: str, problem: Problem) -> Preference:
    """Return the preference that a sentence says; PreferenceRefused says what may be said, or what is not known."""
    words = " ".join(text.strip().rstrip(".").split())
    for pattern, make in _GRAMMAR:
        match = re.fullmatch(pattern, words, re.IGNORECASE)
        if match:
            preference: Preference = make(problem, **match.groupdict())
            return preference
    presets, weights = "”, “".join(PRESETS), "”, “".join(NAMED.values())
    raise PreferenceRefused(
        f"“{text}” is not understood. Say “protect Art”, “protect Art for pupil 1”, “open PSHE”, “open PSHE for pupil "
        "1”, “pupil 1 loves Art”, “Art matters more”, “Art matters less”, “lessons of Art weigh 5”, the name of a "
        f"preset (“{presets}”), or a weight with its points, as in “a session short weighs 3000” (“{weights}”)."
    )


def _who(pupil: str | None, *, every: bool = False) -> str:
    return f"Pupil {pupil}" if pupil is not None else "Every pupil" if every else "A pupil"


def _points(points: int) -> str:
    return f"{points} point" if points == 1 else f"{points} points"


def _weighs(weight: str) -> str:
    words = NAMED[weight]
    return f"{words[0].upper()}{words[1:]} weigh{'' if words.startswith('five') else 's'}"


def _known(kind: str, name: str, names: Iterable[str]) -> str:
    """Return the name as the problem has it; small and large letters are the same unless both are there."""
    names = tuple(names)
    alike = [item for item in names if item.casefold() == name.casefold()]
    if name in names:
        return name
    if len(alike) != 1:
        raise PreferenceRefused(
            f"There is no {kind} “{name}”; there are {', '.join(sorted(names)) or 'none'}."
        )
    return alike[0]


def _subject(problem: Problem, name: str) -> str:
    return _known("subject", name, (item.id for item in problem.subjects))


def _pupil(problem: Problem, name: str | None) -> str | None:
    return _known("pupil", name, (item.id for item in problem.pupils)) if name is not None else None


def _with_subject(problem: Problem, name: str, made: Callable[[Subject], Subject]) -> Problem:
    _subject(problem, name)
    return replace(
        problem, subjects=tuple(made(item) if item.id == name else item for item in problem.subjects)
    )


def _with_pupil(problem: Problem, name: str, made: Callable[[Pupil], Pupil]) -> Problem:
    _pupil(problem, name)
    return replace(problem, pupils=tuple(made(item) if item.id == name else item for item in problem.pupils))


def _read_protect(problem: Problem, subject: str, pupil: str | None) -> Preference:
    return Protect(_subject(problem, subject), _pupil(problem, pupil))


def _read_open(problem: Problem, what: str, pupil: str | None) -> Preference:
    kinds = (kind.value for kind in BELL_KINDS if kind is not PeriodKind.LESSON)
    names = (*(item.id for item in problem.subjects), *kinds)
    return Open(_known("subject or time of day", what, names), _pupil(problem, pupil))


def _read_loves(problem: Problem, pupil: str, subject: str) -> Preference:
    return Loves(_known("pupil", pupil, (item.id for item in problem.pupils)), _subject(problem, subject))


def _read_matter(problem: Problem, subject: str, how: str) -> Preference:
    return Matter(_subject(problem, subject), how.casefold() == "more")


def _read_subject_points(problem: Problem, subject: str, points: str) -> Preference:
    return WeighSubject(_subject(problem, subject), int(points))


def _read_points(_problem: Problem, words: str, points: str) -> Preference:
    named = {phrase: name for name, phrase in NAMED.items()}
    return Weigh(named[words.casefold()], int(points))


def _read_preset(_problem: Problem, preset: str) -> Preference:
    return Prefer(next(name for name in PRESETS if name.casefold() == preset.casefold()))


_FOR = r"(?: for pupil (?P<pupil>.+))?"
_GRAMMAR: tuple[tuple[str, Callable[..., Any]], ...] = (
    (rf"(?P<preset>{'|'.join(map(re.escape, PRESETS))})", _read_preset),
    (rf"(?P<words>{'|'.join(map(re.escape, NAMED.values()))}) weighs? (?P<points>\d+)", _read_points),
    (r"lessons of (?P<subject>.+) weigh (?P<points>\d+)", _read_subject_points),
    (rf"protect (?P<subject>.+?){_FOR}", _read_protect),
    (rf"open (?P<what>.+?){_FOR}", _read_open),
    (r"pupil (?P<pupil>.+?) loves (?P<subject>.+)", _read_loves),
    (r"(?P<subject>.+) matters (?P<how>more|less)", _read_matter),
)
