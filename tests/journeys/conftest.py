"""The product itself, started as its README says, and a real browser in front of it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tests.paths import ROOT

PICTURES = ROOT / "docs" / "pictures"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
]
# Nothing here asks what passes and where in the tree a fault is; to describe it took axe most of its time.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "selectors": False,
}
AXE = Axe().axe_script


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def own_database(address: str, port: int) -> dict[str, str]:
    """On PostgreSQL the product gets a database of its own, beside the one of the other tests."""
    if not address.startswith("postgres"):
        return {}
    import psycopg

    name = f"journeys_{port}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return {"DATABASE_URL": f"{address.rsplit('/', 1)[0]}/{name}"}


@pytest.fixture(scope="package")
def product(tmp_path_factory: pytest.TempPathFactory, database_address: str) -> Iterator[str]:
    """The address of the demonstration, loaded into an empty folder and served."""
    port, place = free_port(), tmp_path_factory.mktemp("product")
    environment = {
        **{
            k: v
            for k, v in os.environ.items()
            if k not in {"DEBUG", "SECRET_KEY", "SECURE_SSL", "DJANGO_SETTINGS_MODULE"}
        },
        "DEMO": "true",
        "VAR_DIR": str(place),
        "LOG_LEVEL": "WARNING",
        "PYTHONWARNINGS": "default",
    }
    environment |= own_database(database_address, port)
    log = (place / "log.txt").open("w")
    process = subprocess.Popen(
        [sys.executable, "manage.py", "demo", "--port", str(port)],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(720):
            assert process.poll() is None, (place / "log.txt").read_text()
            try:
                with urllib.request.urlopen(f"{address}/readyz", timeout=2) as answer:
                    if answer.status == 200:
                        break
            except (urllib.error.URLError, OSError):
                time.sleep(0.25)
        else:
            pytest.fail("the demonstration did not come up:\n" + (place / "log.txt").read_text())
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)
        log.close()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "Chromium is not installed: run make test, which installs it"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


@dataclass
class Visit:
    """One person at one browser. `step` looks at the page as people with and without sight do."""

    page: Page
    address: str
    errors: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")

    def step(self, name: str, *, picture: bool = False) -> None:
        """Check the page at both widths. With PICTURES set, keep those that the guide shows."""
        assert self.errors == [], f"{name}: {self.errors}"
        for width, size in (("1280", WIDE), ("390", NARROW)):
            self.page.set_viewport_size(size)
            across = self.page.evaluate("document.documentElement.scrollWidth")
            assert across <= int(width), f"{name} is {across} pixels wide on a screen of {width}"
            violations = [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in self.violations()]
            assert violations == [], f"{name} at {width}"
            if picture and os.environ.get("PICTURES"):
                PICTURES.mkdir(parents=True, exist_ok=True)
                self.page.screenshot(path=str(PICTURES / f"{name}-{width}.png"), full_page=True)
        self.page.set_viewport_size(WIDE)

    def violations(self) -> list[dict[str, Any]]:
        """What axe finds wrong with the page as it is now; its script is put into each page once."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        violations: list[dict[str, Any]] = self.page.evaluate(
            "rules => axe.run(rules).then(results => results.violations)", RULES
        )
        return violations

    def press(self, what: Locator) -> None:
        """Click what leads to another page, and wait until that page is there."""
        with self.page.expect_navigation(wait_until="load"):
            what.click()

    def sign_in(self, name: str) -> None:
        """Sign in with one click as somebody of the cast."""
        self.open("/accounts/login/")
        self.press(self.page.get_by_role("button", name=name))


@pytest.fixture
def visit(product: str, browser: Browser) -> Iterator[Visit]:
    """A visit with an empty browser. Anything that asks another site, or an error in the page, fails the journey."""
    context = browser.new_context(viewport=WIDE, locale="en-GB", reduced_motion="reduce")  # type: ignore[arg-type]
    one = Visit(context.new_page(), product)

    def asked(request: Any) -> None:
        if not request.url.startswith((product, "data:", "blob:")):
            one.errors.append(f"asked {request.url}")

    one.page.on("request", asked)
    one.page.on("pageerror", lambda error: one.errors.append(str(error)))
    one.page.on("console", lambda said: one.errors.append(said.text) if said.type == "error" else None)
    yield one
    context.close()
