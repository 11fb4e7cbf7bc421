"""`make vectors` tells what passed, what failed and what is not covered, each by name."""

import importlib
import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WILSON = {
    "id": "wilson_ci",
    "data": {"cases": [[18, 20]]},
    "expected": {"wilson_18_20": [0.6989663547715128, 0.972133518786232]},
    "tolerance": 1e-8,
    "tolerance_kind": "absolute",
}


@pytest.fixture
def script(monkeypatch):
    """The script inside this process, since starting it anew takes longer than all its figures."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    return importlib.import_module("vectors")


@pytest.fixture
def run(script, tmp_path, monkeypatch, capsys):
    def told(*vectors):
        path = tmp_path / "vectors.json"
        path.write_text(json.dumps({"vectors": vectors}), encoding="utf-8")
        monkeypatch.setattr(sys, "argv", ["vectors.py", str(path)])
        code = script.main()
        return code, capsys.readouterr().out.splitlines()[:-1]

    return told


def test_a_figure_within_its_tolerance_passes(run):
    assert run(WILSON) == (0, ["passed: 1", "  wilson_ci", "failed: 0", "not covered: 0"])


def test_a_figure_off_by_more_than_its_tolerance_fails(run):
    code, lines = run({**WILSON, "expected": {"wilson_18_20": [0.69896, 0.97213]}})
    assert (code, lines[:2]) == (1, ["passed: 0", "failed: 1"])
    assert lines[2].startswith("  wilson_ci: wilson_18_20 is [0.6989")
    relative = {**WILSON, "expected": {"wilson_18_20": [0.69896, 0.97213]}, "tolerance": 1e-4}
    assert run({**relative, "tolerance_kind": "relative"})[0] == 0


def test_a_figure_that_cannot_be_worked_out_fails_and_the_others_go_on(run):
    broken = {**WILSON, "id": "gas_tscore_gasr", "data": {"scores": [9], "weights": [1], "rho": 0.3}}
    code, lines = run(broken, WILSON)
    assert (code, lines[0], lines[2]) == (1, "passed: 1", "failed: 1")
    assert "ValueError" in lines[3]


def test_a_figure_without_a_function_is_named_as_not_covered(run):
    unknown = {**WILSON, "id": "something_else"}
    other = {**WILSON, "expected": {"odds": 2}}
    assert run(unknown)[1][2:] == ["not covered: 1", "  something_else: no function for it"]
    assert run(other)[1][2:] == ["not covered: 1", "  wilson_ci: no figure for odds"]


def test_a_file_that_is_not_there_is_asked_for(script, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["vectors.py", "nowhere.json"])
    assert script.main() == 2
    assert "VECTORS=" in capsys.readouterr().out
