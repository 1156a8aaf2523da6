"""Counts of tries to sign in: unlogged, for they mean nothing after a restart, and never part of the trail."""

from django.db import migrations

SQL = """
CREATE UNLOGGED TABLE sign_in_count (
  bucket varchar(20) NOT NULL,
  key varchar(64) NOT NULL,
  started_at timestamptz NOT NULL,
  used integer NOT NULL,
  PRIMARY KEY (bucket, key)
);
CREATE INDEX sign_in_count_started_at ON sign_in_count (started_at);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunSQL(SQL, "DROP TABLE sign_in_count")]
