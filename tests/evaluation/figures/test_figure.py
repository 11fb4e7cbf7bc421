"""A figure cannot be made that claims more than its evidence."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest

import inreach.evaluation
from inreach.evaluation.estimators.interval import Interval
from inreach.evaluation.figures.figure import NEVER, Evidence, Figure, Refusal, check_words

SENTENCES = {
    Evidence.DESCRIBE: "7 of 10 targets were rated met.",
    Evidence.CHANGE: "Ratings moved from 3.1 to 5.2 on average.",
    Evidence.COMPARISON: "Agreeing at the first meeting is associated with 9 points more met.",
    Evidence.EXPERIMENT: "The rise is consistent with the intervention causing it.",
}
FIGURE = Figure(
    name="met",
    estimate=0.7,
    unit="share",
    interval=Interval(0.4, 0.89),
    n=10,
    denominator=12,
    of="targets",
    label=Evidence.DESCRIBE,
    definition="Targets met or exceeded, divided by targets reviewed.",
    sentence=SENTENCES[Evidence.DESCRIBE],
)


@pytest.mark.parametrize("label", list(Evidence))
def test_each_label_speaks_with_its_own_verb(label):
    assert check_words(SENTENCES[label], label) == SENTENCES[label]


@pytest.mark.parametrize(
    ("spoken", "label"),
    [(s, w) for s in Evidence for w in Evidence if s.strength > w.strength],
)
def test_a_weaker_label_may_not_borrow_a_stronger_verb(spoken, label):
    with pytest.raises(ValueError, match=r"evidence is only|says"):
        check_words(SENTENCES[spoken], label)


@pytest.mark.parametrize("label", [Evidence.CHANGE, Evidence.COMPARISON, Evidence.EXPERIMENT])
def test_a_label_above_describe_must_use_its_verb(label):
    with pytest.raises(ValueError, match="says"):
        check_words("Ratings are higher.", label)


@pytest.mark.parametrize(
    "word",
    ["significant", "Significantly", "proves", "proof", "best", "worst", "rank 1", "ranked", "rankings"],
)
@pytest.mark.parametrize("label", list(Evidence))
def test_some_words_are_never_printed(word, label):
    with pytest.raises(ValueError, match="never printed"):
        check_words(f"{SENTENCES[label]} This is {word}.", label)


@pytest.mark.parametrize("words", ["the effect of reading", "an impact", "caused by", "led to more"])
@pytest.mark.parametrize("label", [Evidence.DESCRIBE, Evidence.CHANGE, Evidence.COMPARISON])
def test_words_of_cause_need_an_experiment(words, label):
    with pytest.raises(ValueError, match="claims a cause"):
        check_words(f"{SENTENCES[label]} It is {words}.", label)


def test_words_that_merely_contain_a_banned_word_are_allowed():
    text = "Improved, approved, bestowed and frankly were rated so."
    assert check_words(text, Evidence.DESCRIBE) == text


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"estimate": float("nan")}, "finite"),
        ({"n": 0}, "cannot carry"),
        ({"n": 13}, "cannot carry"),
        ({"definition": " "}, "defined"),
        ({"interval": None}, "no interval"),
        ({"sentence": ""}, "needs a sentence"),
        ({"notes": ("The impact was large.",)}, "claims a cause"),
    ],
)
def test_a_figure_refuses_what_does_not_fit(change, complaint):
    with pytest.raises(ValueError, match=complaint):
        replace(FIGURE, **change)


@pytest.mark.parametrize(("low", "high", "level"), [(2, 1, 0.95), (float("nan"), 1, 0.95), (0, 1, 1.0)])
def test_an_interval_runs_upwards_at_a_level_between_0_and_1(low, high, level):
    with pytest.raises(ValueError, match="interval"):
        Interval(low, high, level)


def test_an_interval_holds_its_ends():
    assert [Interval(1, 2).holds(x) for x in (0.9, 1, 2, 2.1)] == [False, True, True, False]


def test_a_figure_says_what_it_counted():
    assert FIGURE.counted == "10 of 12 targets"


def test_a_refusal_gives_its_reason_in_allowed_words():
    with pytest.raises(ValueError, match="reason"):
        Refusal("rate", "", "Points per week.")
    with pytest.raises(ValueError, match="never printed"):
        Refusal("rate", "It is not significant.", "Points per week.")


def test_no_string_of_the_library_that_could_be_printed_holds_a_banned_word():
    """Docstrings may name methods (rank correlation); every other literal may reach a reader."""
    guilty = []
    for path in sorted(Path(inreach.evaluation.__file__).parent.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        said = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        guilty += [
            f"{path.name}:{node.lineno}: {node.value}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in said
            and NEVER.search(node.value)
            and not node.value.startswith(r"\b(?:significan")
        ]
    assert guilty == []
