"""Somebody with a browser who fills in forms: everything that a page hides in its form is sent with what was typed."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode, urlsplit

from bench.pages.clients import HOST, Reader
from lxml import html

PATIENCE = 30  # seconds for an answer
SIGN_IN = "/accounts/login/"
Values = list[tuple[str, str]]


class NoAnswer(Exception):
    """The connection was refused, or ended before an answer came."""


class NoForm(Exception):
    """A page came that has no such form; the sentence holds its status and its heading."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, text and where it leads."""

    status: int
    text: str
    location: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form that was filled in: it can be sent again as it is, with the same one-time key."""

    path: str
    values: Values
    files: Mapping[str, bytes] = field(default_factory=dict)

    def body(self) -> tuple[bytes, str]:
        """Return what is sent, and its type."""
        if not self.files:
            return urlencode(self.values).encode(), "application/x-www-form-urlencoded"
        boundary = uuid.uuid4().hex
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in self.values
        ]
        parts += [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="file.zip"\r\n'
            "Content-Type: application/zip\r\n\r\n".encode()
            + content
            + b"\r\n"
            for name, content in self.files.items()
        ]
        return b"".join([*parts, f"--{boundary}--\r\n".encode()]), f"multipart/form-data; boundary={boundary}"


class Browser:
    """Somebody who is signed in, at one server."""

    def __init__(self, port: int, email: str, password: str) -> None:
        self.reader = Reader(port)
        self.email, self.password = email, password
        self.signed_out = 0

    def sign_in(self) -> None:
        """Sign in. Raises NoAnswer, or SignInFailed."""
        try:
            self.reader.sign_in(SIGN_IN, {"login": self.email, "password": self.password})
        except (OSError, HTTPException) as error:
            raise NoAnswer(str(error)) from error

    def ask(self, path: str, form: Form | None = None) -> Answer:
        """Read a page, or send a form. Raises NoAnswer."""
        reader = self.reader
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in reader.cookies.items())}
        body = None
        if form is not None:
            body, headers["Content-Type"] = form.body()
            headers["Referer"] = f"http://{HOST}:{reader.port}{path}"
        connection = HTTPConnection(HOST, reader.port, timeout=PATIENCE)
        try:
            connection.request("POST" if form else "GET", path, body, headers)
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")
        except (OSError, HTTPException) as error:
            raise NoAnswer(type(error).__name__) from error
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            reader.cookies[name] = value
        return Answer(response.status, text, response.headers.get("Location", ""))

    def open(
        self,
        path: str,
        having: str,
        typed: Mapping[str, str | Sequence[str]],
        files: Mapping[str, bytes] | None = None,
    ) -> Form:
        """Open a page and fill in its form that has a field of this name. Raises NoAnswer or NoForm.

        Whoever finds that they are signed out signs in again.
        """
        answer = self.ask(path)
        if answer.status == 302 and SIGN_IN in answer.location:
            self.signed_out += 1
            self.sign_in()
            answer = self.ask(path)
        if answer.status != 200:
            raise NoForm(f"{path} answered {answer.status}")
        return filled_in(path, answer.text, having, typed, files or {})


def filled_in(
    path: str,
    page: str,
    having: str,
    typed: Mapping[str, str | Sequence[str]],
    files: Mapping[str, bytes] | None = None,
) -> Form:
    """Return a form of a page with what somebody types; a sequence is boxes that are ticked. Raises NoForm."""
    for form in html.fromstring(page).forms:
        if having in form.fields:
            shown = [(name, value) for name, value in form.form_values() if name not in typed]
            for name, value in typed.items():
                shown += [(name, each) for each in ([value] if isinstance(value, str) else value)]
            action = urlsplit(form.get("action") or path).path
            return Form(action, shown, files or {})
    raise NoForm(f"{path} has no form with {having}")
