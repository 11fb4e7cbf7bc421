"""The benchmark of faults: the books that it keeps, how it reads forms, and what it calls short of what is asked."""

import subprocess
import sys
import zipfile
from io import BytesIO
from smtplib import SMTP, SMTPServerDisconnected

import pytest
from bench.asked import Asked
from bench.faults.__main__ import options
from bench.faults.books import Books, State
from bench.faults.browser import Form, NoForm, filled_in
from bench.faults.checks import Found
from bench.faults.importers import roster, state_on
from bench.faults.mail_server import MailServer, Mode
from bench.faults.place import with_clock
from bench.faults.programs import Program
from bench.faults.report import Report

from tests.project.places import until

PAGE = """<form method="post" action="/find"><input name="q"></form>
<form method="post"><input type="hidden" name="once" value="key"><input name="words" value="old">
<input type="checkbox" name="pupils" value="1"><input type="checkbox" name="pupils" value="2">
<select name="role"><option value="a">A</option><option value="b" selected>B</option></select></form>"""


@pytest.fixture
def books():
    """Three writes that were acknowledged, one of them when it was sent again, and one without an answer."""
    books = Books()
    for marker in ("first", "again", "third"):
        write = books.send("ratings", marker)
        if marker == "again":
            books.trouble(write, "no answer")
        books.close(write, State.ACKNOWLEDGED)
    books.trouble(books.send("ratings", "open"), "500")
    return books


@pytest.mark.parametrize(
    ("rows", "lost", "doubled", "from_nowhere"),
    [
        ({"first": 1, "again": 1, "third": 1}, (), (), ()),
        ({"first": 1, "again": 1, "third": 1, "open": 1}, (), (), ()),
        ({"first": 1, "third": 1}, ("again",), (), ()),
        ({"first": 1, "again": 2, "third": 1, "open": 2}, (), ("again", "open"), ()),
        ({"first": 1, "again": 1, "third": 1, "never": 1}, (), (), ("never",)),
    ],
)
def test_what_was_acknowledged_is_there_and_nothing_twice_or_from_nowhere(
    books, rows, lost, doubled, from_nowhere
):
    judgement = books.judge("ratings", rows)
    assert (judgement.lost, judgement.doubled, judgement.from_nowhere) == (lost, doubled, from_nowhere)


def test_the_books_say_what_is_open_and_what_came_instead_of_an_answer(books):
    assert books.acknowledged() == 3
    assert books.sent_again() == 2
    assert [write.marker for write in books.of(state=State.SENT)] == ["open"]
    assert books.troubles() == {"no answer": 1, "500": 1}
    assert books.kinds() == ["ratings"]


def test_a_marker_is_used_once(books):
    with pytest.raises(ValueError, match="first was written before"):
        books.send("ratings", "first")


def test_a_form_is_sent_with_what_it_hides_and_what_is_typed():
    form = filled_in("/page", PAGE, "words", {"words": "new", "pupils": ["1", "2"]})
    assert form == Form(
        "/page",
        [("once", "key"), ("role", "b"), ("words", "new"), ("pupils", "1"), ("pupils", "2")],
    )
    assert form.body()[0] == b"once=key&role=b&words=new&pupils=1&pupils=2"
    assert filled_in("/page", PAGE, "q", {"q": "x"}).path == "/find"
    with pytest.raises(NoForm, match="/page has no form with colour"):
        filled_in("/page", PAGE, "colour", {})


def test_a_form_with_a_file_is_sent_in_parts():
    body, kind = Form("/imports/", [("format", "oneroster")], {"file": b"PK"}).body()
    assert kind.startswith("multipart/form-data; boundary=")
    assert b'name="format"\r\n\r\noneroster\r\n' in body
    assert b'filename="file.zip"\r\nContent-Type: application/zip\r\n\r\nPK\r\n' in body


def test_a_roster_holds_its_pupils_under_its_marker():
    with zipfile.ZipFile(BytesIO(roster("Mark", 3, padding=10))) as zipped:
        users = zipped.read("users.csv").decode().splitlines()
    assert len(users) == 4
    assert all(",Mark," in row and "x" * 10 in row for row in users[1:])


def test_the_state_of_a_file_is_read_from_its_page():
    assert state_on('<p><strong class="govuk-tag govuk-tag--teal">\n  Applied\n</strong></p>') == "Applied"
    assert state_on("<p>Something else</p>") == ""
    assert state_on("") == ""


def test_what_is_found_is_short_of_what_is_asked_with_a_few_examples(capsys):
    report = Report("kills, SQLite")
    report.judge(Found(lost=[f"ratings: {number}" for number in range(7)], said="The audit is whole."))
    report.ask(Asked("kills", 200, at_least=True), 200)
    assert report.shortfalls == ["kills, SQLite: 7 acknowledged writes lost, short of at most 0"]
    printed = capsys.readouterr().out
    assert printed.count("- ratings:") == 5
    assert "lost 7, twice 0, half 0, stuck 0, faults of the audit 0. The audit is whole." in printed


def test_a_program_that_is_killed_is_started_again_until_it_is_stopped(tmp_path):
    program = Program("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"], {}, tmp_path / "log")
    program.start()
    first = program.pid
    try:
        assert program.kill()
        until(lambda: program.pid not in {0, first})
        assert (program.killed, program.ended_by_itself) == (1, 0)
    finally:
        program.stop()
    assert program.pid == 0


def test_the_clock_of_a_program_can_be_wrong():
    import os
    import time

    said = subprocess.run(
        [sys.executable, "-c", "import time; print(time.time())"],
        env={**os.environ, **with_clock({}, -3600)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert -3700 < float(said.stdout) - time.time() < -3500


def test_the_mail_server_takes_counts_and_is_gone():
    server = MailServer()
    server.set(Mode.UP)
    with SMTP("127.0.0.1", server.port, timeout=10) as smtp:
        for _ in range(2):
            smtp.sendmail(
                "a@example.org", ["b@example.org"], "Message-ID: <1@here>\nTo: b@example.org\n\nHello"
            )
    assert dict(server.taken) == {"<1@here> b@example.org": 2}
    server.set(Mode.GONE)
    with pytest.raises((ConnectionRefusedError, SMTPServerDisconnected)):
        SMTP("127.0.0.1", server.port, timeout=10)


def test_options_have_a_usual_number_of_kills():
    assert (options([]).kills, options([]).database) == (200, None)
    assert options(["--database", "sqlite", "--kills", "8", "--part", "disk"]).part == ["disk"]
