"""Rotation: rules and listed posts as dated rows, cases, plan lines, deferrals, exceptions, rounds."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import cadres.models.posting
import foundation.audit.operations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("cadres", "0006_planning_and_exceptions"),
        ("organization", "0002_reorganisation"),
    ]

    operations = [
        migrations.CreateModel(
            name="ListedPost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40)),
                ("field", models.CharField(max_length=30)),
                (
                    "group",
                    models.CharField(
                        choices=[("budget", "Budget and assets"), ("contact", "Direct contact and handling")],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("post_key", models.CharField(blank=True, max_length=160)),
                ("unit_words", models.CharField(blank=True, max_length=160)),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("unit_head", "Head of the unit"),
                                ("unit_deputy", "Deputy head of the unit"),
                                ("division_head", "Head of a division"),
                                ("division_deputy", "Deputy head of a division"),
                                ("staff", "Staff without a leading post"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("max_months", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("legal_basis", models.CharField(max_length=300)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("verified", models.BooleanField(default=False)),
                ("note", models.CharField(blank=True, max_length=400)),
                ("row_version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["group", "field", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="listed_post_ends_after_it_begins",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("code", "="),
                            (
                                cadres.models.posting.DateSpan(
                                    "valid_from",
                                    "valid_to",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(
                                        inclusive_lower=True, inclusive_upper=True
                                    ),
                                ),
                                "&&",
                            ),
                        ],
                        name="listed_post_one_version_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RotationException",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule_code", models.CharField(blank=True, max_length=20)),
                ("document_number", models.CharField(max_length=80)),
                ("document_date", models.DateField()),
                ("issuer", models.CharField(max_length=160)),
                ("reason", models.CharField(max_length=400)),
                ("valid_from", models.DateField()),
                ("until", models.DateField()),
                ("entered_at", models.DateTimeField(auto_now_add=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("end_reason", models.CharField(blank=True, max_length=400)),
                ("row_version", models.PositiveIntegerField(default=1)),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cadres.position",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organization.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["-valid_from", "-id"],
            },
        ),
        migrations.CreateModel(
            name="RotationCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, unique=True)),
                ("rule_code", models.CharField(max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("tracking", "Watched"),
                            ("approaching", "Term comes near"),
                            ("due", "Due"),
                            ("planned", "Planned"),
                            ("announced", "Announced"),
                            ("decided", "Decided"),
                            ("executed", "Carried out"),
                            ("deferred", "Deferred"),
                            ("exempt", "Exempt"),
                            ("exception_granted", "Exception by document"),
                            ("cancelled", "Ended without a move"),
                        ],
                        default="tracking",
                        max_length=20,
                    ),
                ),
                ("started_on", models.DateField()),
                ("due_on", models.DateField()),
                ("min_on", models.DateField(blank=True, null=True)),
                ("computed_on", models.DateField()),
                ("needs_confirmation", models.BooleanField(default=False)),
                ("explained", models.JSONField(default=dict)),
                ("due_since", models.DateField(blank=True, null=True)),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("opened_at", models.DateTimeField(auto_now_add=True)),
                ("row_version", models.PositiveIntegerField(default=1)),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rotation_cases", to="cadres.person"
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cadres.posting"
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organization.unit",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rotation_cases",
                        to="organization.unit",
                    ),
                ),
                (
                    "exception",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="cadres.rotationexception",
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="RotationRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, unique=True)),
                ("title", models.CharField(max_length=200)),
                ("begins_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("purpose", models.TextField()),
                ("document_number", models.CharField(blank=True, max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Being prepared"),
                            ("approved", "Approved"),
                            ("closed", "Closed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("approved_on", models.DateField(blank=True, null=True)),
                ("row_version", models.PositiveIntegerField(default=1)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rotation_rounds",
                        to="organization.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["-begins_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="RotationItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Waits for the second signature"),
                            ("signed", "In force"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                            ("done", "Carried out"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("move_on", models.DateField()),
                ("legal_basis", models.CharField(max_length=300)),
                ("reason", models.TextField(blank=True)),
                ("proposed_at", models.DateTimeField(auto_now_add=True)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("announced_on", models.DateField(blank=True, null=True)),
                ("announced_where", models.CharField(blank=True, max_length=300)),
                ("notice_until", models.DateField(blank=True, null=True)),
                ("opinion", models.TextField(blank=True)),
                ("opinion_on", models.DateField(blank=True, null=True)),
                ("answer", models.TextField(blank=True)),
                ("answered_on", models.DateField(blank=True, null=True)),
                ("urgent_reason", models.TextField(blank=True)),
                ("decision_number", models.CharField(blank=True, max_length=80)),
                ("decided_on", models.DateField(blank=True, null=True)),
                ("effective_on", models.DateField(blank=True, null=True)),
                ("handover_number", models.CharField(blank=True, max_length=80)),
                ("handed_over_on", models.DateField(blank=True, null=True)),
                ("row_version", models.PositiveIntegerField(default=1)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="cadres.rotationcase"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "destination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organization.unit"
                    ),
                ),
                (
                    "hand_over_to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cadres.person"
                    ),
                ),
                (
                    "new_posting",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cadres.posting"
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cadres.position"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cadres.person",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="cadres.rotationround",
                    ),
                ),
            ],
            options={
                "ordering": ["case", "-id"],
            },
        ),
        migrations.CreateModel(
            name="RotationRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20)),
                (
                    "kind",
                    models.CharField(
                        choices=[("limit", "Limit of time in a post"), ("ground", "Ground to defer or to exempt")],
                        max_length=10,
                    ),
                ),
                ("scope", models.CharField(max_length=30)),
                ("field", models.CharField(blank=True, max_length=30)),
                ("value", models.JSONField()),
                ("title_vi", models.CharField(max_length=300)),
                ("title_en", models.CharField(max_length=300)),
                ("legal_basis", models.CharField(max_length=300)),
                ("source_url", models.CharField(blank=True, max_length=500)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("verified", models.BooleanField(default=False)),
                ("note", models.TextField(blank=True)),
                ("row_version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["kind", "code", "scope", "valid_from"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="rotation_rule_ends_after_it_begins",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("code", "="),
                            ("scope", "="),
                            ("field", "="),
                            (
                                cadres.models.posting.DateSpan(
                                    "valid_from",
                                    "valid_to",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(
                                        inclusive_lower=True, inclusive_upper=True
                                    ),
                                ),
                                "&&",
                            ),
                        ],
                        name="rotation_rule_one_version_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RotationRelief",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("defer", "Deferral"), ("exempt", "Exemption")], max_length=10)),
                ("ground", models.CharField(max_length=30)),
                ("evidence", models.CharField(blank=True, max_length=300)),
                ("apart", models.JSONField(default=dict)),
                ("origin_key", models.CharField(blank=True, max_length=60)),
                ("from_on", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("is_review", models.BooleanField(default=False)),
                ("explained", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("granted", "In force"),
                            ("refused", "Refused"),
                            ("ended", "Ended"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("proposed_at", models.DateTimeField(auto_now_add=True)),
                ("settled_on", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("row_version", models.PositiveIntegerField(default=1)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reliefs", to="cadres.rotationcase"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cadres.rotationrule",
                    ),
                ),
            ],
            options={
                "ordering": ["case", "-id"],
            },
        ),
        migrations.AddField(
            model_name="rotationcase",
            name="rule",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cadres.rotationrule"
            ),
        ),
        migrations.AddConstraint(
            model_name="rotationexception",
            constraint=models.CheckConstraint(
                condition=models.Q(("unit__isnull", False), ("position__isnull", False), _connector="OR"),
                name="rotation_exception_names_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="rotationexception",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gte", models.F("valid_from"))), name="rotation_exception_until_after_from"
            ),
        ),
        migrations.AddConstraint(
            model_name="rotationround",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("begins_on"))), name="rotation_round_ends_after"
            ),
        ),
        migrations.AddIndex(
            model_name="rotationitem",
            index=models.Index(fields=["round", "state"], name="rotation_item_round"),
        ),
        migrations.AddConstraint(
            model_name="rotationitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["proposed", "signed"])),
                fields=("case",),
                name="rotation_item_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="rotationitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("round__isnull", False), models.Q(("reason", ""), _negated=True), _connector="OR"),
                name="rotation_item_outside_a_plan_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="rotationitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "signed"), _negated=True),
                    ("round__isnull", False),
                    models.Q(
                        ("signed_by__isnull", False), models.Q(("signed_by", models.F("proposed_by")), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="rotation_item_outside_a_plan_by_two",
            ),
        ),
        migrations.AddIndex(
            model_name="rotationrelief",
            index=models.Index(
                condition=models.Q(("state", "granted")), fields=["until"], name="rotation_relief_until"
            ),
        ),
        migrations.AddConstraint(
            model_name="rotationrelief",
            constraint=models.UniqueConstraint(
                condition=models.Q(("origin_key", ""), ("state__in", ["proposed", "granted"])),
                fields=("case",),
                name="rotation_relief_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="rotationrelief",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["proposed", "granted"]), models.Q(("origin_key", ""), _negated=True)),
                fields=("case", "origin_key"),
                name="rotation_relief_one_an_origin",
            ),
        ),
        migrations.AddConstraint(
            model_name="rotationrelief",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "exempt"), ("until__isnull", False), _connector="OR"),
                name="rotation_deferral_has_an_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="rotationrelief",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("evidence", ""),
                        ("explained", {}),
                        ("ground", "apart"),
                        ("rule__isnull", True),
                        models.Q(("apart", {}), _negated=True),
                    ),
                    models.Q(models.Q(("ground", "apart"), _negated=True), ("apart", {}), ("rule__isnull", False)),
                    _connector="OR",
                ),
                name="rotation_relief_apart_or_open",
            ),
        ),
        migrations.AddIndex(
            model_name="rotationcase",
            index=models.Index(fields=["due_on", "id"], name="rotation_case_due"),
        ),
        migrations.AddIndex(
            model_name="rotationcase",
            index=models.Index(fields=["unit", "due_on"], name="rotation_case_unit_due"),
        ),
        migrations.AddIndex(
            model_name="rotationcase",
            index=models.Index(fields=["state", "due_on"], name="rotation_case_state_due"),
        ),
        migrations.AddConstraint(
            model_name="rotationcase",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["executed", "exempt", "cancelled"]), _negated=True),
                fields=("person", "rule_code"),
                name="rotation_case_open_once",
            ),
        ),
        foundation.audit.operations.AddTriggers(
            triggers=[
                (
                    "listedpost",
                    pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM audit_capture(TG_TABLE_NAME::text, TG_OP::text, CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END, CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END, ARRAY[]::text[]); RETURN NULL;",
                            hash="f03b58e947b6846ed3d5a5cd17dfeba67371e15e",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_0ffe4",
                            table="cadres_listedpost",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "listedpost",
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="057aa43c7964942617825a8186aa7c85109b4085",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_4c38d",
                            table="cadres_listedpost",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "listedpost",
                    pgtrigger.compiler.Trigger(
                        name="row_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='IF OLD."code" IS DISTINCT FROM NEW."code" OR OLD."field" IS DISTINCT FROM NEW."field" OR OLD."group" IS DISTINCT FROM NEW."group" OR OLD."name" IS DISTINCT FROM NEW."name" OR OLD."post_key" IS DISTINCT FROM NEW."post_key" OR OLD."unit_words" IS DISTINCT FROM NEW."unit_words" OR OLD."kinds" IS DISTINCT FROM NEW."kinds" OR OLD."max_months" IS DISTINCT FROM NEW."max_months" OR OLD."legal_basis" IS DISTINCT FROM NEW."legal_basis" OR OLD."valid_from" IS DISTINCT FROM NEW."valid_from" THEN RAISE EXCEPTION \'a rule in use is never edited: %\', OLD.code; END IF; RETURN NEW;',
                            hash="983345e3b180b948a8102302ee76e50ab92db03f",
                            operation="UPDATE",
                            pgid="pgtrigger_row_never_edited_2c259",
                            table="cadres_listedpost",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "rotationrule",
                    pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM audit_capture(TG_TABLE_NAME::text, TG_OP::text, CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END, CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END, ARRAY[]::text[]); RETURN NULL;",
                            hash="0d4c3af9e849e6cd3280a6ae03b78c4ef71ea6aa",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_9f384",
                            table="cadres_rotationrule",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "rotationrule",
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="1f1609eab1f2b3f8fadf385823855637f014ff81",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_c21c6",
                            table="cadres_rotationrule",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "rotationrule",
                    pgtrigger.compiler.Trigger(
                        name="row_never_edited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='IF OLD."code" IS DISTINCT FROM NEW."code" OR OLD."kind" IS DISTINCT FROM NEW."kind" OR OLD."scope" IS DISTINCT FROM NEW."scope" OR OLD."field" IS DISTINCT FROM NEW."field" OR OLD."value" IS DISTINCT FROM NEW."value" OR OLD."title_vi" IS DISTINCT FROM NEW."title_vi" OR OLD."title_en" IS DISTINCT FROM NEW."title_en" OR OLD."legal_basis" IS DISTINCT FROM NEW."legal_basis" OR OLD."source_url" IS DISTINCT FROM NEW."source_url" OR OLD."valid_from" IS DISTINCT FROM NEW."valid_from" OR OLD."note" IS DISTINCT FROM NEW."note" THEN RAISE EXCEPTION \'a rule in use is never edited: %\', OLD.code; END IF; RETURN NEW;',
                            hash="8817556a1261c008ef0c760d92b64bace8dfb0d2",
                            operation="UPDATE",
                            pgid="pgtrigger_row_never_edited_87c46",
                            table="cadres_rotationrule",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "rotationexception",
                    pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM audit_capture(TG_TABLE_NAME::text, TG_OP::text, CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END, CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END, ARRAY[]::text[]); RETURN NULL;",
                            hash="ea973c65edf9cebe493b4f8030fa736fad85572e",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_3bdbb",
                            table="cadres_rotationexception",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "rotationexception",
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="49b1aa9d8e3e8c1d5bf6c0d97ed449eeaa414029",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_22e8c",
                            table="cadres_rotationexception",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "rotationround",
                    pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM audit_capture(TG_TABLE_NAME::text, TG_OP::text, CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END, CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END, ARRAY[]::text[]); RETURN NULL;",
                            hash="9b91c601be92a4c9e584bca41107f8512a8c2b44",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_630f2",
                            table="cadres_rotationround",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "rotationround",
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="25475f44afaffa063004c6744ebf576edcdadbf6",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_be975",
                            table="cadres_rotationround",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "rotationround",
                    pgtrigger.compiler.Trigger(
                        name="legal_transition",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _is_valid_transition BOOLEAN;",
                            func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{approved:cancelled,approved:closed,draft:approved,draft:cancelled}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                            hash="780facbacb7d20288dbcc8104c633b80284cc696",
                            operation="UPDATE",
                            pgid="pgtrigger_legal_transition_dc448",
                            table="cadres_rotationround",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "rotationround",
                    pgtrigger.compiler.Trigger(
                        name="born_initial",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NEW.\"state\" IS DISTINCT FROM 'draft')",
                            func="RAISE EXCEPTION 'a new row starts as draft, not as %', NEW.state;",
                            hash="bc928cdfcdb8ef972f0950cc90cf99aec5476147",
                            operation="INSERT",
                            pgid="pgtrigger_born_initial_5f601",
                            table="cadres_rotationround",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "rotationitem",
                    pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM audit_capture(TG_TABLE_NAME::text, TG_OP::text, CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END, CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END, ARRAY[]::text[]); RETURN NULL;",
                            hash="50d62275bdeb0bf15f6f2a69f10d064d9448ab66",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_8580e",
                            table="cadres_rotationitem",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "rotationitem",
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="4107aaf28afa13f426009da3c1a3a78cb1ec9acd",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_520b7",
                            table="cadres_rotationitem",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "rotationitem",
                    pgtrigger.compiler.Trigger(
                        name="legal_transition",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _is_valid_transition BOOLEAN;",
                            func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{proposed:refused,proposed:signed,proposed:withdrawn,signed:done,signed:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                            hash="b400f1fc7a98adbb8d0ecc995c360941740ea7d6",
                            operation="UPDATE",
                            pgid="pgtrigger_legal_transition_a6d9f",
                            table="cadres_rotationitem",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "rotationitem",
                    pgtrigger.compiler.Trigger(
                        name="born_initial",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NEW.\"state\" IS DISTINCT FROM 'proposed')",
                            func="RAISE EXCEPTION 'a new row starts as proposed, not as %', NEW.state;",
                            hash="2a8b708a2fe0351786527a26b4b4ea5a53566752",
                            operation="INSERT",
                            pgid="pgtrigger_born_initial_9da1b",
                            table="cadres_rotationitem",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "rotationrelief",
                    pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM audit_capture(TG_TABLE_NAME::text, TG_OP::text, CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END, CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END, ARRAY[]::text[]); RETURN NULL;",
                            hash="cb065ba9df6f63263d45d809d4c2229e0fc5a34d",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_59228",
                            table="cadres_rotationrelief",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "rotationrelief",
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="4da7d7941f12c2ee5f7e104125b136db85c7f1a5",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_fc866",
                            table="cadres_rotationrelief",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "rotationrelief",
                    pgtrigger.compiler.Trigger(
                        name="legal_transition",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _is_valid_transition BOOLEAN;",
                            func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{granted:ended,proposed:granted,proposed:refused}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                            hash="cfd8cfd868b46dbfa4c630767f14685907e7c26d",
                            operation="UPDATE",
                            pgid="pgtrigger_legal_transition_65fc8",
                            table="cadres_rotationrelief",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "rotationrelief",
                    pgtrigger.compiler.Trigger(
                        name="born_initial",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NEW.\"state\" IS DISTINCT FROM 'proposed')",
                            func="RAISE EXCEPTION 'a new row starts as proposed, not as %', NEW.state;",
                            hash="797af072192b517b9df14a9c11948f7f5e810b8f",
                            operation="INSERT",
                            pgid="pgtrigger_born_initial_937e7",
                            table="cadres_rotationrelief",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "rotationcase",
                    pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM audit_capture(TG_TABLE_NAME::text, TG_OP::text, CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END, CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END, ARRAY[]::text[]); RETURN NULL;",
                            hash="2d44f95292501595b80cffa4d15afafddccd981b",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_77860",
                            table="cadres_rotationcase",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "rotationcase",
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="e082269869fb6a50b97bbc637d694a9819d52463",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_ee3ff",
                            table="cadres_rotationcase",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "rotationcase",
                    pgtrigger.compiler.Trigger(
                        name="legal_transition",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _is_valid_transition BOOLEAN;",
                            func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{announced:cancelled,announced:decided,announced:deferred,announced:due,announced:exception_granted,announced:exempt,announced:planned,approaching:cancelled,approaching:deferred,approaching:due,approaching:exception_granted,approaching:exempt,approaching:planned,approaching:tracking,decided:cancelled,decided:executed,deferred:approaching,deferred:cancelled,deferred:due,deferred:exception_granted,deferred:exempt,deferred:tracking,due:cancelled,due:deferred,due:exception_granted,due:exempt,due:planned,due:tracking,exception_granted:approaching,exception_granted:cancelled,exception_granted:deferred,exception_granted:due,exception_granted:exempt,exception_granted:tracking,planned:announced,planned:cancelled,planned:deferred,planned:due,planned:exception_granted,planned:exempt,tracking:approaching,tracking:cancelled,tracking:deferred,tracking:due,tracking:exception_granted,tracking:exempt,tracking:planned}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                            hash="d2fcc6d95e38ed39b0c2b27be7f7607d74c391c6",
                            operation="UPDATE",
                            pgid="pgtrigger_legal_transition_59731",
                            table="cadres_rotationcase",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "rotationcase",
                    pgtrigger.compiler.Trigger(
                        name="born_initial",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NEW.\"state\" IS DISTINCT FROM 'tracking')",
                            func="RAISE EXCEPTION 'a new row starts as tracking, not as %', NEW.state;",
                            hash="0a495508a5e61df2df5399cbacbcd1c0ea1041d0",
                            operation="INSERT",
                            pgid="pgtrigger_born_initial_f46a3",
                            table="cadres_rotationcase",
                            when="BEFORE",
                        ),
                    ),
                ),
            ],
        ),
    ]
