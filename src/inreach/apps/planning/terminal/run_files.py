"""Files that `inreach plan` reads and writes: whole or not at all, and never one over another by mistake."""

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from inreach.apps.planning.terminal.options import WrongOption
from inreach.planner.problem.files import FileRefused

READ = {"problem": "the problem", "published": "--published", "answer": "--answer", "replay": "--replay"}
WRITTEN = {"keep_problem": "--keep-problem", "out": "--out", "keep_run": "--keep-run"}


def check_places(options: Mapping[str, Any]) -> None:
    """Refuse with WrongOption, before anybody waits, a place where nothing can be written or something else is."""
    taken = {options[name].resolve(): what for name, what in READ.items() if options[name]}
    for name, what in WRITTEN.items():
        path = options[name]
        if path is None:
            continue
        folder = path.resolve().parent
        if path.is_dir():
            raise WrongOption(f"{path} is a folder. Give {what} the name of a file in it.")
        if not folder.is_dir():
            raise WrongOption(f"{path} cannot be written: there is no folder {folder}. Make it first.")
        if not os.access(path if path.exists() else folder, os.W_OK):
            raise WrongOption(f"{path} cannot be written: you may not write there. Choose another place.")
        if path.resolve() in taken and (path.is_file() or not path.exists()):
            raise WrongOption(
                f"{path} is for {taken[path.resolve()]} and for {what}. Give {what} another name."
            )
        taken[path.resolve()] = what


def read(path: Path, reader: Callable[[str], Any]) -> Any:
    """Read a file; WrongOption names it and says what is wrong."""
    try:
        return reader(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WrongOption(f"{path} cannot be read: {error.strerror}.") from error
    except FileRefused as error:
        raise WrongOption(f"{path}: {error}") from error
    except UnicodeDecodeError as error:
        raise WrongOption(f"{path} is not text in UTF-8; save it as that.") from error


def write(path: Path, text: str) -> None:
    """Write a file whole, or leave it as it is; WrongOption names it where that cannot be."""
    try:
        if path.exists() and not path.is_file():  # a terminal, a pipe
            path.write_text(text + "\n", encoding="utf-8")
        else:
            _replace(path.resolve(), text + "\n")
    except OSError as error:
        raise WrongOption(f"{path} cannot be written: {error.strerror}.") from error


def _replace(path: Path, text: str) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        if path.exists():
            shutil.copymode(path, part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
