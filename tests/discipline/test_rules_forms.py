"""Forms by kind and day on both sides of 1/7/2025 (regression (a)), severity, the two tracks, seats, words."""

from datetime import date, timedelta

import pytest

from discipline.enums import SubjectKind
from discipline.rules.book import RuleBook
from discipline.rules.conflicts import SeatFact, barred_kin, composition
from discipline.rules.rows import shipped_rules
from discipline.rules.severity import disproportion, highest, one_level_heavier, while_one_runs
from discipline.rules.wording import verdict_words
from foundation.workflow.errors import InvalidInput
from tests.discipline.rulesbook import shipped_book

OLD, NEW = date(2025, 6, 30), date(2025, 7, 1)
DAY = date(2026, 11, 28)
TABLE = {
    "cadre": ("reprimand warning removal recall", "reprimand warning removal recall"),
    "civil": ("reprimand warning salary_grade forced_resignation", "reprimand warning forced_resignation"),
    "civil_leader": (
        "reprimand warning demotion removal forced_resignation",
        "reprimand warning removal forced_resignation",
    ),
    "public": ("reprimand warning forced_resignation", "reprimand warning forced_resignation"),
    "public_manager": ("reprimand warning removal forced_resignation",) * 2,
    "member": ("reprimand warning removal expulsion",) * 2,
    "probationary": ("reprimand warning",) * 2,
    "organisation": ("reprimand warning dissolution",) * 2,
    "unit": ("", ""),
}


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return shipped_book()


def names(book: RuleBook, kind: str, on: date) -> list[str]:
    return [one.form for one in book.forms(kind, on)]


def test_table_of_forms_on_both_sides_of_1_july_2025(book: RuleBook) -> None:
    assert set(TABLE) == set(SubjectKind.values)
    for kind, (before, after) in TABLE.items():
        for step in range(0, 900, 9):
            assert names(book, kind, OLD - timedelta(days=step)) == before.split(), (kind, step)
            assert names(book, kind, NEW + timedelta(days=step)) == after.split(), (kind, step)
    assert all(one.needs_post == (one.form == "removal") for one in book.forms("member", DAY))
    assert not any(one.ground.verified for one in book.forms("cadre", DAY))
    assert all(one.ground.verified for one in book.forms("civil", DAY))


def test_a_dropped_form_is_shown_for_reading_and_cannot_be_chosen(book: RuleBook) -> None:
    acted, decided = date(2025, 6, 10), date(2025, 7, 20)
    shown = {one.form: status for one, status in book.forms_to_show("civil", acted, decided)}
    assert list(shown) == ["reprimand", "warning", "salary_grade", "forced_resignation"]
    dropped = shown["salary_grade"]
    assert (dropped.status, dropped.selectable, dropped.ask_legal) == ("readable", False, True)
    assert (
        dropped.at_act.valid_to == OLD
        and dropped.at_decision is None
        and "112/2020" in dropped.at_act.ground.legal_basis
    )
    assert shown["warning"].selectable and not shown["warning"].ask_legal
    assert "172/2025" in shown["warning"].at_decision.ground.legal_basis
    assert book.form_status("civil", "salary_grade", acted, OLD).selectable
    assert book.form_status("civil", "salary_grade", NEW, decided).status == "unknown"
    assert book.form_status("civil_leader", "demotion", acted, decided).status == "readable"


def test_every_rule_has_a_ground_and_what_is_from_memory_is_not_verified() -> None:
    for row in shipped_rules():
        assert row.legal_basis and row.title_vi and row.title_en
        if "trí nhớ" in row.legal_basis or "Tham số" in row.legal_basis or "chưa đối chiếu" in row.legal_basis:
            assert not row.verified, row.code
        if row.verified:
            assert row.source_url.startswith("http") or row.code == "replacement.ct24", row.code


def test_one_level_heavier_while_a_decision_runs(book: RuleBook) -> None:
    def heavier(running: str, new: str, kind: str = "civil_leader") -> str | None:
        found = while_one_runs(kind, running, new, DAY, book).form
        return found.form if found else None

    assert heavier("reprimand", "reprimand") == "warning"
    assert heavier("warning", "reprimand") == "removal"
    assert heavier("reprimand", "warning") == "removal"
    assert heavier("demotion", "warning") == "removal"
    assert heavier("warning", "removal") == "forced_resignation"
    assert heavier("forced_resignation", "reprimand") is None
    assert heavier("salary_grade", "reprimand", "civil") == "forced_resignation"
    with pytest.raises(InvalidInput):
        heavier("reprimand", "demotion")
    for kind in ("cadre", "civil", "civil_leader", "public", "member"):
        forms = book.forms(kind, DAY)
        for running in forms:
            for new in forms:
                found = while_one_runs(kind, running.form, new.form, DAY, book).form
                floor = max(running.order, new.order)
                later = [one.order for one in forms if one.order > floor]
                assert (found and found.order) == (min(later) if later else None)
    assert highest("civil", ["warning", "reprimand", "warning"], DAY, book).form == "warning"
    for unfit in ([], ["salary_grade"]):
        with pytest.raises(InvalidInput):
            highest("civil", unfit, DAY, book)
    assert one_level_heavier("civil", "warning", OLD, book).form == "salary_grade"


def test_tracks_that_lie_apart_are_named(book: RuleBook) -> None:
    for same in (
        ("reprimand", "reprimand"),
        ("removal", "removal"),
        ("forced_resignation", "expulsion"),
        ("demotion", "removal"),
    ):
        assert disproportion(*same, DAY, book) is None
    found = disproportion("reprimand", "expulsion", DAY, book)
    assert (found.levels, found.heavier, found.ground.verified) == (3, "party", False)
    assert disproportion("forced_resignation", "warning", DAY, book).heavier == "administrative"
    with pytest.raises(InvalidInput):
        disproportion("scolding", "warning", DAY, book)


ROLES = ("chair", "using_unit", "party", "union", "secretary")


def test_a_council_needs_every_seat_once_and_nobody_kept_out(book: RuleBook) -> None:
    full = [SeatFact(role, number, declared=True) for number, role in enumerate(ROLES, start=1)]
    found = composition(full, {}, DAY, book)
    assert found.complete and (found.filled, found.needed) == (5, 5) and not found.ground.verified
    for number, role in enumerate(ROLES):
        short = composition(full[:number] + full[number + 1 :], {}, DAY, book)
        assert short.missing == (role,) and not short.complete and short.filled == 4
        barred = composition(full, {number + 1: "relative"}, DAY, book)
        assert [(one.role, one.ground) for one in barred.refused] == [(role, "relative")] and not barred.complete
        silent = [*full[:number], SeatFact(role, number + 1), *full[number + 1 :]]
        assert composition(silent, {}, DAY, book).undeclared == (number + 1,)
    assert composition([*full, SeatFact("chair", 9, declared=True)], {}, DAY, book).doubled == ("chair",)
    assert composition([*full, SeatFact("guest", 9, declared=True)], {}, DAY, book).unknown == ("guest",)
    assert composition([*full[:4], SeatFact("secretary", 1, declared=True)], {}, DAY, book).twice_seated == (1,)
    assert composition([*full[:4], SeatFact("secretary", None)], {}, DAY, book).missing == ("secretary",)
    ties = {1: "spouse", 2: "parents_sibling", 3: "siblings_spouse", 4: "other"}
    assert set(barred_kin(ties, DAY, book)) == {1, 2, 3}


def test_verdict_words_are_named_whole_and_whatever_their_case(book: RuleBook) -> None:
    text = "Ông A THAM  Ô tiền quỹ, bị kỷ luật; đề nghị xem"
    assert verdict_words(text, DAY, book) == ("tham ô", "bị kỷ luật")
    assert verdict_words("Tham ô", DAY, book) == ("tham ô",)
    assert verdict_words("Nộp báo cáo chậm 5 ngày; tham ôn tập", DAY, book) == ()


def test_lists_of_grounds_on_both_sides(book: RuleBook) -> None:
    assert {one.key for one in book.suspension_grounds(OLD)} == {"illness", "child", "criminal", "leave"}
    assert {one.key for one in book.suspension_grounds(NEW)} == {"illness", "child", "criminal"}
    assert len(book.exemption_grounds(NEW)) == 6 and len(book.soft_measures(NEW)) == 4
    assert {one.key for one in book.replacement_grounds(DAY, kind="civil_leader")} >= {
        "ct24",
        "under_target",
        "low_votes_civil",
    }
    assert "low_votes_civil" not in {one.key for one in book.replacement_grounds(DAY, kind="cadre")}
    term, extensions = book.work_suspension_term(DAY)
    assert (term.number, term.unit, extensions, term.ground.verified) == (15, "working_days", 1, False)
    assert book.watch("months_at_d", DAY).value == 2 and len(book.work_suspension_grounds(DAY)) == 3
    assert (
        book.party_notice(DAY).number == 5 and book.summons_count(DAY).value == 2 and book.review_days(DAY).number == 10
    )
    assert book.suspension_pauses(DAY).value is True and len(book.restoration_kinds(DAY).value) == 5
