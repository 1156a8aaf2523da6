"""Errors that domain code raises; only foundation.web turns them into HTTP."""

from collections.abc import Mapping
from typing import Any


class DomainError(Exception):
    """A refusal in words meant for the person who reads it.

    Args:
        message: one sentence in the reader's language (a lazy translation is fine).
        code: short stable name of the rule, for the API and for tests.
        field: name of the form field or column concerned, if there is one.
        row: number of the row in a file or a bulk call, if there is one.
        details: further facts for the page or the API answer, JSON-ready.
    """

    default_code = "domain_error"

    def __init__(
        self,
        message: Any,
        *,
        code: str = "",
        field: str = "",
        row: int | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.field = field
        self.row = row
        self.details: dict[str, Any] = dict(details or {})

    def __str__(self) -> str:
        return str(self.message)


class NotFound(DomainError):
    """The object does not exist, or lies outside the reader's reach: the two look the same."""

    default_code = "not_found"

    def __init__(self, message: Any = "", **kwargs: Any) -> None:
        super().__init__(message, **kwargs)


class Forbidden(DomainError):
    """The object is in reach, but this person may not do this to it."""

    default_code = "forbidden"

    def __init__(self, message: Any = "", **kwargs: Any) -> None:
        super().__init__(message, **kwargs)


class Refused(DomainError):
    """A rule of the field says no; `code` names the rule."""

    default_code = "refused"


class InvalidInput(DomainError):
    """A value cannot be taken as it is; `field` and `row` say where it stands."""

    default_code = "invalid"


class StateChanged(DomainError):
    """Somebody was first: the object is no longer in the state the act starts from."""

    default_code = "state_changed"


class StaleVersion(DomainError):
    """The row was changed since it was read; `details` holds what the other person changed."""

    default_code = "stale_version"


class VersionMissing(DomainError):
    """A write came without the version of the row it was made from."""

    default_code = "version_missing"


class StepUpNeeded(DomainError):
    """The act needs the person to have confirmed who they are within the last minutes (bar M-53)."""

    default_code = "step_up_needed"


class SecondFactorNeeded(Forbidden):
    """The session has shown a password only, and the account owes a second factor (bar M-48)."""

    default_code = "second_factor_needed"
