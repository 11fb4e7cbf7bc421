"""From a file to a plan: read, map, validate, compare; and, inside an action, write."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from inreach.apps.accounts.models import Organisation
from inreach.apps.exchange.adapters import school_context_of
from inreach.apps.exchange.engine.import_diff import ImportDiff
from inreach.apps.exchange.engine.import_engine import ImportEngine
from inreach.apps.exchange.engine.records import Options, ReadResult, Unreadable
from inreach.apps.exchange.formats import FORMATS
from inreach.apps.schools.models import School
from inreach.core.access.policy import Actor
from inreach.core.refusal import Refusal

CHUNK = 1_048_576
TOLD_EVERY = 1_000  # rows
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Job:
    """One file to be imported: where it lies, what the person called it, in which format, for which school.

    Either `school` is given, or `school_name` (made if there is no such school), or the file names its school.
    """

    format: str
    path: Path
    name: str
    options: Options
    today: date
    school: School | None = None
    school_name: str = ""


@dataclass(slots=True)
class Outcome:
    """What came of it: the plan, and what reading found. With faults the plan is worth nothing."""

    job: Job
    sha256: str
    plan: ImportDiff
    read_result: ReadResult
    school: School | None = None

    @property
    def sound(self) -> bool:
        """Whether it can be, or has been, applied."""
        return self.read_result.sound

    def as_dict(self) -> dict[str, Any]:
        """Everything about it as plain JSON, without a name of a pupil or an adult."""
        return {
            "format": self.job.format,
            "file": self.job.name,
            "sha256": self.sha256,
            "school": self.school.name if self.school else "",
            **self.read_result.facts,
            "counts": self.plan.counts() if self.sound else {},
            "notes": self.read_result.notes,
            "faults": [fault.as_dict() for fault in self.read_result.faults],
            "more_faults": self.read_result.more_faults,
        }


class FaultyFile(Refusal):
    """The file has faults; whatever was written while they were found is rolled back."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__("The file has faults. Nothing was kept.")
        self.outcome = outcome


def fingerprint(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def examine(job: Job, progress: Progress | None = None) -> Outcome:
    """Find out what importing the file would do. Writes nothing, and tells `progress` how many rows it has read."""
    return _walk(job, write=False, by=None, progress=progress)


def carry_out(job: Job, *, by: Actor) -> Outcome:
    """Write what the file says. Called by an action, inside its transaction. Raises FaultyFile if there is a fault."""
    outcome = _walk(job, write=True, by=by)
    if not outcome.sound:
        raise FaultyFile(outcome)
    return outcome


def _told(records: Iterable[Any], progress: Progress | None) -> Iterator[Any]:
    """The same records; every now and then `progress` is told how many went by."""
    for number, each in enumerate(records, start=1):
        if progress is not None and number % TOLD_EVERY == 0:
            progress(number)
        yield each


def _walk(job: Job, *, write: bool, by: Actor | None, progress: Progress | None = None) -> Outcome:
    read_result = ReadResult()
    plan = ImportDiff()
    outcome = Outcome(job, fingerprint(job.path), plan, read_result)
    module = FORMATS[job.format]
    largest = settings.IMPORT_MAX_BYTES
    try:
        with module.open_source(job.path, job.name, read_result, job.options, largest) as source:
            school, is_new = _school(job, source, read_result) if module.FOR_A_SCHOOL else (None, False)
            outcome.school = school
            if is_new and write and school is not None:
                if school.organisation._state.adding:
                    school.organisation.save()
                school.save(force_insert=True)
            engine = ImportEngine(
                plan=plan,
                school=school,
                source=job.format,
                today=job.today,
                since=job.options.holds_from,
                read_result=read_result,
                write=write,
                by=by,
            )
            if is_new:
                plan.of("school").added += 1
            school_context = school_context_of(school, job.format, job.today, is_new=is_new)
            engine.run(_told(source.records(school_context), progress))
    except Unreadable:
        pass
    read_result.settle()
    return outcome


def _school(job: Job, source: Any, read_result: ReadResult) -> tuple[School, bool]:
    """The school that the file is for, and whether it is new: made, but not saved, if there is none by that name."""
    if job.school is not None:
        return job.school, False
    name = job.school_name or source.school_name
    if not name:
        raise read_result.stop(
            job.name, "", "The file does not say which school it is for.", "Name the school."
        )
    school = School.objects.filter(organisation__name__iexact=name).select_related("organisation").first()
    if school is not None:
        return school, False
    read_result.note(f"There is no school called “{name}” yet. It is added; its phase is not known.")
    organisation = Organisation.objects.filter(kind=Organisation.Kind.SCHOOL, name__iexact=name).first()
    organisation = organisation or Organisation(kind=Organisation.Kind.SCHOOL, name=name)
    return School(organisation=organisation, phase=School.Phase.UNKNOWN, school_days=[]), True
