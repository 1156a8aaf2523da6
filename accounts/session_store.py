"""Django's session engine over accounts.Session: a session that was ended is never written back."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Session
from accounts.rules.secrets import digest_of


class SessionStore(SessionBase):
    """`row` is the stored session once it was loaded."""

    row: Session | None = None

    def load(self) -> dict[str, Any]:
        key = self.session_key
        self.row = Session.objects.filter(digest=digest_of(key), expires_at__gt=timezone.now()).first() if key else None
        if self.row is None:
            self._session_key = None
            return {}
        found: dict[str, Any] = self.decode(self.row.data)
        return found

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(digest=digest_of(session_key)).exists()

    def create(self) -> None:
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]  # not in the stubs
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            self.create()
            return
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]  # not in the stubs
        digest, now = digest_of(self.session_key), timezone.now()
        values = {"data": self.encode(data), "user_id": data.get(SESSION_KEY)}
        if not must_create:
            if not Session.objects.filter(digest=digest).update(**values):
                raise UpdateError  # ended meanwhile: what this request wanted to keep is dropped
            return
        expires = now + timedelta(seconds=settings.SESSION_COOKIE_AGE)
        try:
            with transaction.atomic():
                self.row = Session.objects.create(
                    digest=digest, started_at=now, last_seen_at=now, expires_at=expires, **values
                )
        except IntegrityError as error:
            raise CreateError from error

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            Session.objects.filter(digest=digest_of(key)).delete()

    def cycle_key(self) -> None:
        """A new key. A signed-in session keeps its row and its age; one that was ended meanwhile is not made again."""
        data, key = self._session, self.session_key  # type: ignore[attr-defined]  # not in the stubs
        if key is None or SESSION_KEY not in data:
            self.create()
            self._session_cache = data
            self.delete(key) if key else None
            return
        new = self._get_new_session_key()  # type: ignore[attr-defined]  # not in the stubs
        if not Session.objects.filter(digest=digest_of(key)).update(digest=digest_of(new)):
            raise SessionInterrupted("The session was ended before the request completed.")
        self._session_key = new
        self.modified = True

    @classmethod
    def clear_expired(cls) -> None:
        Session.objects.filter(expires_at__lt=timezone.now()).delete()
