"""The embedded servers: PostgreSQL and Valkey from Python wheels, for a machine that has neither."""

from config.embedded.address import database_urls, redis_url
from config.embedded.life import Use, ensure
from config.embedded.trouble import CannotStart

__all__ = ["CannotStart", "Use", "database_urls", "ensure", "redis_url"]
