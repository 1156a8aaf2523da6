"""Settings shared by every environment: applications, databases, templates, static files, sign-in."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from config.embedded import database_urls, redis_url
from config.embedded.place import secret, var_dir
from config.env import BASE_DIR, database_from_url, env_int, env_str
from config.settings.api import *  # noqa: F403  settings are one namespace made of several files
from config.settings.files import *  # noqa: F403
from config.settings.headers import *  # noqa: F403
from config.settings.logs import *  # noqa: F403
from config.settings.trail import *  # noqa: F403
from config.settings.work import *  # noqa: F403

VAR_DIR = var_dir()
VERSION = "0.1"
DEVELOPMENT_SECRET = "for-development-and-tests-only-never-in-production-0000000000"  # noqa: S105  production refuses it
SECRET_KEY = env_str("SECRET_KEY", secret(VAR_DIR, "django") or DEVELOPMENT_SECRET)

DEBUG = False
ALLOWED_HOSTS: list[str] = []
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
ACCESS_MATRIX = BASE_DIR / "accounts" / "matrix.yaml"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "django_htmx",
    "csp",
    "pgtrigger",
    "foundation.audit",
    "foundation.outbox",
    "foundation.access",
    "foundation.files",
    "foundation.notifications",
    "foundation.sheets",
    "foundation.web",
    "organization",
    "accounts",
    "cadres",
    "directives",
    "discipline",
    "inspections",
    "evaluations",
    "reports",
    "config.apps.ConfigConfig",
]
MIDDLEWARE = [
    "foundation.web.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.response_headers.ResponseHeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SessionLimits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "foundation.web.middleware.DomainErrorMiddleware",
    "accounts.confinement.SecondFactor",
    "foundation.web.middleware.IdempotencyMiddleware",  # innermost: its transaction holds the view and nothing else
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "foundation.web.context.chrome",
            ],
        },
    }
]

# One database, four roles: `default` has no DDL and cannot touch the trail, `owner` migrates, `audit` may only add read
# events, `sealer` chains and signs the trail. In worker and beat `default` is the worker's own role.
DATABASES: dict[str, dict[str, Any]] = {
    alias: {**database_from_url(url), "ATOMIC_REQUESTS": False, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    for alias, url in database_urls(VAR_DIR).items()
}
DATABASES["owner"]["CONN_MAX_AGE"] = 0
DATABASE_ROUTERS = ["config.database_router.OneWriterRouter"]
PGTRIGGER_INSTALL_ON_MIGRATE = False  # triggers come and go with migrations only

CACHES: dict[str, dict[str, Any]] = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if redis_url(VAR_DIR):
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": redis_url(VAR_DIR),
        "KEY_PREFIX": "kc",
    }

# Sign-in
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"accounts.password_rules.{rule}"} for rule in ("Length", "NotCommon", "NotLocal", "NotOneself")
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = LOGIN_URL
SESSION_ENGINE = "accounts.session_store"
SESSION_LIMITS = {  # minutes: how long a session may stand idle, how long it may last
    "everybody": (env_int("SESSION_IDLE", 30), env_int("SESSION_LONGEST", 12 * 60)),
    "privileged": (env_int("SESSION_IDLE_PRIVILEGED", 15), env_int("SESSION_LONGEST_PRIVILEGED", 8 * 60)),
}
SESSION_COOKIE_AGE = 60 * max(longest for _idle, longest in SESSION_LIMITS.values())
DEVICE_COOKIE_NAME = "kc_device"  # a browser that signed in before: its tries are counted apart
DEVICE_COOKIE_AGE = 180 * 24 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
STEP_UP_SECONDS = 300  # how long a confirmation of who one is lets through acts that need one

CSRF_FAILURE_VIEW = "foundation.web.errors.csrf_failed"
TRUSTED_PROXY_COUNT = env_int("TRUSTED_PROXY_COUNT", 0)

# Language and time
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "kc_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

# Static files: our own folder and the chosen dist folders of the locked npm packages, no bundler
NODE_MODULES = BASE_DIR / "node_modules"
STATIC_URL = "/static/"
STATIC_ROOT: Path | None = VAR_DIR / "static"
STATICFILES_DIRS: list[Any] = [
    BASE_DIR / "static",
    ("vendor/tabler/css", NODE_MODULES / "@tabler" / "core" / "dist" / "css"),
    ("vendor/tabler/img", NODE_MODULES / "@tabler" / "core" / "dist" / "img"),
    ("vendor/icons", NODE_MODULES / "@tabler" / "icons-webfont" / "dist"),
    ("vendor/be-vietnam-pro", NODE_MODULES / "@fontsource" / "be-vietnam-pro"),
    ("vendor/inter", NODE_MODULES / "@fontsource" / "inter"),
    ("vendor/htmx", NODE_MODULES / "htmx.org" / "dist"),
    ("vendor/echarts", NODE_MODULES / "echarts" / "dist"),
]

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
MAIL_READY = True  # whether links to set a password can be sent
SITE_URL = env_str("SITE_URL", f"http://localhost:{env_str('PORT', '8000')}")  # stands in mails, never the Host header
DEFAULT_FROM_EMAIL = env_str("DEFAULT_FROM_EMAIL", "ky-cuong@localhost")
BOOT_CHECKS = True  # wsgi and the worker run config/checks.py before they serve
