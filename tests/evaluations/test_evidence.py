"""Files of a self-assessment: only the writer, only in a draft, read as the self-assessment is read."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from evaluations.models import Evaluation, SheetEvidence
from evaluations.services import evidence, self_assessment
from foundation.audit.record import recorded
from foundation.files.services.intake import store
from foundation.workflow.errors import InvalidInput, NotFound, Refused
from tests.evaluations.services.month import FEBRUARY, Month, open_month, skip_self
from tests.files import files_dir, form_body, kept_on_disk, upload
from tests.foundation.files.samples import jpeg, pdf
from tests.sessions import signed_in

__all__ = ["files_dir"]

pytestmark = pytest.mark.django_db
SELF = f"/evaluations/{FEBRUARY:%Y-%m}/self/"


@pytest.fixture
def month() -> Month:
    return open_month()


def add(month, who="staff", by="", title="Sáng kiến được công nhận", name="Quyết định.pdf"):
    return evidence.add_evidence(
        evaluation=month.sheet(who), title=title, upload=upload(name, pdf()), by=month.user(by or who)
    )


def test_writer_adds_and_replaces_in_the_draft(month):
    first = add(month)
    second = evidence.replace_evidence(
        evaluation=month.sheet("staff"), number=1, upload=upload("Mới.pdf", pdf(text=b"2")), by=month.user("staff")
    )
    assert (first.number, first.version, second.version) == (1, 1, 2)
    assert second.file.supersedes == first.file
    client = signed_in(month.user("staff"))
    for line in (first, second):
        assert client.get(f"/files/{line.file.public_id}/").status_code == 200


@pytest.mark.parametrize("by", ["division_head", "deputy", "head", "personnel", "officer", "staff2", "admin"])
def test_nobody_adds_to_the_sheet_of_another(month, by, files_dir):
    with pytest.raises(NotFound):
        add(month, by=by)
    assert kept_on_disk(files_dir) == []


def test_sheet_of_a_unit_takes_no_files(month):
    with pytest.raises(NotFound):
        evidence.add_evidence(
            evaluation=month.unit_sheet("ward"), title="a", upload=upload("a.pdf", pdf()), by=month.user("head")
        )


def test_nothing_is_added_once_it_was_handed_in_until_it_is_taken_back(month):
    add(month)
    sheet = month.self_assess("staff")
    for call in (add, lambda month: evidence.replace_evidence(
        evaluation=sheet, number=1, upload=upload("a.pdf", pdf()), by=month.user("staff")
    )):  # fmt: skip
        with pytest.raises(Refused):
            call(month)
    self_assessment.withdraw(evaluation=sheet, version=sheet.row_version, by=month.user("staff"))
    assert add(month).number == 2


@pytest.mark.parametrize("state", ["SELF_SUBMITTED", "SUPERIOR_DONE", "PROPOSED", "DECIDED", "PUBLISHED"])
def test_database_refuses_a_file_for_what_is_no_draft(month, state):
    sheet = month.sheet("staff")
    file = store(
        upload("a.pdf", pdf()), by=month.user("staff"), parent_kind="evaluations.evaluation", parent_id=sheet.pk
    )
    way = ["SELF_SUBMITTED", "SUPERIOR_DONE", "PROPOSED", "DECIDED", "PUBLISHED"]
    with recorded(by=None):
        for step in way[: way.index(state) + 1]:
            Evaluation.objects.filter(pk=sheet.pk).update(
                state=step, grade="B", proposed_grade="B", decided_by=month.user("head")
            )
    with pytest.raises(DatabaseError, match="draft only"), transaction.atomic():
        SheetEvidence.objects.create(evaluation=sheet, number=1, title="a", file=file)


def readers(month, line):
    link = f"/files/{line.file.public_id}/"
    return {who for who, user in month.cast.users.items() if signed_in(user).get(link).status_code == 200}


def test_draft_is_the_writers_alone_then_of_those_who_judge_it(month):
    line = add(month)
    assert readers(month, line) == {"staff"}
    month.self_assess("staff")
    judges = {"division_head", "head", "chair", "personnel", "officer", "officer2"}
    assert judges <= readers(month, line)
    assert not {"staff2", "clerk", "other_head", "other_staff", "admin", "leader", "auditor"} & readers(month, line)


def test_files_of_a_draft_never_handed_in_stay_the_writers(month):
    line = add(month)
    skip_self(month.sheet("staff"))
    assert readers(month, line) == {"staff"}
    page = signed_in(month.user("division_head")).get(f"/evaluations/{FEBRUARY:%Y-%m}/units/P-01/?person=CB0000005")
    assert line.title not in page.content.decode()


def test_phone_page_adds_lists_and_replaces(month):
    client = signed_in(month.user("staff"))
    form = client.get(f"{SELF}evidence/").content.decode()
    assert 'capture="environment"' in form and "multipart/form-data" in form
    body = form_body("IMG_1.jpg", jpeg(), "image/jpeg", title="Ảnh hiện trường")
    assert client.generic("POST", f"{SELF}evidence/", **body).status_code == 302
    assert (
        client.generic("POST", f"{SELF}evidence/1/", **form_body("IMG_2.jpg", jpeg(9), "image/jpeg")).status_code == 302
    )
    page = client.get(SELF).content.decode()
    assert "Ảnh hiện trường" in page and "IMG_2.jpg" in page and "IMG_1.jpg" in page
    assert "Ảnh hiện trường" in client.get(f"{SELF}review/").content.decode()
    assert client.get(f"{SELF}evidence/4/").status_code == 404


def test_phone_page_says_what_is_wrong_with_a_file(month):
    client = signed_in(month.user("staff"))
    answer = client.generic("POST", f"{SELF}evidence/", **form_body("a.pdf", jpeg(), "image/jpeg", title="Ảnh"))
    assert answer.status_code == 415 and "JPEG" in answer.content.decode()


def test_panel_beside_the_grid_lists_the_files(month):
    add(month)
    month.self_assess("staff")
    grid = f"/evaluations/{FEBRUARY:%Y-%m}/units/P-01/?person=CB0000005"
    page = signed_in(month.user("division_head")).get(grid).content.decode()
    assert "Sáng kiến được công nhận" in page and "Quyết định.pdf" in page


def test_api_takes_and_lists_files(month):
    client, pk = signed_in(month.user("staff")), month.sheet("staff").pk
    address = f"/api/v1/evaluations/{pk}/evidence/"
    answer = client.generic("POST", address, **form_body("a.jpg", jpeg(), "image/jpeg", title="Ảnh"))
    assert answer.status_code == 201 and answer.json()["versions"][0]["name"] == "a.jpg"
    assert client.generic("POST", f"{address}1/", **form_body("b.jpg", jpeg(), "image/jpeg")).status_code == 201
    assert [line["version"] for line in client.get(address).json()[0]["versions"]] == [2, 1]
    assert signed_in(month.user("division_head")).get(address).json() == []
    assert signed_in(month.user("other_head")).get(address).status_code == 404


def test_title_is_asked_for(month):
    with pytest.raises(InvalidInput):
        add(month, title=" ")


def test_pages_ask_as_often_for_one_file_as_for_three(month):
    client, counts = signed_in(month.user("staff")), []
    for number in range(3):
        add(month, name=f"{number}.pdf")
        client.get(SELF)
        with CaptureQueriesContext(connection) as asked:
            client.get(SELF)
        counts.append(len(asked))
    assert counts[0] == counts[2]


def test_file_of_the_draft_is_withdrawn_and_no_longer_once_it_was_handed_in(month):
    for _number in range(2):
        add(month)
    client = signed_in(month.user("staff"))
    assert client.get(f"{SELF}evidence/1/withdraw/").status_code == 200
    assert client.post(f"{SELF}evidence/1/withdraw/", {"reason": "Nhầm tệp"}).status_code == 302
    assert "Nhầm tệp" in client.get(SELF).content.decode()
    sheet = month.self_assess("staff")
    address = f"/api/v1/evaluations/{sheet.pk}/evidence/2/withdraw/"
    assert client.post(address, {"reason": "a"}, "application/json").status_code == 422
    with pytest.raises(Refused):
        evidence.withdraw_evidence(evaluation=sheet, number=2, reason="a", by=month.user("staff"))
