"""Faults of declared relatives, bars on a higher post, the planning list and what follows a person who moves."""

from tests.faults.fault import Fault

TIES = "tests/cadres/test_ties.py"
BARS = "tests/cadres/test_bars.py"

FAULTS: tuple[Fault, ...] = (
    Fault(
        "M-05",
        "a barred person is appointed to a higher post",
        (f"{BARS}::test_a_higher_post_is_refused_with_ground_and_last_day_and_nothing_happens",),
        file="cadres/services/barring.py",
        old="    bars = bars_on(person.pk, on) if is_higher(position.kind, kinds) else []",
        new="    bars = bars_on(person.pk, on) if not is_higher(position.kind, kinds) else []",
    ),
    Fault(
        "M-05",
        "an exception is made by half a document",
        (f"{BARS}::test_an_exception_needs_number_and_date_and_is_recorded",),
        file="cadres/services/barring.py",
        old="    if bool(number) != (document.dated is not None):",
        new="    if document.dated is not None and not number:",
    ),
    Fault(
        "M-05",
        "a barred person is planned for a post",
        ("tests/cadres/test_planning.py::test_the_barred_are_not_planned_without_a_document",),
        file="cadres/services/planning.py",
        old="    bars = refuse_barred(bars=bars_on(person.pk, on), on=on, document=exception)",
        new="    bars = refuse_barred(bars=(), on=on, document=NO_EXCEPTION)",
    ),
    Fault(
        "M-05",
        "a staff list goes round a bar",
        (f"{BARS}::test_a_staff_list_makes_no_exception",),
        file="cadres/services/roster_plan.py",
        old='    if planned.person and planned.posting_act != "keep" and (bar := _bar(planned, current)):',
        new='    if planned.person and planned.posting_act == "keep" and (bar := _bar(planned, current)):',
    ),
    Fault(
        "M-07",
        "a relative is found from one side only",
        (f"{TIES}::test_relatives_are_found_from_both_sides_in_one_query",),
        file="cadres/selectors/ties.py",
        old="        for one, other in ((person, relative), (relative, person)):",
        new="        for one, other in ((person, relative),):",
    ),
    Fault(
        "M-20",
        "names of relatives open without a line in the trail",
        (f"{TIES}::test_names_open_to_an_officer_on_a_reason_and_a_fresh_confirmation_only",),
        file="cadres/views/ties.py",
        old='        reveal_ties(person=found, ties=ties, reason=form.cleaned_data["reason"], by=user)\n',
        new="",
    ),
    Fault(
        "M-04",
        "declaring a relative tells who has which code",
        (f"{TIES}::test_a_code_is_believed_only_with_the_name_and_the_answer_never_tells",),
        file="accounts/matrix.yaml",
        old="      - {role: CA, scope: self, actions: [read, create, end], fields: [basic, named]}",
        new="      - {role: CA, scope: self, actions: [read, create, end], fields: [basic, named, link]}",
    ),
    Fault(
        "M-05",
        "what follows a person is not told of another unit",
        ("tests/cadres/test_moving.py::test_another_unit_is_told_once_and_the_same_unit_never",),
        file="cadres/services/postings.py",
        old="        if elsewhere:\n            moving.moved(person, unit, on, by)\n",
        new="",
    ),
)
