"""A unit's own inspection may cover several units, each once a day and kind."""

import django.contrib.postgres.fields
import pgtrigger.compiler
from django.db import migrations, models

import foundation.audit.operations


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0005_remedies_in_the_order_of_their_list"),
    ]

    operations = [
        migrations.AddField(
            model_name="owncheck",
            name="further_units",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), blank=True, default=list, size=None
            ),
        ),
        foundation.audit.operations.AddTriggers(
            [
                (
                    "owncheck",
                    pgtrigger.compiler.Trigger(
                        name="each_unit_once",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NOT (NEW.\"state\" = 'returned'))",
                            func="PERFORM pg_advisory_xact_lock(hashtextextended('own check ' || NEW.held_on || NEW.kind, 0)); IF EXISTS (SELECT 1 FROM inspections_owncheck o WHERE o.held_on = NEW.held_on AND o.kind = NEW.kind AND o.state <> 'returned' AND o.id <> NEW.id AND (o.checked_id || o.further_units) && (NEW.checked_id || NEW.further_units)) THEN RAISE EXCEPTION USING ERRCODE = 'unique_violation', MESSAGE = 'a unit is reported once a day and kind'; END IF; RETURN NEW;",
                            hash="5eb790bc3531c568b0b53d3eb1fc4774d05923b9",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_each_unit_once_79b22",
                            table="inspections_owncheck",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "owncheck",
                    pgtrigger.compiler.Trigger(
                        name="further_units_below",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="IF cardinality(NEW.further_units) <> (SELECT count(*) FROM organization_unit u JOIN organization_unit b ON b.id = NEW.unit_id WHERE u.id = ANY(NEW.further_units) AND u.id <> NEW.checked_id AND u.id <> b.id AND starts_with(u.path, b.path)) THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'further units lie below the body, each once'; END IF; RETURN NEW;",
                            hash="67089c5da4692fa599d5a98354bf2ba9b19a3593",
                            operation='INSERT OR UPDATE OF "further_units"',
                            pgid="pgtrigger_further_units_below_4dc1f",
                            table="inspections_owncheck",
                            when="BEFORE",
                        ),
                    ),
                ),
            ]
        ),
    ]
