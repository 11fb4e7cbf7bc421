"""Reading the definition files of indicators, and refusing those that are not whole."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path

from inreach.evaluation.figures.figure import Evidence, Shown, check_words
from inreach.evaluation.indicators.registry import FIGURES

FILES = Path(__file__).parent / "data"
DAYS = ("reviewed", "next_review")
SPOKEN = ("title", "what", "why")


class IndicatorRefused(ValueError):
    """A definition file that cannot be used; names the file and the field."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator. `key` is the name of its file, `figures` are the names of its figures (see FIGURES).

    `cannot_tell` says what must not be read out of it; `checker` who checked it, or that nobody has.
    """

    key: str
    figures: tuple[str, ...]
    title: str
    what: str
    why: str
    cannot_tell: str
    source: str
    author: str
    checker: str
    reviewed: date
    next_review: date

    @property
    def definitions(self) -> tuple[str, ...]:
        """How its figures are worked out, as the figures say it."""
        return tuple(FIGURES[name] for name in self.figures)


def read(key: str, text: str) -> Indicator:
    """Return the indicator of a definition file; IndicatorRefused with the field and what is wrong with it."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise IndicatorRefused(f"{key}: this is not TOML ({error}).") from error
    wanted = [field.name for field in fields(Indicator) if field.name != "key"]
    wrong = [f"“{name}” is missing" for name in wanted if name not in content]
    wrong += [f"“{name}” is no field of an indicator" for name in content if name not in wanted]
    if wrong:
        raise IndicatorRefused(f"{key}: {wrong[0]}.")
    days = {name: content.pop(name) for name in DAYS}
    figures = _figures(key, content.pop("figures"))
    for name, day in days.items():
        if type(day) is not date:
            raise IndicatorRefused(f"{key}: “{name}” is a day, written as 2026-11-22.")
    if days["next_review"] <= days["reviewed"]:
        raise IndicatorRefused(f"{key}: “next_review” comes after “reviewed”.")
    for name, words in content.items():
        _words(key, name, words)
    return Indicator(key=key, figures=figures, **content, **days)


def _figures(key: str, named: object) -> tuple[str, ...]:
    """The names of figures, each of which there has to be."""
    if not isinstance(named, list) or not named:
        raise IndicatorRefused(f"{key}: “figures” names at least one figure, as a list.")
    unknown = [name for name in named if name not in FIGURES]
    if unknown:
        raise IndicatorRefused(f"{key}: there is no figure “{unknown[0]}”.")
    return tuple(named)


def _words(key: str, name: str, words: object) -> None:
    """A sentence has to be there, and what is said of the figure must not claim more than any figure may."""
    if not isinstance(words, str) or not words.strip():
        raise IndicatorRefused(f"{key}: “{name}” is empty.")
    try:
        if name in SPOKEN:
            check_words(words, Evidence.DESCRIBE)
    except ValueError as error:
        raise IndicatorRefused(f"{key}: “{name}”: {error}") from error


@cache
def indicators() -> Mapping[str, Indicator]:
    """Return every indicator by its key. IndicatorRefused if a file is not whole, or two speak of one figure."""
    by_key = {
        path.stem: read(path.stem, path.read_text(encoding="utf-8")) for path in sorted(FILES.glob("*.toml"))
    }
    claimed: dict[str, str] = {}
    for indicator in by_key.values():
        for name in indicator.figures:
            if name in claimed:
                raise IndicatorRefused(f"{indicator.key}: “{name}” is a figure of {claimed[name]} too.")
            claimed[name] = indicator.key
    missing = [name for name in FIGURES if name not in claimed]
    if missing:
        raise IndicatorRefused(f"No indicator speaks of the figure “{missing[0]}”.")
    return by_key


def in_order() -> tuple[Indicator, ...]:
    """Return every indicator in the order in which a report has its figures."""
    places = {name: at for at, name in enumerate(FIGURES)}
    return tuple(sorted(indicators().values(), key=lambda indicator: places[indicator.figures[0]]))


@cache
def _by_definition() -> Mapping[str, Indicator]:
    return {
        definition: indicator for indicator in indicators().values() for definition in indicator.definitions
    }


def indicator_of(shown: Shown) -> Indicator:
    """Return the indicator that a figure or refusal points at by its definition; KeyError if it points at none."""
    return _by_definition()[shown.definition]


def overdue(on: date, among: Iterable[Indicator] | None = None) -> tuple[Indicator, ...]:
    """Return the indicators whose next review was due before this day."""
    return tuple(
        indicator
        for indicator in (indicators().values() if among is None else among)
        if indicator.next_review < on
    )
