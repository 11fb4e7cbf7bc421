"""The public benchmark: its instances come from their seeds, and its judge agrees with the product's own."""

import json
import random
import subprocess
import sys
from dataclasses import replace

import pytest
from benchmarks.generate import DOZEN, FOLDER, KINDS, text_of
from benchmarks.judge import School, broken, harm

from inreach.planner import rules
from inreach.planner.objective.harm import ObjectiveEvaluator
from inreach.planner.problem.files import read_problem, timetable_text
from inreach.planner.problem.timetable import Placement, Timetable
from inreach.planner.problem.validation import check
from inreach.planner.search.search import search
from tests.paths import ROOT

JUDGE = ROOT / "benchmarks" / "judge.py"


def answer_of(timetable):
    return {one["group"]: one for one in json.loads(timetable_text(timetable))["placements"]}


def test_there_are_a_dozen_instances_and_each_comes_from_its_seed():
    assert sorted(path.stem for path in FOLDER.glob("*.json")) == sorted(DOZEN)
    for name, make in DOZEN.items():
        assert (name, (FOLDER / f"{name}.json").read_text(encoding="utf-8") == text_of(make())) == (
            name,
            True,
        )


@pytest.mark.parametrize("name", sorted(DOZEN))
def test_every_instance_makes_sense_to_the_planner(name):
    check(read_problem((FOLDER / f"{name}.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_judge_finds_no_fault_with_the_planner_and_counts_the_same_harm(kind, seed):
    text = text_of(KINDS[kind](seed + 100, count=8))
    problem = read_problem(text)
    timetable = search(problem, seed=seed, rounds=5).timetable
    school = School(json.loads(text))
    assert broken(school, answer_of(timetable)) == []
    assert (
        sum(harm(school, answer_of(timetable)).values()) == ObjectiveEvaluator(problem).harm(timetable).points
    )


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_judge_and_the_products_rules_agree_on_answers_that_somebody_spoilt(kind, seed):
    text = text_of(KINDS[kind](seed, count=6))
    problem, chance = read_problem(text), random.Random(seed)
    found = search(problem, seed=seed, rounds=2).timetable
    school = School(json.loads(text))
    for _ in range(12):
        spoilt = spoil(problem, found, chance)
        assert bool(broken(school, answer_of(spoilt))) == bool(rules.broken(problem, spoilt))
        assert (
            sum(harm(school, answer_of(spoilt)).values()) == ObjectiveEvaluator(problem).harm(spoilt).points
        )


def spoil(problem, timetable, chance):
    """The timetable with one thing changed: another time, adult or room for one group."""
    placements = list(timetable)
    at = chance.choice([n for n, one in enumerate(placements) if one.sessions])
    one = placements[at]
    session = chance.choice(one.sessions)
    change = chance.randrange(4)
    if change == 0:
        placements[at] = replace(one, adult=chance.choice(problem.adults).id)
    else:
        if change == 1:
            fresh = replace(session, room=chance.choice(problem.rooms).id)
        elif change == 2:
            fresh = replace(session, day=chance.randrange(problem.days))
        else:
            latest = (problem.day_ends - problem.day_starts) // problem.step - 4
            fresh = replace(session, start=problem.day_starts + problem.step * chance.randrange(latest))
        rest = [item for item in one.sessions if item is not session]
        placements[at] = Placement(one.group, one.adult, tuple(sorted([*rest, fresh])))
    return Timetable(tuple(placements))


def test_the_judge_stands_alone_and_says_what_is_broken(tmp_path):
    instance = FOLDER / "primary-12.json"
    problem = read_problem(instance.read_text(encoding="utf-8"))
    answer = tmp_path / "answer.json"
    answer.write_text(timetable_text(search(problem, rounds=1).timetable), encoding="utf-8")

    def judged():
        done = subprocess.run(
            [sys.executable, "-I", JUDGE, instance, answer], check=False, capture_output=True, text=True
        )
        return done.returncode, done.stdout.splitlines()

    code, lines = judged()
    assert (code, json.loads(lines[-1])["broken"]) == (0, 0)
    told = json.loads(answer.read_text(encoding="utf-8"))
    placed = next(one for one in told["placements"] if one["sessions"])
    programme = next(one.programme for one in problem.groups if one.id == placed["group"])
    placed["adult"] = next(one.id for one in problem.adults if programme not in one.trained)
    answer.write_text(json.dumps(told), encoding="utf-8")
    code, lines = judged()
    assert (code, lines[0]) == (1, f"{placed['group']}: nobody trained for {programme} leads it.")
