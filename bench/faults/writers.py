"""People who write all the time: ratings, pupils' details and members of groups, each with a marker of its own."""

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count, cycle, product
from time import monotonic, sleep

from bench.faults.books import Books, State, Write
from bench.faults.browser import Answer, Browser, Form, NoAnswer, NoForm
from bench.faults.world import World
from bench.pages.clients import SignInFailed

RATING, PUPIL, MEMBER = "ratings", "pupils’ details", "members of groups"
WAITS = 0.3  # seconds before the same is sent again
GIVES_UP_AFTER = 120  # seconds
SUCCESS, UNDONE = 302, 500
KEPT_FREE = 2  # groups that nobody joins while programs are killed


def send(books: Books, write: Write, browser: Browser, form: Form) -> Answer | None:
    """Send a form until it is answered, the same each time, and enter what came; None if it never was."""
    end = monotonic() + GIVES_UP_AFTER
    while monotonic() < end:
        try:
            answer = browser.ask(form.path, form)
        except NoAnswer:
            books.trouble(write, "no answer")
            sleep(WAITS)
            continue
        if answer.status >= UNDONE:
            books.trouble(write, str(answer.status))
            sleep(WAITS)
            continue
        signed_out = answer.status == SUCCESS and "/login/" in answer.location
        books.close(
            write, State.ACKNOWLEDGED if answer.status == SUCCESS and not signed_out else State.REFUSED
        )
        return answer
    return None


@dataclass(frozen=True, slots=True)
class Deed:
    """Something to be written: of which kind, with which marker, on which page, in the form with which field."""

    kind: str
    marker: str
    path: str
    having: str
    typed: dict[str, str | list[str]]


def ratings(world: World, writer: str, targets: tuple[str, ...]) -> Iterator[Deed]:
    """Ratings of some targets by turns, without end."""
    for number, target in zip(count(), cycle(targets)):
        marker = f"{writer} saw {number}"
        typed: dict[str, str | list[str]] = {
            "value": str(number % 4 + 3),
            "words": marker,
            "setting": "class",
        }
        yield Deed(RATING, marker, f"/targets/{target}/rate", "value", typed)


def details(world: World, writer: str, pupils: tuple[str, ...]) -> Iterator[Deed]:
    """New names by which some pupils are known, by turns, without end."""
    for number, pupil in zip(count(), cycle(pupils)):
        marker = f"{pupil} {writer} {number}"
        yield Deed(PUPIL, marker, f"/pupils/{pupil}/details/", "known_as", {"known_as": f"{writer} {number}"})


def members(world: World, writer: str, groups: tuple[str, ...]) -> Iterator[Deed]:
    """Pupils who join groups, each once in a group."""
    for pupil, group in product(world.pupils, groups):
        typed: dict[str, str | list[str]] = {"pupils": [pupil], "do": "add"}
        yield Deed(MEMBER, f"{group} {pupil}", f"/groups/{group}/members/new", "starts-day", typed)


class Writer(threading.Thread):
    """One person who writes one thing after the other until they are told to stop."""

    def __init__(
        self, books: Books, browser: Browser, deeds: Iterator[Deed], pause: Callable[[], float] = lambda: 0.0
    ) -> None:
        super().__init__(daemon=True)
        self.books, self.browser, self.deeds, self.pause = books, browser, deeds, pause
        self.stopped = threading.Event()
        self.pages_without_form: list[str] = []

    def run(self) -> None:
        for deed in self.deeds:
            form = self.form_of(deed)
            if form is None:
                return
            send(self.books, self.books.send(deed.kind, deed.marker), self.browser, form)
            if self.stopped.wait(self.pause()):
                return

    def form_of(self, deed: Deed) -> Form | None:
        """Open the page of a deed until it comes; None once this person is to stop."""
        while not self.stopped.is_set():
            with suppress(NoAnswer):
                try:
                    return self.browser.open(deed.path, deed.having, deed.typed)
                except (NoForm, SignInFailed) as error:
                    self.pages_without_form.append(str(error))
            sleep(WAITS)
        return None


def writers(books: Books, world: World, port: int) -> list[Writer]:
    """Five people of a school who write at the same time, signed in."""
    half = len(world.targets) // 2
    few = world.pupils[:12]
    deeds = [
        ratings(world, "Ann", world.targets[:half]),
        ratings(world, "Bo", world.targets[half:]),
        details(world, "Cy", few[:6]),
        details(world, "Di", few[6:]),
        members(world, "Ed", world.groups[:-KEPT_FREE]),
    ]
    people = []
    for each in deeds:
        browser = Browser(port, world.senco, world.password)
        browser.sign_in()
        people.append(Writer(books, browser, each))
    return people
