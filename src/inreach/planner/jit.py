"""Compiles the search where numba is installed; without it the same functions run as plain Python, only slower.

Compiled functions are kept on disk under a name made from the text of every file that takes part, so that a new
version of one compiles everything anew, and a checkout in another folder nothing. (numba itself looks only at the file
of the outermost function, and at the folder that it is in.)
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parent
PLAIN = os.environ.get("INREACH_PLANNER_PLAIN") == "1"


def _takes_part(text: bytes) -> bool:
    """Say whether the text of a file has to do with compiled functions: their code, or what their arrays are."""
    marks = (f"from {__name__} import".encode(), b"from numba")
    return any(mark in text for mark in marks) or (b"(NamedTuple)" in text and b"np.ndarray" in text)


def texts() -> list[bytes]:
    """Return the text of every file that takes part, in whichever folder it lies."""
    every = (path.read_bytes() for path in PACKAGE.rglob("*.py"))
    return sorted(text for text in every if _takes_part(text))


def _place() -> Path | None:
    """Return the folder for compiled functions, or None where none can be written."""
    home = (
        os.environ.get("NUMBA_CACHE_DIR")
        or os.environ.get("XDG_CACHE_HOME")
        or str(Path("~/.cache").expanduser())
    )
    place = Path(home) / "inreach-planner" / hashlib.sha256(b"".join(texts())).hexdigest()[:16]
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return place if os.access(place, os.W_OK) else None


try:
    if PLAIN:
        raise ImportError
    from numba import config, njit, types
    from numba.core.caching import UserProvidedCacheLocator
except ImportError:
    COMPILED = False

    def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function as it is."""
        return function

    inner = bare = part = addressed = compiled
else:
    from inreach.planner import record_pointers

    COMPILED = True
    addressed = record_pointers.addressed
    PLACE = _place()

    class Kept(UserProvidedCacheLocator):
        """Keeps what is compiled of this package by the place of its file in the package, wherever that stands."""

        @classmethod
        def from_function(cls, py_func: Callable[..., Any], py_file: str) -> Kept | None:
            """Return a locator for a function of this package, or None."""
            inside = Path(py_file).resolve().is_relative_to(PACKAGE)
            return super().from_function(py_func, py_file) if inside else None

        @classmethod
        def get_suitable_cache_subpath(cls, py_file: str) -> str:
            """Return the folder of a file from this package on."""
            return str(Path(py_file).resolve().parent.relative_to(PACKAGE))

    if PLACE is not None:
        config.CACHE_DIR = str(PLACE)
        config.CACHE_LOCATOR_CLASSES = f"{__name__}.Kept,InTreeCacheLocator,UserWideCacheLocator"
    config.LOOP_VECTORIZE = 0  # these loops turn a few times: many steps at once compile and run slower

    def _once(function: Any) -> Any:
        """Let a function that is called with the number 0 be the one that is called with a variable.

        numba has a type of its own for every number and truth value that stands in the code, and would compile the
        function anew for each.
        """
        template = function.get_call_template
        function.get_call_template = lambda args, named: template(
            tuple(types.unliteral(kind) for kind in args),
            {name: types.unliteral(kind) for name, kind in named.items()},
        )
        return function

    def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function compiled on first use, and kept on disk for the next process."""
        return njit(cache=PLACE is not None, nogil=True, no_cfunc_wrapper=True)(function)

    def inner(function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function compiled for calls from compiled functions only, which compiles much faster."""
        return _once(njit(nogil=True, no_cpython_wrapper=True, no_cfunc_wrapper=True)(function))

    def bare(function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function compiled as an inner one that makes no array, so that none is counted: much faster."""
        return _once(njit(nogil=True, no_cpython_wrapper=True, no_cfunc_wrapper=True, _nrt=False)(function))

    def part(function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function to be written into the compiled one that calls it, and compiled with that: once."""
        return njit(nogil=True, inline="always")(function)
