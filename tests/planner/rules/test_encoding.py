"""Each rule as data says the same as the rule in words; the search finds the best of all timetables that they allow."""

from itertools import islice

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from inreach.planner.bounds.lower_bound import Ascent
from inreach.planner.objective.harm import ObjectiveEvaluator
from inreach.planner.problem.validation import faults
from inreach.planner.rules import RULES, Severity
from inreach.planner.rules.encoding import Claim, Encoding, Need, Place, admits, places_of
from inreach.planner.search.candidates import Candidates
from inreach.planner.search.search import search
from tests.planner.tiny import encodings, every_timetable, open_places, problems, timetables

DRAWN = settings(deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
MANY = 600
MONDAY = Place("g", "Cy", 0, 0, 540, "Den")
TUESDAY = MONDAY._replace(day=1)


def test_every_rule_that_must_be_kept_is_data_too():
    assert [rule.id for rule in RULES if (rule.encode is None) != (rule.severity is not Severity.MUST)] == []


@given(st.data())
@settings(DRAWN, max_examples=150)
def test_each_rule_allows_as_data_exactly_what_it_finds_no_fault_with_in_words(data):
    problem = data.draw(problems())
    timetable = data.draw(timetables(problem))
    places = places_of(timetable)
    said = {
        rule.id: not tuple(rule.violations(problem, timetable))
        for rule in RULES
        if rule.severity is Severity.MUST
    }
    assert said == {
        rule.id: admits(rule.encode(problem), places) for rule in RULES if rule.severity is Severity.MUST
    }


@given(problems(groups=1, weeks=1))
@settings(DRAWN, max_examples=60)
def test_of_every_timetable_allowed_for_one_group_the_search_finds_the_best(problem):
    assume(not tuple(faults(problem)))
    evaluator = ObjectiveEvaluator(problem)
    best = min(evaluator.harm(timetable).points for timetable in every_timetable(problem))
    assert search(problem, rounds=60).points == best


@given(problems(weeks=1) | problems(groups=1))
@settings(DRAWN, max_examples=30)
def test_no_timetable_found_is_better_than_the_best_allowed_and_no_bound_is_above_it(problem):
    assume(not tuple(faults(problem)))
    evaluator = ObjectiveEvaluator(problem)
    every = tuple(islice(every_timetable(problem), MANY))
    assume(len(every) < MANY)
    best = min(evaluator.harm(timetable).points for timetable in every)
    assert search(problem, rounds=20).points >= best
    ascent = Ascent(problem)
    assert max(ascent.step(best) for _ in range(15)) <= best


@given(problems())
@settings(DRAWN, max_examples=60)
def test_the_places_of_the_search_are_those_that_no_rule_bans(problem):
    assume(not tuple(faults(problem)))
    found, rules = Candidates(problem), encodings(problem)
    for number, group in enumerate(problem.groups):
        left = {
            (place.week, place.day, place.start, place.adult)
            for place in open_places(problem, group.id)
            if _beside_needs(rules, place)
        }
        listed = {
            (
                day // problem.days,
                day % problem.days,
                problem.day_starts + begin * problem.step,
                problem.adults[adult].id,
            )
            for day, begin, bits, _ in found.places(number)
            for bit, adult in enumerate(found.crew[number])
            if bits >> bit & 1
        }
        assert listed == left


def _beside_needs(rules: list[Encoding], place: Place) -> bool:
    """Say whether a place may be together with what its group needs, by the group's own limits."""
    needs = [need for rule in rules for need in rule.needs if need.group == place.group]
    for need in needs:
        wanted = place._replace(week=need.week, day=need.day, start=need.start)
        if wanted != place and wanted[2:4] == place[2:4]:
            return False
    return True


def test_data_can_ban_places_share_limits_agree_part_and_need():
    assert not admits(Encoding(bans=lambda place: place.day == 1), [MONDAY, TUESDAY])
    shared = Encoding(claims=lambda place: [Claim("hours", 20, 40)])
    assert admits(shared, [MONDAY, TUESDAY])
    assert not admits(shared, [MONDAY, TUESDAY, MONDAY])
    one = Encoding(agrees=lambda place: ("adult", place.adult))
    assert not admits(one, [MONDAY, TUESDAY._replace(adult="Di")])
    apart = Encoding(parts=lambda one, other: one.start == other.start)
    assert admits(apart, [MONDAY])
    assert not admits(apart, [MONDAY, TUESDAY])
    needs = Encoding(needs=(Need("g", 0, 0, 540),))
    assert admits(needs, [])
    assert not admits(needs, [TUESDAY])
    assert admits(needs, [MONDAY, TUESDAY])
