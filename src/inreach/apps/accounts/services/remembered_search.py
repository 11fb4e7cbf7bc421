"""Searching for people without writing their names into addresses, which end up in logs and browser histories.

The search is posted, kept with the session, and shown again on the page that it leads to.
"""

from django.http import HttpRequest

LONGEST = 100


def remember_search(request: HttpRequest, page: str, text: str) -> None:
    """Keep what was searched for on this page; an empty text forgets it."""
    key = f"search.{page}"
    text = " ".join(text.split())[:LONGEST]
    if text:
        request.session[key] = text
    else:
        request.session.pop(key, None)


def remembered_search(request: HttpRequest, page: str) -> str:
    """What was searched for on this page in this session, or ""."""
    return str(request.session.get(f"search.{page}", ""))
