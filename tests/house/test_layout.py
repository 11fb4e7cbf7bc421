"""The house stays beautiful: small files, no room named for nothing in particular, no page built in Python."""

import re
import subprocess
from pathlib import Path

from tests.paths import ROOT

BANNED_NAMES = {"utils", "util", "common", "helpers", "misc"}


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).exists()]


def test_no_file_is_longer_than_400_lines():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in tracked("*.py", "*.html", "*.css", "*.js", "*.sh")
        if "vendor" not in path.parts
        and "migrations" not in path.parts
        and "fixtures" not in path.parts
        and (lines := path.read_text(encoding="utf-8").count("\n")) > 400
    }
    assert long == {}


def test_no_file_is_named_for_nothing_in_particular():
    assert [str(p) for p in tracked("*.py") if p.stem in BANNED_NAMES or set(p.parts) & BANNED_NAMES] == []


def test_templates_hold_no_inline_script_style_or_handler():
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=\"", re.IGNORECASE)
    guilty = [
        str(path.relative_to(ROOT))
        for path in tracked("src/*.html")
        if inline.search(re.sub(r"{#.*?#}", "", path.read_text(encoding="utf-8")))
    ]
    assert guilty == []


def test_pages_ask_nothing_of_other_sites():
    outside = re.compile(r"(?:src|href|action)=\"(?:https?:)?//", re.IGNORECASE)
    guilty = [
        str(path.relative_to(ROOT))
        for path in tracked("src/*.html")
        if outside.search(path.read_text(encoding="utf-8"))
    ]
    assert guilty == []
