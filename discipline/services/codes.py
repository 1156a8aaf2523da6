"""Numbers of cases (HS-2026-48213; DV- on the Party track): drawn, so that none tells how many signals there are."""

import secrets

from django.db import connection

from discipline.enums import Track
from discipline.models import Case
from foundation.workflow.errors import Refused

PREFIXES = {Track.ADMINISTRATIVE: "HS", Track.PARTY: "DV"}
FIRST, MANY = 10_000, 89_999
"""Numbers drawn among: five digits, so that none is told by its length either."""
TRIES = 200


def next_case_code(*, year: int, track: str) -> str:
    """A number of the year and track nobody has; must run inside a transaction, which holds the lock."""
    prefix = f"{PREFIXES[Track(track)]}-{year}-"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"case-code {prefix}"])
    for _try in range(TRIES):
        code = f"{prefix}{FIRST + secrets.randbelow(MANY)}"
        if not Case.objects.filter(code=code).exists():
            return code
    raise Refused("no free number of a case is left for this year", code="numbers_used_up")
