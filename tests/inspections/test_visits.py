"""A visit from the roll to signed minutes: what is taken, what is refused, what can never be changed afterwards."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from cadres.models import Absence
from discipline.rules.papers.wording import digest as wording_digest
from foundation.audit.record import recorded
from foundation.files.errors import FileRefused
from foundation.files.models import StoredFile
from foundation.workflow.errors import Forbidden, InvalidInput, NotFound, Refused, StaleVersion, StateChanged
from inspections.models import AttendanceLine, Finding, FindingPhoto, Minutes, Team
from inspections.rules.minutes import digest, same_code, short_code
from inspections.rules.wording import versions
from inspections.services import attendance, findings, minutes, samples
from inspections.services.findings import Photo
from tests.cast import Cast, build_cast
from tests.files import files_dir, upload
from tests.foundation.files.samples import jpeg, pdf
from tests.inspections.visiting import Visit, begin

__all__ = ["files_dir"]


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


@pytest.fixture
def visit(cast: Cast) -> Visit:
    return begin(cast)


def photo(visit: Visit, **given: Any) -> Photo:
    return Photo(**{"upload": upload("a.jpg", jpeg()), "taken_at": visit.now, **given})


def test_the_roll_knows_who_is_away_and_minutes_wait_for_everybody(visit: Visit, files_dir: Any) -> None:
    away = visit.cast.people["staff"]
    with recorded(by=None, source="test"):
        day = visit.today
        Absence.objects.create(
            person=away,
            kind="maternity",
            starts_on=day - timedelta(days=2),
            ends_on=day + timedelta(days=9),
            confirmed=True,
        )
    with pytest.raises(Refused) as refused:
        visit.draw_up()
    assert refused.value.code == "attendance_missing" and not Minutes.objects.exists()
    assert visit.call_roll() == 6 and visit.call_roll() == 0
    known = visit.line("staff")
    assert (known.mark, known.from_register) == ("with_reason", True) and known.reason
    attendance.mark(line=visit.line("head"), mark="present", seen_at=visit.now, now=visit.now, by=visit.member)
    with pytest.raises(Refused) as refused:
        visit.draw_up()
    assert refused.value.code == "attendance_missing" and "4" in str(refused.value)
    with pytest.raises(InvalidInput) as asked:
        attendance.mark(line=visit.line("clerk"), mark="with_reason", seen_at=visit.now, now=visit.now, by=visit.member)
    assert asked.value.field == "reason"
    seen = visit.line("clerk")
    attendance.mark(line=visit.line("clerk"), mark="without_reason", seen_at=visit.now, now=visit.now, by=visit.member)
    with pytest.raises(StaleVersion):
        attendance.mark(
            line=seen, mark="present", seen_at=visit.now, now=visit.now, version=seen.row_version, by=visit.lead
        )
    rest = {"inspection": visit.fresh(), "now": visit.now, "by": visit.member}
    assert [attendance.mark_rest_present(undivided=True, **rest), attendance.mark_rest_present(**rest)] == [1, 2]
    assert visit.draw_up().content["attendance"] == {"total": 6, "present": 4, "with_reason": 1, "without_reason": 1}


@pytest.mark.parametrize(
    ("figures", "field"),
    [
        ((10, 0, 0, 0), "sample"),
        ((10, 12, 0, 0), "sample"),
        ((26, 20, 21, 0), "failing"),
        ((26, 20, 0, 5), "worst_delay"),
        ((26, -1, 0, 0), "sample"),
    ],
)
def test_figures_of_a_sample_fit_together(visit: Visit, figures: tuple[int, ...], field: str) -> None:
    names = ("population", "sample", "failing", "worst_delay")
    with pytest.raises(InvalidInput) as refused:
        samples.record_sample(
            inspection=visit.fresh(), subject="Hồ sơ đất đai", now=visit.now, by=visit.member,
            **dict(zip(names, figures, strict=True)),
        )  # fmt: skip
    assert refused.value.field == field and not visit.row.samples.exists()


def test_a_finding_is_stored_once_with_its_photos_or_not_at_all(visit: Visit, files_dir: Any) -> None:
    visit.call_roll()
    key = uuid.uuid4()
    made = visit.find(key=key, photos=[photo(visit)], person=visit.cast.people["staff"])
    assert visit.find(key=key).pk == made.pk and Finding.objects.count() == 1
    kept = FindingPhoto.objects.get()
    assert kept.file.sha256 == StoredFile.objects.get(pk=kept.file_id).sha256
    for bad, error in (
        ([photo(visit, upload=upload("a.pdf", pdf()))], "not_a_picture"),
        ([photo(visit) for _ in range(60)], "too_many_photos"),
        ([photo(visit, sha256="0" * 64)], "photo_changed"),
    ):
        with pytest.raises((InvalidInput, Refused)) as refused:
            visit.find(photos=bad)
        assert refused.value.code == error
    with pytest.raises(FileRefused):
        visit.find(photos=[photo(visit, upload=upload("a.jpg", b"<html></html>"))])
    assert Finding.objects.count() == 1 and FindingPhoto.objects.count() == 1
    for wrong, field in (
        ({"text": ""}, "text"),
        ({"item": "duties"}, "item"),
        ({"person": visit.cast.people["other_head"]}, "person"),
    ):
        with pytest.raises(InvalidInput) as said:
            visit.find(**wrong)
        assert said.value.field == field
    with pytest.raises(InvalidInput) as early:
        findings.log_finding(
            inspection=visit.fresh(), severity="recorded", text="x", seen_at=visit.now - timedelta(days=1),
            now=visit.now, by=visit.member,
        )  # fmt: skip
    assert early.value.code == "before_arrival"


def test_only_the_team_notes_and_only_while_its_decision_holds(visit: Visit) -> None:
    for who in ("head", "officer", "leader", "staff"):
        with pytest.raises((NotFound, Forbidden)):
            visit.find(by=visit.cast.users[who])
    with pytest.raises(Forbidden):
        minutes.draw_up(inspection=visit.fresh(), now=visit.now, by=visit.member)
    with recorded(by=None, source="test"):
        Team.objects.filter(pk=visit.team.pk).update(valid_to=visit.today - timedelta(days=1))
    with pytest.raises((NotFound, Refused)):
        visit.find()


def test_signed_minutes_are_never_changed_and_a_correction_is_a_sheet(visit: Visit, files_dir: Any) -> None:
    visit.all_present()
    samples.record_sample(
        inspection=visit.fresh(), subject="Hồ sơ đất đai", population=1477, sample=44, failing=43, worst_delay=134,
        now=visit.now, by=visit.member,
    )  # fmt: skip
    samples.check(
        inspection=visit.fresh(), item="hours", result="partly", note="Đến muộn", now=visit.now, by=visit.member
    )
    finding = visit.find(photos=[photo(visit)])
    findings.explain(finding=finding, explanation="Đi họp", version=1, now=visit.now, by=visit.member)
    with pytest.raises(Refused) as refused:
        minutes.add_sheet(inspection=visit.fresh(), text="a", reason="b", now=visit.now, by=visit.lead)
    assert refused.value.code == "minutes_unsigned"
    drawn = visit.draw_up()
    assert drawn.sha256 == digest(drawn.content) and drawn.code == short_code(drawn.sha256)
    assert same_code(drawn.code.lower().replace("-", " "), drawn.code)
    with pytest.raises(Refused) as closed:
        visit.find()
    assert closed.value.code == "minutes_stand"
    minutes.discard(minutes=drawn, reason="Ghi thiếu", by=visit.lead)
    visit.find()
    again = visit.draw_up()
    assert again.code != drawn.code and len(again.content["findings"]) == 2
    with pytest.raises(InvalidInput) as nobody:
        minutes.sign(minutes=again, representative=" ", office="Chủ tịch", now=visit.now, by=visit.lead)
    assert nobody.value.field == "representative"
    signed = minutes.sign(
        minutes=again, representative="Nguyễn Đình Phước", office="Chủ tịch", now=visit.now, by=visit.lead
    )
    assert (signed.state, visit.fresh().state) == ("signed", "minutes_signed")
    with pytest.raises(StateChanged):
        minutes.discard(minutes=signed, reason="x", by=visit.lead)
    sheet = minutes.add_sheet(
        inspection=visit.fresh(), text="Họ tên đúng là Lê Thị Ánh", reason="Ghi nhầm", now=visit.now, by=visit.lead
    )
    minutes.refuse_signature(
        minutes=sheet, witness="Tổ trưởng dân phố", reason="Không đồng ý", now=visit.now, by=visit.lead
    )
    assert visit.fresh().state == "minutes_signed"
    for statement, key in (
        ("UPDATE inspections_minutes SET content = '{}' WHERE id = %s", signed.pk),
        ("UPDATE inspections_minutes SET representative = 'x' WHERE id = %s", signed.pk),
        ("UPDATE inspections_finding SET text = 'x' WHERE id = %s", finding.pk),
        (
            "UPDATE inspections_attendanceline SET mark = 'present', seen_at = now() WHERE id = %s",
            visit.line("head").pk,
        ),
        ("DELETE FROM inspections_sampleline WHERE inspection_id = %s", visit.row.pk),
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [key])


def test_a_refused_signature_needs_its_witness(visit: Visit, files_dir: Any) -> None:
    visit.all_present()
    drawn = visit.draw_up()
    with pytest.raises(InvalidInput) as refused:
        minutes.refuse_signature(minutes=drawn, witness="", reason="Không đồng ý", now=visit.now, by=visit.lead)
    assert refused.value.field == "witness"
    minutes.refuse_signature(minutes=drawn, witness="Bà Lan, tổ 5", reason="Không đồng ý", now=visit.now, by=visit.lead)
    assert visit.fresh().state == "minutes_signed"


def test_a_finding_of_the_same_thing_within_a_year_is_tied_to_the_first(cast: Cast, files_dir: Any) -> None:
    first = begin(cast)
    first.all_present()
    earlier = first.find(item="hours", text="Vắng")
    first.sign()
    second = begin(cast, team=first.team)
    assert second.find(item="hours", text="Lại vắng").repeats_id == earlier.pk
    assert second.find(item="procedures", text="Khác").repeats is None
    other = begin(cast, unit="other", team=first.team)
    assert other.find(item="hours", text="Vắng").repeats is None


def test_the_wording_of_minutes_and_notices_is_locked() -> None:
    for wording in versions().values():
        assert wording_digest(wording.texts) == wording.sha256


def test_counts_of_the_roll_are_the_unit_s_own_only(visit: Visit) -> None:
    visit.call_roll()
    names = set(AttendanceLine.objects.values_list("person__full_name", flat=True))
    assert "Bùi Thị Kim Dung" not in names and "Nguyễn Đình Phước" in names
