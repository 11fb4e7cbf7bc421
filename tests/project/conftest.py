"""A school that was started once, for every test that needs a place with one."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.project.places import environment, start_school


@pytest.fixture(scope="session")
def started_school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a place in which the tables and a school were made, by the commands that make them."""
    folder = tmp_path_factory.mktemp("started") / "var"
    start_school(environment(folder))
    return folder


@pytest.fixture
def place_of_school(started_school: Path) -> Callable[[Path], dict[str, str]]:
    """A function that makes such a place in a folder, and returns the environment in which programs run there."""

    def copy(folder: Path) -> dict[str, str]:
        shutil.copytree(started_school, folder)
        return environment(folder)

    return copy
