"""Fetch the front-end files that Inreach serves itself, at the versions named here; the same bytes every time.

Needs npm; the running product needs neither npm nor node. What may not be used off gov.uk (typeface, crown, crest)
is cut out.
"""

import hashlib
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENDOR = ROOT / "src/inreach/apps/ui/static/ui/vendor"
FIXTURES = ROOT / "tests/apps/ui/fixtures"
LOCK = VENDOR / "vendor.lock.json"

GOVUK = ("govuk-frontend", "6.6.0")
FONT = ("@fontsource-variable/atkinson-hyperlegible-next", "5.3.0")
FONT_FAMILY = '"Atkinson Hyperlegible Next"'

COMPONENTS = (
    "accordion",
    "back-link",
    "breadcrumbs",
    "button",
    "character-count",
    "checkboxes",
    "date-input",
    "details",
    "error-message",
    "error-summary",
    "fieldset",
    "file-upload",
    "footer",
    "generic-header",
    "hint",
    "input",
    "inset-text",
    "label",
    "notification-banner",
    "pagination",
    "panel",
    "password-input",
    "phase-banner",
    "radios",
    "select",
    "service-navigation",
    "skip-link",
    "summary-list",
    "table",
    "tabs",
    "tag",
    "task-list",
    "textarea",
    "warning-text",
)


def fetch(package: tuple[str, str], into: Path) -> Path:
    """The unpacked folder of one npm package."""
    folder = into / package[0].replace("/", "-")
    folder.mkdir()
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm was not found. Install Node.js, then run `make vendor` again.")
    subprocess.run(
        [npm, "pack", "--silent", f"{package[0]}@{package[1]}"], cwd=folder, check=True, capture_output=True
    )
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def without_crown(css: str) -> str:
    """The style sheet without typeface, crown and crest, and without their addresses; stops if one is left."""
    css = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css)
    css = re.sub(r"/\*!(?:(?!\*/).)*?[Cc]rown.*?\*/", "", css, flags=re.S)
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = css.replace("GDS Transport", FONT_FAMILY)
    css = re.sub(r"[^{}]*\.govuk-footer__copyright-logo[^{}]*\{[^}]*\}", "", css)
    css = re.sub(r"@supports [^{}]*\{\}", "", css)
    left = re.findall(r"url\((?!data:)[^)]*\)|GDS Transport|copyright-logo|@import", css)
    if left:
        raise SystemExit(f"The style sheet still names what must not be served: {sorted(set(left))}")
    return css.strip() + "\n"


def without_map(script: str) -> str:
    """The script without the line that names its source map, which is not served."""
    return re.sub(r"\n?//# sourceMappingURL=.*\s*$", "", script).rstrip() + "\n"


def without_emblems(html: str) -> str:
    """The expected footer without crown, licence emblem, and the licence and copyright that are not ours to claim."""
    html = re.sub(r"<svg\b.*?</svg>", "", html, flags=re.S)
    licence = r'<span class="govuk-footer__licence-description">\s*All content is available.*?</span>'
    html = re.sub(licence, "", html, flags=re.S)
    crest = r'<a\s+class="govuk-footer__link govuk-footer__copyright-logo"[^>]*>(.*?)</a>'
    html = re.sub(crest, r"\1", html, flags=re.S)
    return re.sub(r'<div class="govuk-footer__meta-item">\s*© Crown copyright\s*</div>', "", html)


def fixtures_of(source: Path) -> str:
    """The examples of one component, only what the tests compare: name, hidden or not, options and expected HTML."""
    data = json.loads(source.read_text("utf-8"))
    kept = [
        {key: example[key] for key in ("name", "hidden", "options", "html")} for example in data["fixtures"]
    ]
    if data["component"] == "footer":
        for example in kept:
            example["html"] = without_emblems(example["html"])
    return json.dumps({"component": data["component"], "fixtures": kept}, indent=1, ensure_ascii=False) + "\n"


def write_all(downloads: Path) -> list[Path]:
    """Every vendored file, written in place; returns their paths."""
    govuk = fetch(GOVUK, downloads) / "dist/govuk"
    font = fetch(FONT, downloads)
    written = []

    def write(path: Path, content: str | bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        written.append(path)

    write(
        VENDOR / "govuk-frontend.min.css",
        without_crown((govuk / "govuk-frontend.min.css").read_text("utf-8")),
    )
    write(VENDOR / "govuk-frontend.min.js", without_map((govuk / "govuk-frontend.min.js").read_text("utf-8")))
    for subset in ("latin", "latin-ext"):
        for style in ("normal", "italic"):
            name = f"atkinson-hyperlegible-next-{subset}-wght-{style}.woff2"
            write(VENDOR / "fonts" / name, (font / "files" / name).read_bytes())
    write(VENDOR / "fonts/OFL.txt", (font / "LICENSE").read_bytes())
    for component in COMPONENTS:
        write(FIXTURES / f"{component}.json", fixtures_of(govuk / "components" / component / "fixtures.json"))
    written.append(VENDOR / "govuk-frontend.LICENCE.txt")
    return written


def lock_of(files: list[Path]) -> str:
    """The lock file: versions of the packages and the SHA-256 of each file, by its path in the project."""
    sums = {
        path.relative_to(ROOT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }
    packages = dict(sorted((GOVUK, FONT)))
    return json.dumps({"packages": packages, "sha256": dict(sorted(sums.items()))}, indent=2) + "\n"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        LOCK.write_text(lock_of(write_all(Path(folder))), "utf-8")


if __name__ == "__main__":
    main()
