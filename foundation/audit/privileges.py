"""What each database role may do; applied by `migrate` after the tables exist."""

from collections.abc import Iterable

DELETABLE_PREFIXES = ("sign_in_", "django_admin_log", "otp_", "outbox_", "api_answer")
"""Technical tables from which the application may remove rows; no business table is among them."""
TRAIL = "audit_event"
CHAIN = ("audit_seal", "audit_checkpoint", "audit_delivery")
"""What the sealer writes, and nobody else."""
LIFE = "audit_life"
VERIFICATIONS = "audit_verification"
CAPTURE = "audit_capture(text, text, jsonb, jsonb, text[])"
READ_DOOR = "audit_record_read(text, text, text, text, text, text, text, text, text, jsonb)"


def statements(
    *, app_role: str, audit_role: str, sealer_role: str, tables: Iterable[str], capturing: Iterable[str]
) -> list[str]:
    """SQL that gives the application's role its rights on every table and takes the trail away from it.

    Args:
        app_role: role of the web and, through its membership, of the worker processes.
        audit_role: role that may only read the trail and add read events to it.
        sealer_role: role that reads the trail and writes the chain over it.
        tables: all tables of the schema.
        capturing: names of the trigger functions that record rows. They run with the owner's rights, so that the
            application cannot call the capture by itself with an invented image.
    """
    written = ", ".join(f'"{name}"' for name in (TRAIL, *CHAIN, LIFE))
    sql = [
        f'GRANT USAGE ON SCHEMA public TO "{app_role}", "{audit_role}"',
        f'GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO "{app_role}"',
        f'REVOKE DELETE, TRUNCATE ON ALL TABLES IN SCHEMA public FROM "{app_role}"',
        f'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "{app_role}"',
        f'REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {written} FROM "{app_role}", "{audit_role}", "{sealer_role}"',
        f'REVOKE UPDATE ON "{VERIFICATIONS}" FROM "{app_role}"',
        f'REVOKE INSERT, UPDATE ON "django_migrations" FROM "{app_role}"',
        f'GRANT SELECT ON "{TRAIL}" TO "{audit_role}"',
        f'REVOKE EXECUTE ON FUNCTION {READ_DOOR} FROM PUBLIC, "{app_role}"',
        f'GRANT EXECUTE ON FUNCTION {READ_DOOR} TO "{audit_role}"',
        f'GRANT USAGE ON SCHEMA public TO "{sealer_role}"',
        f'GRANT SELECT ON "{TRAIL}", "{LIFE}" TO "{sealer_role}"',
        *(f'GRANT SELECT, INSERT ON "{name}" TO "{sealer_role}"' for name in CHAIN),
        f'REVOKE EXECUTE ON FUNCTION {CAPTURE} FROM PUBLIC, "{app_role}"',
    ]
    # UTC, so that an image is the same whatever time zone the session that wrote it had.
    rights = "SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC'"
    sql += [f'ALTER FUNCTION "{name}"() {rights}' for name in sorted(capturing)]
    deletable = [name for name in tables if name.startswith(DELETABLE_PREFIXES)]
    sql += [f'GRANT DELETE ON "{name}" TO "{app_role}"' for name in sorted(deletable)]
    return sql
