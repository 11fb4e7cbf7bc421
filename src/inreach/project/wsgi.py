"""The door that gunicorn opens. It stays shut in production while the demonstration's invented data is there."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inreach.project.settings")
application = get_wsgi_application()

from inreach.project.guards import refuse_invented_data  # noqa: E402

refuse_invented_data()
