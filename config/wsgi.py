"""The web application as a WSGI server calls it."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")

application = get_wsgi_application()

from config.checks import refuse_to_start_when_unsafe  # noqa: E402  needs the settings loaded above

refuse_to_start_when_unsafe()

# The server forks its workers from this process (--preload): what is loaded by now lives as long as they do. Without
# this every full collection walks all of it again in the middle of somebody's request.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
