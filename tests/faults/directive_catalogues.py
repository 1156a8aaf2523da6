"""Faults of catalogues, undertakings, measures and documents."""

from tests.faults.fault import Fault
from tests.faults.ground_floor import without_trigger

CATALOGUES = "tests/directives/test_catalogues.py"
UNDERTAKINGS = "tests/directives/test_undertakings.py"
MEASURES = ("tests/directives/test_measure_rules.py", "tests/directives/test_measures.py")

FAULTS: tuple[Fault, ...] = (
    Fault(
        "M-07",
        "who drafted a catalogue puts it into force",
        (f"{CATALOGUES}::test_official_wording_is_confirmed_item_by_item_and_begins_on_its_day",),
        file="directives/states.py",
        old='            duties_apart=("drafter", "confirmer"),\n',
        new="",
    ),
    Fault(
        "M-07",
        "who reported an undertaking done accepts it",
        (f"{UNDERTAKINGS}::test_who_reported_or_answers_for_it_does_not_accept_it",),
        file="directives/models/undertaking.py",
        old='        return {"reporter": holders(self.reported_by_id)}\n',
        new="        return {}\n",
    ),
    Fault(
        "M-07",
        "a unit puts off what it promised",
        (f"{UNDERTAKINGS}::test_unit_brings_its_deadline_forward_and_the_committee_puts_it_off",),
        file="directives/services/undertakings.py",
        old='    if written.get("due_on", undertaking.due_on) > undertaking.due_on:\n',
        new="    if False:\n",
    ),
    Fault(
        "M-07",
        "who answers for an undertaking drops it",
        (f"{UNDERTAKINGS}::test_who_promised_or_answers_for_it_does_not_drop_it",),
        file="directives/states.py",
        old='            UndertakingState.CANCELLED.value,\n            duties_apart=("responsible",),\n',
        new="            UndertakingState.CANCELLED.value,\n",
    ),
    Fault(
        "M-07",
        "who confirmed an item puts the catalogue into force",
        (f"{CATALOGUES}::test_who_confirmed_one_item_does_not_put_the_wording_into_force",),
        file="directives/states.py",
        old='            duties_apart=("drafter", "confirmer"),\n',
        new='            duties_apart=("drafter",),\n',
    ),
    Fault(
        "M-30",
        "the services edit a wording in force",
        (f"{CATALOGUES}::test_wording_in_force_is_never_edited_not_even_by_sql",),
        file="directives/services/catalogues.py",
        old="    if version.state != CatalogueState.DRAFT:\n",
        new="    if False:\n",
    ),
    Fault(
        "M-30",
        "indicators of a wording in force are edited by SQL",
        (f"{CATALOGUES}::test_wording_in_force_is_never_edited_not_even_by_sql",),
        sql=without_trigger("directives_indicator", "only_in_a_draft"),
    ),
    Fault(
        "M-30",
        "a wording begins in the past",
        (f"{CATALOGUES}::test_official_wording_is_confirmed_item_by_item_and_begins_on_its_day",),
        file="directives/services/catalogues.py",
        old="    if valid_from < today:\n",
        new="    if False:\n",
    ),
    Fault(
        "M-31",
        "a group that is not confirmed is counted as violations",
        (f"{CATALOGUES}::test_group_is_counted_only_once_it_is_a_confirmed_failure",),
        file="directives/services/catalogues.py",
        old="    if counted and not (confirmed and polarity == Polarity.FAILURE):\n",
        new="    if False:\n",
    ),
    Fault(
        "M-31",
        "the database counts a group that is not confirmed",
        (f"{CATALOGUES}::test_database_counts_no_group_that_is_not_a_confirmed_failure",),
        sql="ALTER TABLE directives_indicatorgroup DROP CONSTRAINT only_confirmed_failures_are_counted",
    ),
    Fault(
        "M-31",
        "a share above 100 % is taken",
        MEASURES,
        file="directives/rules/measures.py",
        old='        elif units_of[code] == "percent" and value > 100:\n',
        new='        elif units_of[code] == "percent" and value > 1000:\n',
    ),
    Fault(
        "M-31",
        "figures of a month that has not ended are taken",
        MEASURES,
        file="directives/rules/measures.py",
        old="    if last >= today:\n",
        new="    if period >= today:\n",
    ),
    Fault(
        "M-31",
        "a dissolved unit gets figures",
        MEASURES,
        file="directives/rules/measures.py",
        old=" or (unit_to is not None and unit_to < period)",
        new="",
    ),
    Fault(
        "M-61",
        "an appendix with 24 items is taken",
        (f"{CATALOGUES}::test_appendix_of_24_rows_is_refused_and_nothing_is_begun",),
        file="directives/services/catalogues.py",
        old="    if appendix.faults:\n",
        new="    if not appendix.items:\n",
    ),
)
