"""Sessions, scopes of keys, one-time links; what earlier sign-in tables kept about people is removed."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

EARLIER = (
    "axes_accessattemptexpiration", "axes_accessattempt", "axes_accessfailurelog", "axes_accesslog", "django_session",
)  # fmt: skip
DROP = "; ".join(f"DROP TABLE IF EXISTS {name}" for name in EARLIER)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_sign_in_counts"),
    ]

    operations = [
        migrations.RunSQL(DROP, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name="apitoken",
            name="read_only",
        ),
        migrations.AddField(
            model_name="apitoken",
            name="last_used_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="apitoken",
            name="scopes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), default=list, size=None
            ),
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("data", models.TextField()),
                ("started_at", models.DateTimeField()),
                ("last_seen_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(db_index=True)),
                ("device", models.CharField(blank=True, max_length=80)),
                ("network", models.CharField(blank=True, max_length=50)),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "sign_in_session",
                "ordering": ["-last_seen_at"],
            },
        ),
        migrations.CreateModel(
            name="SignInLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[("reset", "New password"), ("activation", "First password")], max_length=10
                    ),
                ),
                ("request", models.CharField(max_length=36, unique=True)),
                ("digest", models.CharField(max_length=64, null=True, unique=True)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signinlink",
            trigger=pgtrigger.compiler.Trigger(
                name="audited",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM audit_capture(TG_TABLE_NAME::text, TG_OP::text, CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END, CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END, ARRAY['digest']::text[]); RETURN NULL;",
                    hash="ffe31da7e85a7085ea50e8537a3cab00b52bd8c5",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_audited_f8290",
                    table="accounts_signinlink",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signinlink",
            trigger=pgtrigger.compiler.Trigger(
                name="never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="711bbf481967c65f9966b11b09891b3db2372c85",
                    operation="DELETE",
                    pgid="pgtrigger_never_deleted_3905b",
                    table="accounts_signinlink",
                    when="BEFORE",
                ),
            ),
        ),
    ]
