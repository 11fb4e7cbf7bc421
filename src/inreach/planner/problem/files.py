"""Problems and timetables as JSON, with a version, there and back without loss."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, asdict, fields, is_dataclass
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Timetable

PROBLEM = "inreach plan problem 1"
TIMETABLE = "inreach plan timetable 1"
NAMES = "names"  # what ids are called, beside the problem itself
SHOWN = 60  # characters of a wrong value that are said back


class FileRefused(ValueError):
    """The text is no problem or timetable; the sentence says what is wrong and where."""


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _write(kind: str, thing: Any) -> str:
    return json.dumps({"file": kind, **_plain(asdict(thing))}, ensure_ascii=False, indent=1)


def _build(wanted: Any, value: Any, where: str) -> Any:
    """Return `value` as the annotated type; FileRefused with the path of the first fault."""
    origin, inside = get_origin(wanted), get_args(wanted)
    if origin is UnionType:
        return None if value is None else _build(inside[0], value, where)
    if origin in (tuple, frozenset):
        if not isinstance(value, list):
            raise FileRefused(f"{where}: there must be a list.")
        return origin(_build(inside[0], item, f"{where}[{n}]") for n, item in enumerate(value))
    if is_dataclass(wanted):
        return _build_thing(wanted, value, where)
    if wanted is float and type(value) is int:
        return float(value)
    if wanted in (int, str, bool, float):
        if type(value) is not wanted:
            told = repr(value)
            short = told if len(told) <= SHOWN else f"{told[:SHOWN]}…"
            raise FileRefused(f"{where}: {short} is not of the kind that belongs here ({wanted.__name__}).")
        if wanted is str and not is_text(value):
            raise FileRefused(f"{where}: {value[:SHOWN]!r} has half of a character in it; write it anew.")
        return value
    try:
        return wanted(value)
    except ValueError as error:
        raise FileRefused(f"{where}: “{str(value)[:SHOWN]}” is not known here.") from error


def _build_thing(wanted: Any, value: Any, where: str) -> Any:
    """Return an object of JSON as a dataclass."""
    if not isinstance(value, dict):
        raise FileRefused(f"{where}: there must be an object with names and values.")
    hints, known = get_type_hints(wanted), fields(wanted)
    unknown = sorted(value.keys() - {item.name for item in known})
    if unknown:
        raise FileRefused(f"{where}: “{unknown[0]}” is not a name that belongs here.")
    told = {name: _build(hints[name], item, f"{where}.{name}") for name, item in value.items()}
    needed = [item.name for item in known if item.default is MISSING and item.default_factory is MISSING]
    for name in needed:
        if name not in value:
            raise FileRefused(f"{where}: “{name}” is missing.")
    try:
        return wanted(**told)
    except (TypeError, ValueError) as error:
        raise FileRefused(f"{where}: {error}") from error


def is_text(value: str) -> bool:
    """Say whether a text can be written to a file; halves of characters cannot."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def json_of(text: str) -> Any:
    """Return what a JSON text says; FileRefused says in which line it is none."""
    try:
        return json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise FileRefused(f"Line {error.lineno}: this is not JSON ({error.msg}).") from error
    except (ValueError, RecursionError) as error:
        raise FileRefused("There is a number too long, or a list too deep, for any timetable.") from error


def _told(kind: str, text: str) -> dict[str, Any]:
    """Return what a file of this kind says."""
    values = json_of(text)
    if not isinstance(values, dict) or values.get("file") != kind:
        raise FileRefused(f"The file must begin with “file”: “{kind}”.")
    del values["file"]
    return values


def problem_text(problem: Problem, names: Mapping[str, str] | None = None) -> str:
    """Return a problem as JSON text, with what its ids are called where that is known.

    The same problem with the same names is always the same text.
    """
    text = _write(PROBLEM, problem)
    if not names:
        return text
    return json.dumps({**json.loads(text), NAMES: dict(names)}, ensure_ascii=False, indent=1)


def read_problem(text: str) -> Problem:
    """Return the problem of a JSON text; FileRefused says what is wrong. Check it with `validate.check`."""
    return read_named(text)[0]


def read_named(text: str) -> tuple[Problem, dict[str, str]]:
    """Return the problem of a JSON text, and what its ids are called; FileRefused says what is wrong."""
    values = _told(PROBLEM, text)
    names = values.pop(NAMES, {})
    if not isinstance(names, dict):
        raise FileRefused(f"{NAMES}: there must be an object with ids and names.")
    called = {
        _build(str, name, NAMES): _build(str, value, f"{NAMES}.{name[:SHOWN]}")
        for name, value in names.items()
    }
    return _build(Problem, values, "problem"), called


def timetable_text(timetable: Timetable) -> str:
    """Return a timetable as JSON text; the same timetable is always the same text."""
    return _write(TIMETABLE, timetable)


def read_timetable(text: str) -> Timetable:
    """Return the timetable of a JSON text; FileRefused says what is wrong."""
    timetable: Timetable = _build(Timetable, _told(TIMETABLE, text), "timetable")
    return timetable
