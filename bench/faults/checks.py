"""What the database and the folder say afterwards: is every write there once, with its event, and nothing half?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.faults.books import Books, State
from bench.faults.importers import FILE, Brought
from bench.faults.place import Place
from bench.faults.writers import MEMBER, PUPIL, RATING

AN_HOUR = 3_700  # seconds


@dataclass(slots=True)
class Found:
    """What was found: sentences, each about something that is not as it should be."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    audit: list[str] = field(default_factory=list)
    said: str = ""


def rows_of(books: Books, files: Sequence[Brought]) -> dict[str, Counter[str]]:
    """How often the marker of each write stands in the database, by kind."""
    from inreach.apps.casework.models import Rating
    from inreach.apps.exchange.models import ImportRun
    from inreach.apps.provision.models import GroupMember

    groups = {write.marker.split()[0] for write in books.of(MEMBER)}
    by_digest = {brought.sha256: brought.marker for brought in files}
    return {
        RATING: Counter(
            Rating.objects.filter(observation__contains=" saw ").values_list("observation", flat=True)
        ),
        MEMBER: Counter(
            f"{group} {pupil}"
            for group, pupil in GroupMember.objects.filter(group__in=groups).values_list("group", "pupil")
        ),
        FILE: Counter(
            by_digest.get(digest, digest) for digest in ImportRun.objects.values_list("sha256", flat=True)
        ),
    }


def check_writes(books: Books, files: Sequence[Brought], found: Found) -> None:
    """Every acknowledged write is there, each at most once."""
    for kind, rows in rows_of(books, files).items():
        judgement = books.judge(kind, rows)
        found.lost += [f"{kind}: {marker}" for marker in judgement.lost]
        found.doubled += [f"{kind}: {marker} {rows[marker]} times" for marker in judgement.doubled]
        found.half += [f"{kind}: nobody sent {marker}" for marker in judgement.from_nowhere]
    check_details(books, found)


def check_details(books: Books, found: Found) -> None:
    """Every change of a pupil's details has one event, and the last one stands in the record."""
    from inreach.apps.audit.models import Event
    from inreach.apps.schools.models import Pupil

    sent: dict[str, list[tuple[str, State]]] = {}
    for write in books.of(PUPIL):
        pupil, _, name = write.marker.partition(" ")
        sent.setdefault(pupil, []).append((name, write.state))
    events = Counter(
        Event.objects.filter(verb="pupil.changed", pupil_id__in=sent).values_list("pupil_id", flat=True)
    )
    known_as = {str(pk): name for pk, name in Pupil.objects.filter(pk__in=sent).values_list("pk", "known_as")}
    for pupil, changes in sent.items():
        acknowledged = [name for name, state in changes if state is State.ACKNOWLEDGED]
        after_it = [name for name, state in changes if state is State.SENT]
        if acknowledged and known_as[pupil] not in {acknowledged[-1], *after_it}:
            found.lost.append(f"{PUPIL}: {pupil} is {known_as[pupil]}, not {acknowledged[-1]}")
        if events[pupil] < len(acknowledged):
            found.lost.append(f"{PUPIL}: {pupil} has {events[pupil]} of {len(acknowledged)} changes")
        if events[pupil] > len(acknowledged) + len(after_it):
            found.doubled.append(
                f"{PUPIL}: {pupil} was changed {events[pupil]} times, not {len(acknowledged)}"
            )


def check_events(since: int, found: Found) -> None:
    """There are as many rows as events that tell of them, since the event of this number."""
    from django.db.models import QuerySet

    from inreach.apps.audit.models import Event
    from inreach.apps.casework.models import Rating
    from inreach.apps.exchange.models import ImportRun
    from inreach.apps.provision.models import GroupMember

    def subjects(verb: str) -> Counter[str]:
        told = Event.objects.filter(verb=verb, number__gt=since)
        return Counter(told.values_list("subject_id", flat=True))

    def rows(of: "QuerySet[ImportRun] | QuerySet[GroupMember]") -> Counter[str]:
        return Counter(str(pk) for pk in of.values_list("pk", flat=True))

    applied = ImportRun.objects.filter(state=ImportRun.State.APPLIED)
    told_of = set(subjects("group.member_added"))
    pairs = (
        ("members", rows(GroupMember.objects.filter(pk__in=told_of)), subjects("group.member_added")),
        ("files brought", rows(ImportRun.objects.all()), subjects("import.brought")),
        ("files applied", rows(applied), subjects("import.applied")),
    )
    for words, there, told in pairs:
        if there != told:
            found.half.append(f"{words}: {there.total()} rows and {told.total()} events do not fit")
    ratings = Rating.objects.filter(observation__contains=" saw ").count()
    if ratings != (told := subjects("target.rated").total()):
        found.half.append(f"ratings: {ratings} rows and {told} events")


def check_files(files: Sequence[Brought], folder_names: Sequence[str], found: Found) -> None:
    """Every file is applied whole or not at all, none is still worked on, and none lies there without its row."""
    from inreach.apps.exchange.models import ImportRun
    from inreach.apps.schools.models import Pupil

    runs = {run.sha256: run for run in ImportRun.objects.all()}
    for brought in files:
        run = runs.get(brought.sha256)
        pupils = Pupil.objects.filter(family_name=brought.marker).count()
        whole = brought.pupils if run is not None and run.is_applied else 0
        if pupils != whole:
            found.half.append(f"{brought.marker}: {pupils} of {brought.pupils} pupils, {run and run.state}")
        if brought.seen == "Applied" and not whole:
            found.lost.append(f"{brought.marker} was said to be applied")
        if run is not None and (run.is_being_examined or run.is_being_applied):
            found.stuck.append(f"{brought.marker} is still {run.get_state_display().lower()}")
        if run is not None and run.is_refused:
            found.stuck.append(f"{brought.marker} was given up: {run.plan.get('notes')} {run.faults[:1]}")
    undecided = {str(run.pk) for run in runs.values() if run.state in ImportRun.UNDECIDED}
    found.half += [f"the file {name} has no row" for name in folder_names if name not in undecided]
    found.half += [f"the import {pk} has no file" for pk in undecided - set(folder_names)]


def check_tasks(found: Found) -> None:
    """No task is left that a dead worker began, and none has failed."""
    from django_tasks_db.models import DBTaskResult

    for task in DBTaskResult.objects.exclude(status__in=["SUCCESSFUL", "READY"]):
        found.stuck.append(f"task {task.task_path.rpartition('.')[2]} is {task.status.lower()}")


def end_what_waits(place: Place) -> None:
    """What a worker does within the next hour, at once: its clock goes an hour ahead."""
    done = place.run("worker", "--until-empty", clock=AN_HOUR)
    if done.returncode:
        raise RuntimeError(f"The worker ended with {done.returncode}: {done.stderr[-700:]}")
    place.run("tidy", clock=AN_HOUR)


def check_audit(place: Place, found: Found) -> None:
    """The audit is sealed and whole: events, blocks, chain, signed head, and the rows that they explain."""
    place.run("audit", "seal")
    done = place.run("audit", "verify")
    found.said = done.stdout.strip()
    if done.returncode:
        found.audit += done.stderr.strip().splitlines()


def check_all(place: Place, books: Books, files: Sequence[Brought], since: int) -> Found:
    """Check everything, after all have stopped."""
    from django.db import connections

    connections.close_all()
    found = Found()
    imports = place.folder / "imports"
    check_writes(books, files, found)
    check_events(since, found)
    check_files(files, sorted(path.name for path in imports.iterdir()) if imports.is_dir() else [], found)
    check_tasks(found)
    check_audit(place, found)
    connections.close_all()
    return found
