"""A service that works with two schools, another service, and targets of both."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest

from inreach.apps.casework.models import Case, Rating, Target
from inreach.apps.schools.models import Pupil, School, Service
from tests import worlds

BEGUN, DUE = date(2025, 11, 3), date(2026, 2, 2)
GIVEN = ("Quillon", "Zephyra", "Thandeka", "Oberon", "Ysolde", "Balthazar")


@dataclass
class World:
    """Two schools, two services, and a way to add targets."""

    service: Service
    other: Service
    hill: School
    vale: School
    names: list[str] = field(default_factory=list)

    def pupil(self, at: School) -> Pupil:
        """Somebody with a name that would be noticed."""
        given = GIVEN[len(self.names) % len(GIVEN)]
        self.names.append(given)
        return worlds.pupil(at, given, f"Featherstonehaugh{len(self.names)}")

    def target(
        self, pupil: Pupil, service: Service | None, numbers: tuple[int, int, int | None], **changes: Any
    ) -> Target:
        """A target with baseline, expected and perhaps a review, of a case of the service if there is one."""
        baseline, expected, achieved = numbers
        with worlds.unaudited():
            case = None
            if service is not None:
                case, _ = Case.objects.get_or_create(
                    school=pupil.school,
                    service=service,
                    pupil=pupil,
                    defaults={"area": "semh", "concern": "Leaves the room", "opened_on": BEGUN},
                )
            said = {
                "state": "active" if achieved is None else "reviewed",
                "area": "communication",
                "title": "Asks for help",
                "baseline_words": "Waits",
                "expected_words": "Asks",
                "starts_on": BEGUN,
                "review_on": DUE,
                "written_on": BEGUN,
                "maintain": baseline == expected,
            }
            made = Target.objects.create(
                pupil=pupil, case=case, baseline=baseline, expected=expected, **{**said, **changes}
            )
            self.rate(made, baseline, BEGUN, "baseline")
            if achieved is not None:
                self.rate(made, achieved, DUE, "review")
        return made

    def rate(self, target: Target, value: int, on: date, purpose: str, **changes: Any) -> Rating:
        """Add a rating."""
        said = {"rater": "Ms Okafor", "rater_role": "class_teacher", **changes}
        with worlds.unaudited():
            return Rating.objects.create(target=target, value=value, rated_on=on, purpose=purpose, **said)


@pytest.fixture
def world(db, time_machine) -> World:
    """Nobody has a target yet; it is the fixed day of all worlds."""
    time_machine.move_to(worlds.TODAY, tick=False)
    return World(
        worlds.service("Harbour Outreach"),
        worlds.service("Valley Advisers"),
        worlds.school("Hill Primary", urn="100001"),
        worlds.school("Vale Primary", urn="100002"),
    )


@pytest.fixture
def busy(world: World) -> World:
    """Two schools with 12 pupils each and two targets a pupil, most of them reviewed, in two areas."""
    for at, school in enumerate((world.hill, world.vale)):
        for number in range(12):
            pupil = world.pupil(school)
            for second in range(2):
                expected = 5 + (number + second) % 3
                achieved = (number * 5 + second * 3 + at) % 7 + 2
                world.target(
                    pupil,
                    world.service,
                    (2, expected, None if number == 11 and second else achieved),
                    area="cognition" if second else "communication",
                    title=f"Target {second}",
                )
    return world


@pytest.fixture
def weeks() -> Callable[[int], timedelta]:
    """So many weeks."""
    return lambda number: timedelta(days=7 * number)
