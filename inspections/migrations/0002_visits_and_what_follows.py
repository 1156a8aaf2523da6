import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import foundation.audit.operations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("cadres", "0006_planning_and_exceptions"),
        ("directives", "0009_all_assignments_by_deadline"),
        ("files", "0001_initial"),
        ("inspections", "0001_teams_and_inspections"),
        ("organization", "0002_reorganisation"),
    ]

    operations = [
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("seen_at", models.DateTimeField()),
                ("place", models.CharField(blank=True, max_length=200)),
                (
                    "severity",
                    models.CharField(
                        choices=[
                            ("on_the_spot", "Pointed out on the spot"),
                            ("recorded", "Goes into the minutes"),
                            ("serious", "Serious"),
                        ],
                        max_length=12,
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("explanation", models.TextField(blank=True)),
                (
                    "item",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("duties", "Functions and duties"),
                            ("directions", "Directions of the People's Committee"),
                            ("conclusions", "Conclusions of the Party committee and the government"),
                            ("procedures", "Receiving and handling procedures"),
                            ("hours", "Working hours and rules"),
                            ("conduct", "Code of conduct and attitude"),
                            ("process", "Professional process"),
                        ],
                        max_length=12,
                    ),
                ),
                ("clock_off", models.IntegerField(default=0)),
                ("offline", models.BooleanField(default=False)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("row_version", models.PositiveIntegerField(default=1)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="directives.indicator",
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="inspections.inspection",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="cadres.person",
                    ),
                ),
                (
                    "repeats",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repeated_by",
                        to="inspections.finding",
                    ),
                ),
            ],
            options={
                "ordering": ["inspection", "number"],
                "indexes": [
                    models.Index(fields=["person", "-seen_at"], name="finding_person"),
                    models.Index(fields=["indicator", "-seen_at"], name="finding_indicator"),
                    models.Index(fields=["-seen_at", "-id"], name="finding_newest"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("inspection", "number"), name="finding_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True),
                            ("indicator__isnull", False),
                            models.Q(("item", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="finding_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FindingPhoto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("title", models.CharField(max_length=200)),
                ("added_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("captured_at", models.DateTimeField()),
                ("captured_sha256", models.CharField(blank=True, max_length=64)),
                ("clock_off", models.IntegerField(default=0)),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="photos", to="inspections.finding"
                    ),
                ),
            ],
            options={
                "ordering": ["finding", "number", "-version"],
                "constraints": [
                    models.UniqueConstraint(fields=("finding", "number", "version"), name="finding_photo_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Minutes",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("minutes", "Minutes"), ("added_sheet", "Added sheet")],
                        default="minutes",
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drawn_up", "Drawn up, not yet signed"),
                            ("signed", "Signed by both"),
                            ("refused", "Signature refused before a witness"),
                            ("discarded", "Discarded before signing"),
                        ],
                        default="drawn_up",
                        max_length=10,
                    ),
                ),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("code", models.CharField(max_length=20)),
                ("drawn_up_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("representative", models.CharField(blank=True, max_length=200)),
                ("office", models.CharField(blank=True, max_length=200)),
                ("opinion", models.TextField(blank=True)),
                ("witness", models.CharField(blank=True, max_length=200)),
                ("reason", models.TextField(blank=True)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("row_version", models.PositiveIntegerField(default=1)),
                (
                    "drawn_up_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="minutes", to="inspections.inspection"
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
            ],
            options={
                "verbose_name_plural": "minutes",
                "ordering": ["inspection", "number"],
                "indexes": [models.Index(fields=["code"], name="minutes_code")],
                "constraints": [
                    models.UniqueConstraint(fields=("inspection", "number"), name="minutes_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "minutes"), models.Q(("state", "discarded"), _negated=True)),
                        fields=("inspection",),
                        name="minutes_one_that_stand",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="minutes_have_their_hash"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "signed"), _negated=True),
                            models.Q(models.Q(("representative", ""), _negated=True), ("signed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="minutes_signed_by_both",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(
                                models.Q(("witness", ""), _negated=True),
                                models.Q(("reason", ""), _negated=True),
                                ("signed_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="minutes_refused_before_a_witness",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("issued", "Issued"), ("discarded", "Draft discarded")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("conclusion", models.TextField()),
                ("letterhead", models.JSONField(default=dict)),
                ("number", models.CharField(blank=True, max_length=20)),
                ("issued_on", models.DateField(blank=True, null=True)),
                ("drafted_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("wording_version", models.CharField(blank=True, max_length=10)),
                ("wording_sha256", models.CharField(blank=True, max_length=64)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("row_version", models.PositiveIntegerField(default=1)),
                (
                    "drafted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="inspections.inspection"
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
            ],
            options={
                "ordering": ["inspection", "-version"],
                "constraints": [
                    models.UniqueConstraint(fields=("inspection", "version"), name="notice_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "discarded"), _negated=True),
                        fields=("inspection",),
                        name="notice_one_that_stands",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "issued"), _negated=True),
                            models.Q(
                                models.Q(("number", ""), _negated=True),
                                ("file__isnull", False),
                                ("issued_on__isnull", False),
                                models.Q(("sha256", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="notice_issued_is_a_paper",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfflineBundle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField()),
                ("sha256", models.CharField(max_length=64)),
                ("clock_off", models.IntegerField(default=0)),
                ("answer", models.JSONField(default=dict)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bundles", to="inspections.inspection"
                    ),
                ),
            ],
            options={
                "ordering": ["inspection", "id"],
                "constraints": [models.UniqueConstraint(fields=("inspection", "key"), name="bundle_once")],
            },
        ),
        migrations.CreateModel(
            name="ProposedFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("period", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed to the head"),
                            ("confirmed", "Confirmed by the head"),
                            ("refused", "Refused by the head"),
                            ("used", "Counted in an evaluation"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("proposed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("sheet", models.BigIntegerField(blank=True, null=True)),
                ("row_version", models.PositiveIntegerField(default=1)),
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
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="facts", to="inspections.finding"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proposed_facts", to="cadres.person"
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
            ],
            options={
                "ordering": ["-period", "id"],
                "indexes": [models.Index(fields=["person", "period", "state"], name="proposed_fact_month")],
                "constraints": [
                    models.UniqueConstraint(fields=("finding", "person"), name="finding_one_fact_a_person"),
                    models.CheckConstraint(
                        condition=models.Q(("period__day", 1)), name="proposed_fact_period_is_a_first_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="proposed_fact_refusal_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "used"), _negated=True), ("sheet__isnull", False), _connector="OR"
                        ),
                        name="proposed_fact_used_by_a_sheet",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("signal", "Sent to discipline as a signal"), ("dropped", "Not sent, with a reason")],
                        max_length=8,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("case_code", models.CharField(blank=True, max_length=20)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "finding",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="referral", to="inspections.finding"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "signal"), models.Q(("case_code", ""), _negated=True)),
                            models.Q(
                                ("case_code", ""), ("outcome", "dropped"), models.Q(("reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="referral_has_its_case_or_its_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Remedy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("remedy", "Remedy the shortcoming"),
                            ("self_criticism", "Hold a self-criticism"),
                            ("apology", "Apologise to citizens"),
                            ("consider_discipline", "Consider discipline"),
                            ("weigh_in_evaluation", "Weigh it in the evaluation"),
                        ],
                        max_length=20,
                    ),
                ),
                ("text", models.TextField()),
                ("due_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "In the draft notice"),
                            ("open", "To be remedied"),
                            ("reported", "Reported, not yet verified"),
                            ("verified", "Verified"),
                            ("ineffective", "Did not hold: found again"),
                            ("dropped", "Dropped with the draft"),
                        ],
                        default="planned",
                        max_length=12,
                    ),
                ),
                (
                    "extension",
                    models.CharField(
                        choices=[
                            ("none", "Not asked for"),
                            ("asked", "Asked for"),
                            ("granted", "Granted"),
                            ("refused", "Refused"),
                        ],
                        default="none",
                        max_length=8,
                    ),
                ),
                ("asked_to", models.DateField(blank=True, null=True)),
                ("extension_reason", models.TextField(blank=True)),
                ("extended_to", models.DateField(blank=True, null=True)),
                ("extension_answer", models.TextField(blank=True)),
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
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "continues",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="continued_by",
                        to="inspections.remedy",
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remedies",
                        to="inspections.finding",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="remedies", to="inspections.notice"
                    ),
                ),
                (
                    "repeated_in",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="broken_remedies",
                        to="inspections.finding",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "remedies",
                "ordering": ["notice", "number"],
                "indexes": [models.Index(fields=["state", "due_on"], name="remedy_state_due")],
                "constraints": [
                    models.UniqueConstraint(fields=("notice", "number"), name="remedy_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("extended_to__isnull", True), ("extended_to__gt", models.F("due_on")), _connector="OR"
                        ),
                        name="remedy_extended_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("extended_to__isnull", True), ("extension", "granted"), _connector="XOR"),
                        name="remedy_extension_is_granted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RemedyEvidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("title", models.CharField(max_length=200)),
                ("added_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "remedy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="inspections.remedy"
                    ),
                ),
            ],
            options={
                "ordering": ["remedy", "number", "-version"],
                "constraints": [
                    models.UniqueConstraint(fields=("remedy", "number", "version"), name="remedy_evidence_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="RemedyReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("document", models.CharField(max_length=120)),
                ("reported_on", models.DateField()),
                ("text", models.TextField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("accepted", models.BooleanField(blank=True, null=True)),
                ("note", models.TextField(blank=True)),
                ("judged_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "judged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "remedy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="inspections.remedy"
                    ),
                ),
            ],
            options={
                "ordering": ["remedy", "-number"],
                "constraints": [models.UniqueConstraint(fields=("remedy", "number"), name="remedy_report_once")],
            },
        ),
        migrations.CreateModel(
            name="SampleLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("subject", models.CharField(max_length=300)),
                ("population", models.PositiveIntegerField()),
                ("sample", models.PositiveIntegerField()),
                ("failing", models.PositiveIntegerField()),
                ("worst_delay", models.PositiveIntegerField(default=0)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("taken_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("row_version", models.PositiveIntegerField(default=1)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="samples", to="inspections.inspection"
                    ),
                ),
            ],
            options={
                "ordering": ["inspection", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("inspection", "number"), name="sample_line_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("failing__lte", models.F("sample")),
                            ("sample__gt", 0),
                            ("sample__lte", models.F("population")),
                        ),
                        name="sample_within_its_population",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("worst_delay", 0), ("failing__gt", 0), _connector="OR"),
                        name="sample_delay_has_a_file",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AttendanceLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("post", models.CharField(blank=True, max_length=300)),
                (
                    "mark",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("present", "Present"),
                            ("with_reason", "Absent with a reason"),
                            ("without_reason", "Absent without a reason"),
                        ],
                        max_length=16,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("from_register", models.BooleanField(default=False)),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                ("clock_off", models.IntegerField(default=0)),
                ("row_version", models.PositiveIntegerField(default=1)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organization.unit"
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendance",
                        to="inspections.inspection",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cadres.person"
                    ),
                ),
            ],
            options={
                "ordering": ["inspection", "division_id", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("inspection", "person"), name="attendance_once_a_person"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("mark", "with_reason"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="attendance_reason_is_said",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mark", ""), ("seen_at__isnull", False), _connector="OR"),
                        name="attendance_mark_has_its_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChecklistLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item",
                    models.CharField(
                        choices=[
                            ("duties", "Functions and duties"),
                            ("directions", "Directions of the People's Committee"),
                            ("conclusions", "Conclusions of the Party committee and the government"),
                            ("procedures", "Receiving and handling procedures"),
                            ("hours", "Working hours and rules"),
                            ("conduct", "Code of conduct and attitude"),
                            ("process", "Professional process"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("met", "Met"),
                            ("partly", "Partly met"),
                            ("not_met", "Not met"),
                            ("not_seen", "Not looked at"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("checked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("row_version", models.PositiveIntegerField(default=1)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checklist",
                        to="inspections.inspection",
                    ),
                ),
            ],
            options={
                "ordering": ["inspection", "item"],
                "constraints": [models.UniqueConstraint(fields=("inspection", "item"), name="checklist_item_once")],
            },
        ),
        foundation.audit.operations.AddTriggers(
            triggers=[
                (
                    "attendanceline",
                    pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM audit_capture(TG_TABLE_NAME::text, TG_OP::text, CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END, CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END, ARRAY[]::text[]); RETURN NULL;",
                            hash="10bf1024998b57b9de99d520ea40fdb10dfac0f9",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_c7d75",
                            table="inspections_attendanceline",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "attendanceline",
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="859cab702fa69e2ab9707ccb6e2ef57bae3ac2d0",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_d4fff",
                            table="inspections_attendanceline",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "attendanceline",
                    pgtrigger.compiler.Trigger(
                        name="closed_by_minutes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="IF EXISTS (SELECT 1 FROM inspections_minutes m WHERE m.inspection_id = NEW.inspection_id AND m.kind = 'minutes' AND m.state IN ('drawn_up', 'signed', 'refused')) THEN RAISE EXCEPTION 'minutes stand: % is closed', TG_TABLE_NAME; END IF; RETURN NEW;",
                            hash="f89b4af6e918f2bbcfe9beed34db2a77a1259202",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_closed_by_minutes_d34a5",
                            table="inspections_attendanceline",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "checklistline",
                    pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM audit_capture(TG_TABLE_NAME::text, TG_OP::text, CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END, CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END, ARRAY[]::text[]); RETURN NULL;",
                            hash="6d6124113c8ba5a7f2db06f5a7127e8ed739315b",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_8a38f",
                            table="inspections_checklistline",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "checklistline",
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="e4936f5970f0b677a2a5814d8d94d41dd8634a6d",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_c032d",
                            table="inspections_checklistline",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "checklistline",
                    pgtrigger.compiler.Trigger(
                        name="closed_by_minutes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="IF EXISTS (SELECT 1 FROM inspections_minutes m WHERE m.inspection_id = NEW.inspection_id AND m.kind = 'minutes' AND m.state IN ('drawn_up', 'signed', 'refused')) THEN RAISE EXCEPTION 'minutes stand: % is closed', TG_TABLE_NAME; END IF; RETURN NEW;",
                            hash="499d594f1cae861fb47004c3deb1728947305b67",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_closed_by_minutes_de46d",
                            table="inspections_checklistline",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "finding",
                    pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM audit_capture(TG_TABLE_NAME::text, TG_OP::text, CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END, CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END, ARRAY[]::text[]); RETURN NULL;",
                            hash="f1fb7303e70c21aa8d2924088bee9335689c8056",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_4e32e",
                            table="inspections_finding",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "finding",
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="289ea2a5c187a2877994897a35d64159428f0329",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_e2609",
                            table="inspections_finding",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "finding",
                    pgtrigger.compiler.Trigger(
                        name="closed_by_minutes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="IF EXISTS (SELECT 1 FROM inspections_minutes m WHERE m.inspection_id = NEW.inspection_id AND m.kind = 'minutes' AND m.state IN ('drawn_up', 'signed', 'refused')) THEN RAISE EXCEPTION 'minutes stand: % is closed', TG_TABLE_NAME; END IF; RETURN NEW;",
                            hash="2a93a367dd5bc5891bdb6c027cd67224097d8c2d",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_closed_by_minutes_c2ddb",
                            table="inspections_finding",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "findingphoto",
                    pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM audit_capture(TG_TABLE_NAME::text, TG_OP::text, CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END, CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END, ARRAY[]::text[]); RETURN NULL;",
                            hash="89f9589c227b83880e19e31f5acafe29a8b25583",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_69701",
                            table="inspections_findingphoto",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "findingphoto",
                    pgtrigger.compiler.Trigger(
                        name="only_added",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="4d17c55415ebb135559d2e8e46931cbd535dd2ad",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_only_added_0bf2d",
                            table="inspections_findingphoto",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "findingphoto",
                    pgtrigger.compiler.Trigger(
                        name="closed_by_minutes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="IF EXISTS (SELECT 1 FROM inspections_minutes m WHERE m.inspection_id = (SELECT f.inspection_id FROM inspections_finding f WHERE f.id = NEW.finding_id) AND m.kind = 'minutes' AND m.state IN ('drawn_up', 'signed', 'refused')) THEN RAISE EXCEPTION 'minutes stand: % is closed', TG_TABLE_NAME; END IF; RETURN NEW;",
                            hash="75da99dc743c7b2058a86296c637e486cfcd679d",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_closed_by_minutes_0d370",
                            table="inspections_findingphoto",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "minutes",
                    pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM audit_capture(TG_TABLE_NAME::text, TG_OP::text, CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END, CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END, ARRAY[]::text[]); RETURN NULL;",
                            hash="ccc3addc1ebe85653ea1af236ed53595aee22a75",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_3ef3c",
                            table="inspections_minutes",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "minutes",
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="5d2ef997b30f17cad8fd9aad96cd9a6eb1efe040",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_86810",
                            table="inspections_minutes",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "minutes",
                    pgtrigger.compiler.Trigger(
                        name="legal_transition",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _is_valid_transition BOOLEAN;",
                            func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{drawn_up:discarded,drawn_up:refused,drawn_up:signed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                            hash="dcd3d0a2d7833343c3da6bc714cc3c4a49719a89",
                            operation="UPDATE",
                            pgid="pgtrigger_legal_transition_80336",
                            table="inspections_minutes",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "minutes",
                    pgtrigger.compiler.Trigger(
                        name="born_initial",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NEW.\"state\" IS DISTINCT FROM 'drawn_up')",
                            func="RAISE EXCEPTION 'a new row starts as drawn_up, not as %', NEW.state;",
                            hash="2c68c15b65f21c8f8752fefd4787d4402e9d8b57",
                            operation="INSERT",
                            pgid="pgtrigger_born_initial_6a927",
                            table="inspections_minutes",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "minutes",
                    pgtrigger.compiler.Trigger(
                        name="content_never_rewritten",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="IF OLD.inspection_id IS DISTINCT FROM NEW.inspection_id OR OLD.number IS DISTINCT FROM NEW.number OR OLD.kind IS DISTINCT FROM NEW.kind OR OLD.content IS DISTINCT FROM NEW.content OR OLD.sha256 IS DISTINCT FROM NEW.sha256 OR OLD.code IS DISTINCT FROM NEW.code OR OLD.file_id IS DISTINCT FROM NEW.file_id OR OLD.drawn_up_by_id IS DISTINCT FROM NEW.drawn_up_by_id OR OLD.drawn_up_at IS DISTINCT FROM NEW.drawn_up_at THEN RAISE EXCEPTION 'minutes are never rewritten: %', OLD.id; END IF; RETURN NEW;",
                            hash="69a5273878360ae179ba7c1face30210271e4fb4",
                            operation="UPDATE",
                            pgid="pgtrigger_content_never_rewritten_9817e",
                            table="inspections_minutes",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "minutes",
                    pgtrigger.compiler.Trigger(
                        name="frozen_after",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="IF OLD.state IN ('signed', 'refused', 'discarded') AND (OLD.representative IS DISTINCT FROM NEW.representative OR OLD.office IS DISTINCT FROM NEW.office OR OLD.opinion IS DISTINCT FROM NEW.opinion OR OLD.witness IS DISTINCT FROM NEW.witness OR OLD.reason IS DISTINCT FROM NEW.reason OR OLD.signed_at IS DISTINCT FROM NEW.signed_at OR OLD.signed_by_id IS DISTINCT FROM NEW.signed_by_id) THEN RAISE EXCEPTION 'what was decided is never edited: % %', TG_TABLE_NAME, OLD.id; END IF; RETURN NEW;",
                            hash="7de7723a34e173c3b77c5e034b0bec7223c6bd04",
                            operation="UPDATE",
                            pgid="pgtrigger_frozen_after_5c4a8",
                            table="inspections_minutes",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "notice",
                    pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM audit_capture(TG_TABLE_NAME::text, TG_OP::text, CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END, CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END, ARRAY[]::text[]); RETURN NULL;",
                            hash="133ffeaa32fe90502a6d14199cf124abbbf59c25",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_83832",
                            table="inspections_notice",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "notice",
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="fbbb842aa93295f80c1a9495c6e713920d5b2afb",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_ee9ba",
                            table="inspections_notice",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "notice",
                    pgtrigger.compiler.Trigger(
                        name="legal_transition",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _is_valid_transition BOOLEAN;",
                            func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:discarded,draft:issued}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                            hash="fd876c5b389fc31e1aff2726d5acd1c57993cf72",
                            operation="UPDATE",
                            pgid="pgtrigger_legal_transition_85fc9",
                            table="inspections_notice",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "notice",
                    pgtrigger.compiler.Trigger(
                        name="born_initial",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NEW.\"state\" IS DISTINCT FROM 'draft')",
                            func="RAISE EXCEPTION 'a new row starts as draft, not as %', NEW.state;",
                            hash="b8737a89670c719a332aa55e8f508408ff4f1bb3",
                            operation="INSERT",
                            pgid="pgtrigger_born_initial_5f5fd",
                            table="inspections_notice",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "notice",
                    pgtrigger.compiler.Trigger(
                        name="frozen_after",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="IF OLD.state IN ('issued', 'discarded') AND (OLD.inspection_id IS DISTINCT FROM NEW.inspection_id OR OLD.number IS DISTINCT FROM NEW.number OR OLD.issued_on IS DISTINCT FROM NEW.issued_on OR OLD.conclusion IS DISTINCT FROM NEW.conclusion OR OLD.letterhead IS DISTINCT FROM NEW.letterhead OR OLD.wording_version IS DISTINCT FROM NEW.wording_version OR OLD.wording_sha256 IS DISTINCT FROM NEW.wording_sha256 OR OLD.sha256 IS DISTINCT FROM NEW.sha256 OR OLD.file_id IS DISTINCT FROM NEW.file_id OR OLD.drafted_by_id IS DISTINCT FROM NEW.drafted_by_id OR OLD.signed_by_id IS DISTINCT FROM NEW.signed_by_id) THEN RAISE EXCEPTION 'what was decided is never edited: % %', TG_TABLE_NAME, OLD.id; END IF; RETURN NEW;",
                            hash="01ba7041542b6d15884481cc8a5034e5dd321f5e",
                            operation="UPDATE",
                            pgid="pgtrigger_frozen_after_28908",
                            table="inspections_notice",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "offlinebundle",
                    pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM audit_capture(TG_TABLE_NAME::text, TG_OP::text, CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END, CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END, ARRAY[]::text[]); RETURN NULL;",
                            hash="094d48ceba91d58606003840602b96255437fcee",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_4e87b",
                            table="inspections_offlinebundle",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "offlinebundle",
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="a0f4eeeba474f2f6cf1cdc01fd071dd3a5811a59",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_080c5",
                            table="inspections_offlinebundle",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "offlinebundle",
                    pgtrigger.compiler.Trigger(
                        name="never_truncated",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'the trail is never truncated';",
                            hash="7b0be46b8451cc0c65b0713c3c888001deee583a",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_truncated_33fb0",
                            table="inspections_offlinebundle",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "proposedfact",
                    pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM audit_capture(TG_TABLE_NAME::text, TG_OP::text, CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END, CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END, ARRAY[]::text[]); RETURN NULL;",
                            hash="5fc2c8bb0f1033e30a1374ef1baa26ebe89aeea9",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_ce216",
                            table="inspections_proposedfact",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "proposedfact",
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="7872bdfd2c1fff1961af91a00555bcde5b539fa5",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_670ef",
                            table="inspections_proposedfact",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "proposedfact",
                    pgtrigger.compiler.Trigger(
                        name="legal_transition",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _is_valid_transition BOOLEAN;",
                            func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{confirmed:used,proposed:confirmed,proposed:refused}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                            hash="41c7ee21d5f3ecaae30b6c6a307d5669c3d31a93",
                            operation="UPDATE",
                            pgid="pgtrigger_legal_transition_2ffa6",
                            table="inspections_proposedfact",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "proposedfact",
                    pgtrigger.compiler.Trigger(
                        name="born_initial",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NEW.\"state\" IS DISTINCT FROM 'proposed')",
                            func="RAISE EXCEPTION 'a new row starts as proposed, not as %', NEW.state;",
                            hash="391985ac6215036c0e5c2317908760371fc98e68",
                            operation="INSERT",
                            pgid="pgtrigger_born_initial_d2eca",
                            table="inspections_proposedfact",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "referral",
                    pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM audit_capture(TG_TABLE_NAME::text, TG_OP::text, CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END, CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END, ARRAY[]::text[]); RETURN NULL;",
                            hash="4c8e01ead9fc868817a38206f5c88c20b8353df5",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_6cbfc",
                            table="inspections_referral",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "referral",
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="d461aaccf8871aa0d367c79bfac2ff5799201772",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_81c3b",
                            table="inspections_referral",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "referral",
                    pgtrigger.compiler.Trigger(
                        name="never_truncated",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'the trail is never truncated';",
                            hash="78ea729967e0541693ac76293b4cf5279b242525",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_truncated_52e46",
                            table="inspections_referral",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "remedy",
                    pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM audit_capture(TG_TABLE_NAME::text, TG_OP::text, CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END, CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END, ARRAY[]::text[]); RETURN NULL;",
                            hash="8608b374f56b487956c1e0e389b5b11475b16b9e",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_e977a",
                            table="inspections_remedy",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "remedy",
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="beba5e0da2456eaf48d26fc718d0e5bfe4c89224",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_dde0f",
                            table="inspections_remedy",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "remedy",
                    pgtrigger.compiler.Trigger(
                        name="legal_transition",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _is_valid_transition BOOLEAN;",
                            func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{open:ineffective,open:reported,planned:dropped,planned:open,reported:ineffective,reported:open,reported:verified,verified:ineffective}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                            hash="be6c88ef5231b13bbaf65f17a430fdb82c116c98",
                            operation="UPDATE",
                            pgid="pgtrigger_legal_transition_96fb5",
                            table="inspections_remedy",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "remedy",
                    pgtrigger.compiler.Trigger(
                        name="born_initial",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NEW.\"state\" IS DISTINCT FROM 'planned')",
                            func="RAISE EXCEPTION 'a new row starts as planned, not as %', NEW.state;",
                            hash="bf0ce18b83451b967c5ab1d9f14e2f6d1b1fdc0e",
                            operation="INSERT",
                            pgid="pgtrigger_born_initial_c9fdb",
                            table="inspections_remedy",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "remedy",
                    pgtrigger.compiler.Trigger(
                        name="frozen_after",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="IF OLD.state IN ('open', 'reported', 'verified', 'ineffective', 'dropped') AND (OLD.notice_id IS DISTINCT FROM NEW.notice_id OR OLD.number IS DISTINCT FROM NEW.number OR OLD.kind IS DISTINCT FROM NEW.kind OR OLD.text IS DISTINCT FROM NEW.text OR OLD.finding_id IS DISTINCT FROM NEW.finding_id OR OLD.due_on IS DISTINCT FROM NEW.due_on) THEN RAISE EXCEPTION 'what was decided is never edited: % %', TG_TABLE_NAME, OLD.id; END IF; RETURN NEW;",
                            hash="b3fd7d935768c9ac8270085ab919a451cd49408c",
                            operation="UPDATE",
                            pgid="pgtrigger_frozen_after_9898f",
                            table="inspections_remedy",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "remedy",
                    pgtrigger.compiler.Trigger(
                        name="extended_once",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="IF OLD.extended_to IS NOT NULL AND NEW.extended_to IS DISTINCT FROM OLD.extended_to THEN RAISE EXCEPTION 'a remedy is extended once: %', OLD.id; END IF; RETURN NEW;",
                            hash="acbe07a9719b246abf4a8c5601a87c6311c8ffcf",
                            operation="UPDATE",
                            pgid="pgtrigger_extended_once_6f9fd",
                            table="inspections_remedy",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "remedyevidence",
                    pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM audit_capture(TG_TABLE_NAME::text, TG_OP::text, CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END, CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END, ARRAY[]::text[]); RETURN NULL;",
                            hash="373044aae4bb2ac14539b46ba2a355b0ef8303bc",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_1631c",
                            table="inspections_remedyevidence",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "remedyevidence",
                    pgtrigger.compiler.Trigger(
                        name="only_added",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="a8bfa88188ad3ed8dbacc26066583d6043e95034",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_only_added_d1169",
                            table="inspections_remedyevidence",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "remedyreport",
                    pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM audit_capture(TG_TABLE_NAME::text, TG_OP::text, CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END, CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END, ARRAY[]::text[]); RETURN NULL;",
                            hash="a0deaecc76bddf4162a34d11ec8e04eecfa74cbf",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_cad3c",
                            table="inspections_remedyreport",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "remedyreport",
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="5a9894b2cc3cebaba122f61dbac4eeda02ddfe35",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_7208e",
                            table="inspections_remedyreport",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "remedyreport",
                    pgtrigger.compiler.Trigger(
                        name="report_judged_once",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="IF OLD.judged_at IS NOT NULL OR OLD.text IS DISTINCT FROM NEW.text OR OLD.document IS DISTINCT FROM NEW.document OR OLD.reported_on IS DISTINCT FROM NEW.reported_on OR OLD.remedy_id IS DISTINCT FROM NEW.remedy_id OR OLD.by_id IS DISTINCT FROM NEW.by_id THEN RAISE EXCEPTION 'a report of a remedy is judged once and never rewritten: %', OLD.id; END IF; RETURN NEW;",
                            hash="5607320ac14e609474f76dc5b95e251c29327be1",
                            operation="UPDATE",
                            pgid="pgtrigger_report_judged_once_de2b0",
                            table="inspections_remedyreport",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "sampleline",
                    pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM audit_capture(TG_TABLE_NAME::text, TG_OP::text, CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END, CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END, ARRAY[]::text[]); RETURN NULL;",
                            hash="266ebe6606b35ea6d84ed027d345bb4a11af4c8e",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_07609",
                            table="inspections_sampleline",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "sampleline",
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="3104ee01ad851f385b6ca20b4262d98a92792de8",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_f3406",
                            table="inspections_sampleline",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "sampleline",
                    pgtrigger.compiler.Trigger(
                        name="closed_by_minutes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="IF EXISTS (SELECT 1 FROM inspections_minutes m WHERE m.inspection_id = NEW.inspection_id AND m.kind = 'minutes' AND m.state IN ('drawn_up', 'signed', 'refused')) THEN RAISE EXCEPTION 'minutes stand: % is closed', TG_TABLE_NAME; END IF; RETURN NEW;",
                            hash="fb2488bbd391d982c36b1f6b823daf2320b29c35",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_closed_by_minutes_284a2",
                            table="inspections_sampleline",
                            when="BEFORE",
                        ),
                    ),
                ),
            ],
        ),
    ]
