"""The checks of the house find what they are for: each fault is planted in a copy, and the check says what to do."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import ROOT

LEFT_OUT = shutil.ignore_patterns("__pycache__", "static", "pictures", "fixtures")


@pytest.fixture
def copy(tmp_path) -> Path:
    """A copy of what the checks read."""
    for folder in ("src", "tests"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=LEFT_OUT)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def run(copy: Path, *command: str) -> str:
    """What a check of the copy says; it has to find fault."""
    done = subprocess.run(
        command,
        cwd=copy,
        env={**os.environ, "PYTHONPATH": f"{copy / 'src'}{os.pathsep}{copy}", "COLUMNS": "400"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0, done.stdout
    return done.stdout + done.stderr


def house(copy: Path, name: str) -> str:
    """What one file of the tests of the house says of the copy."""
    return run(
        copy, sys.executable, "-m", "pytest", f"tests/house/{name}.py", "-n0", "-q", "-p", "no:cacheprovider"
    )


def add(path: Path, text: str) -> None:
    path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + text, encoding="utf-8")


def test_a_file_at_an_apps_root_that_is_no_layer_is_found(copy):
    add(copy / "src/inreach/apps/schools/helpers_of_mine.py", '"""Anything."""\n')
    said = house(copy, "test_app_layers")
    assert "schools/helpers_of_mine.py is no layer: put it into a folder that is one" in said


def test_a_view_that_imports_a_models_manager_is_found(copy):
    add(
        copy / "src/inreach/apps/schools/views/family.py",
        "\n\ndef everybody():\n    from inreach.apps.schools.models import Pupil\n\n    return Pupil.objects.all()\n",
    )
    said = house(copy, "test_scoped_queries")
    assert "schools/views/family.py" in said
    assert "Ask a named, scoped query instead" in said


def test_a_queries_module_that_imports_an_adapter_is_found(copy):
    add(
        copy / "src/inreach/apps/schools/queries/subject.py",
        "\nfrom inreach.apps.schools.adapters.calendar import calendar_of  # noqa\n",
    )
    said = run(copy, str(Path(sys.executable).with_name("lint-imports")), "--no-cache")
    assert "hand in what a lower layer needs, or move it down" in said
    assert "inreach.apps.schools.queries is not allowed to import inreach.apps.schools.adapters" in " ".join(
        said.split()
    )


def test_a_role_that_may_do_something_and_has_no_way_in_is_found(copy):
    navigation = copy / "src/inreach/apps/inclusion/navigation.py"
    text = navigation.read_text(encoding="utf-8")
    navigation.write_text(text.replace('        Role.GOVERNOR: "inclusion:figures",\n', ""), encoding="utf-8")
    said = house(copy, "test_navigation")
    assert "a governor may do something and has no first page. Add Role.GOVERNOR to" in said


def test_a_model_without_field_classes_is_found(copy):
    add(
        copy / "src/inreach/apps/insight/models.py",
        "\n\nclass Forgotten(models.Model):\n    text = models.TextField()\n",
    )
    said = house(copy, "test_field_classes")
    assert (
        "insight.Forgotten has no field classes: say in insight/data_retention.py how long each field" in said
    )
