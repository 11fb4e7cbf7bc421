"""Invented names: given and family names of many origins, put together by chance, so that nobody is meant."""

from pathlib import Path
from random import Random

DATA = Path(__file__).parent / "data"
GIVEN = tuple((DATA / "given_names.txt").read_text(encoding="utf-8").split())
FAMILY = tuple((DATA / "family_names.txt").read_text(encoding="utf-8").split())


class Namer:
    """Gives each person a name that nobody else of the demonstration has."""

    def __init__(self, rng: Random, taken: set[str]) -> None:
        self._rng = rng
        self._taken = set(taken)

    def name(self) -> tuple[str, str]:
        """Return a given and a family name."""
        while True:
            given_name, family_name = self._rng.choice(GIVEN), self._rng.choice(FAMILY)
            if (full_name := f"{given_name} {family_name}") not in self._taken:
                self._taken.add(full_name)
                return given_name, family_name
