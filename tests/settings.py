"""The product's own settings, with a key that is no secret, plain http, and files served from where they lie."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-tests-" * 4)
os.environ.setdefault("SECURE_SSL", "false")
os.environ.setdefault("LOG_LEVEL", "ERROR")
os.environ.setdefault(
    "LOG_FORMAT", "json"
)  # as in production; to draw what was on the stack takes longer than a page
os.environ.setdefault("VAR_DIR", str(Path(tempfile.gettempdir()) / f"inreach-tests-{os.getuid()}"))
os.environ["DEBUG"] = os.environ["DEMO"] = "false"

from inreach.project.settings import *  # noqa: F403
from inreach.project.settings import STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
