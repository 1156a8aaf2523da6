"""Faults of the API and of what every request, every body and every commit promises."""

from tests.faults.fault import Fault

KNOWN = "tests/access/test_mass_assignment.py::test_only_the_reviewed_columns_are_known_to_the_endpoint"
FILTERS = "tests/access/test_filters.py"
HEADERS, CHECKS = "tests/running/test_headers.py", "tests/running/test_own_checks.py"
OUTBOX = "tests/foundation/outbox"
ONCE = "tests/foundation/web/test_idempotency"

FAULTS: tuple[Fault, ...] = (
    Fault(
        "M-28",
        "the same key may be at work twice at once",
        (f"{ONCE}_parallel.py::test_fifty_posts_with_one_key_make_one_row_and_one_event",),
        file="foundation/web/idempotency.py",
        old="        if not _hold(user, key):",
        new="        if False:",
    ),
    Fault(
        "M-28",
        "an idempotency key answers for another body",
        (f"{ONCE}.py::test_same_key_with_another_body_address_or_method_is_refused",),
        file="foundation/web/idempotency.py",
        old="    if kept.request != wanted:",
        new="    if False:",
    ),
    Fault(
        "M-28",
        "an idempotency key belongs to everybody",
        (f"{ONCE}.py::test_key_belongs_to_its_person",),
        file="foundation/web/idempotency.py",
        old="KeptAnswer.objects.filter(user_id=user.pk, key=key).first()",
        new="KeptAnswer.objects.filter(key=key).first()",
    ),
    Fault(
        "M-05",
        "acts on sheets pass over what they do not know",
        (f"{KNOWN}[evaluations_api:evaluation-proceed POST]",),
        file="evaluations/api/bodies.py",
        old="class VersionBody(StrictSerializer):",
        new="class VersionBody(serializers.Serializer):",
    ),
    Fault(
        "M-05",
        "whoever edits a person may set the last day too",
        (f"{KNOWN}[cadres_api:person-detail PATCH]",),
        file="cadres/api/serializers.py",
        old="class PersonEditSerializer(ProfileFields):\n",
        new="class PersonEditSerializer(ProfileFields):\n    left_on = serializers.DateField(required=False)\n",
    ),
    Fault(
        "M-09",
        "a list takes any order",
        (f"{FILTERS}::test_every_column_is_refused_as_an_order_but_the_reviewed[cadres_api:person-list]",),
        file="foundation/web/strict.py",
        old="    if any(value not in orders for",
        new="    if any(value is None for",
    ),
    Fault(
        "M-09",
        "the filter of party members is open to everybody",
        (f"{FILTERS}::test_no_identity_asks_about_a_field_it_may_not_read[cadres_api:person-list]",),
        file="cadres/filters.py",
        old='    return "party_membership" in fields_always_readable(user, Person)',
        new="    return True",
    ),
    Fault(
        "M-45",
        "a failure below the framing middleware may be framed",
        (f"{HEADERS}::test_failure_in_any_middleware_has_them_too",),
        file="config/settings/base.py",
        old="""    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
""",
        new="""    "csp.middleware.CSPMiddleware",
""",
    ),
    Fault(
        "M-45",
        "what a page holds is kept by caches",
        (f"{HEADERS}::test_class_of_answers_has_exactly_these_headers",),
        file="config/response_headers.py",
        old='response.headers.setdefault("Cache-Control", "no-store")',
        new='response.headers.setdefault("Cache-Control", "private")',
    ),
    Fault(
        "M-46",
        "the key of the trail may be readable by the group",
        (f"{CHECKS}::test_key_file_of_any_other_mode_fails",),
        file="config/checks.py",
        old="    if mode == 0o400 and path",
        new="    if mode in {0o400, 0o440} and path",
    ),
    Fault(
        "M-46",
        "a web process starts whatever the checks say",
        (f"{CHECKS}::test_process_starts_only_when_every_check_passes",),
        file="config/checks.py",
        old="    if serious:\n        raise",
        new="    if False:\n        raise",
    ),
    Fault(
        "M-07",
        "whoever holds two duties performs the act",
        ("tests/foundation/workflow/test_duties_apart.py",),
        file="foundation/audit/move.py",
        old="    refuse_shared_duty(obj, action, by=by)\n    if step",
        new="    if step",
    ),
    Fault(
        "M-37",
        "the job of an upload is written after its commit",
        (f"{OUTBOX}/test_lost_connection.py",),
        file="cadres/services/imports.py",
        old="""            as_of=as_of,
        )
        enqueue(READ, key=job_key(roster), payload={"import_id": roster.pk}, by=by)
        return roster
""",
        new="""            as_of=as_of,
        )
    enqueue(READ, key=job_key(roster), payload={"import_id": roster.pk}, by=by)
    return roster
""",
    ),
    Fault(
        "M-39",
        "a job that runs for the latest day only runs for each missed one",
        (f"{OUTBOX}/test_two_schedulers.py",),
        file="foundation/outbox/periods.py",
        old="(1 if job.catch_up is CatchUp.LATEST else LONGEST_CATCH_UP)",
        new="LONGEST_CATCH_UP",
    ),
)
