"""Each event as an English sentence: who did what, to whom.

A sentence is made of who acted and what they did. `{pupil}` and `{person}` stand for names that the reader may see, or
for "a pupil" and "somebody"; other names in braces are details of the event. `{pupils:pupil|pupils}` is a
number with the word for one and for many. A verb that has no sentence yet, or an
event that lacks a detail, falls back to its own words, so that nothing is left out.
"""

import string
from collections.abc import Callable, Mapping
from typing import Any

from inreach.apps.audit.models import Event

A_PUPIL = "a pupil"
SOMEBODY = "somebody"

PREDICATES: dict[str, str] = {}
OF_STRANGERS: dict[str, str] = {}
VALUES: dict[str, Mapping[str, str]] = {}
DETAILS: dict[str, Callable[[Mapping[str, Any]], Mapping[str, Any]]] = {}


def register_sentences(
    predicates: Mapping[str, str],
    *,
    of_strangers: Mapping[str, str] | None = None,
    values: Mapping[str, Mapping[str, str]] | None = None,
    details: Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, Any]]] | None = None,
) -> None:
    """Word what an app records: by verb, what somebody did, and whole sentences where nobody is known to have acted.

    `values` are the words for what is kept short in the details of an event, such as a state, by verb.
    `details` do the same where one detail says how another reads: they return the details in words, by verb.

    Each app calls this in its `audit_sentences.py`, which is read once when the program starts. ValueError for a verb
    that has its words already.
    """
    for words, new in ((PREDICATES, predicates), (OF_STRANGERS, of_strangers or {})):
        twice = sorted(verb for verb in new if verb in PREDICATES or verb in OF_STRANGERS)
        if twice:
            raise ValueError(f"{', '.join(twice)}: worded twice. One app records an event, and words it.")
        words.update(new)
    VALUES.update(values or {})
    DETAILS.update(details or {})


def label(verb: str) -> str:
    """A verb as a choice in a list: the sentence without its names."""
    text = OF_STRANGERS.get(verb) or PREDICATES.get(verb) or own_words(verb)
    plain = _filled(text, _Placeholders())
    return plain[:1].upper() + plain[1:]


class _Placeholders(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return {"pupil": A_PUPIL, "person": SOMEBODY}.get(key, "…")


class _Counting(string.Formatter):
    """Fills a sentence; after a colon stand the words for one and for many, of which the number takes its own."""

    def format_field(self, value: Any, format_spec: str) -> str:
        one, _, many = format_spec.partition("|")
        return f"{value} {one if str(value) == '1' else many}" if format_spec else str(value)


def _filled(text: str, words: Mapping[str, Any]) -> str:
    return _Counting().vformat(text, (), words)


def own_words(verb: str) -> str:
    """A verb without a sentence, in its own words."""
    return f"recorded “{verb.replace('.', ' ').replace('_', ' ')}”"


def sentence(event: Event, *, actor: str, pupil: str = "", person: str = "") -> str:
    """The event in one sentence. `actor` acted; `pupil` and `person` are those it is about, "" if not to be named."""
    value_words = VALUES.get(event.verb, {})
    details = DETAILS[event.verb](event.details) if event.verb in DETAILS else event.details
    words: dict[str, Any] = {
        **{name: value_words.get(str(value), value) for name, value in details.items()},
        "pupil": pupil or A_PUPIL,
        "person": person or SOMEBODY,
        "role": str(event.details.get("role", "")).replace("_", " "),
    }
    if event.verb in OF_STRANGERS:
        about = person or "somebody who is not known here"
        return OF_STRANGERS[event.verb].format(person=about) + "."
    try:
        predicate = _filled(PREDICATES[event.verb], words)
    except KeyError:
        predicate = own_words(event.verb) + (f" about {pupil or A_PUPIL}" if event.pupil_id else "")
    return f"{actor} {predicate}."
