"""Programs are killed again and again while people write and bring files; then everything is looked through."""

from time import monotonic

from bench.asked import Asked
from bench.faults.books import Books, State
from bench.faults.browser import Browser
from bench.faults.checks import end_what_waits
from bench.faults.importers import Importer
from bench.faults.killing import Killer
from bench.faults.report import BY_ITSELF, SIGNED_OUT, UNANSWERED, Report
from bench.faults.trial import Trial
from bench.faults.world import World
from bench.faults.writers import Writer, writers

PATIENCE = 300  # seconds for those who write to have their last answers


def importers(books: Books, world: World, port: int) -> list[Importer]:
    """People who bring files, signed in, each for a school of their own."""
    people = []
    for number, email in enumerate(world.importers):
        browser = Browser(port, email, world.password)
        browser.sign_in()
        people.append(Importer(books, browser, f"Import{number}"))
    return people


def kills(trial: Trial, number: int) -> Report:
    """Kill so many times while people write, and check everything."""
    place, world, books = trial.place, trial.world, trial.books
    report = Report(f"{number} kills, {place.name}")
    print(report.place, flush=True)
    place.start()
    people: list[Writer | Importer] = [
        *writers(books, world, place.port),
        *importers(books, world, place.port),
    ]
    killer = Killer(place, books)
    begun = monotonic()
    for person in people:
        person.start()
    killer.kill(number)
    took = monotonic() - begun
    for person in people:
        person.stopped.set()
    place.wait_for_database()
    place.wait_for_pages()
    for person in people:
        person.join(PATIENCE)
    place.stop()
    end_what_waits(place)
    told(report, books, killer, took)
    files = [brought for person in people if isinstance(person, Importer) for brought in person.files]
    applied = sum(brought.seen == "Applied" for brought in files)
    report.say(f"{len(files)} files brought, every other one large; {applied} were seen applied")
    report.ask(Asked("kills", number, at_least=True), killer.kills.total())
    unanswered = [f"{write.kind}: {write.marker}" for write in books.of(state=State.SENT)]
    report.ask(UNANSWERED, len(unanswered), unanswered)
    report.ask(SIGNED_OUT, sum(person.browser.signed_out for person in people))
    ended = [program for program in (place.web, place.worker) if program.ended_by_itself]
    report.ask(
        BY_ITSELF,
        sum(program.ended_by_itself for program in ended),
        [f"{program.name}: {program.ended_by_itself} times" for program in ended],
    )
    trial.files += files
    report.judge(trial.check())
    return report


def told(report: Report, books: Books, killer: Killer, took: float) -> None:
    """Say what was killed and what was written meanwhile."""
    victims = ", ".join(f"{victim} {times}" for victim, times in killer.kills.most_common())
    report.say(f"{killer.kills.total()} kills in {took / 60:.1f} minutes: {victims}")
    for kind in books.kinds():
        writes = books.of(kind)
        acknowledged = books.of(kind, State.ACKNOWLEDGED)
        again = [write for write in acknowledged if write.sent_again]
        refused = len(books.of(kind, State.REFUSED))
        report.say(
            f"{kind}: {len(writes)} sent, {len(acknowledged)} acknowledged, {len(again)} of them only when sent again"
            + (f", {refused} refused" if refused else "")
        )
    report.say(f"what came instead of an answer: {books.troubles()}")
