"""The chain of seals, its checkpoints, deliveries and verifications; transaction numbers that never run backwards."""

from pathlib import Path

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

ROOM = Path(__file__).resolve().parent.parent
FUNCTIONS = "".join((ROOM / name).read_text(encoding="utf-8") for name in ("functions.sql", "reads.sql"))


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0003_reads"),
    ]

    operations = [
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("body", models.TextField()),
                ("signature", models.CharField(max_length=128)),
            ],
            options={
                "db_table": "audit_checkpoint",
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("checkpoint_number", models.BigIntegerField()),
                ("target", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "audit_delivery",
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("event_id", models.BigIntegerField(unique=True)),
                ("transaction_id", models.BigIntegerField()),
                ("hash", models.BinaryField()),
                ("sealed_at", models.DateTimeField()),
            ],
            options={
                "db_table": "audit_seal",
            },
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("period", models.DateField(null=True, unique=True)),
                ("ok", models.BooleanField()),
                ("entries", models.BigIntegerField()),
                ("checkpoints", models.BigIntegerField()),
                ("first_bad", models.JSONField(null=True)),
                ("rows", models.JSONField(default=list)),
            ],
            options={
                "db_table": "audit_verification",
            },
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["transaction_id", "id"], name="audit_event_order"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checkpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d8ad92bdef105590e945d427475bc902c22dac79",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_92e06",
                    table="audit_checkpoint",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checkpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="never_truncated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the trail is never truncated';",
                    hash="bc2cfbd433c9346e961df99d4556f8d76d89faed",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_truncated_3686d",
                    table="audit_checkpoint",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(fields=("target", "checkpoint_number"), name="audit_delivery_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delivery",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="83f801923e2de4adc5ba55f87c068cdc4e4b3333",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_577e9",
                    table="audit_delivery",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delivery",
            trigger=pgtrigger.compiler.Trigger(
                name="never_truncated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the trail is never truncated';",
                    hash="516b0548e6f2af0527009201531aa554e0e21a48",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_truncated_16f0b",
                    table="audit_delivery",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seal",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="425da599b8e4cf7384a383a64e17697a9d08a345",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_4de12",
                    table="audit_seal",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seal",
            trigger=pgtrigger.compiler.Trigger(
                name="never_truncated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the trail is never truncated';",
                    hash="ed0c9d6f4ad9760e123d3cd3f83bb8721970181a",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_truncated_78fa6",
                    table="audit_seal",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="verification",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="bd5942b290b0d52a8b7632ae47802ccdd27e53a0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e2298",
                    table="audit_verification",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="verification",
            trigger=pgtrigger.compiler.Trigger(
                name="never_truncated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'the trail is never truncated';",
                    hash="d26ce29b0434484d1444af4d3725d7671854005f",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_truncated_fd9b0",
                    table="audit_verification",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),  # databases made before have the functions of then
    ]
