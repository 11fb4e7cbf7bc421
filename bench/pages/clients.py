"""People who read pages over HTTP on this machine: one after the other, or eight at once."""

import re
import threading
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from time import perf_counter
from urllib.parse import urlencode

from bench.asked import CLIENTS, Timings

HOST = "127.0.0.1"
TIMEOUT = 60
ALONE_REQUESTS, ALONE_SECONDS, BURST_REQUESTS, BURST_SECONDS = 15, 8.0, 160, 3.0
TOKEN = re.compile(r'name="?csrfmiddlewaretoken"?[^>]*? value="?([^"\s>]+)')

Fetch = Callable[[], bool]


class SignInFailed(RuntimeError):
    """The product, or the peer, did not let somebody in."""


class Reader:
    """Somebody with a browser's cookies at one server."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def request(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """Return status and text of one answer. A new connection each time, as gunicorn's plain workers have it."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            body = urlencode(form)
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"http://{HOST}:{self.port}{path}",
            }
        connection = HTTPConnection(HOST, self.port, timeout=TIMEOUT)
        try:
            connection.request("GET" if form is None else "POST", path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, text

    def sign_in(self, path: str, form: dict[str, str]) -> None:
        """Fill in the form of a sign-in page and send it. Raises SignInFailed."""
        _, text = self.request(path)
        token = TOKEN.search(text)
        if token is None:
            raise SignInFailed(f"{path} has no form.")
        status, _ = self.request(path, {**form, "csrfmiddlewaretoken": token[1]})
        if status != 302:
            raise SignInFailed(f"{path} answered {status} to somebody with the right password.")

    def at(self, port: int) -> "Reader":
        """Return the same person at another server on the same database."""
        reader = Reader(port)
        reader.cookies = self.cookies
        return reader

    def fetch(self, path: str) -> Fetch:
        """Return a function that reads a page and says whether it came whole."""

        def read() -> bool:
            try:
                return self.request(path)[0] == 200
            except (OSError, HTTPException):
                return False

        return read


def alone(fetch: Fetch, requests: int = ALONE_REQUESTS) -> Timings:
    """Read a page so many times, or for a few seconds, one after the other, after a first time that warms it up."""
    fetch()
    seconds, errors, begin = [], 0, perf_counter()
    for _ in range(requests):
        start = perf_counter()
        errors += not fetch()
        seconds.append(perf_counter() - start)
        if perf_counter() - begin > ALONE_SECONDS:
            break
    return Timings(tuple(seconds), perf_counter() - begin, errors)


def together(fetch: Fetch, clients: int = CLIENTS, most: int = BURST_REQUESTS) -> Timings:
    """Read a page with several clients at once, each again and again, for a few seconds or so many times."""
    seconds: list[float] = []
    errors: list[bool] = []
    begun: list[float] = []
    left = iter(range(most))
    lock, gate = threading.Lock(), threading.Barrier(clients)

    def client() -> None:
        gate.wait()
        with lock:
            begun.append(perf_counter())
        while perf_counter() - begun[0] < BURST_SECONDS:
            with lock:
                if next(left, None) is None:
                    return
            start = perf_counter()
            whole = fetch()
            took = perf_counter() - start
            with lock:
                seconds.append(took)
                errors.append(not whole)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Timings(tuple(seconds), perf_counter() - begun[0], sum(errors))
