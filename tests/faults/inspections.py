"""Faults of sealed inspections and of the draw: who knows, when it opens, what leaves a trace, what is proved."""

from tests.faults.fault import Fault

SECRECY = "tests/inspections/test_secrecy.py"
LIFE = "tests/inspections/test_life.py"
DRAWS = "tests/inspections/test_draws.py"
PAGES = "tests/inspections/test_pages.py"
MARKS = "tests/inspections/test_marker_strings.py"

FAULTS: tuple[Fault, ...] = (
    Fault(
        "M-10",
        "the list of inspections shows sealed ones to everybody",
        (f"{SECRECY}::test_two_worlds_answer_everybody_alike",),
        file="inspections/selectors/inspections.py",
        old="    return readable(user).filter(state__in=HIDDEN)",
        new="    return Inspection.objects.select_related(*RELATED).filter(state__in=HIDDEN)",
    ),
    Fault(
        "M-10",
        "entries of the trail about a sealed inspection are shown",
        (f"{SECRECY}::test_two_worlds_answer_everybody_alike",),
        file="foundation/audit/veil.py",
        old="return events.exclude(reduce(or_, (veil() for veil in _veils))) if _veils else events",
        new="return events",
    ),
    Fault(
        "M-10",
        "whoever has a tie is called all the same",
        (f"{LIFE}::test_member_with_a_tie_is_barred_inside_the_seal_and_never_called",),
        file="inspections/services/calling.py",
        old="if person.person_id in inspection.barred_ids:",
        new="if person.person_id is None and inspection.barred_ids:",
    ),
    Fault(
        "M-11",
        "the moment of reveal is read from the host's clock",
        (f"{SECRECY}::test_target_opens_by_the_clock_of_the_database_alone",),
        file="foundation/access/filters.py",
        old='scope &= Q(**{f"{rule.opens}__lte": Now()})',
        new='scope &= Q(**{f"{rule.opens}__lte": timezone.now()})',
    ),
    Fault(
        "M-11",
        "a single page opens before the moment of reveal",
        (f"{SECRECY}::test_target_opens_by_the_clock_of_the_database_alone",),
        file="foundation/access/decide.py",
        old="return moment is not None and moment <= database_now(obj)",
        new="return moment is not None",
    ),
    Fault(
        "M-11",
        "members keep their rights after the last day of the decision",
        (f"{LIFE}::test_members_lose_everything_with_the_last_day_of_the_decision",),
        file="foundation/access/decide.py",
        old="if rule.closes and (last_day is None or last_day < timezone.localdate()):",
        new="if rule.closes and last_day is None:",
    ),
    Fault(
        "M-12",
        "the auditor reads at once what was called off",
        (f"{SECRECY}::test_called_off_before_the_start_leaves_no_trace",),
        file="accounts/matrix.yaml",
        old="      - {role: AU, scope: all, opens: silent_until, states: [cancelled], actions: [read, list, knowers]",
        new="      - {role: AU, scope: all, states: [cancelled], actions: [read, list, knowers]",
    ),
    Fault(
        "M-13",
        "reading a sealed inspection leaves no entry",
        (f"{PAGES}::test_reads_of_a_sealed_one_are_events_and_the_report_counts_them",),
        file="inspections/services/reading.py",
        old="sealed = [row for row in rows if row.state in HIDDEN]",
        new="sealed = [row for row in rows if row.state not in HIDDEN]",
    ),
    Fault(
        "M-14",
        "an inspection is numbered when it is drafted",
        (f"{LIFE}::test_database_keeps_number_clock_and_arrival",),
        sql="ALTER TABLE inspections_inspection DROP CONSTRAINT inspection_numbered_when_it_began",
    ),
    Fault(
        "M-14",
        "an answer about a sealed inspection is kept for repetitions",
        (MARKS,),
        file="inspections/api/inspections.py",
        old="return never_kept(answer) if row.state in HIDDEN else answer",
        new="return answer",
    ),
    Fault(
        "M-14",
        "logs quote the row that the database refused",
        (MARKS,),
        file="config/settings/logs.py",
        old="    leave_out_rows,\n]",
        new="]",
    ),
    Fault(
        "M-07",
        "who drafted an inspection approves it",
        (f"{LIFE}::test_author_approves_nothing_and_whoever_has_a_tie_decides_nothing",),
        file="inspections/states.py",
        old='S.APPROVED.value, ("creator", "barred")),',
        new='S.APPROVED.value, ("barred",)),',
    ),
    Fault(
        "M-30",
        "the commitment covers the head of the text only",
        (f"{DRAWS}::test_independent_script_draws_the_same_units",),
        file="inspections/rules/draws.py",
        old="return hashlib.sha256(text.encode()).hexdigest()\n\n\ndef read_sealed",
        new="return hashlib.sha256(text[:10].encode()).hexdigest()\n\n\ndef read_sealed",
    ),
    Fault(
        "M-30",
        "the seed of a draw ignores the outside number",
        (f"{DRAWS}::test_independent_script_draws_the_same_units",),
        file="inspections/rules/draws.py",
        old='return hashlib.sha256(f"{key}|{outside_number}".encode()).hexdigest()',
        new="return hashlib.sha256(key.encode()).hexdigest()",
    ),
    Fault(
        "M-30",
        "a draw is opened before every team has arrived",
        (f"{DRAWS}::test_draw_stays_shut_while_a_team_has_not_arrived",),
        file="inspections/services/draws.py",
        old="Q(basis__icontains=draw.code) | Q(pk__in=known)",
        new="Q(basis__icontains=draw.title)",
    ),
)
