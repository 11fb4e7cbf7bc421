"""What rules need to know of a pupil's week: facts by name, and the facts that are known of one week."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, cast

from inreach.core.ledger.types import LedgerWeek, Totals

T = TypeVar("T")


def _always(_value: Any) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """One fact of a pupil's week, by name, with the type of its value.

    `of_totals` takes it from the sums of the week where they hold it, `of_weeks` from a week and the one before it;
    every other fact is gathered outside the core. `enough` says whether a value is one by which a rule can be judged.
    """

    name: str
    of_totals: Callable[[Totals], T] | None = field(default=None, repr=False, compare=False)
    of_weeks: Callable[[LedgerWeek, LedgerWeek], T] | None = field(default=None, repr=False, compare=False)
    enough: Callable[[T], bool] = field(default=_always, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class WeekFacts:
    """What is known of a pupil's week and support; the rules that need a fact which is not in it are not judged.

    Minutes are of one week. Tuples name the groups (or lessons) of which something is true; an empty tuple
    means that none is.
    """

    known: Mapping[Fact[Any], object] = field(default_factory=dict)

    def __getitem__(self, fact: Fact[T]) -> T:
        """Return the value of a fact; KeyError if it is not known."""
        return cast(T, self.known[fact])

    def get(self, fact: Fact[T], default: T) -> T:
        """Return the value of a fact, or the default if it is not known."""
        return cast(T, self.known.get(fact, default))

    def knows(self, needs: Iterable[Fact[Any]]) -> bool:
        """Say whether every one of these facts is known well enough to judge by it."""
        return all(fact in self.known and fact.enough(self.known[fact]) for fact in needs)

    def with_facts(self, more: Mapping[Fact[Any], object]) -> WeekFacts:
        """Return these facts and more; a value of None means that the fact is not known."""
        together = {**self.known, **more}
        return WeekFacts({fact: value for fact, value in together.items() if value is not None})
