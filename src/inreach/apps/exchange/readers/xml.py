"""XML from strangers as a stream: no entities, no document type, no network, no bottomless trees."""

from collections.abc import Iterator
from typing import IO

from lxml import etree

from inreach.apps.exchange.engine.records import Place, ReadResult

MOST_ELEMENTS = 3_000_000


def read_elements(
    stream: IO[bytes], file: str, read_result: ReadResult, *, root: str, parts: frozenset[str]
) -> Iterator[etree._Element]:
    """Every element whose parent's tag is one of `parts`, complete, in the order of the file; it is emptied afterwards.

    Raises Unreadable if the document has a document type (whose entities could grow without end or read other files),
    another root than `root`, or is not well formed.
    """
    events = etree.iterparse(
        stream,
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    depth = count = 0
    try:
        for event, element in events:
            if event == "start":
                depth += 1
                count += 1
                if count == 1:
                    _check_root(element, file, read_result, root)
                if count > MOST_ELEMENTS:
                    raise read_result.stop(
                        file, "", "The file has too many parts.", "Send the timetable of one school."
                    )
                continue
            depth -= 1
            if depth == 1 and element.tag in parts:
                yield element
            if depth == 2 and element.getparent().tag in parts:
                yield element
            if depth in (1, 2):
                _empty(element)
    except etree.XMLSyntaxError as error:
        row = error.lineno or None
        raise read_result.stop(
            Place(file, row),
            "",
            "The file is not well-formed XML.",
            "Save it again from the program that made it.",
        ) from None


def _check_root(element: etree._Element, file: str, read_result: ReadResult, root: str) -> None:
    info = element.getroottree().docinfo
    if info.doctype or info.internalDTD is not None:
        raise read_result.stop(
            Place(file, None),
            "DOCTYPE",
            "The file has a document type, which can hide an attack.",
            "Save the file again from the timetabling program; its own files have none.",
        )
    if element.tag != root:
        raise read_result.stop(
            Place(file, element.sourceline),
            str(element.tag),
            f"The file begins with “{element.tag}” and not with “{root}”.",
            "Check that you chose the right kind of import.",
        )


def _empty(element: etree._Element) -> None:
    element.clear(keep_tail=False)
    while element.getprevious() is not None:
        del element.getparent()[0]
