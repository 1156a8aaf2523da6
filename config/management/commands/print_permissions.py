"""Prints docs/permissions.md from the access matrix."""

from typing import Any

from django.core.management.base import BaseCommand

from config.permissions_page import page


class Command(BaseCommand):
    help = "Print docs/permissions.md from accounts/matrix.yaml."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        self.stdout.write(page(), ending="")
