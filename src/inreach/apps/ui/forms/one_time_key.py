"""Twice is once: a form that is sent again as it was gives the same answer and does nothing.

Each form carries a key made for it. With what was typed it makes the name under which the answer is kept: a double
click, a resend and a replay have the same name; whoever goes back and writes something else has another.
"""

import hashlib
import uuid

from django.http import HttpRequest

FIELD = "once"
CHUNK = 1 << 20


def new_key() -> str:
    """A key for one showing of a form."""
    return uuid.uuid4().hex


def sent_key(request: HttpRequest) -> str:
    """The name of a form as it was sent, by whom and to where; "" if it carries no key."""
    key = request.POST.get(FIELD, "")
    if not key:
        return ""
    digest = hashlib.sha256()
    for part in (str(request.user.pk), request.get_full_path(), key[:64]):
        digest.update(part.encode() + b"\0")
    for name in sorted(request.POST):
        if name != "csrfmiddlewaretoken":
            digest.update("\0".join([name, *request.POST.getlist(name), ""]).encode())
    for name in sorted(request.FILES):
        for upload in request.FILES.getlist(name):
            for chunk in upload.chunks(CHUNK):
                digest.update(chunk)
            upload.seek(0)
    return digest.hexdigest()
