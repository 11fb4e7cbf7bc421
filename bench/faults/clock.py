"""The clock goes back an hour in the middle of it: programs that ran an hour ahead begin again as they should be."""

from collections.abc import Sequence
from itertools import islice, pairwise
from time import monotonic, sleep, time

from bench.asked import Asked
from bench.faults.books import Books
from bench.faults.browser import Browser
from bench.faults.importers import FILE, LARGE, PADDING, Brought, roster
from bench.faults.killing import until
from bench.faults.mail import ask_once, waiting
from bench.faults.mail_server import MailServer, Mode
from bench.faults.place import Place
from bench.faults.report import SIGNED_OUT, Report
from bench.faults.trial import Trial, last_event
from bench.faults.world import World
from bench.faults.writers import MEMBER, RATING, members, ratings, send

AN_HOUR = 3_600
EACH, PATIENCE = 15, 150
SECRET = "JBSWY3DPEHPK3PXP" * 2
STEP = 30  # seconds for which a code holds
CODE = "/accounts/second-factor/sign-in/"
TAKEN_UP = Asked("s until the worker takes up again what was begun an hour ahead", 60, " s")
SENT = Asked("s until a message goes out that was to be tried again an hour ahead", 120, " s")
USED_TWICE = Asked("codes for signing in that were taken twice", 0)
REFUSED = Asked("new codes for signing in that were refused", 0)
ORDER = Asked("events or blocks out of the order of their numbers", 0)


def clock(trial: Trial) -> Report:
    """Write with the clock as it is, an hour ahead, and back again, and look at everything."""
    place, world, books = trial.place, trial.world, trial.books
    report = Report(f"clock back an hour, {place.name}")
    print(report.place, flush=True)
    since, before = last_event(), books.acknowledged()
    mail_server = MailServer()
    mail_server.set(Mode.GONE)
    place.extra = {"EMAIL_URL": mail_server.url}
    with_code = second_step(world.forgetful[0])
    place.start()
    code, used_at = code_at(time()), time()
    report.ask(REFUSED, not signed_in(place, world, with_code, code))
    place.stop()
    place.start(clock=AN_HOUR)
    browser = Browser(place.port, world.senco, world.password)
    browser.sign_in()
    write(place, world, books, browser, "ahead")
    ask_once(place, world.forgetful[1])
    until(lambda: bool(waits_for_later()), 30)
    trial.files.append(begun_and_killed(place, world, books))
    place.stop()
    # It is again the beginning of the half minute in which the code was used.
    place.start(clock=used_at // STEP * STEP + 1 - time(), worker=False)
    again = signed_in(place, world, with_code, code)
    report.ask(USED_TWICE, again)
    place.stop()
    mail_server.set(Mode.UP)
    begun = monotonic()
    place.start()
    write(place, world, books, browser, "back")
    report.ask(SIGNED_OUT, browser.signed_out)
    until(lambda: not being_examined(), PATIENCE)
    taken_up = monotonic() - begun
    report.say(f"a file that was being examined an hour ahead was examined {taken_up:.0f} s after the start")
    report.ask(TAKEN_UP, taken_up)
    until(lambda: not waiting(), PATIENCE)
    sent_after = monotonic() - begun
    report.say(f"a message whose next try was an hour ahead was sent {sent_after:.0f} s after the start")
    report.ask(SENT, sent_after)
    sleep(STEP)
    report.ask(REFUSED, not signed_in(place, world, with_code, code_at(time())))
    place.stop()
    place.extra = {}
    mail_server.set(Mode.GONE)
    found = trial.check()
    backwards, out_of_order = order(since)
    report.say(
        f"{books.acknowledged() - before} writes acknowledged; "
        f"{backwards} times an event is older than the one before it"
    )
    report.ask(ORDER, out_of_order)
    report.judge(found)
    return report


def write(place: Place, world: World, books: Books, browser: Browser, when: str) -> None:
    """Write a few things."""
    group = world.groups[-1 if when == "ahead" else -2]
    deeds = [
        *islice(ratings(world, f"Gil, {when},", world.targets), EACH),
        *islice(members(world, when, (group,)), EACH),
    ]
    for deed in deeds:
        if deed.kind in {RATING, MEMBER}:
            form = browser.open(deed.path, deed.having, deed.typed)
            send(books, books.send(deed.kind, deed.marker), browser, form)


def begun_and_killed(place: Place, world: World, books: Books) -> Brought:
    """Bring a large file, and kill the worker in the middle of examining it."""
    import hashlib

    from django.db import connections
    from django_tasks_db.models import DBTaskResult

    browser = Browser(place.port, world.importers[0], world.password)
    browser.sign_in()
    content = roster("Clockfile", LARGE * 10, PADDING)
    form = browser.open("/imports/", "format", {"format": "oneroster"}, {"file": content})
    form.values[:] = [(name, value) for name, value in form.values if name != "file"]
    send(books, books.send(FILE, "Clockfile"), browser, form)
    running = DBTaskResult.objects.running()
    until(lambda: running.exists() or not being_examined(), 60)
    connections.close_all()
    place.worker.kill()
    return Brought("Clockfile", LARGE * 10, hashlib.sha256(content).hexdigest())


def being_examined() -> bool:
    """Whether a file is being examined."""
    from django.db import connections

    from inreach.apps.exchange.models import ImportRun

    there = ImportRun.objects.filter(state=ImportRun.State.EXAMINING).exists()
    connections.close_all()
    return there


def waits_for_later() -> Sequence[object]:
    """Tasks that are to be done again later."""
    from django.db import connections
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    later = list(
        DBTaskResult.objects.filter(
            status="READY",
            task_path__endswith="deliver",
            run_after__year__lt=9999,
            run_after__gt=timezone.now(),
        )
    )
    connections.close_all()
    return later


def second_step(email: str) -> str:
    """Give somebody a second step for signing in, and return their address."""
    from allauth.mfa.totp.internal.auth import TOTP
    from django.db import connections

    from inreach.apps.accounts.models import User

    TOTP.activate(User.objects.get(email=email), SECRET)
    connections.close_all()
    return email


def code_at(moment: float) -> str:
    """The code that the app on a phone shows at a moment, as RFC 6238 has it."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return str(format_hotp_value(hotp_value(SECRET, int(moment) // STEP)))


def signed_in(place: Place, world: World, email: str, code: str) -> bool:
    """Sign in with password and code; say whether that was enough."""
    browser = Browser(place.port, email, world.password)
    browser.sign_in()
    form = browser.open(CODE, "code", {"code": code})
    return browser.ask(CODE, form).status == 302


def order(since: int) -> tuple[int, int]:
    """How often an event is older than the one before it, and how many stand in an earlier block than that.

    A block's events are those that waited when it was sealed, so numbers and blocks rise together.
    """
    from django.db import connections

    from inreach.apps.audit.models import Event

    rows = list(
        Event.objects.filter(number__gt=since).order_by("number").values_list("number", "at", "block")
    )
    connections.close_all()
    pairs = list(pairwise(rows))
    backwards = sum(later[1] < earlier[1] for earlier, later in pairs)
    return backwards, sum((later[2] or 0) < (earlier[2] or 0) for earlier, later in pairs)
