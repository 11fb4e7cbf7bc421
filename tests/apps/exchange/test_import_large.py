"""Large files: 200,000 rows come in within a bounded memory, and a cap that is passed is named."""

import csv
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from inreach.apps.exchange.formats.oneroster_tables import COLUMNS
from inreach.apps.exchange.readers import tables
from inreach.apps.exchange.services.import_job import examine
from inreach.apps.schools.models import Establishment
from tests.apps.exchange.files import enrolment, manifest, small_roster, table, user

HEAD = "URN,LAEstab,Local Authority,School Name,School Type\n"
ROWS = 200_000
# A batch, the keys of what was seen, and SQLite's test database, which lies in memory too.
MOST_MEMORY = 128 * 1_048_576
STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def memory(which: str) -> int:
    """Memory of this process in bytes as Linux counts it: VmRSS now, VmHWM at its highest."""
    line = next(line for line in STATUS.read_text(encoding="ascii").splitlines() if line.startswith(which))
    return int(line.split()[1]) * 1_024


@contextmanager
def bounded() -> Iterator[None]:
    """What is done here takes at most MOST_MEMORY more than there was before, at its highest."""
    if not CLEAR.exists():
        pytest.skip("only Linux tells the highest memory of a stretch")
    CLEAR.write_text("5", encoding="ascii")
    before = memory("VmRSS")
    yield
    assert memory("VmHWM") - before < MOST_MEMORY


def test_a_list_of_200_000_schools_comes_in_within_a_bounded_memory(tmp_path, bring):
    path = tmp_path / "schools.csv"
    with path.open("w", encoding="utf-8") as out:
        out.write(HEAD)
        for n in range(ROWS):
            out.write(
                f"{100_000 + n},{2_000_000 + n},Somewhere,School number {n} of the list,Community school\n"
            )
    with bounded():
        outcome = bring("schools", path)
    assert outcome.plan.of("establishment").added == ROWS
    assert Establishment.objects.count() == ROWS


def large_roster(path: Path, pupils: int, places: int, packing: int = zipfile.ZIP_DEFLATED) -> Path:
    small = small_roster()
    with zipfile.ZipFile(path, "w", packing) as zipped:
        zipped.writestr("manifest.csv", manifest(small))
        for name in ("academicSessions", "orgs", "courses", "classes"):
            zipped.writestr(f"{name}.csv", table(name, small[name]))
        for name, rows in (
            ("users", (user(f"P{n}") for n in range(pupils))),
            ("enrollments", (enrolment(f"E{n}", f"P{n % pupils}") for n in range(places))),
        ):
            columns = COLUMNS["1.1"][name]
            with zipped.open(f"{name}.csv", "w") as raw, io.TextIOWrapper(raw, encoding="utf-8") as text:
                writer = csv.DictWriter(text, columns, restval="")
                writer.writeheader()
                writer.writerows(rows)
    return path


def test_a_roster_of_200_000_places_in_classes_is_compared_within_a_bounded_memory(tmp_path, db, job):
    path = large_roster(tmp_path / "roster.zip", pupils=2_000, places=ROWS)
    with bounded():
        outcome = examine(job("oneroster", path))
    assert outcome.sound
    assert outcome.plan.of("member").added == ROWS
    assert outcome.plan.of("pupil").added == 2_000


@pytest.mark.parametrize("most", [3])
def test_a_table_over_the_cap_is_refused_by_name(tmp_path, refuse, monkeypatch, most):
    monkeypatch.setattr(tables, "MOST_ROWS", most)
    path = tmp_path / "schools.csv"
    path.write_text(HEAD + "".join(f"10000{n},,Here,Name,Type\n" for n in range(most + 1)), encoding="utf-8")
    assert refuse("schools", path) == [("schools.csv", 5, "", "The table has more than 3 rows.")]
