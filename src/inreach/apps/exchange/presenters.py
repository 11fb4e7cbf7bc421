"""An import in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from inreach.apps.exchange.engine.entities import ENTITIES
from inreach.apps.exchange.engine.records import Options
from inreach.apps.exchange.formats import FORMATS
from inreach.apps.exchange.models import ImportRun
from inreach.core.text import listed

FIELD_WORDS = {
    "source_id": "number in the other system",
    "teaching_groups": "classes",
    "valid_to": "last day",
    "valid_from": "first day",
    "ends": "last day",
    "starts": "start",
    "upn": "UPN",
    "born": "date of birth",
    "staff": "staff",
}
NO_WORKER = (
    "A file of this size is examined by the worker, and none is running. Ask whoever keeps the server to start it, "
    "or bring a smaller file."
)
NO_LONGER_FITS = "The school has changed since you saw the file, and it no longer fits."
VERBS = (("added", "add"), ("changed", "change"), ("ended", "end"))
# What people ask for first; the rest stands in the table.
SPOKEN_OF = ("pupil", "staff", "group", "lesson", "establishment")


@dataclass(frozen=True, slots=True)
class CountRow:
    """One line of the table of counts."""

    name: str
    added: int
    changed: int
    ended: int
    unchanged: int
    fields: str


@dataclass(frozen=True, slots=True)
class Sample:
    """One example of what is added, changed or ended."""

    change: str
    kind: str
    label: str
    detail: str


def format_label(run: ImportRun) -> str:
    """The name of a format as a person says it."""
    return FORMATS[run.format].LABEL if run.format in FORMATS else run.format


def field_words(kind: str, name: str) -> str:
    """The name of a field as a person says it. A lesson ends at a time, most other things on a day."""
    if name == "ends" and kind in ENTITIES and name in ENTITIES[kind].moves:
        return "end"
    return FIELD_WORDS.get(name, name.replace("_", " "))


def kind_words(kind: str, n: int) -> str:
    """A number of things of a kind: "1 pupil", "808 pupils"."""
    if kind not in ENTITIES:
        return f"{n:,} {kind}" if n == 1 else f"{n:,} {kind}s"
    return f"{n:,} {ENTITIES[kind].singular if n == 1 else ENTITIES[kind].plural}"


def count_rows(run: ImportRun) -> list[CountRow]:
    """The table of counts, in the order of the engine."""
    rows = []
    counts: dict[str, dict[str, Any]] = run.plan.get("counts", {})
    for kind in ["school", *ENTITIES]:
        if kind in counts:
            count = counts[kind]
            rows.append(
                CountRow(
                    name=ENTITIES[kind].plural.capitalize() if kind in ENTITIES else kind.capitalize(),
                    added=count["added"],
                    changed=count["changed"],
                    ended=count["ended"],
                    unchanged=count["unchanged"],
                    fields=", ".join(
                        f"{field_words(kind, f)} ({n:,})" for f, n in count.get("fields", {}).items()
                    ),
                )
            )
    return rows


def samples(run: ImportRun) -> list[Sample]:
    """Examples; what concerns one person is called by its place in the file."""
    return [
        Sample(
            change={"added": "Added", "changed": "Changed", "ended": "Ended"}[sample["what"]],
            kind=ENTITIES[sample["kind"]].singular if sample["kind"] in ENTITIES else sample["kind"],
            label=sample["label"],
            detail=", ".join(field_words(sample["kind"], f) for f in sample["detail"].split(", "))
            if sample["detail"]
            else "",
        )
        for sample in run.plan.get("samples", [])
        if sample["label"]
    ]


def sentence(run: ImportRun) -> str:
    """What the import would do, did, or why it did nothing."""
    if run.is_being_examined:
        return "The file is being examined. Nothing is changed, and you can leave this page and come back."
    if run.is_being_applied:
        return "The file is being applied. You can leave this page and come back."
    if run.is_refused and not run.faults:
        return "The file was not applied, and nothing was changed."
    if run.is_refused:
        n = len(run.faults) + run.plan.get("more_faults", 0)
        return (
            f"The file has {n:,} {'fault' if n == 1 else 'faults'}. Nothing was kept. "
            "Correct the file where it comes from, and bring it again."
        )
    if run.is_dropped:
        return "It was not applied, and the file is deleted. Nothing was changed."
    counts = run.plan.get("counts", {})
    parts = []
    for done, verb in VERBS:
        things = [
            kind_words(kind, counts[kind][done]) for kind in SPOKEN_OF if counts.get(kind, {}).get(done)
        ]
        if things:
            parts.append((done, verb, listed(things)))
    total = sum(row[done] for row in counts.values() for done, _ in VERBS)
    return _done(parts, total) if run.is_applied else _would(parts, total)


def holds_from(run: ImportRun) -> date | None:
    """The day from which the timetable of an import holds; None for a correction and for other files."""
    return Options.from_dict(run.options).holds_from


def day_before(run: ImportRun) -> date | None:
    """The last day of what ends because a new timetable holds from the day after."""
    day = holds_from(run)
    return day - timedelta(days=1) if day else None


def keeps_the_past(run: ImportRun) -> bool:
    """Whether what the import brings holds from a day on, as a timetable does, so that weeks before it stay."""
    return run.format in FORMATS and bool(FORMATS[run.format].HOLDS_FROM_A_DAY)


def about_lessons(run: ImportRun) -> str:
    """`timetable_words` of an import; empty where there is nothing to say."""
    if run.is_dropped or run.is_being_examined or not keeps_the_past(run):
        return ""
    return timetable_words(run.plan.get("counts", {}), holds_from(run))


def timetable_words(counts: Mapping[str, Mapping[str, Any]], day: date | None) -> str:
    """What happens to the lessons, and to which weeks. Empty if no lesson changes, or if all of them are new.

    `counts` as `ImportDiff.counts` gives them; `day` is the first day of a new timetable, None for a correction.
    """
    lessons = counts.get("lesson", {})
    moved = lessons.get("moved", 0)
    changed_otherwise = lessons.get("changed", 0) - moved
    parts = [
        _lessons(moved, "moves", "move"),
        _lessons(changed_otherwise, "changes in another way", "change in other ways")
        if moved
        else _lessons(changed_otherwise, "changes", "change"),
        _lessons(lessons.get("added", 0), "is new", "are new"),
        _lessons(lessons.get("ended", 0), "ends", "end"),
    ]
    happens = listed([part for part in parts if part]) if any(parts) else ""
    if not happens or (day is None and not lessons.get("changed")):
        return ""
    if day is None:
        return f"This corrects the timetable that is there: {happens}. What changes is changed in past weeks too."
    return f"From {day:%A %-d %B %Y} on: {happens}. Days before keep the lessons they had."


def _lessons(n: int, singular: str, plural: str) -> str:
    return f"{kind_words('lesson', n)} {singular if n == 1 else plural}" if n else ""


def _done(parts: list[tuple[str, str, str]], total: int) -> str:
    if parts:
        return "It is applied: " + "; ".join(f"{things} {done}" for done, _, things in parts) + "."
    return "It is applied." if total else "It is applied. Everything in the file was there already."


def _would(parts: list[tuple[str, str, str]], total: int) -> str:
    if parts:
        would = "; it would ".join(f"{verb} {things}" for _, verb, things in parts)
        return f"Applying this file would {would}. Nothing has been changed yet."
    if total:
        return "Applying this file would change the smaller things that are listed here."
    return "Everything in the file is there already. Applying it would change nothing."
