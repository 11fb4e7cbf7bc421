"""What a school prefers is read from plain words, said back in a sentence, and changes the problem and no more."""

from dataclasses import fields, replace

import pytest
from bench.planner import problem_of

from inreach.planner.objective.harm import ObjectiveEvaluator
from inreach.planner.objective.preferences import (
    NAMED,
    Entry,
    Loves,
    Matter,
    Open,
    Prefer,
    PreferenceRefused,
    Protect,
    Weigh,
    WeighSubject,
    change,
    read_preference,
    weights_in_words,
)
from inreach.planner.objective.weights import PRESETS, STANDARD
from inreach.planner.problem.files import problem_text, read_problem
from inreach.planner.problem.problem import Subject
from inreach.planner.problem.validation import check
from inreach.planner.rules import broken
from inreach.planner.search.search import search
from tests.planner.schools import instance

SCHOOL = problem_of(instance(4, groups=4))


@pytest.mark.parametrize(
    ("text", "preference", "sentence"),
    [
        ("Protect art.", Protect("Art"), "A pupil must not miss Art."),
        ("protect Art for pupil 1", Protect("Art", "1"), "Pupil 1 must not miss Art."),
        ("open PSHE", Open("PSHE"), "Every pupil may miss PSHE."),
        ("open  break for pupil 2", Open("break", "2"), "Pupil 2 may miss break."),
        ("Pupil 0 loves music", Loves("0", "Music"), "Pupil 0 loves Music."),
        ("spread the loss", Prefer("spread the loss"), "The weights are those named “spread the loss”."),
        ("Art matters more", Matter("Art", True), "Art matters more: it weighs twice as much."),
        ("maths matters less", Matter("Maths", False), "Maths matters less: it weighs half as much."),
        ("lessons of Maths weigh 5", WeighSubject("Maths", 5), "Five minutes of Maths weigh 5 points."),
        (
            "A session short weighs 3000",
            Weigh("session_short", 3000),
            "A session short weighs 3000 points.",
        ),
        (
            "five minutes of cover weigh 1",
            Weigh("cover", 1),
            "Five minutes of cover weigh 1 point.",
        ),
    ],
)
def test_a_wish_is_read_from_plain_words_and_said_back(text, preference, sentence):
    assert read_preference(text, SCHOOL) == preference
    assert preference.sentence == sentence
    assert (
        Entry(preference, "Mrs Okoye", "22 November 2026").sentence
        == f"22 November 2026, Mrs Okoye: {sentence}"
    )


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("make it nice", "“make it nice” is not understood. Say “protect Art”, "),
        ("lessons of Maths weigh -5", "“lessons of Maths weigh -5” is not understood. Say "),
        ("protect Latin", "There is no subject “Latin”; there are Art, English, Maths, Music, "),
        ("protect Art for pupil 77", "There is no pupil “77”; there are 0, 1, 2, 3, 4."),
        ("open the gate", "There is no subject or time of day “the gate”; there are Art, "),
        ("pupil Ann loves Art", "There is no pupil “Ann”; "),
    ],
)
def test_what_is_not_understood_or_known_is_refused_with_what_may_be_said(text, start):
    with pytest.raises(PreferenceRefused) as refused:
        read_preference(text, SCHOOL)
    assert str(refused.value).startswith(start)


def test_a_wish_for_somebody_who_is_not_there_is_refused():
    with pytest.raises(PreferenceRefused, match=r"^There is no pupil “Ann”"):
        change(SCHOOL, [Protect("Art", "Ann")])
    with pytest.raises(PreferenceRefused, match=r"^There is no subject “Latin”"):
        change(SCHOOL, [Matter("Latin", True)])


def test_small_and_large_letters_matter_where_both_are_there():
    both = replace(SCHOOL, subjects=(*SCHOOL.subjects, Subject("art")))
    assert read_preference("protect art", both) == Protect("art")
    with pytest.raises(PreferenceRefused):
        read_preference("protect ART", both)


def test_what_is_protected_is_never_missed_and_what_is_opened_may_be():
    kept = change(SCHOOL, [Protect("Art"), Protect("Maths", "1"), Open("PSHE", "2"), Open("break")])
    check(kept)
    answer = search(kept, seed=1, rounds=15)
    assert broken(kept, answer.timetable) == ()
    missed = {
        name: set(pupil.missed)
        for name, pupil in ObjectiveEvaluator(kept).harm(answer.timetable).pupils.items()
    }
    assert not any("Art" in subjects for subjects in missed.values())
    assert "Maths" not in missed["1"]
    two = next(pupil for pupil in kept.pupils if pupil.id == "2")
    assert two.allowed == {"PSHE"}
    assert kept.allowed == {"break"}


def test_the_last_wish_about_one_thing_holds():
    there_and_back = change(SCHOOL, [Protect("Art", "1"), Open("Art", "1"), Open("PE"), Protect("PE")])
    check(there_and_back)
    one = next(pupil for pupil in there_and_back.pupils if pupil.id == "1")
    assert (one.protected, one.allowed) == (frozenset(), {"Art"})
    assert there_and_back.allowed == frozenset()


def test_a_subject_weighs_what_is_wished_and_the_search_counts_as_the_judge():
    wished = change(SCHOOL, [WeighSubject("Art", 7), Matter("Maths", True), Matter("Music", False)])
    check(wished)
    weights = {item.id: item.weight for item in wished.subjects if item.weight is not None}
    assert weights == {"Art": 7, "Maths": 2 * STANDARD.core, "Music": 1}
    assert read_problem(problem_text(wished)) == wished
    answer = search(wished, seed=1, rounds=15)
    assert ObjectiveEvaluator(wished).harm(answer.timetable).points == answer.points


def test_a_loved_subject_never_weighs_less_than_love():
    pupil = replace(SCHOOL.pupils[0], loved=frozenset({"Art"}))
    evaluator = ObjectiveEvaluator(change(SCHOOL, [WeighSubject("Art", 1)]))
    assert evaluator.weight(pupil, "Art") == ("loved", STANDARD.loved)
    evaluator = ObjectiveEvaluator(change(SCHOOL, [WeighSubject("Art", 30)]))
    assert evaluator.weight(pupil, "Art") == ("loved", 30)


def test_a_preset_keeps_the_schools_share_away_from_the_teacher():
    changed = change(SCHOOL, [Prefer("spread the loss"), Weigh("edge", 9)])
    assert changed.weights.repeats == PRESETS["spread the loss"].repeats
    assert changed.weights.edge == 9
    assert changed.weights.teacher_share == SCHOOL.weights.teacher_share


def test_every_weight_is_told_in_words():
    told = weights_in_words(STANDARD)
    assert "Five minutes of a loved lesson weigh 8 points." in told
    assert "A session short weighs 2000 points." in told
    assert "Beyond 25% of a subject's time, each five minutes weigh 6 points more." in told
    assert told[-1] == "Away from the teacher is too much beyond 20% of a pupil's lessons."
    assert set(NAMED) == {item.name for item in fields(STANDARD)} - {"repeats", "teacher_share"}
    assert len(set(NAMED.values())) == len(NAMED)
    assert len(told) == len(NAMED) + len(STANDARD.repeats) + 1
