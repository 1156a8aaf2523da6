"""Settings of the tests: the real servers, a cheap password hash, no broker unless a test brings one."""

from config.embedded.place import var_dir
from config.env import env_str
from config.settings.base import *  # noqa: F403  an environment is the base plus its differences
from config.settings.base import DEVELOPMENT_SECRET, VAR_DIR

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["tests.hashers.QuickArgon2Hasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
BOOT_CHECKS = False
# A developer's trail is never signed or copied by a test.
SIGNING_KEY_FILE = env_str("SIGNING_KEY_FILE", str(var_dir() / "keys" / "trail-of-tests"))
CHECKPOINT_FOLDER = env_str("CHECKPOINT_FOLDER", "")
STATIC_ROOT = None  # served from the folders themselves
DEMO_ALLOWED = True
FILES_DIR = VAR_DIR / "files-of-tests"  # a test that looks at files brings its own folder

# A developer's broker is never touched: only a test that brings its own Valkey names it in REDIS_URL.
CELERY_BROKER_URL = env_str("REDIS_URL", "")
# One key for this process and the servers it starts, also where a folder got its own secret only meanwhile.
SECRET_KEY = DEVELOPMENT_SECRET
