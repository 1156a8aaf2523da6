"""Settings of a developer's machine and of `make run`: embedded servers, plain HTTP on this machine only."""

from config.env import env_bool, env_list
from config.settings.base import *  # noqa: F403  an environment is the base plus its differences

DEBUG = env_bool("DEBUG", False)  # off, so that error pages and timings are those of production
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
STATIC_ROOT = None  # served from the folders themselves
DEMO_ALLOWED = True
