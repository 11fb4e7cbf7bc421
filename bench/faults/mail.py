"""Mail is down, or hangs: people are answered as quickly as before, and every message goes out when it is up again."""

from functools import partial
from statistics import median
from time import monotonic, perf_counter, sleep

from bench.asked import Asked
from bench.faults.browser import Browser
from bench.faults.killing import until
from bench.faults.mail_server import MailServer, Mode
from bench.faults.place import Place
from bench.faults.report import Report
from bench.faults.world import World

RESET = "/accounts/password/reset/"
PEOPLE = {Mode.UP: 10, Mode.GONE: 10, Mode.HANGS: 4}
PATIENCE = 400  # seconds until the last message has to be out
AS_QUICK = Asked("more for an answer than with mail that works", 250, " ms")
NOT_SENT = Asked("messages not sent", 0)
WRONG = Asked("answers that show that mail is down", 0)


def mail(place: Place, world: World) -> Report:
    """Ask for new passwords while mail works, refuses and hangs, and wait for the messages."""
    report = Report(f"mail down, {place.name}")
    print(report.place, flush=True)
    server = MailServer()
    place.extra = {"EMAIL_URL": server.url}
    server.set(Mode.UP)
    place.start()
    people = list(world.forgetful)
    times: dict[Mode, float] = {}
    wrong = 0
    ask_once(place, people.pop())
    try:
        for mode, number in PEOPLE.items():
            server.set(mode)
            answers = [ask_once(place, people.pop()) for _ in range(number)]
            times[mode] = median(seconds for seconds, _ in answers)
            wrong += sum(status != 302 for _, status in answers)
            report.say(f"it {mode.value}: {number} asked, {times[mode] * 1000:.0f} ms at the median")
            until(partial(has_found_it, mode, number), PATIENCE)
        server.set(Mode.UP)
        begun = monotonic()
        until(lambda: not waiting(), PATIENCE)
        report.say(f"{monotonic() - begun:.0f} s after it was up again, {waiting()} messages still waited")
        one_killed(place, people.pop(), server)
    finally:
        place.stop()
        place.extra = {}
        server.set(Mode.GONE)
    for mode in (Mode.GONE, Mode.HANGS):
        report.ask(AS_QUICK, (times[mode] - times[Mode.UP]) * 1000)
    report.ask(WRONG, wrong)
    number = 2 + sum(PEOPLE.values())
    report.ask(NOT_SENT, number - len(server.taken))
    twice = sum(count > 1 for count in server.taken.values())
    report.say(
        f"{len(server.taken)} of {number} messages were taken, each at least once, {twice} of them twice: that of the "
        "worker that was killed when the mail server had taken it and had not said so yet"
    )
    report.ask(Asked("messages taken twice beside that one", 0), max(0, twice - 1))
    return report


def ask_once(place: Place, email: str) -> tuple[float, int]:
    """Ask for a new password; return the seconds until the answer, and its status."""
    browser = Browser(place.port, email, "")
    form = browser.open(RESET, "email", {"email": email})
    begun = perf_counter()
    status = browser.ask(form.path, form).status
    return perf_counter() - begun, status


def waiting() -> int:
    """How many messages wait to be sent."""
    from django.db import connections

    from inreach.apps.notifications.models import OutgoingMessage

    number = OutgoingMessage.objects.filter(state=OutgoingMessage.State.WAITING).count()
    connections.close_all()
    return number


def has_found_it(mode: Mode, number: int) -> bool:
    """Whether the worker has found how the mail server is: sent all, tried all in vain, or waited for one in vain."""
    if mode is Mode.UP:
        return not waiting()
    return not untried() if mode is Mode.GONE else untried() < number


def untried() -> int:
    """How many messages that wait have not been tried yet."""
    from django.db import connections

    from inreach.apps.notifications.models import OutgoingMessage

    number = OutgoingMessage.objects.filter(state=OutgoingMessage.State.WAITING, tries=0).count()
    connections.close_all()
    return number


def one_killed(place: Place, email: str, server: MailServer) -> None:
    """Kill the worker when the mail server has taken its message, and wait until it is sent again."""
    killed = []

    def kill_once() -> None:
        if not killed:
            killed.append(place.worker.kill())

    server.after_message = kill_once
    ask_once(place, email)
    until(lambda: bool(killed), 60)
    until(lambda: not waiting(), PATIENCE)
    sleep(1)
