"""Logs are JSON, a traceback is whole and text in them, and what a database says shows nobody's name."""

import io
import json
import logging
import logging.config
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction

from inreach.apps.accounts.models import Membership, User
from inreach.core.access.roles import Role
from inreach.project.log_scrubbing import without_values
from inreach.project.logs import logging_config
from tests import worlds
from tests.log_watch import LOGS

DUPLICATE = """Traceback (most recent call last):
  File "utils.py", line 105, in _execute
    return self.cursor.execute(sql, params)
psycopg.errors.UniqueViolation: duplicate key value violates unique constraint "accounts_user_email_key"
DETAIL:  Key (email, name)=(kim@example.org, Kim Lee
of 4B) already exists.

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "views.py", line 3, in add
    raise ValueError("no")
django.db.utils.DataError: invalid input syntax for type uuid: "Kim Lee"
LINE 1: ... WHERE "name" = 'Kim Lee'
                           ^
"""


@contextmanager
def written(level: str = "INFO"):
    """What is logged meanwhile, set up as in production, into a text of its own."""
    root, config = logging.getLogger(), logging_config(level=level, as_json=True)
    names = ["", *config["loggers"]]
    before = {name: (logging.getLogger(name).handlers[:], logging.getLogger(name).level) for name in names}
    propagates = {name: logging.getLogger(name).propagate for name in names}
    stream = io.StringIO()
    config["handlers"]["console"]["stream"] = stream
    logging.config.dictConfig(config)
    try:
        yield stream
    finally:
        for name, (handlers, old_level) in before.items():
            logger = logging.getLogger(name)
            logger.handlers[:], logger.propagate = handlers, propagates[name]
            logger.setLevel(old_level)
        assert root.handlers == before[""][0]


def test_the_details_of_a_database_error_are_cut_and_the_rest_stays():
    text = without_values(DUPLICATE)
    assert "Kim" not in text
    assert "kim@" not in text
    for kept in (
        'violates unique constraint "accounts_user_email_key"',
        "DETAIL: (cut)",
        "The above exception was the direct cause",
        'raise ValueError("no")',
        "django.db.utils.DataError: invalid input syntax for type uuid: (cut)",
    ):
        assert kept in text


@pytest.mark.parametrize(
    "text", ["Mail to kim.lee@school.example.org failed", "Pupil H801200001001 is twice"]
)
def test_addresses_and_upns_are_cut_wherever_they_stand(text):
    assert without_values(text).split() != text.split()
    assert "(cut)" in without_values(text)


@pytest.mark.django_db(transaction=True)
def test_a_fault_is_one_line_of_json_with_the_whole_traceback_and_nobodys_name():
    kim = worlds.person("kim@example.org", (worlds.school().organisation, Role.SENCO), name="Kim Lee")
    with written() as stream:
        for wrong in (
            lambda: User.objects.create_user(kim.email, name=kim.name),
            lambda: Membership.objects.create(
                user=kim, organisation_id=kim.pk, role="senco", starts=worlds.TODAY
            ),
        ):
            try:
                with transaction.atomic():
                    wrong()
                    connection.check_constraints()
            except IntegrityError:
                logging.getLogger("django.request").exception("Internal Server Error: %s", "/people/add/")
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line["event"] for line in lines] == ["Internal Server Error: /people/add/"] * 2
    for line in lines:
        assert line["level"] == "error"
        assert line["exception"].startswith("Traceback (most recent call last):")
        assert "IntegrityError" in line["exception"]
        for name in (kim.name, kim.email, str(kim.pk), kim.pk.hex):
            assert name not in line["exception"]


@pytest.mark.parametrize(("level", "heard"), [("INFO", 3), ("WARNING", 2), ("ERROR", 1)])
def test_the_level_that_is_set_is_obeyed_by_django_too(level, heard):
    with written(level) as stream:
        for log in (
            logging.getLogger("django.request"),
            logging.getLogger("django.security"),
            logging.getLogger("x"),
        ):
            log.info("quietly")
            log.warning("aloud")
            log.error("louder")
    assert len(stream.getvalue().splitlines()) == 3 * heard


def test_what_the_whole_suite_logs_is_read_and_a_name_in_it_would_be_seen(request):
    watch = request.config.stash[LOGS]
    before = watch.written
    logging.getLogger("django.request").warning("Not Found: %s", "/pupils/")
    assert (watch.written, watch.naming) == (before + 1, [])
    logging.getLogger("inreach.anything").error("Nothing is known of %s", "Kai Rowe")
    [line] = watch.naming
    assert json.loads(line)["event"] == "Nothing is known of Kai Rowe"
    watch.naming.clear()
