"""Start `make demo` in a clean clone with empty caches, wait until it is ready, sign in as two people, and end it."""

import http.cookiejar
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 600  # seconds: it installs everything anew, and loads the demonstration
PEOPLE = 2
CHOICE = re.compile(r'<form[^>]*action="(?P<url>[^"]*)"[^>]*>(?P<inside>.*?)</form>', re.DOTALL)
HIDDEN = re.compile(r'<(?:input|button)[^>]*name="(?P<name>[^"]+)"[^>]*value="(?P<value>[^"]*)"')


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def clone(into: Path) -> Path:
    """What is committed, and nothing else."""
    place = into / "inreach"
    subprocess.run(["git", "clone", "--quiet", "--depth=1", f"file://{ROOT}", str(place)], check=True)
    return place


def wait_until_ready(address: str, demo: subprocess.Popen[bytes]) -> float:
    """Wait for /readyz, and return how many seconds it took."""
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE:
        if demo.poll() is not None:
            sys.exit(f"make demo ended with status {demo.returncode}.")
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5) as answer:  # noqa: S310
                if answer.status == 200:
                    return time.monotonic() - began
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(1)
    sys.exit(f"make demo was not ready after {PATIENCE} seconds.")


def sign_in(address: str, number: int) -> str:
    """Choose one of the people on the first page, and return the address to which that leads."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    page = browser.open(f"{address}/accounts/login/", timeout=60).read().decode()
    choices = [form for form in CHOICE.finditer(page) if "/demo/" in form["url"]]
    form = choices[number]
    fields = {field["name"]: field["value"] for field in HIDDEN.finditer(form["inside"])}
    request = urllib.request.Request(  # noqa: S310
        urllib.parse.urljoin(address, form["url"]),
        urllib.parse.urlencode(fields).encode(),
        {"Referer": address},
    )
    answer = browser.open(request, timeout=60)
    text = answer.read().decode()
    if answer.status != 200 or "Sign out" not in text:
        sys.exit(f"Nobody is signed in after choosing person {number + 1}.")
    return str(answer.url)


def main() -> None:
    """Try it, and say how long it took."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="inreach-demo-") as folder:
        place = clone(Path(folder))
        keep = (
            "PATH",
            "LANG",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "NO_PROXY",
            "http_proxy",
            "https_proxy",
            "no_proxy",
        )
        env = {
            name: os.environ[name]
            for name in os.environ
            if name in keep or name.startswith(("PIP_", "UV_", "SSL_"))
        }
        # Nothing of an earlier run: neither packages nor wheels nor compiled code.
        env |= {"HOME": folder, "XDG_CACHE_HOME": f"{folder}/cache", "UV_CACHE_DIR": f"{folder}/cache/uv"}
        demo = subprocess.Popen(
            [shutil.which("make") or "make", "demo", f"PORT={port}"],
            cwd=place,
            env=env,
            start_new_session=True,
        )
        try:
            seconds = wait_until_ready(address, demo)
            where = [sign_in(address, number) for number in range(PEOPLE)]
        finally:
            os.killpg(demo.pid, signal.SIGINT)
            demo.wait(60)
    print(
        f"make demo was ready after {seconds:.0f} s; two people signed in and came to {' and '.join(where)}."
    )


if __name__ == "__main__":
    main()
