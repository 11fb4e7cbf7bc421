import hashlib
import json
from pathlib import Path

from tests.paths import ROOT

VENDOR = ROOT / "src/inreach/apps/ui/static/ui/vendor"
LOCK = json.loads((VENDOR / "vendor.lock.json").read_text("utf-8"))


def test_every_vendored_file_is_the_one_that_was_locked():
    found = {path: hashlib.sha256((ROOT / path).read_bytes()).hexdigest() for path in LOCK["sha256"]}
    assert found == LOCK["sha256"]


def test_no_vendored_file_is_outside_the_lock():
    here = {
        path.relative_to(ROOT).as_posix()
        for folder in (VENDOR, Path(__file__).parent / "fixtures")
        for path in folder.rglob("*")
        if path.is_file() and path.name != "vendor.lock.json"
    }
    assert here == set(LOCK["sha256"])


def test_the_style_sheet_names_no_other_address_and_nothing_that_belongs_to_the_crown():
    css = (VENDOR / "govuk-frontend.min.css").read_text("utf-8")
    assert [
        word for word in ("url(", "@import", "GDS Transport", "crest", "@font-face", "//#") if word in css
    ] == []
    assert css.count("{") == css.count("}")


def test_the_script_asks_for_no_source_map():
    script = (VENDOR / "govuk-frontend.min.js").read_text("utf-8")
    assert "sourceMappingURL" not in script
