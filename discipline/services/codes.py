"""Numbers of cases (HS-2026-00017; DV- on the Party track), each counted without a gap or a double."""

from django.db import connection

from discipline.enums import Track
from discipline.models import Case

PREFIXES = {Track.ADMINISTRATIVE: "HS", Track.PARTY: "DV"}


def next_case_code(*, year: int, track: str) -> str:
    """The next free number of the year and track; must run inside a transaction, which holds the counter."""
    prefix = f"{PREFIXES[Track(track)]}-{year}-"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"case-code {prefix}"])
    newest = Case.objects.filter(code__startswith=prefix).order_by("-id").values_list("code", flat=True).first()
    return f"{prefix}{int(newest.removeprefix(prefix)) + 1 if newest else 1:05d}"
