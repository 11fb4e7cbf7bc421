"""People who bring files, small and large, wait until they are examined, and apply them."""

import csv
import hashlib
import io
import threading
import zipfile
from contextlib import suppress
from dataclasses import dataclass

from bench.faults.books import Books
from bench.faults.browser import Browser, Form, NoAnswer, NoForm
from bench.faults.writers import send
from bench.pages.clients import SignInFailed
from lxml import html

FILE = "files brought"
SMALL, LARGE = 5, 300
PADDING = 5_000
"""Characters beside each pupil of a large file, so that it is left to the worker by its size."""
MOST_WAITING = 3
DECIDED = frozenset({"Applied", "Has faults", "Not applied"})


def roster(marker: str, pupils: int, padding: int = 0) -> bytes:
    """Return a OneRoster file of so many pupils, whose family name is the marker, and of nobody else."""
    from inreach.apps.exchange.formats.oneroster_tables import COLUMNS, REQUIRED

    version, tables = "1.1", (*REQUIRED, "courses")
    in_class = {"classSourcedId": "C1", "schoolSourcedId": "S1", "role": "student"}
    lines = ["propertyName,value", "manifest.version,1.0", f"oneroster.version,{version}"]
    lines += [f"file.{table},{'bulk' if table in tables else 'absent'}" for table in COLUMNS[version]]
    rows = {
        "academicSessions": [
            {
                "sourcedId": "YEAR",
                "title": "Year",
                "type": "schoolYear",
                "startDate": "2020-09-01",
                "endDate": "2021-07-20",
                "schoolYear": "2021",
            }
        ],
        "courses": [{"sourcedId": "K1", "title": "Science", "orgSourcedId": "S1", "subjects": "Science"}],
        "classes": [
            {
                "sourcedId": "C1",
                "title": "Class 1",
                "classType": "scheduled",
                "courseSourcedId": "K1",
                "schoolSourcedId": "S1",
                "termSourcedIds": "YEAR",
                "grades": "07",
            }
        ],
        "enrollments": [{"sourcedId": f"{marker}-E", "userSourcedId": f"{marker}-0", **in_class}],
        "orgs": [{"sourcedId": "S1", "name": "A school", "type": "school"}],
        "users": [
            {
                "sourcedId": f"{marker}-{number}",
                "enabledUser": "true",
                "orgSourcedIds": "S1",
                "role": "student",
                "username": f"login-{marker}-{number}",
                "givenName": f"Pupil {number}",
                "familyName": marker,
                "grades": "07",
                "password": "x" * padding,
            }
            for number in range(pupils)
        ],
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("manifest.csv", "\n".join(lines) + "\n")
        for table in tables:
            text = io.StringIO()
            writer = csv.DictWriter(text, COLUMNS[version][table], restval="")
            writer.writeheader()
            writer.writerows(rows.get(table, ()))
            zipped.writestr(f"{table}.csv", text.getvalue())
    return packed.getvalue()


@dataclass(slots=True)
class Brought:
    """One file: its marker, how many pupils it holds, the digest of its bytes, and its page once there is one."""

    marker: str
    pupils: int
    sha256: str
    page: str = ""
    seen: str = ""
    """What its page said last."""


class Importer(threading.Thread):
    """One person who brings files to one school, some of them large, and applies each once it is examined."""

    def __init__(self, books: Books, browser: Browser, name: str) -> None:
        super().__init__(daemon=True)
        self.books, self.browser, self.called = books, browser, name
        self.stopped = threading.Event()
        self.files: list[Brought] = []
        self.pages_without_form: list[str] = []

    @property
    def waiting(self) -> list[Brought]:
        """Files of which it is not known yet what became."""
        return [brought for brought in self.files if brought.page and brought.seen not in DECIDED]

    def run(self) -> None:
        while not self.stopped.wait(0.5):
            with suppress(NoAnswer, SignInFailed):
                try:
                    if len(self.waiting) < MOST_WAITING:
                        self.bring()
                    for brought in self.waiting:
                        self.look(brought)
                except NoForm as error:
                    self.pages_without_form.append(str(error))

    def bring(self) -> None:
        """Bring one more file: every other one large."""
        number = len(self.files)
        large = number % 2 == 1
        marker = f"{self.called}file{number}"
        content = roster(marker, LARGE if large else SMALL, PADDING if large else 0)
        form = self.browser.open("/imports/", "format", {"format": "oneroster"}, {"file": content})
        form.values[:] = [(name, value) for name, value in form.values if name != "file"]
        brought = Brought(marker, LARGE if large else SMALL, hashlib.sha256(content).hexdigest())
        self.files.append(brought)
        answer = send(self.books, self.books.send(FILE, marker), self.browser, form)
        if answer is not None and answer.location:
            brought.page = answer.location

    def look(self, brought: Brought) -> None:
        """Look what became of a file, and apply it if it waits for that. Whoever got no answer looks again."""
        text = self.browser.ask(brought.page).text
        brought.seen = state_on(text)
        if brought.seen != "Waiting for you":
            return
        form = self.browser.open(brought.page, "csrfmiddlewaretoken", {})
        button = Form(f"{brought.page}apply", token_of(form.values))
        self.browser.ask(button.path, button)
        brought.seen = state_on(self.browser.ask(brought.page).text)


def token_of(values: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the token alone, which is all that the form of a button holds."""
    return [(name, value) for name, value in values if name == "csrfmiddlewaretoken"]


def state_on(page: str) -> str:
    """Return the state that the page of an import shows; nothing if it is another page."""
    tags = html.fromstring(page).find_class("govuk-tag") if page.strip() else []
    return " ".join(tags[0].text_content().split()) if tags else ""


def acknowledged_as_applied(importers: list[Importer]) -> set[str]:
    """Return the markers of files of which a page said that they are applied."""
    return {each.marker for importer in importers for each in importer.files if each.seen == "Applied"}
