"""Brings the frameworks of evaluations/frameworks/*.yaml into the database; each content is a version of its own."""

from pathlib import Path

from evaluations.models import Framework
from evaluations.rules.loader import as_json, fingerprint, load_framework, parse_framework
from evaluations.selectors.frameworks import framework_for, spec_of
from foundation.audit.context import Actor
from foundation.audit.record import recorded

__all__ = ["framework_for", "load_frameworks", "spec_of"]

FOLDER = Path(__file__).resolve().parents[1] / "frameworks"


def load_frameworks(*, by: Actor | None = None) -> list[Framework]:
    """Every file as a row; a file whose content is already stored changes nothing, a changed one is a new version.

    Raises:
        FrameworkFault: a file cannot be right; nothing of it is stored.
    """
    loaded: list[Framework] = []
    for file in sorted(FOLDER.glob("*.yaml")):
        data = parse_framework(file.read_text(encoding="utf-8"))
        spec = load_framework(data)
        checksum = fingerprint(data)
        with recorded(by=by):
            newest = Framework.objects.filter(code=spec.code).order_by("-version").first()
            if newest is not None and newest.checksum == checksum:
                loaded.append(newest)
                continue
            row, _created = Framework.objects.get_or_create(
                code=spec.code,
                version=1 if newest is None else newest.version + 1,
                defaults={
                    "name_vi": spec.name.vi,
                    "name_en": spec.name.en,
                    "legal_basis": spec.sources[0].text[:300],
                    "verified": spec.verified,
                    "valid_from": spec.effective_from,
                    "valid_to": spec.effective_to,
                    "content": as_json(data),
                    "checksum": checksum,
                },
            )
            loaded.append(row)
    return loaded
