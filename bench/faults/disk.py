"""The disk fills up while people save: a page says so and shows what was typed; then there is room again."""

import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from bench.asked import Asked
from bench.faults.books import Books, State, Write
from bench.faults.browser import Browser, Form, NoAnswer
from bench.faults.importers import FILE, Brought, roster
from bench.faults.place import Place
from bench.faults.report import Report
from bench.faults.trial import Trial
from bench.faults.world import World
from bench.faults.writers import RATING, Deed, ratings, send

MEGABYTE = 1_048_576
ROOM = {"sqlite": 24, "postgres": 96}
"""Megabytes on the small disk beside what is there already."""
BEFORE, ON_FULL, AFTER, FILES = 10, 60, 10, 3
SAID = "the disk of the server is full"
AWAY = "The database of the server does not answer just now"
SAVED, NO_ROOM, NO_DATABASE = 302, 507, 503
SAVED_WORDS, SAID_WORDS = "saved", "said to be not saved, with what was typed"
AWAY_WORDS = "said to have no answer from the database, with what was typed"
"""PostgreSQL ends, and begins again by itself, where it has no room for what it writes before everything else."""
NOT_SAID = Asked("answers on a full disk that neither save nor say so and keep what was typed", 0)
NONE_REFUSED = Asked("answers that say the disk is full", 1, at_least=True)


@contextmanager
def small_disk(place: Place) -> Iterator[Path]:
    """Yield the folder of a small disk, a little larger than the place is. PermissionError if none can be mounted."""
    used = sum(path.lstat().st_size for path in place.folder.resolve().rglob("*") if path.is_file())
    folder = place.home / "small"
    folder.mkdir()
    megabytes = used // MEGABYTE + ROOM[place.kind]
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=711", "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        raise PermissionError("No small disk can be mounted here.")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def fill(folder: Path) -> Path:
    """Fill a disk to the last byte with one file, and return it."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (MEGABYTE, 4096, 1):
            piece = b"x" * size
            try:
                while file.write(piece):
                    pass
            except OSError:
                continue
    return filler


def disk(trial: Trial) -> Report:
    """Save on a disk that is full, and again when there is room."""
    place = trial.place
    report = Report(f"disk full, {place.name}")
    print(report.place, flush=True)
    place.stop_all()
    try:
        with small_disk(place) as folder:
            place.move_to(folder)
            try:
                trial.files += on_small_disk(place, trial.world, trial.books, report)
                found = trial.check()
            finally:
                place.stop_all()
                (folder / "filler").unlink(missing_ok=True)
                place.move_to(place.home / "large")
    except PermissionError as error:
        report.say(f"{error} This part is left out.")
        return report
    finally:
        if place.database:
            place.database.start()
            place.wait_for_database()
    report.judge(found)
    return report


def on_small_disk(place: Place, world: World, books: Books, report: Report) -> list[Brought]:
    """Save before the disk is full, while it is, and afterwards; say what was answered."""
    place.start(worker=False)
    browser = Browser(place.port, world.senco, world.password)
    browser.sign_in()
    importer = Browser(place.port, world.importers[0], world.password)
    importer.sign_in()
    deeds = ratings(world, "Flo", world.targets)
    for deed in islice(deeds, BEFORE):
        send(books, books.send(deed.kind, deed.marker), browser, opened(browser, deed))
    ready = [(browser, deed.marker, deed.kind, opened(browser, deed)) for deed in islice(deeds, ON_FULL)]
    files = []
    for number in range(FILES):
        content, brought = file_of(number)
        form = importer.open("/imports/", "format", {"format": "oneroster"}, {"file": content})
        form.values[:] = [(name, value) for name, value in form.values if name != "file"]
        ready.append((importer, brought.marker, FILE, form))
        files.append(brought)
    filler = fill(place.folder.resolve())
    answers: Counter[str] = Counter()
    again: list[tuple[Browser, Write, Form]] = []
    for person, marker, kind, form in ready:
        write = books.send(kind, marker)
        words = what_came(person, form, marker if kind == RATING else "")
        answers[words] += 1
        if words == SAVED_WORDS:
            books.close(write, State.ACKNOWLEDGED)
        else:
            again.append((person, write, form))
    report.say(f"{len(ready)} forms sent on a full disk: {dict(answers)}")
    others = [words for words in answers if words not in {SAVED_WORDS, SAID_WORDS, AWAY_WORDS}]
    report.ask(NOT_SAID, sum(answers[words] for words in others), others)
    report.ask(NONE_REFUSED, answers[SAID_WORDS])
    filler.unlink()
    place.wait_for_database()
    for person, write, form in again:
        send(books, write, person, form)
    saved_now = [write for _, write, _ in again if write.state is State.ACKNOWLEDGED]
    report.say(f"with room again, {len(saved_now)} of {len(again)} were saved when sent again as they were")
    report.ask(Asked("forms not saved with room again", 0), len(again) - len(saved_now))
    for deed in islice(deeds, AFTER):
        send(books, books.send(deed.kind, deed.marker), browser, opened(browser, deed))
    place.stop()
    return files


def opened(browser: Browser, deed: Deed) -> Form:
    """Open the form of a deed and fill it in."""
    return browser.open(deed.path, deed.having, deed.typed)


def file_of(number: int) -> tuple[bytes, Brought]:
    """Return a file, and what is known of it before it is brought."""
    import hashlib

    content = roster(f"Fullfile{number}", 5)
    return content, Brought(f"Fullfile{number}", 5, hashlib.sha256(content).hexdigest())


def what_came(browser: Browser, form: Form, typed: str) -> str:
    """Send a form once, and return in words what came."""
    try:
        answer = browser.ask(form.path, form)
    except NoAnswer:
        return "no answer"
    if answer.status == SAVED:
        return SAVED_WORDS
    if answer.status == NO_ROOM and SAID in answer.text and typed in answer.text:
        return SAID_WORDS
    if answer.status == NO_DATABASE and AWAY in answer.text and typed in answer.text:
        return AWAY_WORDS
    return f"{answer.status}{'' if SAID in answer.text else ' without a reason'}"
