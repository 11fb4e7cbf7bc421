"""Figures without names: how many pupils have support, and how many are over each line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from inreach.apps.accounts.models import Organisation
from inreach.apps.inclusion.adapters.thresholds import thresholds_of
from inreach.apps.inclusion.queries.ledger import figure_groups
from inreach.apps.inclusion.services.kept_ledgers import ledgers_of_schools
from inreach.apps.inclusion.services.school_week import Row
from inreach.apps.inclusion.services.suppression import FEWEST_IN_A_GROUP, Cell, Shown, suppressed
from inreach.apps.ui.presenters.figures import line_words
from inreach.core.access.policy import Actor
from inreach.core.guard.engine import SHARE_LINES
from inreach.core.guard.rules.share_notice import NOTICE
from inreach.core.guard.thresholds import Thresholds

FEWEST_BEHIND_A_SUM = 5
MOST_SUBJECTS = 6


@dataclass(frozen=True, slots=True)
class Band:
    """One part of all pupils, with how many there are in it as far as that may be shown."""

    name: str
    words: str
    cell: Cell
    share: float | None

    @property
    def percent(self) -> str:
        """The share in words."""
        if self.share is None:
            return ""
        return "under 1 %" if 0 < self.share < 0.01 else f"{int(self.share * 100)} %"

    @property
    def per_mille(self) -> int:
        """The share as a number for drawing, 0 to 1000."""
        return round(1000 * (self.share or 0))


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one week. `total` is None for a group that is too small to show.

    `unknown_time` are minutes of support on days without lessons, None where there are none or too few to say.
    """

    week: date
    schools: int
    total: int | None
    bands: tuple[Band, ...]
    median_out: int | None
    subjects: tuple[tuple[str, int], ...]
    unknown_time: int | None = None
    suppressed: bool = True

    @property
    def hidden(self) -> bool:
        """Say whether any number is hidden."""
        return any(band.cell.shown is not Shown.NUMBER for band in self.bands)


def figures_of(actor: Actor, organisation: Organisation) -> Figures:
    """Return the figures of a school's roll, or of the pupils shared with a service, in the week of today.

    In a holiday it is the next school week. Lines are drawn where this school or service draws them. What is said of
    the pupils with support is said only where their number is shown, so that it cannot tell a hidden one.
    """
    thresholds = thresholds_of(organisation.pk)
    rows: list[Row] = []
    weeks = []
    groups = figure_groups(actor, organisation)
    ledgers = ledgers_of_schools([school for school, _ in groups])
    for school, pupils in groups:
        of_school = ledgers[school.pk]
        ledger = of_school.week(of_school.calendar.next_open_day(actor.today), pupils)
        rows += ledger.rows
        weeks.append(ledger.week.starts)
    parts = bands(rows, thresholds)
    how_many_is_shown = parts[0].cell.shown is Shown.NUMBER
    return Figures(
        week=min(weeks, default=actor.today),
        schools=len(groups),
        total=len(rows) if len(rows) >= FEWEST_IN_A_GROUP else None,
        bands=parts,
        median_out=median_out(rows) if how_many_is_shown else None,
        subjects=subjects(rows) if how_many_is_shown else (),
        unknown_time=unknown_time(rows) if how_many_is_shown else None,
    )


def bands(rows: Sequence[Row], lines: Thresholds) -> tuple[Band, ...]:
    """Return all pupils in five parts, by support and share of taught time out of class, each pupil in one part."""
    names = (
        ("No support this week", "in every lesson with the class"),
        ("Support, under the first line", f"out for less than {line_words(lines[NOTICE])} of taught time"),
        *(
            (rule.severity.value.capitalize(), f"out for {line_words(lines[setting])} or more")
            for setting, rule in SHARE_LINES.items()
        ),
    )
    counts = [0] * len(names)
    for row in rows:
        counts[band_of(row, lines)] += 1
    cells = suppressed(counts)
    return tuple(
        Band(name, words, cell, None if cell.number is None or not rows else cell.number / len(rows))
        for (name, words), cell in zip(names, cells, strict=True)
    )


def band_of(row: Row, lines: Thresholds) -> int:
    """Return the place of a pupil's part."""
    if not row.supported:
        return 0
    share = row.totals.share_out
    return 1 + sum(share >= lines[setting] for setting in SHARE_LINES)


def median_out(rows: Sequence[Row]) -> int | None:
    """Return the middle share out, in whole per cent, of pupils with support; None for fewer than ten of them."""
    shares = [row.totals.share_out for row in rows if row.supported]
    return round(median(shares) * 100) if len(shares) >= FEWEST_IN_A_GROUP else None


def unknown_time(rows: Sequence[Row]) -> int | None:
    """Return minutes of support of which nobody knows what they take; None where fewer than five pupils have any."""
    minutes = [row.totals.unknown_time for row in rows if row.supported and row.totals.unknown_time]
    return sum(minutes) if len(minutes) >= FEWEST_BEHIND_A_SUM else None


def subjects(rows: Sequence[Row]) -> tuple[tuple[str, int], ...]:
    """Return the subjects missed most, in minutes of all pupils; only those that at least five pupils miss."""
    minutes: dict[str, int] = {}
    people: dict[str, int] = {}
    for row in (row for row in rows if row.supported):
        for subject, missed in row.totals.missed.items():
            minutes[subject] = minutes.get(subject, 0) + missed
            people[subject] = people.get(subject, 0) + 1
    if len(rows) < FEWEST_IN_A_GROUP:
        return ()
    often = [subject for subject in minutes if people[subject] >= FEWEST_BEHIND_A_SUM]
    return tuple(
        (subject, minutes[subject])
        for subject in sorted(often, key=lambda name: (-minutes[name], name))[:MOST_SUBJECTS]
    )
