"""Services share sums instead of rows: nothing small leaves, and together they give the joint evaluation."""

import json
import random
from collections import Counter
from dataclasses import replace
from itertools import combinations_with_replacement

import numpy as np
import pytest
from scipy.optimize import linprog

from inreach.evaluation.aggregation import query_results, query_results_reference
from inreach.evaluation.aggregation.engines import Line, in_memory
from inreach.evaluation.aggregation.joint_sums import Bounds, bounds_of, combine
from inreach.evaluation.aggregation.sums_file import KINDS, LINES, NotSums, read_sums, write_sums
from inreach.evaluation.disclosure.reconstruction_risk import Summed, holders, pinned, squares_between
from inreach.evaluation.disclosure.sum_suppression import sums_to_share
from inreach.evaluation.disclosure.tables import TOTAL
from inreach.evaluation.estimators.crossed_effects import analyse
from inreach.evaluation.figures.figure import Figure, Refusal
from inreach.evaluation.reporting.joint_report import joint_report
from inreach.evaluation.reporting.report import Part

AREAS = ["speech", "reading", "feelings"]


def service(seed, many, schools, pupils):
    """Lines of a service whose schools are of very different sizes."""
    dice = random.Random(seed)
    weights = [1 / (1 + s) for s in range(schools)]
    lines = []
    for _ in range(many):
        school = dice.choices(range(schools), weights)[0]
        baseline = dice.randint(1, 5)
        lines.append(
            Line(
                school=f"school {seed}.{school}",
                area=dice.choice(AREAS),
                programme=dice.choice(["blocks", "circle"]),
                pupil=f"{dice.randrange(pupils)}",
                baseline=baseline,
                expected=baseline + dice.randint(1, 4),
                achieved=None if dice.random() < 0.15 else min(10, max(1, baseline + dice.randint(-1, 5))),
                due=dice.random() < 0.6,
            )
        )
    return lines


def shared(lines, name="north", **how):
    return sums_to_share(in_memory(lines), service=name, **how)


def by_name(cells, field):
    return {
        (s, a): value
        for s, line in zip(cells.schools, getattr(cells, field).tolist(), strict=True)
        for a, value in zip(cells.areas, line, strict=True)
        if value
    }


def truth(lines):
    """Counts of lines by area and kind."""
    counts = {area: Counter() for area in [*AREAS, TOTAL]}
    kinds = {"worse": "not met", "no_progress": "not met", "some_progress": "not met", "not_due": "not due"}
    for line in lines:
        for area in (line.area, TOTAL):
            kind = kinds.get(query_results_reference.state(line), query_results_reference.state(line))
            counts[area][kind] += 1
            counts[area]["opened"] += 1
            counts[area]["reviewed"] += line.achieved is not None
    return counts


@pytest.mark.parametrize("threshold", [1, 5])
def test_services_together_are_evaluated_as_if_they_had_shared_their_rows(tmp_path, threshold):
    north, south = service(1, 900, 3, 400), service(2, 700, 2, 300)
    files = []
    for name, lines in (("north", north), ("south", south)):
        write_sums(shared(lines, name, threshold=threshold), tmp_path / f"{name}.json")
        files.append(read_sums(tmp_path / f"{name}.json"))
    joint, whole = combine(files, same_schools=True), query_results.gather(in_memory(north + south))
    for field in ("n", "pupils", "pupil_n2", "total"):
        assert by_name(joint.cells, field) == by_name(whole, field)
    assert dict(zip(joint.cells.schools, joint.cells.shared, strict=True)) == dict(
        zip(whole.schools, whole.shared, strict=True)
    )
    ours, rows = analyse(joint.cells), analyse(whole)
    assert ours.mean == pytest.approx(rows.mean, abs=1e-6)
    assert (ours.within.pupil, ours.within.residual) == pytest.approx(
        (rows.within.pupil, rows.within.residual)
    )
    for side in ("areas", "schools"):
        mine, theirs = getattr(ours, side), getattr(rows, side)
        for field in ("estimate", "low", "high"):
            assert dict(zip(mine.names, getattr(mine, field), strict=True)) == pytest.approx(
                dict(zip(theirs.names, getattr(theirs, field), strict=True)), abs=1e-4
            )
    areas, counts = joint.categories
    assert dict(zip(areas, counts.tolist(), strict=True)) == {
        area: [told[kind] for kind in ("not met", "met", "exceeded")]
        for area, told in truth(north + south).items()
        if area != TOTAL
    }
    reviewed = sum(line.achieved is not None for line in north + south)
    assert joint.left_out == Bounds(0, 0)
    assert joint.sentence == f"2 services share sums of {reviewed} reviewed targets. None is left out."


@pytest.mark.parametrize("seed", range(8))
def test_what_was_left_out_is_said_and_every_count_lies_within_its_bounds(seed):
    services = [service(10 * seed + at, 110, 7, 60) for at in range(3)]
    joint = combine([shared(lines, f"service {at}") for at, lines in enumerate(services)])
    everybody = [line for lines in services for line in lines]
    reviewed = sum(line.achieved is not None for line in everybody)
    missed = reviewed - joint.cells.n.sum()
    assert missed > 0
    assert joint.left_out.low <= missed <= joint.left_out.high
    assert f"{joint.left_out}".capitalize() in joint.sentence
    for area, counts in truth(everybody).items():
        for kind in KINDS:
            bounds = joint.outcomes[area][kind]
            assert bounds.low <= counts[kind] <= bounds.high, (area, kind)
    assert analyse(joint.cells).targets == joint.cells.n.sum()


@pytest.mark.parametrize("seed", range(8))
def test_no_cell_or_count_that_leaves_is_small_and_no_hidden_one_can_be_worked_out(seed):
    lines = service(seed, 130, 6, 70)
    found = shared(lines)
    pupils = Counter()
    for school, area, pupil in {(x.school, x.area, x.pupil) for x in lines if x.achieved is not None}:
        pupils[school, area] += bool(pupil)
    for key, cell in found.cells.items():
        assert min(cell.targets, cell.pupils) >= 5
        assert cell.pupils == pupils[key]
    counts = [n for told in found.outcomes.values() for n in told.values()]
    assert None in counts
    assert [n for n in counts if n is not None and 0 < n < 5] == []
    areas = [area for area in found.outcomes if area != TOTAL]
    names = [(area, kind) for area in found.outcomes for kind in (*KINDS, "other")]
    at = {name: i for i, name in enumerate(names)}
    equations, totals = [], []
    for area in found.outcomes:
        known = sum(c.targets for (_, a), c in found.cells.items() if area in (a, TOTAL))
        for whole, parts, fixed in (*((w, p, 0) for w, p in LINES.items()), ("reviewed", ("other",), known)):
            line = np.zeros(len(names))
            line[[at[area, part] for part in parts]], line[at[area, whole]] = 1, -1
            equations.append(line)
            totals.append(-fixed)
    for kind in (*KINDS, "other"):
        line = np.zeros(len(names))
        line[[at[area, kind] for area in areas]], line[at[TOTAL, kind]] = 1, -1
        equations.append(line)
        totals.append(0)
    known = [found.outcomes[area].get(kind) for area, kind in names]
    limits = [(0, None) if n is None else (n, n) for n in known]
    told = truth(lines)
    small = [
        name
        for name, n in zip(names, known, strict=True)
        if n is None and 0 < told[name[0]].get(name[1], 0) < 5
    ]
    for name in small:
        aim = np.zeros(len(names))
        aim[at[name]] = 1
        ends = [linprog(sign * aim, A_eq=np.array(equations), b_eq=totals, bounds=limits) for sign in (1, -1)]
        high = np.inf if ends[1].status in {3, 4} else -ends[1].fun
        assert high - ends[0].fun >= 5 - 1e-6


def test_what_is_hidden_leaves_no_trace_in_the_file():
    lines = service(3, 130, 6, 70)
    found = shared(lines)
    hidden = [x for x in lines if x.achieved is not None and (x.school, x.area) not in found.cells]
    assert hidden
    other = []
    for line in lines:
        if (line.school, line.area) in found.cells or line.achieved is None or line.baseline == 1:
            other.append(line)
        else:  # one point lower throughout would change no gain, so the baseline alone is lowered where it may be
            outcome, lower = query_results_reference.state(line), replace(line, baseline=line.baseline - 1)
            other.append(
                lower
                if query_results_reference.state(lower) in {outcome, "some_progress"} and outcome != "met"
                else line
            )
    assert other != lines
    assert shared(other) == found


def test_the_targets_of_a_pupil_are_tied_together_over_printed_cells_alone():
    lines = service(5, 300, 9, 60)
    found = shared(lines)
    assert len(found.cells) < len({(x.school, x.area) for x in lines})
    true = query_results_reference.ties_reference(lines, ("area",), found.cells)
    told = {school: n for school, n in found.shared.items() if n is not None}
    assert told == {school: true[school] for school in told}
    assert told


def test_few_pairs_of_targets_that_tie_two_areas_look_like_none():
    lines = [Line("s", area, "", f"{area} {p}", 3, 6, 3 + p % 5) for area in ("a", "b") for p in range(12)]
    tied = [Line("s", "b", "", f"a {p}", 3, 6, 3 + p % 3) for p in range(5)]
    assert shared(lines).shared == shared([*lines, tied[0]]).shared == {"s": None}
    assert shared([*lines, *tied]).shared == {"s": 24 + 5 + 2 * 5}


def test_the_few_pupils_with_several_targets_in_one_cell_are_hidden_and_counted_as_different_ones():
    lines = [Line("s", a, "", f"{a} {p}", 3, 6, 3 + p % 5) for a in ("a", "b") for p in range(12)]
    again = [Line("t", a, "", f"{a} {p}", 3, 6, 2 + p % 6) for a in ("a", "b") for p in range(12)]
    twice = Line("s", "a", "", "a 0", 3, 6, 7)
    found = shared([*lines, *again, twice])
    assert found.pupil_squares is None
    joint = combine([found])
    as_others = query_results.gather(in_memory([*lines, *again, replace(twice, pupil="somebody")]))
    assert by_name(joint.cells, "pupils") == {
        (f"north: {s}", a): n for (s, a), n in by_name(as_others, "n").items()
    }
    assert analyse(joint.cells).mean == pytest.approx(analyse(as_others).mean, abs=1e-4)


def test_a_sum_at_the_end_of_the_scale_gives_a_value_away_and_is_left_out():
    """Eleven pupils at 10 and one at 9 add up to 119, and nothing else does."""
    assert pinned([Summed(12, 119)], 1181, (1, 10), 5) == [0]
    assert pinned([Summed(12, 80)], 560, (1, 10), 5) == []
    near = [Line("s", "a", "", str(p), 3, 10, 9 if p == 0 else 10) for p in range(12)]
    rest = [Line("s", "b", "", f"b {p}", 3, 6, 3 + p % 5) for p in range(12)]
    more = [Line("s", "c", "", f"c {p}", 3, 6, 2 + p % 5) for p in range(12)]
    assert set(shared([*near, *rest, *more], value="achieved").cells) == {("s", "b"), ("s", "c")}
    assert set(shared([*near, *rest], value="gain").cells) == {("s", "a"), ("s", "b")}


def test_a_cell_that_would_be_alone_in_the_file_is_left_out():
    alone = [Line("s", "a", "", str(p), 3, 6, 3 + p % 5) for p in range(12)]
    assert shared(alone).cells == {}
    assert shared(alone).squares == 0


@pytest.mark.parametrize("n", range(1, 6))
def test_no_way_to_choose_ratings_lies_outside_what_is_thought_possible(n):
    """All multisets of n ratings from 1 to 5, counted one by one."""
    ways: dict[tuple[int, int], list[Counter]] = {}
    for chosen in combinations_with_replacement(range(1, 6), n):
        ways.setdefault((sum(chosen), sum(x * x for x in chosen)), []).append(Counter(chosen))
    for (total, squares), found in ways.items():
        least, greatest = squares_between(n, total, range(1, 6))
        assert least - 1e-9 <= squares <= greatest + 1e-9
        for value in range(1, 6):
            fewest, most = holders(Summed(n, total), value, (squares, squares), (1, 5))
            assert fewest <= min(w[value] for w in found) <= max(w[value] for w in found) <= most


def test_a_file_is_read_as_it_was_written(tmp_path):
    found = shared(service(4, 200, 5, 80), by=("area", "programme"), value="achieved")
    write_sums(found, tmp_path / "north.json")
    assert read_sums(tmp_path / "north.json") == replace(found, source="north.json")
    assert json.loads((tmp_path / "north.json").read_text())["version"] == 1


def spoilt(tmp_path, change):
    """A file of sums in which one thing was changed, read again."""
    write_sums(shared(service(4, 300, 3, 120)), tmp_path / "north.json")
    held = json.loads((tmp_path / "north.json").read_text())
    change(held)
    (tmp_path / "north.json").write_text(json.dumps(held))
    return combine([read_sums(tmp_path / "north.json")])


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda held: held.update(format="csv"), 'north.json, format: expected "inreach sums", not "csv"'),
        (lambda held: held.update(version=2), "north.json, version: expected 1"),
        (lambda held: held.pop("value"), "north.json: 'value' is missing"),
        (lambda held: held.update(value="weight"), "north.json, value: expected gain or achieved"),
        (lambda held: held.update(by=["school"]), "north.json, by: expected area"),
        (lambda held: held.update(service=""), "north.json, service: expected a text"),
        (
            lambda held: held["cells"][1].update(targets=3),
            r"cells\[1\].targets: expected a whole number from 5",
        ),
        (
            lambda held: held["cells"][1].update(total=True),
            r"cells\[1\].total: expected a whole number, not true",
        ),
        (lambda held: held["cells"][0].update(pupils=10**6), r"cells\[0\]: 1000000 pupils"),
        (lambda held: held["cells"].append(held["cells"][0]), "stand here a second time"),
        (lambda held: held.update(cells={}), "north.json, cells: expected a list"),
        (lambda held: held.update(shared={}), "north.json, shared: expected one number"),
        (lambda held: held["outcomes"]["speech"].pop("met"), "'outcomes.speech.met' is missing"),
        (
            lambda held: held["outcomes"]["speech"].update(met=-1),
            "outcomes.speech.met: expected a whole number from 0",
        ),
        (lambda held: held["outcomes"].pop(TOTAL), "'outcomes.total' is missing"),
        (lambda held: held["outcomes"][TOTAL].update(opened=10**6), "it does not add up"),
        (lambda held: held.update(pupil_squares="many"), "pupil_squares: expected a number"),
        (lambda held: held.update(squares=0), "squares: too small"),
    ],
)
def test_a_file_that_holds_no_sums_is_refused_with_its_name_and_the_field(tmp_path, change, complaint):
    with pytest.raises(NotSums, match=complaint):
        spoilt(tmp_path, change)


def test_a_broken_file_is_refused_by_name(tmp_path):
    (tmp_path / "south.json").write_text("{")
    with pytest.raises(NotSums, match=r"south\.json is no JSON file"):
        read_sums(tmp_path / "south.json")


def test_files_that_do_not_fit_together_are_refused():
    lines = service(4, 300, 3, 120)
    north = shared(lines)
    for files, complaint in (
        ([], "no file"),
        ([north, north], "north is there twice"),
        ([north, shared(lines, "south", value="achieved")], "south, value: achieved here, but gain in north"),
        ([north, shared(lines, "south", by=("programme",))], "south, by: programme here, but area in north"),
        ([shared(lines[:9], "tiny")], "left out as too small"),
    ):
        with pytest.raises(NotSums, match=complaint):
            combine(files)


def test_where_outcomes_are_not_told_at_all_their_bounds_are_open():
    found = replace(shared(service(4, 300, 3, 120)), outcomes={})
    bounds = bounds_of(found)
    assert bounds["speech"]["met"] == Bounds(0, np.inf)
    assert bounds[TOTAL]["reviewed"].low == sum(c.targets for c in found.cells.values())
    assert str(combine([found]).left_out) == "at least 0"


def test_the_joint_report_says_what_it_rests_on_and_tells_areas_known_in_full(tmp_path):
    parts = [service(20 + at, 500, 4, 200) for at in range(3)]
    joint = combine([shared(lines, f"service {at}") for at, lines in enumerate(parts)])
    told = joint_report(joint, "Three services")
    first, met = told.section(Part.ATTAINMENT).figures
    counts = truth([line for lines in parts for line in lines])[TOTAL]
    due = counts["reviewed"] + counts["missing"]
    assert isinstance(first, Figure)
    assert first.sentence == joint.sentence
    assert isinstance(met, Figure)
    good = counts["met"] + counts["exceeded"]
    assert met.estimate == pytest.approx((2 * good + counts["missing"]) / due / 2)
    assert told.units["area"].estimate == pytest.approx(analyse(joint.cells).areas.estimate)
    assert set(told.outcomes["area"].names) == set(AREAS)
    assert all(name.startswith("service ") for name in told.units["school"].names)


def test_a_joint_report_does_not_tell_what_a_service_hid():
    joint = combine([shared(service(at, 130, 6, 70), f"service {at}") for at in range(3)])
    told, known = joint_report(joint, "Three services"), set(joint.categories[0])
    met = told.section(Part.ATTAINMENT).figures[1]
    hidden = [kind for kind, bounds in joint.outcomes[TOTAL].items() if not bounds.known]
    assert isinstance(met, Refusal) == bool({"met", "exceeded", "missing", "not due", "opened"} & set(hidden))
    assert set(told.outcomes["area"].names) <= known < set(AREAS)
    with pytest.raises(ValueError, match="about gains"):
        joint_report(combine([shared(service(1, 300, 3, 120), value="achieved")]), "One")
