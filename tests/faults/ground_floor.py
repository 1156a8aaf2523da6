"""Faults of the ground floor: trail, transitions, roles, outbox, sheets, web."""

from pathlib import Path

from config.embedded.address import ROLES
from foundation.audit.privileges import CHAIN, LIFE, TRAIL
from tests.faults.fault import Fault

APP = ROLES["default"]
AUDIT, WORKFLOW = "tests/foundation/audit", "tests/foundation/workflow"
WHO = "who, coalesce(current_setting('kc.actor_name', true), ''),"
OUTBOX, SHEETS = "tests/foundation/outbox", "tests/foundation/sheets"


def without_trigger(table: str, name: str) -> str:
    """SQL that drops the trigger `name` of pgtrigger from `table`."""
    return (
        "DO $$ DECLARE t text; BEGIN SELECT tgname INTO STRICT t FROM pg_trigger "
        f"WHERE tgrelid = '{table}'::regclass AND tgname LIKE 'pgtrigger\\_{name}\\_%'; "
        f"EXECUTE format('DROP TRIGGER %I ON {table}', t); END $$"
    )


def functions(old: str, new: str) -> str:
    """SQL that makes the trail's functions again with `new` for `old`; quicker than a fault in the file itself, for
    which every migration runs.

    Raises:
        ValueError: `old` does not stand exactly once in the file.
    """
    path = Path(__file__).resolve().parents[2] / "foundation/audit/functions.sql"
    text = path.read_text(encoding="utf-8")
    if text.count(old) != 1:
        raise ValueError(f"{path.name}: the text stands {text.count(old)} times: {old!r}")
    return text.replace(old, new)


FAULTS: tuple[Fault, ...] = (
    Fault(
        "M-00",
        "a test that fails is not noticed by the runner itself",
        ("tests/faults/test_runner.py::test_red_bar_is_caught_and_green_one_survives",),
        file="tests/faults/run.py",
        old="if code == 1 and FAILED.search(output):",
        new="if code == 1 and not FAILED.search(output):",
    ),
    # M-07 duties apart
    Fault(
        "M-07",
        "the proposer of a grant may execute it",
        (f"{AUDIT}/test_move.py", f"{WORKFLOW}/test_table.py::test_duties_that_stay_apart_are_the_reviewed_ones"),
        file="accounts/states.py",
        old='GrantState.ACTIVE, duties_apart=("proposer", "subject")',
        new="GrantState.ACTIVE",
    ),
    Fault(
        "M-07",
        "move() compares no duties",
        (f"{AUDIT}/test_move.py::test_holder_of_a_duty_apart_is_refused",),
        file="foundation/audit/move.py",
        old="    refuse_shared_duty(obj, action, by=by)\n    if step",
        new="    if step",
    ),
    Fault(
        "M-07",
        "duties are compared for people of the registry only",
        (f"{AUDIT}/test_move.py::test_subject_without_a_person_in_the_registry_cannot_execute_the_own_grant",),
        file="foundation/audit/move.py",
        old=" or by.pk in accounts.get(duty, frozenset())",
        new="",
    ),
    # M-19 capture
    Fault(
        "M-19",
        "one table loses its capture trigger",
        (f"{AUDIT}/test_capture.py::test_event_says_who_when_what_and_in_which_request",),
        sql=without_trigger("organization_unit", "audited"),
    ),
    Fault(
        "M-19",
        "a model is written without capture",
        ("tests/architecture/test_every_model_audited.py",),
        file="organization/models/holiday.py",
        old="[audited()]",
        new="[]",
    ),
    Fault(
        "M-19",
        "a capture trigger is switched off",
        ("tests/architecture/test_every_model_audited.py",),
        sql="ALTER TABLE cadres_posting DISABLE TRIGGER USER",
    ),
    Fault(
        "M-19",
        "updates are not recorded",
        (f"{AUDIT}/test_capture.py::test_rows_changed_are_rows_recorded_whatever_changed_them",),
        sql=functions("  IF operation = 'UPDATE' THEN\n", "  IF operation = 'UPDATE' THEN RETURN;\n"),
    ),
    Fault(
        "M-19",
        "a write without an actor is not flagged",
        (f"{AUDIT}/test_capture.py::test_write_outside_recorded_is_flagged",),
        sql=functions(f"'row', {WHO}\n      who = ''", f"'row', {WHO}\n      false"),
    ),
    Fault(
        "M-19",
        "the actor outlives the body",
        (f"{AUDIT}/test_capture.py::test_actor_is_forgotten_after_the_body_and_restored_after_an_inner_one",),
        file="foundation/audit/record.py",
        old="            yield\n            _write_settings(before)",
        new="            yield",
    ),
    Fault(
        "M-19",
        "password hashes stand in the trail",
        (f"{AUDIT}/test_capture.py::test_secrets_are_never_stored_in_the_trail",),
        sql=functions("WHEN image IS NULL OR cardinality(hide) = 0 THEN image", "WHEN true THEN image"),
    ),
    # M-21 append-only
    Fault(
        "M-21",
        "the application may change the trail",
        (f"{AUDIT}/test_trail_refuses.py",),
        sql=f"GRANT INSERT, UPDATE, DELETE ON {TRAIL}, {', '.join(CHAIN)}, {LIFE} TO {APP}",
    ),
    Fault(
        "M-21",
        "the owner may edit the trail",
        (f"{AUDIT}/test_trail_refuses.py",),
        sql=without_trigger("audit_event", "append_only"),
    ),
    Fault(
        "M-21",
        "the owner may empty the trail",
        (f"{AUDIT}/test_trail_refuses.py",),
        sql=without_trigger("audit_event", "never_truncated"),
    ),
    # M-27 versions
    Fault(
        "M-27",
        "an edit does not compare the version",
        (f"{AUDIT}/test_move.py::test_edit_with_a_stale_version_is_refused_with_both_versions",),
        file="foundation/audit/versioned.py",
        old="filter(pk=obj.pk, row_version=version)",
        new="filter(pk=obj.pk)",
    ),
    Fault(
        "M-27",
        "an edit without a version is taken",
        (f"{AUDIT}/test_move.py::test_edit_without_a_version_is_refused",),
        file="foundation/audit/versioned.py",
        old="    if version is None:\n        raise VersionMissing(",
        new="    version = version or obj.row_version\n    if version is None:\n        raise VersionMissing(",
    ),
    # M-29 transitions
    Fault(
        "M-29",
        "move() updates whatever state the row has by now",
        (f"{AUDIT}/test_move.py::test_two_at_once_move_once",),
        file="foundation/audit/move.py",
        old="filter(pk=obj.pk, state=obj.state, row_version=obj.row_version)",
        new="filter(pk=obj.pk)",
    ),
    Fault(
        "M-29",
        "move() starts from any state",
        (f"{AUDIT}/test_every_machine.py::test_random_runs_take_legal_steps_only",),
        file="foundation/audit/move.py",
        old="    if obj.state not in step.sources:\n",
        new="    if False:\n",
    ),
    *(
        Fault(
            "M-29",
            f"the database takes every transition of {table}",
            (f"{AUDIT}/test_every_machine.py::test_every_illegal_pair_by_raw_sql_is_refused_by_the_database",),
            sql=without_trigger(table, "legal_transition"),
        )
        for table in ("accounts_rolegrant", "evaluations_evaluation")
    ),
    Fault(
        "M-29",
        "a sheet may be born decided",
        (f"{AUDIT}/test_every_machine.py::test_row_born_in_a_later_state_is_refused",),
        sql=without_trigger("evaluations_evaluation", "born_initial"),
    ),
    # M-35, M-37, M-39 background work
    Fault(
        "M-35",
        "the same work stands in the outbox twice",
        (f"{OUTBOX}/test_queue.py", f"{OUTBOX}/test_periodic.py"),
        sql="ALTER TABLE outbox_job DROP CONSTRAINT outbox_job_key_once",
    ),
    Fault(
        "M-35",
        "the same matter is told twice",
        ("tests/foundation/notifications/test_notify.py",),
        sql="ALTER TABLE notifications_notification DROP CONSTRAINT notification_told_once",
    ),
    Fault(
        "M-35",
        "a worker that lost its claim still writes",
        (f"{OUTBOX}/test_worker.py::test_worker_whose_claim_was_taken_over_writes_nothing_more",),
        file="foundation/outbox/progress.py",
        old="state=JobState.RUNNING, claims=self.claim)",
        new="state=JobState.RUNNING)",
    ),
    Fault(
        "M-39",
        "missed periods are not caught up",
        (f"{OUTBOX}/test_periodic.py",),
        file="foundation/outbox/periods.py",
        old="    if last_run is None:\n        found = found[-1:]",
        new="    found = found[-1:]",
    ),
    # M-58 to M-60 sheets
    Fault(
        "M-58",
        "the unpacked size is not limited",
        (f"{SHEETS}/test_bombs.py",),
        file="foundation/sheets/limits.py",
        old="UNPACKED_BYTES = 50 * MIB",
        new="UNPACKED_BYTES = 5000 * MIB",
    ),
    Fault(
        "M-58",
        "the reading child has no limit of memory",
        (f"{SHEETS}/test_bombs.py::test_the_child_has_512_mib_and_30_seconds",),
        file="foundation/sheets/child.py",
        old="    resource.setrlimit(resource.RLIMIT_AS, (limits.CHILD_MEMORY_BYTES, limits.CHILD_MEMORY_BYTES))\n",
        new="",
    ),
    Fault(
        "M-59",
        "inclusions in the XML are followed",
        (f"{SHEETS}/test_hostile_files.py",),
        file="foundation/sheets/workbook_xml.py",
        old='        if tag.startswith("{" + _INCLUSION):',
        new='        if tag.startswith("{none" + _INCLUSION):',
    ),
    Fault(
        "M-60",
        "text that runs is exported as it is",
        (f"{SHEETS}/test_writer.py",),
        file="foundation/sheets/neutral.py",
        old='return "\'" + text if text.startswith("\'") or _runs(text) else text',
        new="return text",
    ),
    Fault(
        "M-60",
        "text is written as a formula",
        (f"{SHEETS}/test_writer.py",),
        file="foundation/sheets/writer.py",
        old='    cell.data_type = "s"\n',
        new='    cell.data_type = "f" if text.startswith("=") else "s"\n',
    ),
    # M-40, M-46, M-68
    Fault(
        "M-40",
        "somebody asks the machine for the date",
        ("tests/architecture/test_forbidden_calls.py::test_no_forbidden_call_outside_the_reviewed_list",),
        file="foundation/web/clock.py",
        old="    return timezone.localdate(timezone=HANOI)",
        new="    return date.today()",
    ),
    Fault(
        "M-46",
        "another password hash passes the boot check",
        ("tests/running/test_settings.py::test_the_boot_check_refuses_another_password_hash",),
        file="config/checks.py",
        old='settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]',
        new="settings.PASSWORD_HASHERS",
    ),
    Fault(
        "M-46",
        "production starts with the secret of development",
        ("tests/running/test_settings.py::test_production_refuses",),
        file="config/settings/production.py",
        old="if SECRET_KEY == DEVELOPMENT_SECRET or len(SECRET_KEY) < 50 or",
        new="if len(SECRET_KEY) < 5 or",
    ),
    Fault(
        "M-68",
        "the application may remove rows",
        ("tests/running/test_roles.py", "tests/architecture/test_every_model_audited.py"),
        sql=f"GRANT DELETE ON ALL TABLES IN SCHEMA public TO {APP}",
    ),
)
