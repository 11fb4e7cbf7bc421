"""A specification drawn as SVG: no browser, no network, the identity's own letters, and nothing that a policy blocks.

The drawing has a title and a description for those who listen, text stays text, and no element has a style of its
own, so that it is seen under a content security policy of `default-src 'self'`.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from pathlib import Path

from lxml import etree

from inreach.evaluation.charts.palette import FONT, HATCH, HATCH_LINE
from inreach.evaluation.figures.chart import Chart, Spec, Width

SVG = "http://www.w3.org/2000/svg"
FAMILY = f"{FONT}, Atkinson Hyperlegible, Verdana, DejaVu Sans, sans-serif"
NUMBER = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")
SPOKEN = {"class", "role", "opacity", "pointer-events", "style"}


@cache
def _letters() -> None:
    """Make the identity's letters known to the drawing library, once."""
    import vl_convert

    vl_convert.register_font_directory(str(Path(__file__).parent / "data"))


def render(spec: Spec, title: str, description: str) -> str:
    """Return the drawing; the same input gives the same bytes. ImportError in words without the drawing library."""
    try:
        import vl_convert
    except ImportError as missing:
        raise ImportError("Charts are drawn by vl-convert-python, of the extra 'evaluation'.") from missing
    _letters()
    text = json.dumps(spec, sort_keys=True)
    raw = vl_convert.vegalite_to_svg(text, allowed_base_urls=[])
    mark = hashlib.sha256(f"{text}{title}{description}".encode()).hexdigest()[:10]
    return _cleaned(raw, title, description, mark)


def svg(chart: Chart, width: Width = Width.WIDE) -> str:
    """Return a chart as SVG, with its title and what it says as words for those who listen."""
    return render(chart.at(width), chart.title, f"{chart.sentence_manager} {chart.cannot_tell}")


def _cleaned(raw: str, title: str, description: str, mark: str) -> str:
    """The drawing without what only a browser's script would use, and with title, description and pattern."""
    tree = etree.fromstring(raw.encode())
    for element in list(tree.iter()):
        empty = element.tag.endswith("path") and (
            element.get("d", "") in {"", "M0,0h0v0h0Z"}
            or element.get("class") in {"background", "foreground"}
        )
        if empty and element.getparent() is not None:
            element.getparent().remove(element)
            continue
        for name, value in list(element.attrib.items()):
            if name in SPOKEN and not (name == "opacity" and value != "1"):
                if name == "style":
                    _unstyled(element, value)
                del element.attrib[name]
            elif name.startswith("aria-") or name == "font-family":
                del element.attrib[name]
            elif name == "font-size":
                element.set(name, value.removesuffix("px"))
            elif name in {"d", "transform", "x", "y", "x2", "y2", "width", "height"}:
                element.set(name, NUMBER.sub(lambda found: f"{float(found.group()):.2f}", value))
            elif value == HATCH:
                element.set(name, f"url(#hatch-{mark})")
    _hollowed(tree)
    tree.set("font-family", FAMILY)
    tree.set("role", "img")
    tree.set("aria-labelledby", f"title-{mark} desc-{mark}")
    for place, (tag, words) in enumerate((("title", title), ("desc", description))):
        node = etree.Element(f"{{{SVG}}}{tag}", id=f"{tag}-{mark}")
        node.text = words
        tree.insert(place, node)
    if f"url(#hatch-{mark})" in etree.tostring(tree, encoding="unicode"):
        tree.insert(2, _hatch(mark))
    etree.cleanup_namespaces(tree)
    made: str = etree.tostring(tree, encoding="unicode")
    return made


def _unstyled(element: etree._Element, style: str) -> None:
    """Turn declarations of a style attribute into presentation attributes of the same names."""
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            element.set(name.strip(), value.strip())


def _hollowed(tree: etree._Element) -> None:
    """Take away groups that hold nothing, and put what a group holds alone in its place, if it says nothing itself."""
    for element in reversed(list(tree.iter(f"{{{SVG}}}g"))):
        parent = element.getparent()
        if element.get("transform") == "translate(0,0)":
            del element.attrib["transform"]
        if parent is None or element.attrib:
            if not len(element) and parent is not None:
                parent.remove(element)
            continue
        at = parent.index(element)
        for child in reversed(list(element)):
            parent.insert(at + 1, child)
        parent.remove(element)


def _hatch(mark: str) -> etree._Element:
    """The pattern that stands for what was not met, which is seen without colour too."""
    pattern = etree.Element(
        f"{{{SVG}}}pattern",
        id=f"hatch-{mark}",
        width="6",
        height="6",
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
    etree.SubElement(pattern, f"{{{SVG}}}rect", width="6", height="6", fill=HATCH)
    etree.SubElement(
        pattern,
        f"{{{SVG}}}line",
        {"y2": "6", "stroke": HATCH_LINE, "stroke-width": "2.5"},
    )
    return pattern
