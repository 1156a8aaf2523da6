"""Remedies lie in the order of their list: what still runs first, then the day in force."""

import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0004_programmes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="remedy",
            index=models.Index(
                models.Case(models.When(state__in=("verified", "ineffective"), then=1), default=0),
                django.db.models.functions.comparison.Coalesce("extended_to", "due_on"),
                models.F("id"),
                name="remedy_in_order",
            ),
        ),
    ]
