"""Ties an account to its person in the database; accounts lies below cadres, so no ForeignKey can say it."""

from django.db import migrations

ADD = """
ALTER TABLE accounts_user ADD CONSTRAINT account_of_a_person FOREIGN KEY (person_id)
  REFERENCES cadres_person (id) DEFERRABLE INITIALLY DEFERRED;
"""
DROP = "ALTER TABLE accounts_user DROP CONSTRAINT account_of_a_person;"


class Migration(migrations.Migration):
    dependencies = [("cadres", "0001_initial"), ("accounts", "0001_initial")]
    operations = [migrations.RunSQL(ADD, DROP)]
