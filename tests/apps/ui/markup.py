"""HTML as a browser would lay it out: a flat list of tags and texts that two equal fragments share."""

import re

from lxml import html

INLINE = {"a", "b", "code", "em", "i", "kbd", "span", "strong", "u"}
EXACT = {"textarea", "pre"}
BOOLEAN = {"checked", "disabled", "hidden", "multiple", "open", "selected"}


def laid_out(fragment: str) -> list[object]:
    """The fragment as (tag, attributes) and texts: attributes unordered, white space where a browser would show it."""
    body = html.fragment_fromstring(fragment, create_parent="body")
    found: list[object] = []
    _walk(body, found)
    return _collapsed(found)


def _walk(element, found):
    attributes = {name: "" if name in BOOLEAN else value for name, value in element.attrib.items()}
    if "class" in attributes:
        attributes["class"] = " ".join(attributes["class"].split())
    found.append(("open", element.tag, attributes))
    exact = element.tag in EXACT
    if element.text:
        found.append(("exact", element.text) if exact else element.text)
    for child in element:
        _walk(child, found)
        if child.tail:
            found.append(child.tail)
    found.append(("close", element.tag))


def _collapsed(found):
    out: list[object] = []
    run: list[object] = []
    space = block = False
    for piece in found:
        if isinstance(piece, str):
            text = re.sub(r"[ \t\r\n\f]+", " ", piece)
            words = text.strip(" ")
            if not words:
                space = True
                continue
            if (space or text.startswith(" ")) and not block:
                out.append(" ")
            out += [*run, words]
            run, space, block = [], text.endswith(" "), False
        else:
            run.append(piece)
            block = block or piece[0] == "exact" or piece[1] not in INLINE
    return out + run
