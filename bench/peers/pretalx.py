"""A peer to read beside ours: pretalx from PyPI, in a venv of its own, with a thousand talks."""

import os
import subprocess
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path

from bench.databases import CHECKOUT
from bench.pages.clients import Reader, SignInFailed, alone, together
from bench.pages.server import DidNotStart, gunicorn

ADDRESS, PASSWORD, EVENT, TALKS = "robin@talks.example", "only for a benchmark 2026", "democon", 1000
PACKAGES = ("pretalx", "freezegun", "faker", "gunicorn")
SIGN_IN = "/orga/login/"
PAGES = {"list": f"/orga/event/{EVENT}/submissions/", "dashboard": f"/orga/event/{EVENT}/"}
PATIENCE = 900
UV = Path(sys.executable).parent / "uv"


class CannotInstall(RuntimeError):
    """The peer cannot be installed here; the sentence says at which step."""


def pages_a_second(folder: str = "") -> dict[str, float] | None:
    """Return the pages a second of its list of 50 and of its dashboard with eight clients; None if it is not here.

    It is made in the folder, and found there by the next run; without one it is gone afterwards.
    """
    with nullcontext(folder) if folder else tempfile.TemporaryDirectory(prefix="inreach-peer-") as place:
        try:
            numbers = measured(Path(place).resolve())
        except (CannotInstall, DidNotStart, SignInFailed) as error:
            print(f"pretalx could not be read beside ours, so it is left out: {error}")
            return None
    print(
        f"pretalx with {TALKS:,} talks and two workers: its list of 50 {numbers['list']:.1f} pages a second "
        f"({numbers['list alone']:.0f} ms alone), its dashboard {numbers['dashboard']:.1f} "
        f"({numbers['dashboard alone']:.0f} ms alone)",
        flush=True,
    )
    return numbers


def measured(place: Path) -> dict[str, float]:
    """Install, fill and serve it, and read its pages."""
    python = installed(place)
    environment = {"PRETALX_DATA_DIR": str(place / "data"), "PRETALX_SITE_URL": "http://127.0.0.1"}
    environment |= {"PRETALX_DEBUG": "0", "DJANGO_SETTINGS_MODULE": "pretalx.settings", "PYTHONPATH": ""}
    filled = place / "filled"
    if not filled.exists():
        fill(python, place, environment)
        filled.touch()
    numbers = {}
    with gunicorn("pretalx.wsgi", 2, place, environment, python=python, ready=SIGN_IN) as port:
        reader = Reader(port)
        reader.sign_in(SIGN_IN, {"login_email": ADDRESS, "login_password": PASSWORD})
        for name, path in PAGES.items():
            fetch = reader.fetch(path)
            numbers[f"{name} alone"] = alone(fetch, requests=5).median_ms
            burst = together(fetch)
            if burst.errors:
                raise SignInFailed(f"{path} came with {burst.errors} errors.")
            numbers[name] = burst.a_second
    return numbers


def fill(python: str, place: Path, environment: dict[str, str]) -> None:
    """Make its tables, its files, an administrator and a thousand talks. Raises CannotInstall."""
    (place / "data").mkdir(exist_ok=True)
    run("migrate", [python, "-m", "pretalx", "migrate"], place, environment)
    try:
        run("rebuild", [python, "-m", "pretalx", "rebuild"], place, environment)
    except CannotInstall:  # its schedule editor is built by npm, from files that the package does not have
        run("collectstatic", [python, "-m", "pretalx", "collectstatic", "--noinput"], place, environment)
    script = CHECKOUT / "bench" / "peers" / "pretalx_talks.py"
    run("talks", [python, "-P", str(script), ADDRESS, PASSWORD, EVENT, str(TALKS)], place, environment)


def installed(place: Path) -> str:
    """Return the Python of the venv that has pretalx, made if it is not there. Raises CannotInstall."""
    venv = place / "venv"
    python = str(venv / "bin" / "python")
    if not Path(python).exists():
        run("venv", [str(UV), "venv", "-q", "--python", sys.executable, str(venv)], place, {})
        run("install", [str(UV), "pip", "install", "-q", "--python", python, *PACKAGES], place, {})
    return python


def run(step: str, command: list[str], place: Path, environment: dict[str, str]) -> None:
    """Run one step. Raises CannotInstall with the end of what it said."""
    try:
        done = subprocess.run(
            command,
            cwd=place,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CannotInstall(f"{step}: {error}") from error
    if done.returncode:
        raise CannotInstall(f"{step}: {(done.stderr or done.stdout).strip()[-300:]}")
