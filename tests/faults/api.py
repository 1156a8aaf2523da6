"""Faults of the API and of what every request, every body and every commit promises."""

from tests.faults.fault import Fault

SWEEP = "tests/access/test_mass_assignment.py"
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
        (SWEEP,),
        file="evaluations/api/bodies.py",
        old="class VersionBody(StrictSerializer):",
        new="class VersionBody(serializers.Serializer):",
    ),
    Fault(
        "M-05",
        "whoever edits a person may set the last day too",
        (SWEEP,),
        file="cadres/api/serializers.py",
        old="class PersonEditSerializer(ProfileFields):\n",
        new="class PersonEditSerializer(ProfileFields):\n    left_on = serializers.DateField(required=False)\n",
    ),
)
