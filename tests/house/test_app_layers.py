"""A folder of an app is a layer, a file in it is a noun, and nothing else stands at an app's root.

The list of layers is the one that import-linter holds in pyproject.toml, so that no module can hide from its contract.
"""

import tomllib
from pathlib import Path

from tests.paths import ROOT

APPS = ROOT / "src" / "inreach" / "apps"
CONTRACT = "Inside an app, imports run from addresses down to models"
FILES_ONLY = {"__init__"}
NO_MODULES = {"templates", "static", "data", "__pycache__"}


def contract() -> dict:
    """The contract of the order inside an app, as pyproject.toml writes it."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return next(
        one for one in settings["tool"]["importlinter"]["contracts"] if one["name"].startswith(CONTRACT)
    )


def layers() -> set[str]:
    """Every layer that the contract names."""
    return {
        name.strip().strip("()") for row in contract()["layers"] for name in row.replace("|", ":").split(":")
    }


def apps() -> list[Path]:
    """The folders of the apps."""
    return sorted(path for path in APPS.iterdir() if (path / "apps.py").exists())


def misplaced(app: Path) -> list[str]:
    """What stands at an app's root and is no layer, each as a sentence that says what to do."""
    known = layers()
    return [
        f"{path.relative_to(APPS)} is no layer: put it into a folder that is one "
        "(models, queries, adapters, policies, services, actions, forms, presenters, documents, views), "
        "named for its noun."
        for path in sorted(app.iterdir())
        if path.name not in NO_MODULES
        and (path.suffix == ".py" or path.is_dir())
        and path.stem not in known | FILES_ONLY
    ]


def test_only_layers_stand_at_the_root_of_an_app():
    assert [sentence for app in apps() for sentence in misplaced(app)] == []


def test_the_contract_holds_every_app():
    assert contract()["containers"] == [f"inreach.apps.{app.name}" for app in apps()]
    assert contract()["exhaustive"] is True


def test_a_layer_is_a_module_or_a_folder_and_not_both():
    both = [
        str(folder.relative_to(APPS))
        for app in apps()
        for folder in app.iterdir()
        if folder.is_dir() and folder.with_suffix(".py").exists()
    ]
    assert both == []
