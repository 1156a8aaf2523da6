# A replacement keeps out whoever is kept out of a case it names; those suggested before name the cases that were read.

import django.contrib.postgres.fields
import pgtrigger.compiler
from django.db import migrations, models

import foundation.audit.operations

CARRY_OVER = """
UPDATE discipline_replacement SET about_case_ids = ARRAY(
    SELECT jsonb_array_elements_text(rules #> '{watch,inputs,cases}')::bigint
)
WHERE jsonb_typeof(rules #> '{watch,inputs,cases}') = 'array';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("discipline", "0005_judgement_of_a_court"),
    ]

    operations = [
        migrations.AddField(
            model_name="replacement",
            name="about_case_ids",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), blank=True, default=list, editable=False, size=None
            ),
        ),
        migrations.AddField(
            model_name="replacement",
            name="barred_ids",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), blank=True, default=list, editable=False, size=None
            ),
        ),
        foundation.audit.operations.AddTriggers(
            triggers=[
                (
                    "casebar",
                    pgtrigger.compiler.Trigger(
                        name="kept_out_of_replacements",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="UPDATE discipline_replacement SET barred_ids = barred_ids WHERE case_id = NEW.case_id OR about_case_ids @> ARRAY[NEW.case_id]; RETURN NULL;",
                            hash="6ebd4e9914994f3c62148aefabf9daad7b408eba",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_kept_out_of_replacements_3454d",
                            table="discipline_casebar",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "replacement",
                    pgtrigger.compiler.Trigger(
                        name="kept_out_as_of_its_cases",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="NEW.barred_ids := COALESCE((SELECT array_agg(DISTINCT b.person_id ORDER BY b.person_id) FROM discipline_casebar b WHERE b.lifted_on IS NULL AND (b.case_id = NEW.case_id OR b.case_id = ANY(NEW.about_case_ids))), ARRAY[]::bigint[]); RETURN NEW;",
                            hash="41f80d59e41372290c0b52e01a8f668b971afcd4",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_kept_out_as_of_its_cases_8799c",
                            table="discipline_replacement",
                            when="BEFORE",
                        ),
                    ),
                ),
            ]
        ),
        migrations.RunSQL(CARRY_OVER, migrations.RunSQL.noop),
    ]
