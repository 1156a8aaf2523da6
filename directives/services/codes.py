"""Numbers of assignments (NV-2026-000001) and undertakings (CK-2026-000001), each counted without a gap or a double."""

from django.db import connection

from directives.models import Assignment, Undertaking

PREFIX, UNDERTAKING_PREFIX = "NV", "CK"


def code_of(year: int, number: int) -> str:
    return f"{PREFIX}-{year}-{number:06d}"


def next_code(*, year: int) -> str:
    """The next free number of the year; must run inside a transaction, which holds the counter until it ends."""
    prefix = f"{PREFIX}-{year}-"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"assignment-code {year}"])
    # Under the lock numbers grow with the ids, so the newest row of the year holds the highest number.
    newest = Assignment.objects.filter(code__startswith=prefix).order_by("-id").values_list("code", flat=True).first()
    return code_of(year, int(newest.removeprefix(prefix)) + 1 if newest else 1)


def next_undertaking_code(*, year: int) -> str:
    """The same for undertakings."""
    prefix = f"{UNDERTAKING_PREFIX}-{year}-"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"undertaking-code {year}"])
    newest = Undertaking.objects.filter(code__startswith=prefix).order_by("-id").values_list("code", flat=True).first()
    return f"{prefix}{int(newest.removeprefix(prefix)) + 1 if newest else 1:06d}"
