"""The audit room: every change leaves a row that nobody can alter."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "foundation.audit"
    label = "audit"
