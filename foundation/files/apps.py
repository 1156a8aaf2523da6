"""The files room as a Django app."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "foundation.files"
    label = "files"

    def ready(self) -> None:
        from foundation.files import checks

        checks.register_all()
