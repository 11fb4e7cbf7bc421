"""The door that gunicorn opens in production. It stays shut in development and in demonstration."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inreach.project.settings")
application = get_wsgi_application()

from inreach.project.guards import refuse_invented_data, refuse_to_serve  # noqa: E402

refuse_to_serve(debug=settings.DEBUG, demo=settings.DEMO, mail=settings.MAIL_DELIVERY_BACKEND)
refuse_invented_data()
