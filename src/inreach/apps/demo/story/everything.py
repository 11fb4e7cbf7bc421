"""The whole demonstration, told from the beginning: places, people, schools, support, targets and cases."""

from datetime import date
from random import Random

from inreach.apps.demo.story.calendar import SchoolTime
from inreach.apps.demo.story.cases import kais_story, spread_cases
from inreach.apps.demo.story.cast import CAST
from inreach.apps.demo.story.names import Namer
from inreach.apps.demo.story.past_cases import past_cases
from inreach.apps.demo.story.people import sign_in_rows
from inreach.apps.demo.story.primary_schools import primary
from inreach.apps.demo.story.rows import Rows
from inreach.apps.demo.story.secondary_school import secondary
from inreach.apps.demo.story.support_primary import support_hollybank, support_marlowe
from inreach.apps.demo.story.support_secondary import support_kestrel
from inreach.apps.demo.story.targets import spread_targets

SEED = "harbour"


def luck(part: str) -> Random:
    """Return luck that is the same every time for one part of the story. It guards no secret."""
    return Random(f"{SEED} {part}")  # noqa: S311


def tell(today: date) -> Rows:
    """Return every row of the demonstration as it stands on this day: the same day, the same rows."""
    rows, time = Rows(), SchoolTime(today)
    namer = Namer(luck("names"), {person.name for person in CAST})
    sign_in_rows(rows, time)
    marlowe = primary(rows, namer, time, "marlowe", luck("marlowe"))
    hollybank = primary(rows, namer, time, "hollybank", luck("hollybank"))
    kestrel = secondary(rows, namer, time, luck("kestrel"))
    support_marlowe(marlowe)
    support_hollybank(hollybank)
    support_kestrel(kestrel)
    for builder in (marlowe, hollybank, kestrel):
        spread_targets(builder)
        spread_cases(builder)
    kais_story(marlowe)
    for builder in (marlowe, hollybank, kestrel):
        past_cases(builder)
    return rows
