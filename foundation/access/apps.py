"""The access room: answers who may do what, from the matrix."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "foundation.access"
    label = "access"
