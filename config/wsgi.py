"""The web application as a WSGI server calls it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")

application = get_wsgi_application()

from config.checks import refuse_to_start_when_unsafe  # noqa: E402  needs the settings loaded above

refuse_to_start_when_unsafe()
