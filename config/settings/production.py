"""Settings of a served installation: refuses to start with anything that only development may have."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config.embedded.address import PROCESS, VARIABLES, WORKER_VARIABLE, worker_url
from config.env import database_from_url, env_int, env_list, env_str

for _name in ("SECRET_KEY", *VARIABLES.values(), WORKER_VARIABLE, "REDIS_URL", "ALLOWED_HOSTS"):
    env_str(_name)

from config.settings.base import *  # noqa: E402,F403  after the look at the environment: it would fall back quietly
from config.settings.base import DATABASES, DEVELOPMENT_SECRET, SECRET_KEY  # noqa: E402

DEBUG = False
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS]
DEMO_ALLOWED = False

if os.environ.get("DEBUG", "").lower() in {"1", "true", "yes", "on"}:
    raise ImproperlyConfigured("Production never runs with DEBUG: remove the variable DEBUG.")
if SECRET_KEY == DEVELOPMENT_SECRET or len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5:
    raise ImproperlyConfigured("SECRET_KEY must be a secret of its own with at least 50 characters.")
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts of this installation.")
_users = {str(database["USER"]) for database in DATABASES.values()} | {str(database_from_url(worker_url())["USER"])}
if len(_users) != len(VARIABLES) + (0 if os.environ.get(PROCESS) == "worker" else 1):
    raise ImproperlyConfigured(
        f"{', '.join(VARIABLES.values())} and {WORKER_VARIABLE} must be roles of their own: "
        "the web must not own the tables."
    )

# Behind a TLS proxy that sets X-Forwarded-Proto itself
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
TRUSTED_PROXY_COUNT = env_int("TRUSTED_PROXY_COUNT", 1)
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_PATH = "/"
DEVICE_COOKIE_NAME = "__Host-device"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "__Host-csrf"
LANGUAGE_COOKIE_SECURE = True
LANGUAGE_COOKIE_NAME = "__Host-language"

STATIC_ROOT = Path(env_str("STATIC_ROOT", str(STATIC_ROOT)))  # noqa: F405  from base
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env_str("EMAIL_HOST", "localhost")
MAIL_READY = "EMAIL_HOST" in os.environ  # without it nobody can be sent a link, and the page of accounts says so
SITE_URL = env_str("SITE_URL", CSRF_TRUSTED_ORIGINS[0])
EMAIL_PORT = env_int("EMAIL_PORT", 25)
SIGNING_KEY_FILE = env_str("SIGNING_KEY_FILE", "")
SIGNING_KEY_MADE_AT_NEED = False
CHECKPOINT_FOLDER = env_str("CHECKPOINT_FOLDER", "")
