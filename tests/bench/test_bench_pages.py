"""The benchmark of pages: its percentiles, what it calls short of what is asked, and its reader."""

import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from bench.asked import ALONE, GAIN, Asked, Measured, Timings, cells, percentile, table, verdict, written
from bench.pages.__main__ import options
from bench.pages.clients import Reader, SignInFailed, alone, together

QUICK = Timings((0.1,) * 20, wall=0.4)
SLOW = Timings((0.1,) * 20, wall=1.0)


def measured(**changes):
    return Measured(
        **{
            "page": "today",
            "where": "996 pupils, SQLite",
            "alone": QUICK,
            "together": QUICK,
            "one_worker": SLOW,
            "queries": (20, 20, 20),
            **changes,
        }
    )


@pytest.mark.parametrize(
    ("numbers", "percent", "expected"),
    [((5.0,), 95, 5.0), (tuple(range(1, 21)), 95, 19), (tuple(range(20, 0, -1)), 50, 10), ((1, 2), 100, 2)],
)
def test_a_percentile_is_the_smallest_number_that_so_many_do_not_exceed(numbers, percent, expected):
    assert percentile(numbers, percent) == expected


def test_there_is_no_percentile_of_nothing():
    with pytest.raises(ValueError, match="no percentile of nothing"):
        percentile((), 95)


def test_timings_say_median_percentile_and_answers_a_second():
    timings = Timings((0.3, 0.1, 0.2), wall=1.5)
    assert (timings.median_ms, timings.p95_ms, timings.a_second) == (200, 300, 2)


@pytest.mark.parametrize(
    ("asked", "number", "sentence"),
    [
        (ALONE, 150, ""),
        (ALONE, 151, "today: 151 ms at the median with one client, short of at most 150 ms"),
        (GAIN, 1.6, ""),
        (GAIN, 1.2, "today: 1.20 times as many pages with a second worker, short of at least 1.60"),
    ],
)
def test_a_number_that_misses_what_is_asked_is_said_with_what_was_asked(asked, number, sentence):
    assert asked.shortfall("today", number) == sentence


@pytest.mark.parametrize(
    ("number", "text"), [(3, "3"), (1.2345, "1.23"), (12.345, "12.3"), (1234.5, "1,234"), (0.5, "0.50")]
)
def test_numbers_are_written_as_a_table_shows_them(number, text):
    assert written(number) == text


def test_a_page_that_reaches_everything_is_short_of_nothing():
    assert list(measured().shortfalls()) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"alone": Timings((0.2,), 0.2)}, "one client"),
        ({"together": Timings((0.1,) * 20, 0.81), "one_worker": Timings((0.1,), 10)}, "pages a second"),
        ({"together": Timings((0.7,) * 20, 0.4)}, "95th percentile"),
        ({"alone": Timings((0.1,), 0.1, errors=1)}, "errors"),
        ({"one_worker": QUICK}, "second worker"),
        ({"queries": (26, 26, 26)}, "26 queries"),
        ({"queries": (3, 3, 5)}, "2 more queries with more rows"),
    ],
)
def test_each_number_that_is_asked_of_a_page_is_missed_by_itself(changes, words):
    (sentence,) = measured(**changes).shortfalls()
    assert words in sentence
    assert sentence.startswith("today, 996 pupils, SQLite: ")


def test_of_a_page_that_is_not_judged_only_errors_and_queries_are_said():
    page = measured(alone=Timings((9.0,), 9.0, errors=2), queries=(30, 30, 30), judged=False)
    assert [re.sub(r".*: ", "", sentence) for sentence in page.shortfalls()] == [
        "2 errors, short of at most 0",
        "30 queries, short of at most 25",
    ]


def test_the_table_has_columns():
    rows = table([("page", "1 client"), cells(measured())[:2]])
    assert rows == ["page   1 client", "today    100 ms"]


def test_the_command_fails_where_a_number_is_missed(capsys):
    missed = [
        Asked(what, 1).shortfall(place, 2)
        for place, what in (("here", "things"), ("there", "cups"), ("here", "pots"))
    ]
    assert (verdict([]), verdict(missed)) == (0, 1)
    assert capsys.readouterr().out.splitlines() == [
        "Every number that is asked was reached.",
        "here: 2 things, short of at most 1; 2 pots, short of at most 1",
        "there: 2 cups, short of at most 1",
    ]


def test_options_are_read():
    chosen = options(["--events", "3000", "--database", "postgres", "--peer", "-"])
    assert (chosen.events, chosen.database, chosen.peer) == (3000, "postgres", "-")


FORM = '<form><input type="hidden" name="csrfmiddlewaretoken" value="abc"></form>'


class Site(BaseHTTPRequestHandler):
    """A sign-in page with one right answer, a page for whoever gave it, and one that fails."""

    def do_GET(self):
        self.answer(
            {"/in": 200, "/page": 200 if "session=yes" in self.headers["Cookie"] else 302}.get(self.path, 500)
        )

    def do_POST(self):
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        right = sent == "password=right&csrfmiddlewaretoken=abc"
        self.answer(302 if right else 200, "session=yes; Path=/" if right else "")

    def answer(self, status, cookie=""):
        self.send_response(status)
        if cookie:
            self.send_header("Set-Cookie", cookie)
        self.send_header("Content-Length", str(len(FORM)))
        self.end_headers()
        self.wfile.write(FORM.encode())

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def port():
    with HTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def test_a_reader_signs_in_and_reads_with_the_cookie(port):
    reader = Reader(port)
    assert not reader.fetch("/page")()
    reader.sign_in("/in", {"password": "right"})
    assert reader.fetch("/page")()


def test_a_reader_with_the_wrong_password_says_so(port):
    with pytest.raises(SignInFailed, match="/in answered 200"):
        Reader(port).sign_in("/in", {"password": "wrong"})


def test_errors_are_counted_alone_and_together(port):
    fetch = Reader(port).fetch("/fault")
    by_one, by_four = alone(fetch, requests=3), together(fetch, clients=4, most=9)
    assert (len(by_one.seconds), by_one.errors) == (3, 3)
    assert (len(by_four.seconds), by_four.errors) == (9, 9)
