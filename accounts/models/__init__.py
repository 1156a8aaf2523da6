"""Models of accounts."""

from accounts.models.grant import RoleGrant
from accounts.models.token import ApiToken
from accounts.models.user import User

__all__ = ["ApiToken", "RoleGrant", "User"]
