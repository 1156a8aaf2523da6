"""Settings of the tests: the real servers, a cheap password hash, no broker unless a test brings one."""

from config.settings.base import *  # noqa: F403  an environment is the base plus its differences

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["tests.hashers.QuickArgon2Hasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
BOOT_CHECKS = False
STATIC_ROOT = None  # served from the folders themselves
DEMO_ALLOWED = True

# A developer's broker is never touched: only a test that brings its own Valkey names it in REDIS_URL.
import os  # noqa: E402  used for the one line below

CELERY_BROKER_URL = os.environ.get("REDIS_URL", "")
