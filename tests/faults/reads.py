"""Faults of sensitive reads: reads and refusals that leave no event, an auditor's page that shows what is closed."""

from tests.faults.fault import Fault

DAY = "tests/reports/test_scripted_day.py::test_day_of_an_officer_a_head_and_an_auditor"
TRAIL = "tests/reports/test_trail.py"
DENIED = "tests/access/test_denied.py"
EXPORTS = "tests/access/test_exports.py"
PAGES, API = "tests/cadres/registry/test_pages.py", "tests/cadres/registry/test_api.py"
HIDDEN = f"{TRAIL}::test_no_page_and_no_answer_of_the_api_holds_a_hidden_value"

FAULTS: tuple[Fault, ...] = (
    Fault(
        "M-20",
        "a sheet of another is opened and nothing is noted",
        (DAY, "tests/evaluations/pages/test_reads.py"),
        file="foundation/access/decide.py",
        old="    if not policy.logged or _is_own(identity_of(user), policy, obj):",
        new="    if policy.logged or _is_own(identity_of(user), policy, obj):",
    ),
    Fault(
        "M-20",
        "one's own sheet is noted as if it were another's",
        ("tests/evaluations/pages/test_reads.py::test_sheet_over_the_api_is_one_event_and_the_own_one_none",),
        file="foundation/access/decide.py",
        old="    if not policy.logged or _is_own(identity_of(user), policy, obj):",
        new="    if not policy.logged:",
    ),
    Fault(
        "M-20",
        "a refused page leaves no event",
        (DAY, DENIED),
        file="foundation/web/middleware.py",
        old="        denied.note_denied(request, exception)\n",
        new="",
    ),
    Fault(
        "M-20",
        "a refused call of the API leaves no event",
        (f"{DENIED}::test_refusal_of_the_api_is_recorded_once",),
        file="foundation/web/api_errors.py",
        old='        note_denied(request._request, exc, source="api", user=getattr(exc, "by", None) or request.user)',
        new="        pass",
    ),
    Fault(
        "M-20",
        "a key out of reach is noted only when something stands under it",
        (f"{DENIED}::test_key_out_of_reach_and_key_that_never_was_leave_the_same_event",),
        file="foundation/web/denied.py",
        old="(status == 404 and not keys)",
        new='(status == 404 and not any(key < "CB9" for key in keys.values()))',
    ),
    Fault(
        "M-20",
        "the personal number is shown without an event",
        (f"{PAGES}::test_personal_number_is_shown_in_part_and_in_full_only_with_a_reason", DAY),
        file="cadres/services/reading.py",
        old='    if "national_id" in rights.readable:',
        new='    if "national_id" in rights.readable | rights.protected:',
    ),
    Fault(
        "M-04",
        "the API gives a protected field in full",
        (f"{API}::test_person_has_exactly_the_keys_of_the_matrix",),
        file="foundation/access/decide.py",
        old="    readable -= protected\n    return FieldRights",
        new="    return FieldRights",
    ),
    Fault(
        "M-20",
        "the auditor's page shows a hidden payload",
        (HIDDEN, f"{TRAIL}::test_auditor_sees_names_of_changed_columns_and_only_open_values"),
        file="reports/trail/payload.py",
        old='        return text[:4] if name == "birth_date" else',
        new='        return text if name == "birth_date" else',
    ),
    Fault(
        "M-20",
        "the auditor's page shows every column",
        (HIDDEN,),
        file="reports/trail/payload.py",
        old="    return HIDDEN\n\n\ndef _facts",
        new="    return value\n\n\ndef _facts",
    ),
    Fault(
        "M-20",
        "free words of an act are shown to whom its object is closed",
        (f"{TRAIL}::test_free_words_about_what_is_closed_stay_closed",),
        file="reports/trail/payload.py",
        old="        reason=event.reason if whole or not event.reason else HIDDEN,",
        new="        reason=event.reason,",
    ),
    Fault(
        "M-20",
        "the administrator reads the whole trail",
        (f"{TRAIL}::test_administrator_sees_entries_about_accounts_and_nothing_else",),
        file="accounts/matrix.yaml",
        old="      - {role: SA, scope: system, actions: [read], fields: [head, technical, payload]}",
        new="      - {role: SA, scope: all, actions: [read], fields: [head, technical, payload]}",
    ),
    Fault(
        "M-53",
        "a list of more than a hundred people leaves without a confirmation",
        (f"{EXPORTS}::test_export_of_more_than_a_hundred_people_needs_a_fresh_confirmation",),
        file="foundation/web/copies.py",
        old="    if people > MOST_PEOPLE:\n        require_step_up(request)\n",
        new="",
    ),
    Fault(
        "M-53",
        "the personal number opens without a fresh confirmation",
        (f"{PAGES}::test_personal_number_needs_a_fresh_confirmation",),
        file="cadres/views/person.py",
        old="    require_step_up(request)\n",
        new="",
    ),
    Fault(
        "M-53",
        "copies carry no mark",
        (f"{EXPORTS}::test_copy_carries_who_when_and_a_mark_that_the_trail_knows",),
        file="foundation/sheets/listing.py",
        old="        if self.mark:\n",
        new="        if False:\n",
    ),
)
