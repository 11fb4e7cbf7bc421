"""The library has seven folders and nothing beside them, and its tests stand as its modules do."""

from pathlib import Path

import inreach.evaluation

LIBRARY = Path(inreach.evaluation.__file__).parent
TESTS = Path(__file__).parent
FOLDERS = {"aggregation", "charts", "disclosure", "estimators", "figures", "indicators", "reporting"}


def modules(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob("*.py")} - {"__init__", "__main__"}


def test_nothing_stands_beside_the_folders_of_the_library():
    assert {path.name for path in LIBRARY.iterdir() if path.is_dir()} - {"__pycache__"} == FOLDERS
    assert modules(LIBRARY) == set()


def test_every_test_is_named_for_the_module_that_it_tests():
    astray = [
        f"{folder}/{test}"
        for folder in sorted(FOLDERS)
        for test in sorted(modules(TESTS / folder))
        if not any(test.startswith(f"test_{module}") for module in modules(LIBRARY / folder))
    ]
    assert astray == []


def test_every_reference_stands_beside_its_engine():
    alone = [
        str(path.relative_to(LIBRARY))
        for path in sorted(LIBRARY.rglob("*_reference.py"))
        if not path.with_name(path.name.replace("_reference", "")).exists()
    ]
    assert alone == []
