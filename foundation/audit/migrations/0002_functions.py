"""The functions that write the trail, run with the owner's rights."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).resolve().parent.parent / "functions.sql").read_text(encoding="utf-8")
DROP = """
DROP FUNCTION IF EXISTS audit_record_event(text, text, text, text, text, jsonb);
DROP FUNCTION IF EXISTS audit_capture(text, text, jsonb, jsonb, text[]);
DROP FUNCTION IF EXISTS audit_hidden(jsonb, text[]);
DROP FUNCTION IF EXISTS audit_transaction();
DROP TABLE IF EXISTS audit_life;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(SQL, DROP)]
