"""The door that gunicorn opens in production. It stays shut in development and in demonstration."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inreach.project.settings")
application = get_wsgi_application()

from inreach.project.guards import refuse_invented_data, refuse_to_serve  # noqa: E402

refuse_to_serve(debug=settings.DEBUG, demo=settings.DEMO, mail=settings.EMAIL_BACKEND)
refuse_invented_data()

# What is loaded by now lives as long as the process. A page of a thousand pupils makes tens of thousands of small
# objects, and without this the collector walks all that is loaded several times meanwhile.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 100)
