"""Each page of docs/how-to-change lists the files of its change: they are there, and none is left out."""

import re
import subprocess
from functools import cache

import pytest

from tests.house.changes import EXAMPLES, Example
from tests.house.test_app_layers import layers
from tests.paths import ROOT

FOLDER = ROOT / "docs" / "how-to-change"
PAGES = sorted(page for page in FOLDER.glob("*.md") if page.stem != "README")
STEP = re.compile(r"^\d+\. (?:`([^`]+)`|\[[^\]]*\]\(([^)]+)\))(.*(?:\n   .*)*)$", re.MULTILINE)
MORE_THAN_SIX = {"a-weight": 9, "a-document": 7}
CHANGES = {
    "a-field-of-a-target",
    "a-guard-rule",
    "a-role-and-a-permission",
    "an-import-format",
    "an-action",
    "a-page",
    "a-planner-rule",
    "a-weight",
    "a-statistic-with-its-chart",
    "a-document",
    "a-background-task",
    "an-api-operation",
}
NO_EXAMPLE_YET = {"a-background-task", "an-api-operation"}
LEFT_OUT = (":!docs/decisions", ":!docs/how-to-change", ":!tests/house/changes.py", ":!*/migrations/*")
"""History, the pages themselves, their examples, and what `makemigrations` writes."""


def steps(text: str) -> list[tuple[str, str]]:
    """The files of a page in their order, each with what is said of it."""
    return [
        (path or link.removeprefix("../../").replace("../", "docs/"), " ".join(words.split()))
        for path, link, words in STEP.findall(text)
    ]


def is_there(path: str) -> bool:
    """Whether there is such a file; a name in angle brackets stands for any."""
    return any(ROOT.glob(re.sub(r"<[^>]+>", "*", path)))


@cache
def files_that_know(identifiers: str) -> frozenset[str]:
    """The files of the product, its tests and its documentation that have one of the identifiers, or are named so."""
    where = ("--", "src", "tests", "docs", *LEFT_OUT)
    saying, every = (
        subprocess.run(["git", *command, *where], cwd=ROOT, capture_output=True, text=True, check=True)
        for command in (("grep", "-lP", identifiers), ("ls-files",))
    )
    named = (path for path in every.stdout.splitlines() if re.search(identifiers, path))
    return frozenset([*saying.stdout.splitlines(), *named])


def filled(path: str, example: Example) -> str:
    """A file of a page as it is called for an example."""
    if path in example.stands_for:
        return example.stands_for[path]
    return re.sub(r"<([^>]+)>", lambda word: example.stands_for.get(word[1], word[0]), path)


def files_of(walked: list[tuple[str, str]], example: Example) -> set[str]:
    """The files of a page for an example, with those that `make docs` writes in one go with them."""
    together = [
        path for _, words in walked if "`make docs`" in words for path in re.findall(r"`(docs/.+?)`", words)
    ]
    return {*(filled(path, example) for path, _ in walked), *together}


def left_out(walked: list[tuple[str, str]], example: Example) -> set[str]:
    """The files that know an example, are on no step of its page, and are not spared for a reason."""
    spared = {path for paths in example.spared.values() for path in paths}
    return files_that_know(example.known_by) - files_of(walked, example) - spared


def walk(page: str) -> list[tuple[str, str]]:
    """The steps of a page."""
    return steps((FOLDER / f"{page}.md").read_text(encoding="utf-8"))


def test_there_is_a_page_for_each_kind_of_change():
    assert {page.stem for page in PAGES} == CHANGES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_step_of_a_change_opens_a_file_and_there_are_six_at_most(page):
    text = page.read_text(encoding="utf-8")
    walked = steps(text)
    assert len(walked) == len(re.findall(r"^\d+\. ", text, re.MULTILINE))
    if page.stem in MORE_THAN_SIX:
        assert len(walked) == MORE_THAN_SIX[page.stem]
        assert "\nWhy more than six: " in text
    else:
        assert 1 <= len(walked) <= 6
    for path, words in walked:
        if words.startswith("(new)"):
            layer = path.rsplit("/", 1)[-1].removesuffix(".py")
            assert layer in layers(), f"{page.name}: {path} would stand in no layer"
        else:
            assert is_there(path), f"{page.name}: there is no {path}"


def test_a_step_that_leads_nowhere_would_be_found():
    assert steps("1. `src/gone.py`: x\n   and y\n2. [a](../../README.md): y\n") == [
        ("src/gone.py", ": x and y"),
        ("README.md", ": y"),
    ]
    assert (is_there("src/gone.py"), is_there("README.md"), is_there("src/inreach/apps/<app>/urls.py")) == (
        False,
        True,
        True,
    )


def test_the_list_of_changes_names_every_page():
    listed = re.findall(r"\]\(([a-z-]+)\.md\)", (FOLDER / "README.md").read_text("utf-8"))
    assert set(listed) == CHANGES


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_every_file_that_knows_an_example_is_on_its_page(example):
    assert left_out(walk(example.page), example) == set()


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_nothing_is_spared_that_is_on_the_page_or_knows_nothing_of_the_example(example):
    spared = {path for paths in example.spared.values() for path in paths}
    assert spared - files_that_know(example.known_by) == set()
    assert spared & files_of(walk(example.page), example) == set()


def test_every_kind_of_change_has_two_examples_as_far_as_the_product_has_them():
    counted = {page: sum(example.page == page for example in EXAMPLES) for page in CHANGES}
    assert {page for page, number in counted.items() if number < 2} == NO_EXAMPLE_YET


def steps_that_must_be() -> list[tuple[str, str]]:
    """Each step of a page with examples that is not said to be needed only sometimes."""
    return [
        (page, path)
        for page in sorted(CHANGES - NO_EXAMPLE_YET)
        for path, words in walk(page)
        if not re.search(r"\bonly\b", words)
    ]


@pytest.mark.parametrize(("page", "path"), steps_that_must_be())
def test_a_page_without_one_of_its_steps_would_be_found(page, path):
    shorter = [step for step in walk(page) if step[0] != path]
    assert any(left_out(shorter, example) for example in EXAMPLES if example.page == page)
