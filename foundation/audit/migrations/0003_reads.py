"""The function that writes read and denied events, for the role of the trail alone."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).resolve().parent.parent / "reads.sql").read_text(encoding="utf-8")
DROP = "DROP FUNCTION IF EXISTS audit_record_read(text, text, text, text, text, text, text, text, text, jsonb);"


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_functions")]
    operations = [migrations.RunSQL(SQL, DROP)]
