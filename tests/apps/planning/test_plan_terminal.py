"""`inreach plan` on a terminal and without one: the live line, Ctrl-C, and a reader who goes."""

import fcntl
import io
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
import time

import pytest
from bench.planner import problem_of
from django.core.management import CommandError, call_command

from inreach.apps.planning.services import progress
from inreach.apps.planning.services.progress import Line, Progress, folded, listening
from inreach.planner.plan import News
from inreach.planner.problem.files import problem_text, read_timetable
from inreach.planner.problem.timetable import Timetable
from inreach.planner.rules import broken
from tests.planner.schools import instance

NOTHING = Timetable(())


@pytest.fixture
def school():
    return problem_of(instance(3))


@pytest.fixture
def file(school, tmp_path):
    path = tmp_path / "problem.json"
    path.write_text(problem_text(school), encoding="utf-8")
    return path


def came_to(far):
    """What came to the far end of a terminal, up to the end of a line."""
    text = ""
    while not text.endswith("\n"):
        text += os.read(far, 65536).decode()
    return text


class Presser(io.StringIO):
    """Somebody who presses Ctrl-C, once or more, when they first read a word."""

    def __init__(self, word, times):
        super().__init__()
        self.word, self.times = word, times

    def write(self, text):
        times, self.times = (self.times, 0) if self.word in text else (0, self.times)
        for _ in range(times):
            os.kill(os.getpid(), signal.SIGINT)
        return super().write(text)


@pytest.mark.parametrize("times", [1, 3])
def test_ctrl_c_during_the_search_ends_it_with_the_best_answer_however_often_it_is_pressed_at_once(
    file, school, tmp_path, times
):
    out, line, answer = io.StringIO(), Presser("harm", times), tmp_path / "answer.json"
    before = signal.getsignal(signal.SIGINT)
    call_command("plan", str(file), "--seconds", "600", "--out", str(answer), stdout=out, stderr=line)
    assert "Harm is" in out.getvalue()
    assert broken(school, read_timetable(answer.read_text(encoding="utf-8"))) == ()
    assert signal.getsignal(signal.SIGINT) is before


def test_ctrl_c_pressed_again_later_ends_the_search_at_once_with_the_best_answer_and_without_a_run(
    file, tmp_path, monkeypatch
):
    monkeypatch.setattr(progress, "IMPATIENT", -1.0)
    out, line, kept = io.StringIO(), Presser("harm", 2), tmp_path / "run.json"
    words = ("plan", str(file), "--seconds", "600", "--no-proof", "--keep-run", str(kept))
    with pytest.raises(CommandError, match=r"run\.json is not written: the search was ended"):
        call_command(*words, stdout=out, stderr=line)
    assert "Harm is" in out.getvalue()
    assert not kept.exists()


def test_ctrl_c_while_changes_are_tried_leaves_the_answer_and_what_was_found_until_then(file):
    class Terminal(Presser):
        def isatty(self):
            return True

    out, line = io.StringIO(), Terminal("Trying changes: 1 of", 1)
    words = ("plan", str(file), "--rounds", "3", "--no-proof", "--explain", "--tries", "20")
    call_command(*words, stdout=out, stderr=line)
    assert "Harm is" in out.getvalue()
    assert "\nWhat each pupil loses" in out.getvalue()
    assert "Trying changes: 2 of" not in line.getvalue()
    assert "The trying of changes was ended" in out.getvalue()
    assert line.getvalue().endswith("\n")


def test_ctrl_c_is_noted_once_and_ends_everything_when_it_is_pressed_again_a_second_later():
    with listening() as presses:
        assert not presses.asked()
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)
        assert presses.asked()
        presses.begin()
        assert not presses.asked()
        os.kill(os.getpid(), signal.SIGINT)
        presses.first -= 2
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)


@pytest.fixture
def terminal(monkeypatch):
    """A terminal of 30 columns: what is written to it, and a way to read what came."""
    monkeypatch.setenv("TERM", "xterm")
    far, near = pty.openpty()
    fcntl.ioctl(near, termios.TIOCSWINSZ, struct.pack("HHHH", 20, 30, 0, 0))
    with os.fdopen(near, "w", encoding="utf-8") as out:
        yield out, lambda: came_to(far)
    os.close(far)


def test_the_live_line_is_rewritten_in_place_is_never_broken_by_the_terminal_and_ends_in_a_new_line(terminal):
    out, came = terminal
    line = Progress(out)
    line.tell(News(123456, None, 0.1, NOTHING))
    line.tell(News(123455, 123450, 0.2, NOTHING))
    line.end()
    text = came()
    assert text.count("\n") == 1
    assert text.endswith("\n")
    parts = text.rstrip("\r\n").split("\r")
    assert max(map(len, parts)) < 30
    assert parts[1].strip() == "Getting ready …"
    assert parts[-1].startswith("   0.2 s  harm 123,455, bound")


def test_on_a_terminal_that_cannot_rewrite_a_line_none_is_rewritten(terminal, monkeypatch):
    monkeypatch.setenv("TERM", "dumb")
    out, _ = terminal
    assert not Line(out).live


def test_without_a_terminal_a_long_search_writes_the_first_news_and_the_last_and_little_between():
    out = io.StringIO()
    line = Progress(out)
    for points in range(1000, 0, -1):
        line.tell(News(points, None, 1.0, NOTHING))
        line.look()
    line.end()
    line.end()
    assert out.getvalue() == "   1.0 s  harm 1,000, no bound yet\n   1.0 s  harm 1, no bound yet\n"


def test_news_ten_seconds_apart_are_all_told_without_a_terminal(monkeypatch):
    out = io.StringIO()
    line = Progress(out)
    for seconds in range(0, 40, 10):
        monkeypatch.setattr(time, "monotonic", lambda now=1000.0 + seconds: now)
        line.tell(News(100 - seconds, None, float(seconds), NOTHING))
    assert len(out.getvalue().splitlines()) == 4


def test_lines_are_broken_between_words_and_what_goes_on_is_set_in():
    assert folded("  Pupil 1: 60%, with The Lighthouse", 24) == "  Pupil 1: 60%, with\n      The Lighthouse"
    assert folded("\nWhat would help", 24) == "\nWhat would help"


def test_a_reader_who_goes_away_ends_the_command_without_a_word():
    words = [sys.executable, "-c", "from inreach.project.console import main; main()", "help", "--commands"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as command:
        command.stdout.close()
        said = command.stderr.read()
    assert (said, command.returncode) == (b"", 141)


def test_a_refusal_on_a_terminal_has_no_colour_where_somebody_wants_none():
    far, near = pty.openpty()
    words = [sys.executable, "-c", "from inreach.project.console import main; main()", "plan"]
    told = {"TERM": "xterm", "NO_COLOR": "1", "DJANGO_COLORS": ""}
    done = subprocess.run(words, env=os.environ | told, stdout=near, stderr=near, check=False)
    text = os.read(far, 65536).decode()
    os.close(near)
    os.close(far)
    assert done.returncode == 1
    assert text == "CommandError: Give a problem file, or --school and --week.\r\n"
