"""A ledger as a file for a spreadsheet: the same rows as the screen, every subject in a column of its own."""

import csv
import io
from collections.abc import Sequence

from inreach.apps.inclusion.presenters.ledger import subjects_missed
from inreach.apps.inclusion.services.school_week import Row, SchoolLedger

FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
MARK = "\ufeff"
HEAD = (
    "Pupil",
    "Class",
    "Year",
    "Minutes taught",
    "Minutes out of class",
    "Share out",
    "Minutes with a teacher",
    "Class median with a teacher",
    "Minutes with an assistant",
    "Minutes with a specialist",
    "Minutes with no adult",
    "Minutes with an adult not named",
    "Times left and came back",
    "Programmes",
    "Minutes of own time taken",
    "Minutes of support on days without lessons",
    "What stands out",
)


def safe(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(cell, str) and (cell.lstrip().startswith(FORMULA_STARTS) or cell[:1] in {"\t", "\r", "\n"}):
        return f"'{cell}"
    return cell


def ledger_as_csv(ledger: SchoolLedger, rows: Sequence[Row]) -> str:
    """Return the rows as CSV text with a byte order mark; minutes are of the one week."""
    subjects = subjects_missed(rows)
    out = io.StringIO()
    out.write(MARK)
    writer = csv.writer(out)
    writer.writerow([safe(cell) for cell in (*HEAD, *(f"Missed: {subject}" for subject in subjects))])
    for row in rows:
        t = row.totals
        cells = (
            row.pupil.name,
            row.class_name,
            row.pupil.year_group,
            t.taught,
            t.out,
            f"{t.share_out:.3f}",
            t.teacher,
            "" if row.median_teacher is None else row.median_teacher,
            t.assistant,
            t.specialist,
            t.alone,
            t.unknown_adult,
            t.leavings,
            ", ".join(sorted(t.programmes.values())),
            t.non_learning_minutes,
            t.unknown_time,
            " ".join(flag.sentence for flag in row.flags),
            *(t.missed.get(subject, 0) for subject in subjects),
        )
        writer.writerow([safe(cell) for cell in cells])
    return out.getvalue()
