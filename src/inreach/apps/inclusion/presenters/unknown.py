"""Minutes of a week of which nobody knows what they are, in sentences."""

from collections.abc import Sequence

from inreach.apps.inclusion.services.school_week import Row
from inreach.core.ledger.types import Totals
from inreach.core.text import counted, minutes


def unknown_sentences(totals: Totals, name: str) -> tuple[str, ...]:
    """Return what is not known of one pupil's week, with how many minutes it is."""
    sentences = []
    if totals.unknown_adult:
        sentences.append(
            f"Nobody is named in {minutes(totals.unknown_adult)} of lessons, so it is not known who is with {name}."
        )
    if totals.unknown_time:
        sentences.append(
            f"What {minutes(totals.unknown_time)} of support take from {name} is not known: "
            "there are no lessons in the timetable on those days."
        )
    return tuple(sentences)


def unknown_of_rows(rows: Sequence[Row]) -> tuple[str, ...]:
    """Return what is not known of several pupils together, with how many minutes and pupils it is."""
    adult = [row.totals.unknown_adult for row in rows if row.totals.unknown_adult]
    time = [row.totals.unknown_time for row in rows if row.totals.unknown_time]
    sentences = []
    if adult:
        sentences.append(
            f"Nobody is named in {minutes(sum(adult))} of lessons, so it is not known who is with "
            f"{counted(len(adult), 'pupil')}."
        )
    if time:
        sentences.append(
            f"What {minutes(sum(time))} of support take from {counted(len(time), 'pupil')} is not known: "
            "there are no lessons in the timetable on those days."
        )
    return tuple(sentences)
