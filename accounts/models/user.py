"""Accounts: who may sign in."""

from typing import ClassVar

import pgtrigger
from django.contrib.auth.models import AbstractBaseUser, UserManager
from django.db import models

from foundation.audit.triggers import audited, never_deleted


class User(AbstractBaseUser):
    """A sign-in account. Rights come from dated role grants only; there is no all-powerful flag.

    `person_id` is the key of the person in the registry (cadres lies above this room, so it is no ForeignKey here;
    the database constraint is added by a migration of cadres).
    """

    username = models.CharField(max_length=60, unique=True)
    full_name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, default="vi")
    person_id = models.BigIntegerField(null=True, blank=True, unique=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    row_version = models.PositiveIntegerField(default=1)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(hide=["password"]), never_deleted()]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split(" ")[-1] if self.full_name else self.username
