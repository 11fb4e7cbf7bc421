"""What every test shares: real files, the demonstration, and the order in which tests run."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test.utils import instrumented_test_render
from hypothesis import HealthCheck, settings

from tests.demo_world import Demonstration
from tests.log_watch import LOGS, LogWatch
from tests.paths import SHARED

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright runs a loop of its own beside the tests
# Random examples are judged by what comes out of them, however busy the machine is beside them.
settings.register_profile("patient", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

REAL = Path(os.environ.get("REAL_FILES", SHARED / "real"))
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "database_address"}
RENDER_UNRECORDED = Template._render
COMPONENTS = ("cotton/", "gov/")
DEMONSTRATION = pytest.StashKey[Demonstration]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-database",
        action="store_true",
        help="run only what touches a database, for a run on another one",
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep what touches a database if only that is wanted, and put what takes longest to set up first."""
    if config.option.only_database:
        others = [item for item in items if not touches_database(item)]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if touches_database(item)]
    items.sort(key=turn)


def touches_database(item: pytest.Item) -> bool:
    """Say whether a test reads or writes a database, by its mark or by the fixtures that it stands on."""
    fixtures = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or not DATABASE_FIXTURES.isdisjoint(fixtures)


def turn(item: pytest.Item) -> int:
    """Journeys first, since they wait for a server, then all that stands on the demonstration, side by side."""
    if item.get_closest_marker("journey"):
        return 0
    return 1 if asks_for_demonstration(item) else 2


def asks_for_demonstration(item: pytest.Item | None) -> bool:
    return "standing_demonstration" in getattr(item, "fixturenames", ())


def pytest_sessionstart(session: pytest.Session) -> None:
    """Read what the product logs in every test, once its own set-up of logs stands."""
    session.config.stash[LOGS] = LogWatch()
    session.config.stash[LOGS].watch()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Fail a test in which something was logged that names somebody."""
    logs = item.config.stash[LOGS]
    logs.naming.clear()
    yield
    assert not logs.naming, f"the log names somebody: {logs.naming}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Take the demonstration away after the last test in a row that asks for it."""
    yield
    if DEMONSTRATION in item.config.stash and not asks_for_demonstration(nextitem):
        item.config.stash[DEMONSTRATION].leave()


def render(template: Template, context: Context) -> str:
    """Keep for tests what a page was given, as Django does, but not what each of its hundreds of components was."""
    if (template.name or "").startswith(COMPONENTS):
        return RENDER_UNRECORDED(template, context)
    return instrumented_test_render(template, context)


@pytest.fixture(scope="session", autouse=True)
def recording_of_pages(django_test_environment: None) -> None:
    """Put our `render` in the place of Django's for tests, which makes pages a fifth slower."""
    Template._render = render


@pytest.fixture(scope="session")
def standing_demonstration(
    request: pytest.FixtureRequest, django_db_setup, django_db_blocker
) -> Demonstration:
    """The demonstration, which stands from its first `load` until a test comes that does not ask for it."""
    return request.config.stash.setdefault(DEMONSTRATION, Demonstration(django_db_blocker))


@pytest.fixture(scope="module")
def demo_loaded(standing_demonstration: Demonstration) -> dict[str, int]:
    """Rows by kind of the demonstration, which stands for the tests of one module."""
    return standing_demonstration.load()


@pytest.fixture(scope="session")
def database_address() -> str:
    """Address of the database of this run, for tests that open it by themselves; empty for SQLite."""
    return os.environ.get("DATABASE_URL", "")


@pytest.fixture(scope="session")
def real_files() -> Path:
    """Folder of real files that are no part of the project; the test is skipped where there is none."""
    if not REAL.is_dir():
        pytest.skip("no real files beside this checkout")
    return REAL
