"""`inreach evaluate`."""

import io
import json
import re
import sys

import pytest
from django.core.management import CommandError, call_command

from inreach.apps.audit.models import Event, Kind
from inreach.apps.audit.recording.sentences import sentence
from inreach.apps.insight.adapters.release import sent_from
from inreach.apps.insight.models import Release
from inreach.apps.insight.queries import Window, targets_of_service, to_evaluate
from inreach.apps.schools.models import Pupil
from tests.apps.insight.tables import lines, write_parquet
from tests.demo_world import STORY_DAY
from tests.worlds import TODAY

pytestmark = pytest.mark.django_db
ASK = ("--service", "harbour outreach")


def said(*words):
    out = io.StringIO()
    call_command("evaluate", *map(str, words), stdout=out)
    return out.getvalue()


def flat(text):
    return " ".join(text.split())


def test_a_report_tells_figures_with_what_they_rest_on_and_refusals_with_their_reasons(busy):
    out = said(*ASK)
    assert "Harbour Outreach, evaluated on 4 March 2026" in out
    assert "48 targets, 46 of them reviewed." in out
    assert "describe, 46 of 48 targets due for review" in flat(out)
    assert "Not shown: rate per hour. Fewer than 10 reviewed targets have known hours delivered" in flat(out)
    assert "Not shown: capacity. Nobody rated" in flat(out)
    assert max(map(len, out.splitlines())) <= 100


def test_nobody_is_named_on_the_terminal_in_the_data_or_on_the_page(busy, tmp_path):
    page = tmp_path / "page.html"
    told = said(*ASK, "--html", page) + said(*ASK, "--json") + page.read_text(encoding="utf-8")
    ids = [str(pk) for pk in Pupil.objects.values_list("pk", flat=True)]
    found = [word for word in ("Featherstonehaugh", *set(busy.names), *ids) if word in told]
    assert found == []


def test_another_services_targets_are_not_counted(busy):
    before = json.loads(said(*ASK, "--json"))
    pupil = busy.pupil(busy.hill)
    busy.target(pupil, busy.other, (2, 5, 9))
    busy.target(pupil, None, (2, 5, 9))
    assert json.loads(said(*ASK, "--json")) == before
    assert json.loads(said("--service", "Valley Advisers", "--json"))["targets"] == 1
    assert json.loads(said("--school", "100001", "--json"))["targets"] == 26


def test_the_audit_says_who_was_evaluated_and_each_school_is_told(busy):
    said(*ASK, "--from", "2025-09-01")
    made, *counted = Event.objects.order_by("number")
    assert (made.verb, made.kind, made.organisation_id) == (
        "evaluation.made",
        Kind.EXPORT,
        str(busy.service.pk),
    )
    assert made.details["from"] == "2025-09-01"
    assert {(one.verb, one.organisation_id) for one in counted} == {
        ("evaluation.counted", str(school.pk)) for school in (busy.hill, busy.vale)
    }
    assert sentence(made, actor="Inreach") == "Inreach evaluated targets and printed a report."
    assert (
        sentence(counted[0], actor="Inreach")
        == "Inreach counted targets of the school in an evaluation of Harbour Outreach."
    )


def test_the_database_adds_up_to_the_same_figures_where_it_knows_enough(busy):
    rows, added = (json.loads(said(*ASK, "--json", *more)) for more in ((), ("--in-database",)))
    sections = [{s["part"]: s["figures"] for s in one["sections"]} for one in (rows, added)]
    for part in ("attainment", "data quality"):
        assert sections[0][part] == sections[1][part]
    assert "Added up from a table." in added["notes"][0]


def told_by_part(told):
    """What is said of each figure, section by section."""
    return {
        section["part"]: [one.get("sentence", one.get("not_shown")) for one in section["figures"]]
        for section in told["sections"]
    }


def test_files_give_the_figures_of_the_database(busy, tmp_path):
    pytest.importorskip("duckdb")
    file, shared = tmp_path / "targets.parquet", tmp_path / "sums.json"
    write_parquet(lines(to_evaluate(targets_of_service(busy.service, Window())), TODAY), file)
    own = json.loads(said(*ASK, "--json", "--in-database"))
    theirs = json.loads(said("--parquet", file, "--json", "--name", "Harbour Outreach"))
    assert theirs["service"] == own["service"]
    for part, figures in told_by_part(own).items():
        if part != "dose":
            assert figures == told_by_part(theirs)[part], part
    assert "Wrote" in said("--parquet", file, "--export-sums", shared)
    assert json.loads(shared.read_text(encoding="utf-8"))["service"] == "targets"


def test_a_folder_of_files_gives_what_further_tables_hold(busy, tmp_path):
    duckdb = pytest.importorskip("duckdb")
    write_parquet(
        lines(to_evaluate(targets_of_service(busy.service, Window())), TODAY), tmp_path / "targets.parquet"
    )
    database = duckdb.connect()
    database.execute(
        f"COPY (SELECT 'school' || i % 3 AS school, 'staff' || i AS staff, 'We plan' AS statement, 3 AS rated_start, "
        f"5 AS rated_end, NULL::INT AS rated_then, NULL::INT AS rated_later FROM range(12) AS many(i)) "
        f"TO '{tmp_path / 'capacity.parquet'}' (FORMAT parquet)"
    )
    database.close()
    told = told_by_part(json.loads(said("--parquet", tmp_path, "--json")))["capacity"]
    assert any("12 pairs of ratings by 12 members of staff 12 went up" in sentence for sentence in told)


def test_sums_of_two_places_are_written_and_read_together(busy, tmp_path):
    files = [tmp_path / "hill.json", tmp_path / "vale.json"]
    for school, file in zip(("Hill Primary", "Vale Primary"), files, strict=True):
        assert "are left out" in said("--school", school, "--export-sums", file)
    assert {one.details["what"] for one in Event.objects.all()} == {"sums to share"}
    out = said("--combine", *files)
    assert "Hill Primary and Vale Primary, evaluated on" in out
    assert "2 services share sums of" in out
    assert json.loads(said("--combine", *files, "--json", "--name", "Both"))["service"] == "Both"


def test_what_may_leave_hides_small_numbers(busy, tmp_path):
    page = tmp_path / "page.html"
    pupil = busy.pupil(busy.hill)
    for number in range(2):
        busy.target(pupil, busy.service, (2, 5, 5), area="sensory", title=f"Rare {number}")
    out = said(*ASK, "--share", "--html", page)
    assert "numbers from 1 to 4 are hidden" in flat(out)
    assert "Sensory and/or physical (2)" not in page.read_text(encoding="utf-8")
    assert Event.objects.order_by("number")[0].details["what"] == "a page to share"
    told = json.loads(said(*ASK, "--share", "--json"))
    assert set(told) == {"service", "on", "from", "to", "readers", "notes", "charts"}


def test_what_left_before_is_remembered_once_and_a_small_change_since_cannot_be_had_from_two_pages(busy):
    said(*ASK, "--share")
    said(*ASK, "--share")
    (kept,) = Release.objects.all()
    assert sent_from(kept).counts.cells["all targets", "total"] == 48
    assert Event.objects.filter(verb="evaluation.left", kind=Kind.EXPORT).count() == 2
    pupil = busy.pupil(busy.hill)
    for number in range(3):
        busy.target(pupil, busy.service, (2, 5, 5), title=f"New {number}")
    said(*ASK, "--share")
    before, after = (sent_from(one).released.printed for one in sorted(Release.objects.all(), key=changed))
    apart = {cell: after[cell] - count for cell, count in before.items() if cell in after}
    assert apart
    assert [cell for cell, count in apart.items() if 0 < abs(count) < 5] == []


def changed(kept):
    return sent_from(kept).counts.cells["all targets", "total"]


def test_few_targets_are_listed_and_not_told_as_a_share(world):
    pupil = world.pupil(world.hill)
    for achieved in (3, 5, 6, None):
        world.target(pupil, world.service, (2, 5, achieved))
    out = flat(said(*ASK))
    assert "This target moved from 2 to 6 (expected 5)." in out
    assert "Not shown: met or exceeded. Fewer than 10 targets are reviewed" in out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--service", "Nobody"), "There is no service “Nobody” in Inreach."),
        (("--school", "Nobody"), "There is no school “Nobody” in Inreach."),
        (ASK, "harbour outreach|Harbour Outreach has no targets with a baseline and an expected rating"),
        ((*ASK, "--export-sums", "sums.json"), "There are no targets|No target is reviewed yet"),
        ((*ASK, "--from", "2026-02-02", "--to", "2026-02-01"), "--from must not be after --to"),
        (("--parquet", "nothing.parquet"), "There is no file nothing.parquet"),
        (("--parquet", "x.parquet", "--from", "2026-02-02"), "for targets in Inreach, not for files"),
        (("--combine", "nothing.json"), "nothing.json"),
        (("--combine", "a.json", "--export-sums", "b.json"), "are not shared again"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(world, words, sentence):
    with pytest.raises(CommandError, match=sentence):
        said(*words)


def test_without_its_packages_the_command_says_what_to_install(world, monkeypatch):
    for name in [
        one for one in sys.modules if one.startswith(("inreach.apps.insight.services.evaluation", "numpy"))
    ]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.delattr("inreach.apps.insight.services.evaluation", raising=False)
    with pytest.raises(CommandError, match=r"Run make tools, or install inreach\[evaluation\]"):
        said(*ASK)


def test_a_page_that_cannot_be_written_is_said(busy, tmp_path):
    with pytest.raises(CommandError, match=r"page.html cannot be written: No such file or directory"):
        said(*ASK, "--html", tmp_path / "nowhere" / "page.html")


@pytest.mark.usefixtures("demo_loaded")
def test_the_demonstrations_service_has_enough_targets_for_areas_and_schools(time_machine):
    time_machine.move_to(STORY_DAY, tick=False)
    told = json.loads(said(*ASK, "--json"))
    assert told["reviewed"] >= 80
    shown = {
        one["indicator"] for section in told["sections"] for one in section["figures"] if "sentence" in one
    }
    assert shown >= {
        "met",
        "met-bounds",
        "median-gain",
        "mean-change",
        "weekly-rate",
        "unit-share",
        "units-differ",
    }
    refused = {
        one["indicator"] for section in told["sections"] for one in section["figures"] if "not_shown" in one
    }
    assert refused >= {"hourly-rate", "fidelity", "capacity", "funnel", "factors"}
    names = Pupil.objects.values_list("family_name", flat=True)
    text = json.dumps(told)
    assert [name for name in set(names) if re.search(rf"\b{re.escape(name)}\b", text)] == []
