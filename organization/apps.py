"""App configuration."""

from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    name = "organization"
