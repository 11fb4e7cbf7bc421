"""Good timetables joined to a better one: never better than the best there is, and every gift is found again."""

import json
import time
from dataclasses import replace

import numpy as np
import pytest
from bench.planner import problem_of
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from inreach.core.ledger.types import PeriodKind
from inreach.planner.bounds.block_solver import available
from inreach.planner.bounds.bound_worker import running_bound_worker
from inreach.planner.bounds.interchangeable_adults import PLENTY, alone, lines_of, teams_of
from inreach.planner.bounds.lagrange_multipliers import PARTS
from inreach.planner.bounds.lower_bound import Ascent
from inreach.planner.bounds.merging_model import MergingModel, as_columns
from inreach.planner.bounds.solution_merging import Look, SolutionMerger, SolutionSamples
from inreach.planner.entry import put
from inreach.planner.objective.harm import ObjectiveEvaluator
from inreach.planner.plan import Plan
from inreach.planner.problem.files import FileRefused
from inreach.planner.problem.problem import Pin
from inreach.planner.problem.validation import TimetableRefused
from inreach.planner.rules import broken
from inreach.planner.runs import read_run, replay, run_of, run_text
from inreach.planner.search.candidates import Candidates
from inreach.planner.search.compiled_problem import ALL_UNAVOIDABLE, TURNAROUND, build
from inreach.planner.search.conversion import as_incumbent, as_timetable
from inreach.planner.search.search import search
from inreach.planner.search.search_state import empty_state
from tests.planner.bounds.test_block_bound import best_of
from tests.planner.facts import school
from tests.planner.schools import instance
from tests.planner.tiny import problems

needs_highs = pytest.mark.skipif(not available(), reason="HiGHS is not installed")


def never() -> bool:
    """Never halt."""
    return False


def merger_of(problem, *, charge: int) -> SolutionMerger:
    """Return a joiner for whom every adult is scarce, or none."""
    ascent = Ascent(problem)
    prices = ascent.whole()
    return SolutionMerger(problem, prices._replace(hours=np.full_like(prices.hours, charge * PARTS)))


def everywhere(compiled) -> np.ndarray:
    """Return sightings of every group at every place with every kind of adult."""
    return np.ones((len(compiled.begins), int(np.diff(compiled.kind_start).max())), dtype=np.int64)


def seen_in(problem, seeds: range, rounds: int) -> tuple[SolutionSamples, list]:
    """Return what is seen in short searches from these seeds, and their answers, the worst one last."""
    samples, compiled = SolutionSamples(), build(problem, Candidates(problem))
    answers = sorted((search(problem, seed=s, rounds=rounds) for s in seeds), key=lambda item: item.points)
    for answer in answers:
        incumbent = as_incumbent(problem, compiled, answer.timetable)
        state = empty_state(compiled)
        for group in np.nonzero(incumbent.lead >= 0)[0]:
            put(compiled, state, group, incumbent.lead[group], incumbent.place[group], incumbent.where[group])
        samples.look(compiled, state)
    return samples, answers


@pytest.mark.parametrize("weeks", [1, 2])
@pytest.mark.parametrize("seed", range(8))
def test_a_timetable_is_the_same_after_it_was_handed_over(seed, weeks):
    problem = school(seed, weeks=weeks)
    answer = search(problem, seed=seed, rounds=30)
    compiled = build(problem, Candidates(problem))
    incumbent = as_incumbent(problem, compiled, answer.timetable)
    assert incumbent.points[0] == answer.points
    assert as_timetable(problem, compiled, incumbent) == answer.timetable


def test_a_timetable_that_breaks_a_rule_is_not_taken_over():
    problem = problem_of(instance(2, groups=4))
    timetable = search(problem, rounds=30).timetable
    first = next(item for item in timetable if item.sessions)
    doubled = replace(first, sessions=(*first.sessions, first.sessions[0]))
    bad = replace(timetable, placements=tuple(doubled if one is first else one for one in timetable))
    assert broken(problem, bad)
    assert as_incumbent(problem, build(problem, Candidates(problem)), bad) is None


def test_equal_adults_are_a_team_and_two_of_them_are_named_one_by_one():
    problem = problem_of(instance(3, groups=4))
    first, *rest = problem.adults
    others = tuple(replace(first, id=f"like {n}") for n in range(2))
    problem = replace(problem, adults=(first, *rest, *others))
    same = [0, *range(len(problem.adults) - 2, len(problem.adults))]
    assert sorted(teams_of(problem, list(range(len(problem.adults))))) == sorted(
        [same, *alone(range(1, same[1]))]
    )
    assert teams_of(problem, same[:2]) == alone(same[:2])


@pytest.mark.parametrize("seed", range(4))
def test_the_lines_of_a_group_hold_each_of_its_adults_once(seed):
    problem = school(seed)
    compiled = build(problem, Candidates(problem))
    for teams in ([], alone(range(len(problem.adults))), [[0, 1]]):
        for group, lines in enumerate(lines_of(compiled, teams)):
            bits = int(compiled.crew_start[group + 1] - compiled.crew_start[group])
            assert sum(line.mask for line in lines.values()) == (1 << bits) - 1
            for line in lines.values():
                crew = [
                    int(compiled.crew[compiled.crew_start[group] + n])
                    for n in range(bits)
                    if line.mask >> n & 1
                ]
                assert line.team == PLENTY or set(crew) <= set(teams[line.team])
                assert line.bit == min(n for n in range(bits) if line.mask >> n & 1)


def test_boards_are_counted_session_by_session():
    problem = problem_of(instance(4, groups=4))
    samples, answers = seen_in(problem, range(3), 20)
    sample = samples.sample(answers[0].timetable)
    assert sample.times.sum() == sum(len(item.sessions) for answer in answers for item in answer.timetable)
    assert SolutionSamples().sample(answers[0].timetable).times.size == 0


def test_what_two_searches_have_seen_is_counted_together():
    problem = problem_of(instance(4, groups=4))
    here, answers = seen_in(problem, range(3), 20)
    there, _ = seen_in(problem, range(3, 5), 20)
    sample = there.sample(answers[0].timetable)
    both, mine = here.combined(sample), here.sample(answers[0].timetable)
    assert both.times.sum() == mine.times.sum() + sample.times.sum()
    assert both.best is sample.best
    places = set(zip(both.places.tolist(), both.kinds.tolist(), strict=True))
    assert places == {
        seen
        for counted in (mine, sample)
        for seen in zip(counted.places.tolist(), counted.kinds.tolist(), strict=True)
    }
    assert SolutionSamples().combined(sample) is sample


@pytest.mark.parametrize("share", [0.01, 0.25, 0.5, 0.9, 1.0])
def test_a_joining_looks_at_the_share_of_the_groups_that_it_is_told(share):
    merger = merger_of(problem_of(instance(12, groups=14)), charge=0)
    parts = [merger.related(share) for _ in range(20)]
    assert {int(part.sum()) for part in parts} == {max(1, round(14 * share))}
    assert share == 1.0 or len({part.tobytes() for part in parts}) > 1


def test_groups_that_have_more_to_do_with_each_other_are_looked_at_together():
    problem = problem_of(instance(12, groups=14))
    merger = merger_of(problem, charge=0)
    near = merger.compiled.relatedness
    parts = [np.nonzero(merger.related(0.3))[0] for _ in range(200)]
    pairs = [near[a, b] for part in parts for a in part for b in part if a != b]
    everywhere_near = near[~np.eye(len(near), dtype=bool)]
    assert np.mean(pairs) > np.mean(everywhere_near)


@needs_highs
@settings(max_examples=25, deadline=None)
@given(problems(), st.booleans())
def test_among_all_sessions_the_program_finds_the_best_or_less_for_what_it_leaves_out(problem, named):
    assume(problem.published is None)
    best = best_of(problem)
    assume(best is not None)
    compiled = build(problem, Candidates(problem))
    adults = list(range(len(problem.adults)))
    part = MergingModel(compiled, Ascent(problem).relaxation, alone(adults) if named else [])
    columns = part.columns(everywhere(compiled), 1 << 20, [])
    found = []
    assert part.solve(columns, [], 60.0, never, lambda choice, points: found.append((choice, points)))
    choice, points = min(found, key=lambda item: item[1], default=([], None))
    exact = part.model(as_columns(choice)).value(set(range(len(choice)))) / PARTS + int(
        compiled.weights[ALL_UNAVOIDABLE]
    )
    assert exact < best + 1
    assert points is None or 0 <= points - exact < 1


@needs_highs
@pytest.mark.parametrize("seed", range(3))
def test_at_every_step_there_are_rooms_and_scarce_adults_for_what_is_chosen(seed):
    problem = problem_of(instance(seed, groups=6))
    problem = replace(problem, rooms=problem.rooms[:1])
    compiled, relaxation = build(problem, Candidates(problem)), Ascent(problem).relaxation
    part = MergingModel(compiled, relaxation, alone(range(len(problem.adults))))
    columns, choices = part.columns(everywhere(compiled), 150, []), []
    part.solve(columns, [], 30.0, never, lambda choice, points: choices.append(choice))
    assert max(len(choice) for choice in choices) > 6
    for choice in choices:
        rooms, adults = (
            np.zeros_like(relaxation.rooms),
            np.zeros((len(part.teams), *relaxation.rooms.shape[1:]), int),
        )
        for group, bit, place in choice:
            day = int(np.searchsorted(compiled.first[group], place, side="right")) - 1
            begin, end = int(compiled.begins[place]), int(compiled.begins[place] + compiled.length[group])
            rooms[: relaxation.size[group] + 1, day, begin:end] += 1
            adults[part.lines[group][bit].team, day, begin : end + int(compiled.weights[TURNAROUND])] += 1
            assert int(compiled.adults[place]) & part.lines[group][bit].mask
        assert (rooms <= relaxation.rooms).all()
        assert adults.max() == 1


@needs_highs
def test_a_group_one_of_whose_pinned_times_is_blocked_is_left_out():
    problem = problem_of(instance(3, groups=2))
    pause = next(item for item in problem.streams[0].lessons if item.kind is PeriodKind.BREAK)
    first, other = problem.groups
    incumbent = search(problem, rounds=100).timetable.of(first.id).sessions[0]
    pins = Pin(incumbent.week, incumbent.day, incumbent.start), Pin(0, pause.day, pause.start)
    problem = replace(problem, groups=(replace(first, pins=pins), other))
    compiled = build(problem, Candidates(problem))
    part, choices = MergingModel(compiled, Ascent(problem).relaxation, []), []
    columns = part.columns(everywhere(compiled), 1 << 20, [])
    assert part.solve(columns, [], 60.0, never, lambda choice, points: choices.append((choice, points)))
    choice, points = min(choices, key=lambda item: item[1])
    assert {group for group, _, _ in choice} == {1}
    assert points <= search(problem, rounds=300).points


@needs_highs
@settings(max_examples=25, deadline=None)
@given(problems())
def test_what_is_joined_keeps_the_rules_and_is_never_better_than_the_best(problem):
    best = best_of(problem)
    assume(best is not None)
    start = search(problem, rounds=0)
    merger = merger_of(problem, charge=1)
    sample = SolutionSamples().sample(start.timetable)
    places, kinds = np.nonzero(everywhere(merger.compiled))
    sample = replace(sample, places=places, kinds=kinds, times=np.ones(len(places), dtype=np.int64))
    gifts = []
    assert merger.merge(sample, Look(1, 1 << 20), time.time() + 60, never, gifts.append)
    points = [start.points, *(ObjectiveEvaluator(problem).harm(gift).points for gift in gifts)]
    assert points == sorted(set(points), reverse=True)
    assert points[-1] >= best
    assert not any(broken(problem, gift) for gift in gifts)


@needs_highs
@pytest.mark.parametrize("charge", [0, 1])
def test_timetables_of_short_searches_are_joined_to_a_better_one(charge):
    problem = problem_of(instance(12, groups=14))
    samples, answers = seen_in(problem, range(8), 2)
    gifts = []
    sample = samples.sample(answers[0].timetable)
    merger_of(problem, charge=charge).merge(sample, Look(1, 50), time.time() + 60, never, gifts.append)
    assert gifts
    assert ObjectiveEvaluator(problem).harm(gifts[-1]).points < answers[0].points


@needs_highs
def test_joinings_of_some_groups_after_each_other_never_make_a_timetable_worse():
    problem = problem_of(instance(4, groups=10))  # better at three joinings of six
    samples, answers = seen_in(problem, range(8), 2)
    merger, best = merger_of(problem, charge=1), answers[-1]
    timetable, points = best.timetable, [best.points]
    for _ in range(6):
        gifts = []
        merger.merge(samples.sample(timetable), Look(0.5, 50), time.time() + 60, never, gifts.append)
        timetable = gifts[-1] if gifts else timetable
        points.append(ObjectiveEvaluator(problem).harm(timetable).points)
        assert not broken(problem, timetable)
    assert points == sorted(points, reverse=True)
    assert points[-1] < points[0]


@needs_highs
def test_a_joining_that_is_halted_gives_nothing():
    problem = problem_of(instance(12, groups=14))
    samples, answers = seen_in(problem, range(3), 2)
    sample, gifts = samples.sample(answers[-1].timetable), []
    merger_of(problem, charge=1).merge(sample, Look(1, 50), time.time() - 1, lambda: True, gifts.append)
    assert gifts == []


class Giver:
    """Gives one timetable after so many rounds."""

    def __init__(self, after: int, timetable) -> None:
        self.after, self.timetable = after, timetable

    def look(self, compiled, state) -> None:
        """See nothing."""

    def gift(self, done: int):
        """Give it once it is time, again and again."""
        return self.timetable if done >= self.after else None


def test_a_better_timetable_is_taken_over_once_and_the_run_is_found_again():
    problem = problem_of(instance(12, groups=14))
    good = search(problem, seed=5, rounds=3000)
    answer = search(problem, seconds=0.5, helper=Giver(30, good.timetable))
    assert [after for after, _ in answer.gifts] == [30]
    assert answer.points <= good.points
    told = Plan(answer.timetable, answer.points, None, 0, answer.rounds, 0.5, None, answer.pace, answer.gifts)
    run = read_run(run_text(run_of(problem, told)))
    assert run.gifts == answer.gifts
    assert replay(run) == answer.timetable


def test_a_search_that_was_given_a_better_timetable_ends_with_nothing_worse():
    problem = problem_of(instance(12, groups=14))
    good = search(problem, seed=5, rounds=3000)
    helped = search(problem, rounds=60, helper=Giver(30, good.timetable))
    assert helped.points <= good.points < search(problem, rounds=60).points
    worse = search(problem, rounds=60, helper=Giver(30, search(problem, rounds=0).timetable))
    assert (worse.gifts, worse.timetable) == ((), search(problem, rounds=60).timetable)


def test_a_run_with_gifts_that_are_no_timetables_is_refused():
    problem = problem_of(instance(1))
    answer = search(problem, rounds=1)
    told = json.loads(run_text(run_of(problem, Plan(answer.timetable, answer.points, None, 0, 1, 0.1, 1))))
    with pytest.raises(FileRefused, match=r"run\.gifts: there must be a list of pairs"):
        read_run(json.dumps(told | {"gifts": [["soon", {}]]}))


def test_a_run_with_a_gift_of_another_school_is_not_searched_again():
    problem = problem_of(instance(1))
    answer = search(problem, rounds=1)
    gift = search(problem_of(instance(2, groups=6)), rounds=1).timetable
    told = Plan(answer.timetable, answer.points, None, 0, 1, 0.1, 1, gifts=((1, gift),))
    with pytest.raises(TimetableRefused):
        replay(run_of(problem, told))


@needs_highs
def test_a_search_with_the_other_core_beside_it_keeps_the_rules_and_counts_right():
    problem = problem_of(instance(12, groups=14))
    with running_bound_worker(problem, 30.0, shortest=0.1) as core:

        def both_have_come() -> bool:
            return core.bound() is not None and core.samples.times is not None

        answer = search(problem, seconds=30.0, helper=core, on_better=core.aim, stop=both_have_come)
        assert core.bound() <= answer.points
    assert core.samples.times.sum() > 0
    assert not broken(problem, answer.timetable)
    assert ObjectiveEvaluator(problem).harm(answer.timetable).points == answer.points


def given_by_the_other_core(problem, samples: SolutionSamples, answer, seconds: float):
    """Return what the other core gives first for what was seen, or None if it gives nothing in its time."""
    end = time.time() + seconds
    with running_bound_worker(problem, seconds, shortest=0.1) as core:
        core.samples = samples
        core.aim(answer)
        while time.time() < end:
            gift = core.gift(0)
            if gift is not None:
                return gift
            time.sleep(0.01)
    return None


@needs_highs
def test_the_other_core_asks_for_what_was_seen_and_gives_a_better_timetable():
    problem = problem_of(instance(12, groups=8))
    samples, answers = seen_in(problem, range(8), 2)
    # It joins only after more than half of its time, so that is short, and longer where the machine is too busy.
    gift = given_by_the_other_core(problem, samples, answers[0], 14.0) or given_by_the_other_core(
        problem, samples, answers[0], 60.0
    )
    assert ObjectiveEvaluator(problem).harm(gift).points < answers[0].points
