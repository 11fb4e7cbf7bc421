"""Each page of docs/how-to-change lists files that are there, at most six, and every page is listed."""

import re

import pytest

from tests.house.test_app_layers import layers
from tests.paths import ROOT

PAGES = sorted((ROOT / "docs" / "how-to-change").glob("*.md"))
STEP = re.compile(r"^\d+\. (?:`([^`]+)`|\[[^\]]*\]\(([^)]+)\))(.*)$", re.MULTILINE)
CHANGES = {
    "a-field-of-a-target",
    "a-guard-rule",
    "a-role-and-a-permission",
    "an-import-format",
    "a-page",
    "a-planner-rule",
    "a-weight",
    "a-statistic-with-its-chart",
    "a-document",
    "a-background-task",
    "an-api-operation",
}


def steps(text: str) -> list[tuple[str, str]]:
    """The files of a page in their order, each with what is said of it."""
    return [
        (path or link.removeprefix("../../").replace("../", "docs/"), words)
        for path, link, words in STEP.findall(text)
    ]


def is_there(path: str) -> bool:
    """Whether there is such a file; a name in angle brackets stands for any."""
    return any(ROOT.glob(re.sub(r"<[^>]+>", "*", path)))


def test_there_is_a_page_for_each_kind_of_change():
    assert {page.stem for page in PAGES} - {"README"} == CHANGES


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.stem != "README"], ids=lambda page: page.stem
)
def test_every_step_of_a_change_opens_a_file(page):
    walked = steps(page.read_text(encoding="utf-8"))
    assert 1 <= len(walked) <= 6
    for path, words in walked:
        if words.startswith(" (new)"):
            layer = path.rsplit("/", 1)[-1].removesuffix(".py")
            assert layer in layers(), f"{page.name}: {path} would stand in no layer"
        else:
            assert is_there(path), f"{page.name}: there is no {path}"


def test_a_step_that_leads_nowhere_would_be_found():
    assert steps("1. `src/gone.py`: x\n2. [a](../../README.md): y\n") == [
        ("src/gone.py", ": x"),
        ("README.md", ": y"),
    ]
    assert (is_there("src/gone.py"), is_there("README.md"), is_there("src/inreach/apps/<app>/urls.py")) == (
        False,
        True,
        True,
    )


def test_the_list_of_changes_names_every_page():
    listed = re.findall(r"\]\(([a-z-]+)\.md\)", (ROOT / "docs/how-to-change/README.md").read_text("utf-8"))
    assert set(listed) == CHANGES
