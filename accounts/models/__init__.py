"""Models of accounts."""

from accounts.models.factor_reset import FactorReset
from accounts.models.grant import RoleGrant
from accounts.models.link import SignInLink
from accounts.models.second_factor import RecoveryCode, SecondFactor
from accounts.models.session import Session
from accounts.models.token import ApiToken
from accounts.models.user import User

__all__ = [
    "ApiToken",
    "FactorReset",
    "RecoveryCode",
    "RoleGrant",
    "SecondFactor",
    "Session",
    "SignInLink",
    "User",
]
