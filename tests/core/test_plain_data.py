"""What holds for the whole core: its data cannot be changed, and it stands on the standard library alone."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import sys
from dataclasses import is_dataclass
from pathlib import Path

import pytest

import inreach.core

MODULES = sorted(
    module.name.removeprefix("inreach.core.")
    for module in pkgutil.walk_packages(inreach.core.__path__, "inreach.core.")
    if not module.ispkg
)
CLOCKS_AND_FILES = {"os", "io", "pathlib", "time", "random", "sqlite3", "socket", "subprocess", "logging"}


def source(name: str) -> ast.Module:
    """Return the parsed source of a module of the core."""
    return ast.parse(
        (Path(inreach.core.__path__[0]) / f"{name.replace('.', '/')}.py").read_text(encoding="utf-8")
    )


@pytest.mark.parametrize("name", MODULES)
def test_every_dataclass_of_the_core_is_frozen_and_has_slots(name) -> None:
    module = importlib.import_module(f"inreach.core.{name}")
    own = [
        thing
        for thing in vars(module).values()
        if isinstance(thing, type) and is_dataclass(thing) and thing.__module__ == module.__name__
    ]
    loose = [c.__name__ for c in own if not c.__dataclass_params__.frozen or "__slots__" not in vars(c)]
    assert loose == []


@pytest.mark.parametrize("name", MODULES)
def test_the_core_imports_the_standard_library_and_itself_only_and_no_clock_and_no_file(name) -> None:
    found = set()
    for node in ast.walk(source(name)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module)
    others = {module for module in found if not f"{module}.".startswith("inreach.core.")}
    assert {module for module in others if module.split(".")[0] not in sys.stdlib_module_names} == set()
    assert {module.split(".")[0] for module in others} & CLOCKS_AND_FILES == set()


@pytest.mark.parametrize("name", MODULES)
def test_the_core_never_asks_what_day_it_is(name) -> None:
    asked = [
        node.attr
        for node in ast.walk(source(name))
        if isinstance(node, ast.Attribute) and node.attr in {"today", "now", "utcnow"}
        if not (isinstance(node.value, ast.Name) and node.value.id in {"self", "actor", "by"})
    ]
    assert asked == []
