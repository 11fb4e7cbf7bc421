"""What the documentation says of the code is what the code says."""

import re
import subprocess
import sys
from pathlib import Path

from tests.paths import ROOT


def pages() -> list[Path]:
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def test_generated_pages_are_up_to_date():
    done = subprocess.run(
        [sys.executable, "scripts/generate_docs.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.returncode == 0


def test_every_link_between_pages_leads_somewhere():
    broken = []
    for page in pages():
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
            if not re.match(r"[a-z]+:", target) and not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert broken == []


def test_decision_records_are_numbered_once_and_listed():
    records = sorted(p.name for p in (ROOT / "docs/decisions").glob("0*.md"))
    numbers = [name[:4] for name in records]
    assert numbers == [f"{n:04d}" for n in range(1, len(records) + 1)]
    listed = re.findall(
        r"\((0\d{3}-[^)]+)\)", (ROOT / "docs/decisions/README.md").read_text(encoding="utf-8")
    )
    assert sorted(listed) == records


def test_every_picture_of_the_guide_is_taken_by_a_journey_and_used_on_a_page():
    taken = {
        f"{name}-{width}.png"
        for journey in (ROOT / "tests" / "journeys").glob("test_*.py")
        for name in re.findall(r'step\("([^"]+)", picture=True\)', journey.read_text(encoding="utf-8"))
        for width in (1280, 390)
    }
    kept = {picture.name for picture in (ROOT / "docs" / "pictures").glob("*.png")}
    used = {
        Path(found).name
        for page in pages()
        for found in re.findall(r"\(([^)\s]*pictures/[^)\s]+)\)", page.read_text(encoding="utf-8"))
    }
    assert kept == taken
    assert used == kept
