"""Compiles the search where numba is installed; without it the same functions run as plain Python, only slower.

Compiled functions are kept on disk under a name made from the text of every file that takes part, so that a new
version of one compiles everything anew, and a checkout in another folder nothing. (numba itself looks only at the file
of the outermost function, and at the folder that it is in.)
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from inreach.planner import array_types

PACKAGE = Path(__file__).resolve().parent
PLAIN = os.environ.get("INREACH_PLANNER_PLAIN") == "1"
Parameters = ParamSpec("Parameters")
Returned = TypeVar("Returned")
Record = TypeVar("Record", bound=tuple[Any, ...])


_CODE = re.compile(
    rb"^\s*(?:from|import)\s+(?:numba|" + re.escape(__name__).encode() + rb")\b"
    rb"|^\s*from\s+" + re.escape(__package__ or "").encode() + rb"\s+import\s*(?:\([^)]*|[^\n]*)\bjit\b",
    re.MULTILINE,
)
_RECORD = re.compile(rb"^class\s+\w+\([^)]*\bNamedTuple\b", re.MULTILINE)


def takes_part(text: bytes) -> bool:
    """Say whether the text of a file has to do with compiled functions: their code, or what their arrays are.

    Code imports this module, or numba itself; arrays stand in named tuples, with types from `array_types`.
    """
    of_arrays = array_types.__name__.encode() in text and _RECORD.search(text) is not None
    return of_arrays or _CODE.search(text) is not None


def texts() -> list[bytes]:
    """Return the text of every file that takes part, in whichever folder it lies."""
    files = (path.read_bytes() for path in PACKAGE.rglob("*.py"))
    return sorted(text for text in files if takes_part(text))


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
else:
    from inreach.planner import record_pointers

    COMPILED = True
    PLACE = _place()

    class PackageCacheLocator(UserProvidedCacheLocator):
        """Keeps what is compiled of this package by the place of its file in the package, wherever that stands."""

        @classmethod
        def from_function(cls, py_func: Callable[..., Any], py_file: str) -> PackageCacheLocator | None:
            """Return a locator for a function of this package, or None."""
            inside = Path(py_file).resolve().is_relative_to(PACKAGE)
            return super().from_function(py_func, py_file) if inside else None  # type: ignore[no-untyped-call]  # numba's

        @classmethod
        def get_suitable_cache_subpath(cls, py_file: str) -> str:
            """Return the folder of a file from this package on."""
            return str(Path(py_file).resolve().parent.relative_to(PACKAGE))

    settings: Any = config  # numba gives it its names while it is imported
    if PLACE is not None:
        settings.CACHE_DIR = str(PLACE)
        settings.CACHE_LOCATOR_CLASSES = (
            f"{__name__}.PackageCacheLocator,InTreeCacheLocator,UserWideCacheLocator"
        )
    settings.LOOP_VECTORIZE = 0  # these loops turn a few times: many steps at once compile and run slower


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


def _made(function: Callable[Parameters, Returned], **options: Any) -> Callable[Parameters, Returned]:
    """Return the function compiled; numba's own types leave out most options."""
    make: Any = njit
    made: Callable[Parameters, Returned] = make(nogil=True, **options)(function)
    return made


def _inside(function: Callable[Parameters, Returned], **options: bool) -> Callable[Parameters, Returned]:
    """Return the function for calls from compiled functions only."""
    made: Callable[Parameters, Returned] = _once(
        _made(function, no_cpython_wrapper=True, no_cfunc_wrapper=True, **options)
    )
    return made


def exported(function: Callable[Parameters, Returned]) -> Callable[Parameters, Returned]:
    """Return the function compiled on first use, and kept on disk for the next process."""
    return _made(function, cache=PLACE is not None, no_cfunc_wrapper=True) if COMPILED else function


def inner(function: Callable[Parameters, Returned]) -> Callable[Parameters, Returned]:
    """Return the function compiled for calls from compiled functions only, which compiles much faster."""
    return _inside(function) if COMPILED else function


def bare(function: Callable[Parameters, Returned]) -> Callable[Parameters, Returned]:
    """Return the function compiled as an inner one that makes no array, so that none is counted: much faster."""
    return _inside(function, _nrt=False) if COMPILED else function


def part(function: Callable[Parameters, Returned]) -> Callable[Parameters, Returned]:
    """Return the function to be written into the compiled one that calls it, and compiled with that: once."""
    return _made(function, inline="always") if COMPILED else function


def addressed(record: Record) -> Record:
    """Return a named tuple of arrays as what compiled functions take for it: its address."""
    if not COMPILED:
        return record
    address: Any = record_pointers.addressed(record)
    return cast("Record", address)
