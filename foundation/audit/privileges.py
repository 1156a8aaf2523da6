"""What each database role may do; applied by `migrate` after the tables exist."""

from collections.abc import Iterable

DELETABLE_PREFIXES = ("django_session", "sign_in_", "axes_", "django_admin_log", "otp_", "outbox_")
"""Technical tables from which the application may remove rows; no business table is among them."""
TRAIL = "audit_event"
READ_DOOR = "audit_record_read(text, text, text, text, text, text, text, text, text, jsonb)"


def statements(*, app_role: str, audit_role: str, tables: Iterable[str]) -> list[str]:
    """SQL that gives the application's role its rights on every table and takes the trail away from it.

    Args:
        app_role: role of the web and worker processes.
        audit_role: role that may only read the trail and add read events to it.
        tables: all tables of the schema.
    """
    sql = [
        f'GRANT USAGE ON SCHEMA public TO "{app_role}", "{audit_role}"',
        f'GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO "{app_role}"',
        f'REVOKE DELETE, TRUNCATE ON ALL TABLES IN SCHEMA public FROM "{app_role}"',
        f'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "{app_role}"',
        f'REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON "{TRAIL}" FROM "{app_role}", "{audit_role}"',
        f'REVOKE INSERT, UPDATE ON "django_migrations" FROM "{app_role}"',
        f'GRANT SELECT ON "{TRAIL}" TO "{audit_role}"',
        f'REVOKE EXECUTE ON FUNCTION {READ_DOOR} FROM PUBLIC, "{app_role}"',
        f'GRANT EXECUTE ON FUNCTION {READ_DOOR} TO "{audit_role}"',
    ]
    deletable = [name for name in tables if name.startswith(DELETABLE_PREFIXES)]
    sql += [f'GRANT DELETE ON "{name}" TO "{app_role}"' for name in sorted(deletable)]
    return sql
