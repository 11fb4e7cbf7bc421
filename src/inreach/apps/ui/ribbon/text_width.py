"""How wide a line of Atkinson Hyperlegible Next is, and how to shorten one so that it fits its place."""

from collections.abc import Iterable
from functools import lru_cache

# Advance widths of the semibold face in thousandths of the type size, rounded up to the next twenty.
ADVANCES = {
    letter: advance
    for advance, letters in {
        220: "'",
        250: ",.:;j|",
        300: "`i !l’",
        340: "()[]f",
        380: '"-rt{}',
        440: "_/I\\1",
        520: "*csvyz?x7–",
        560: "JLak~<>Fehnou2",
        600: "9E^bdgp$+35STq",
        640: "468=PVYZBR",
        680: "0ACKXDU",
        740: "H#&GNwOQ…",
        800: "@",
        860: "M—",
        980: "Wm%",
    }.items()
    for letter in letters
}
UNKNOWN = 680
FALLBACK_ALLOWANCE = 1.04
ELLIPSIS = "…"
SMALL_WORDS = frozenset({"and", "of", "the", "in", "for", "with", "to", "a"})


@lru_cache(maxsize=4096)
def width_of(text: str, size: float) -> float:
    """Return the width in pixels of one line at this type size, a little generous."""
    return sum(ADVANCES.get(letter, UNKNOWN) for letter in text) / 1000 * size * FALLBACK_ALLOWANCE


def fits(text: str, size: float, room: float) -> bool:
    """Say whether the line fits into so many pixels."""
    return width_of(text, size) <= room


def initials(text: str) -> str:
    """Return the initials of a name of two or more words, "RE" for "Religious education", or ""."""
    words = [word for word in text.replace("-", " ").split() if word.lower() not in SMALL_WORDS]
    letters = "".join(word[0] for word in words if word[0].isalpha()).upper()
    return letters if 2 <= len(letters) <= 3 else ""


@lru_cache(maxsize=4096)
def shorten(text: str, size: float, room: float, *, may_be_initials: bool = True) -> str:
    """Return the longest honest form of a name that fits: whole, cut late, initials, cut early, or "".

    A cut form keeps three letters or more and ends in an ellipsis: nobody takes it for the whole name.
    """
    text = " ".join(text.split())
    if fits(text, size, room):
        return text
    cut = ""
    for length in range(len(text) - 1, 2, -1):
        stem = text[:length].rstrip(" -,.&")
        if len(stem) >= 3 and fits(stem + ELLIPSIS, size, room):
            cut = stem + ELLIPSIS
            break
    short = initials(text) if may_be_initials else ""
    if len(cut) < 6 and short and fits(short, size, room):
        return short
    return cut


def first_that_fits(choices: Iterable[str], size: float, room: float) -> str:
    """Return the first of the choices that fits into so many pixels, or ""."""
    return next((choice for choice in choices if fits(choice, size, room)), "")
