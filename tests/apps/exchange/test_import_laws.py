"""Laws of the engine, on random rosters: what is imported is there, and importing it again changes nothing."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from inreach.apps.accounts.adapters import system_actor
from inreach.apps.exchange.actions import import_file
from inreach.apps.exchange.engine.records import Options
from inreach.apps.exchange.services.import_job import Job, examine
from inreach.apps.schools.models import Enrolment, TeachingGroupMember
from tests.apps.exchange.files import enrolment, oneroster, school_class, small_roster, user
from tests.worlds import TODAY

PUPILS = [f"P{n}" for n in range(6)]
CLASSES = ["C1", "C2", "C3"]
rosters = st.fixed_dictionaries(
    {
        "pupils": st.sets(st.sampled_from(PUPILS), min_size=1),
        "staff": st.sets(st.sampled_from(["T1", "T2"]), min_size=1),
        "classes": st.sets(st.sampled_from(CLASSES), min_size=1),
        "places": st.sets(st.tuples(st.sampled_from(PUPILS), st.sampled_from(CLASSES)), min_size=1),
        "taught": st.sets(st.tuples(st.sampled_from(["T1", "T2"]), st.sampled_from(CLASSES))),
        "names": st.sampled_from(["", "x", "é"]),
    }
)


def write(folder: str, said: dict) -> tuple[Path, set[tuple[str, str]]]:
    places = {(p, c) for p, c in said["places"] if p in said["pupils"] and c in said["classes"]}
    taught = {(t, c) for t, c in said["taught"] if t in said["staff"] and c in said["classes"]}
    tables = {
        **small_roster(),
        "users": [
            *(user(t, "teacher") for t in sorted(said["staff"])),
            *(user(p, givenName=f"Given{p}{said['names']}") for p in sorted(said["pupils"])),
        ],
        "classes": [school_class(c) for c in sorted(said["classes"])],
        "enrollments": [
            *(enrolment(f"{t}-{c}", t, c, role="teacher") for t, c in sorted(taught)),
            *(enrolment(f"{p}-{c}", p, c) for p, c in sorted(places)),
        ],
    }
    if not tables["enrollments"]:
        first = sorted(said["pupils"])[0], sorted(said["classes"])[0]
        tables["enrollments"] = [enrolment("-".join(first), *first)]
        places = {first}
    return oneroster(Path(folder) / "roster.zip", tables), places


def as_job(path: Path) -> Job:
    return Job("oneroster", path, path.name, Options(), TODAY, school_name="Marlowe Primary")


class Laws(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(first=rosters, second=rosters)
    def test_after_an_import_the_same_file_changes_nothing_and_the_roll_is_the_files(self, first, second):
        for said in (first, second):
            with TemporaryDirectory() as folder:
                path, places = write(folder, said)
                seen = examine(as_job(path))
                done = import_file(by=system_actor(), job=as_job(path))
                assert seen.plan.counts() == done.plan.counts()
                assert examine(as_job(path)).plan.changes_nothing
            current = Enrolment.objects.filter(ends__isnull=True).values_list("pupil__source_id", flat=True)
            assert set(current) == {f"oneroster:{p}" for p in said["pupils"]}
            now = TeachingGroupMember.objects.filter(ends__isnull=True).values_list(
                "pupil__source_id", "teaching_group__source_id"
            )
            assert set(now) == {(f"oneroster:{p}", f"oneroster:{c}") for p, c in places}
