"""Brings documents and catalogues of directives/data into the database; what is stored already is left as it is."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from directives.enums import Standing
from directives.models import Catalogue, CatalogueVersion, Document, DocumentTask, Indicator, IndicatorGroup
from foundation.audit.context import Actor
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.workflow.errors import InvalidInput

FOLDER = Path(__file__).resolve().parents[1] / "data"


@dataclass(slots=True)
class Loaded:
    """How many rows a file brought and how many stood already."""

    created: dict[str, int] = field(default_factory=dict)
    existing: dict[str, int] = field(default_factory=dict)

    def count(self, name: str, created: bool) -> None:
        target = self.created if created else self.existing
        target[name] = target.get(name, 0) + 1


def load_catalogues(*, by: Actor | None = None, folder: Path = FOLDER) -> Loaded:
    """Documents, their tasks, and the first version of each catalogue.

    Raises:
        InvalidInput: a group has not as many indicators as it must have; nothing of the catalogue is stored.

    A catalogue that has a version already is left alone: new wordings come as drafts through the pages.
    """
    loaded = Loaded()
    with recorded(by=by, source="command"):
        for row in _read(folder / "documents.yaml"):
            _document(row, loaded)
        for row in _read(folder / "catalogues.yaml"):
            _catalogue(row, _read(folder / str(row["indicators"])), loaded, by=by)
    return loaded


def _read(path: Path) -> list[dict[str, Any]]:
    return list(yaml.safe_load(path.read_text(encoding="utf-8")))


def _document(row: dict[str, Any], loaded: Loaded) -> None:
    document, created = Document.objects.get_or_create(
        code=row["code"],
        defaults={
            "number": row["number"],
            "kind": row["kind"],
            "issuer": row["issuer"],
            "issued_on": row.get("issued_on"),
            "effective_on": row.get("effective_on"),
            "title_vi": row["title"]["vi"],
            "title_en": row["title"]["en"],
            "source": row.get("source", ""),
            "note": row.get("note", ""),
        },
    )
    loaded.count("documents", created)
    for task in row.get("tasks", ()) if created else ():
        DocumentTask.objects.create(
            document=document,
            number=task["number"],
            title_vi=task["title"]["vi"],
            title_en=task["title"]["en"],
            content_vi=task["content"]["vi"],
            content_en=task["content"]["en"],
            inferred=task.get("inferred", False),
        )
        loaded.count("tasks", True)


def _catalogue(row: dict[str, Any], items: list[dict[str, Any]], loaded: Loaded, *, by: Actor | None) -> None:
    catalogue, _created = Catalogue.objects.get_or_create(
        code=row["code"],
        defaults={
            "name_vi": row["name"]["vi"],
            "name_en": row["name"]["en"],
            "document": Document.objects.filter(code=row.get("document", "")).first(),
        },
    )
    if catalogue.versions.exists():
        loaded.count("catalogues", False)
        return
    version = CatalogueVersion.objects.create(catalogue=catalogue, number=1, origin=row.get("origin", "")[:300])
    for place, group in enumerate(row["groups"], start=1):
        own = [item for item in items if item["group"] == group["code"]]
        if len(own) != group["expected"]:
            raise InvalidInput(
                f"{row['indicators']}: group {group['code']} has {len(own)} indicators, {group['expected']} expected",
                code="indicator_count",
            )
        _group(version, group, place, own)
        loaded.count("groups", True)
        for _item in own:
            loaded.count("indicators", True)
    move(version, "put_into_force", by=by, changes={"valid_from": row["valid_from"]}, source="command")
    loaded.count("catalogues", True)


def _group(version: CatalogueVersion, row: dict[str, Any], place: int, items: list[dict[str, Any]]) -> None:
    group = IndicatorGroup.objects.create(
        version=version,
        code=row["code"],
        number=place,
        name_vi=row["name"]["vi"],
        name_en=row["name"]["en"],
        expected=row["expected"],
        polarity=row["polarity"],
        polarity_confirmed=row["polarity_confirmed"],
        counted=row["counted"],
    )
    for number, item in enumerate(items, start=1):
        Indicator.objects.create(
            version=version,
            group=group,
            code=item["code"],
            number=number,
            text_vi=item["vi"],
            text_en=item.get("en", ""),
            standing=Standing.REPORTED if item.get("source") else Standing.WORKING,
            partial=item.get("partial", False),
            source=item.get("source") or item.get("basis", ""),
            note=item.get("note", ""),
        )
