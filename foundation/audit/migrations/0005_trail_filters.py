"""Indexes behind the filters of the auditor's page: kind and period."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_sealed_chain")]

    operations = [
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["kind", "id"], name="audit_event_kind"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["at"], name="audit_event_at"),
        ),
    ]
