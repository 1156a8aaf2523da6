"""Faults of the reorganisation of units, of posts beside the main one and of absences."""

from tests.faults.fault import Fault

PEOPLE = "tests/cadres/registry/test_reorganisation.py"
MONTHS = "tests/evaluations/services/test_carry_over.py"
PAGES = "tests/organization/test_reorganisation_pages.py"

FAULTS: tuple[Fault, ...] = (
    Fault(
        "M-03",
        "a succession is seen from one of its units only",
        ("tests/access/test_generated_trees.py::test_rows_in_reach_equal_the_oracle_on_generated_trees",),
        file="foundation/access/matrix.py",
        old="return (self.unit_path, *self.further_unit_paths)",
        new="return (self.unit_path,)",
    ),
    Fault(
        "M-05",
        "a reorganisation is confirmed without a look at what it does by now",
        (f"{PEOPLE}::test_a_preview_that_no_longer_holds_confirms_nothing",),
        file="organization/services/reorganisation.py",
        old="if now != fingerprint:",
        new="if not fingerprint:",
    ),
    Fault(
        "M-05",
        "a future reorganisation does not block another of the same unit",
        (f"{PEOPLE}::test_a_future_one_waits_blocks_others_and_happens_once_on_its_day",),
        file="organization/services/reorganisation_plan.py",
        old="        if unit.pk in taken:",
        new="        if unit.pk in taken and not units:",
    ),
    Fault(
        "M-07",
        "roles of a merged unit are handed on by one person alone",
        (f"{PEOPLE}::test_roles_given_by_people_end_and_are_proposed_to_a_second_person",),
        file="accounts/services/grant_moves.py",
        old="            end(grant=grant, on=last_day, reason=reason, by=None)",
        new="            pass",
    ),
    Fault(
        "M-07",
        "after a merger the new head scores or decides on oneself",
        (f"{MONTHS}::test_population_stays_frozen_and_the_new_head_decides",),
        file="evaluations/services/carry_over.py",
        old="        others = rows.exclude(person_id=decider)",
        new="        others = rows.filter(person_id=decider)",
    ),
    Fault(
        "M-30",
        "a published month gets another decider",
        (f"{MONTHS}::test_what_is_published_is_not_touched",),
        file="evaluations/services/carry_over.py",
        old="RUNNING = (UnitCycleState.OPEN, UnitCycleState.SUBMITTED, UnitCycleState.DECIDED)",
        new="RUNNING = tuple(UnitCycleState)",
    ),
    Fault(
        "M-35",
        "a reorganisation is carried out again by a second job",
        (f"{PEOPLE}::test_a_future_one_waits_blocks_others_and_happens_once_on_its_day",
         f"{PAGES}::test_carrying_out_twice_in_a_row_equals_once"),
        file="organization/services/reorganisation.py",
        old="        if row.state != ReorganisationState.CONFIRMED or row.effective_on > on:",
        new="        if row.effective_on > on:",
    ),
)  # fmt: skip
