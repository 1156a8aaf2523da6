"""Proof of assignments: who adds it, versions, what a page and the API show; hostile files over the wire (M-54)."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from directives.models import AssignmentEvidence
from directives.selectors.evidence import proofs_by_assignment
from directives.services import assignments, evidence
from foundation.audit.models import AuditEvent
from foundation.files.models import StoredFile
from foundation.workflow.errors import Forbidden, InvalidInput, NotFound, Refused, StateChanged
from tests.files import files_dir, form_body, kept_on_disk, upload
from tests.foundation.files.honest import honest
from tests.foundation.files.hostile import hostile
from tests.foundation.files.samples import jpeg, pdf
from tests.sessions import signed_in

__all__ = ["files_dir"]

LIMIT = 20 * 1024 * 1024


def add(assignment, by, title="Báo cáo đã ký", name="Báo cáo.pdf", content=None):
    return evidence.add_evidence(assignment=assignment, title=title, upload=upload(name, content or pdf()), by=by)


@pytest.fixture
def task(give):
    return give("staff")


@pytest.mark.parametrize("who", ["staff", "head", "division_head"])
def test_person_and_giver_add_proof_while_the_task_runs(task, cast, who):
    made = add(task, cast.users[who])
    assert (made.number, made.version, made.added_by) == (1, 1, cast.users[who])
    assert StoredFile.objects.get() == made.file


@pytest.mark.parametrize(
    ("who", "error"),
    [("staff2", NotFound), ("other_head", NotFound), ("admin", NotFound), ("auditor", NotFound), ("officer", Forbidden),
     ("leader", Forbidden), ("personnel", Forbidden)],
)  # fmt: skip
def test_others_add_nothing(task, cast, who, error, files_dir):
    with pytest.raises(error):
        add(task, cast.users[who])
    assert kept_on_disk(files_dir) == []


def test_finished_task_takes_proof_of_the_giver_only_and_a_cancelled_one_none(task, cast, today, give):
    assignments.finish(assignment=task, done_on=today, by=cast.head)
    with pytest.raises(Refused):
        add(task, cast.staff)
    assert add(task, cast.head).number == 1
    other = give("staff")
    assignments.cancel(assignment=other, reason="Không còn cần", by=cast.head)
    for who in ("staff", "head"):
        with pytest.raises(Refused):
            add(other, cast.users[who])


def test_a_head_adds_no_proof_to_the_own_finished_task(cast, today, give):
    own = give("head", by=cast.chair)
    add(own, cast.head)
    assignments.finish(assignment=own, done_on=today, by=cast.head)
    with pytest.raises(Refused) as refused:
        add(own, cast.head)
    assert refused.value.code == "evidence_closed"
    add(own, cast.chair)


def test_second_file_is_version_2_and_the_first_stays_readable(task, cast):
    first = add(task, cast.staff)
    second = evidence.replace_evidence(assignment=task, number=1, upload=upload("B.pdf", pdf(text=b"2")), by=cast.staff)
    assert (second.version, second.title) == (2, first.title)
    assert second.file.supersedes == first.file
    client = signed_in(cast.head)
    for line in (first, second):
        assert client.get(f"/files/{line.file.public_id}/").status_code == 200
    (proof,) = evidence_of(cast.head, task)
    assert [line.version for line in proof.versions] == [2, 1]


def evidence_of(user, task):
    return proofs_by_assignment(user, [task.pk]).get(task.pk, ())


def test_unknown_number_and_bare_title_are_refused(task, cast):
    with pytest.raises(InvalidInput):
        evidence.replace_evidence(assignment=task, number=7, upload=upload("a.pdf", pdf()), by=cast.staff)
    with pytest.raises(InvalidInput):
        add(task, cast.staff, title="  ")


def test_proof_is_only_added_in_the_database_too(task, cast):
    made = add(task, cast.staff)
    for change in ({"title": "khác"}, {"version": 3}):
        with pytest.raises(DatabaseError), transaction.atomic():
            AssignmentEvidence.objects.filter(pk=made.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        AssignmentEvidence.objects.filter(pk=made.pk).delete()


def test_download_follows_the_assignment(task, cast):
    link = f"/files/{add(task, cast.staff).file.public_id}/"
    status = {who: signed_in(user).get(link).status_code for who, user in cast.users.items()}
    readers = {"staff", "head", "division_head", "chair", "officer", "officer2", "leader", "personnel"}
    assert {who for who, code in status.items() if code == 200} == readers
    assert set(status.values()) == {200, 404}


def test_transfer_of_the_reader_ends_the_right_at_the_next_click(task, cast):
    from accounts.models import RoleGrant

    link = f"/files/{add(task, cast.staff).file.public_id}/"
    client = signed_in(cast.division_head)
    assert client.get(link).status_code == 200
    RoleGrant.objects.filter(user=cast.division_head).update(state="ended")
    assert client.get(link).status_code == 404


def test_page_adds_lists_and_replaces(task, cast, as_user):
    client = as_user("staff")
    page = f"/assignments/{task.code}/"
    assert client.get(f"{page}evidence/").status_code == 200
    answer = client.generic(
        "POST", f"{page}evidence/", **form_body("Ảnh.jpg", jpeg(), "image/jpeg", title="Hiện trường")
    )
    assert answer.status_code == 302
    answer = client.generic("POST", f"{page}evidence/1/", **form_body("Ảnh 2.jpg", jpeg(9, 9), "image/jpeg"))
    assert answer.status_code == 302
    shown = client.get(page).content.decode()
    assert "Hiện trường" in shown and "Ảnh 2.jpg" in shown and "1 earlier version" in shown
    assert client.get(f"{page}evidence/9/").status_code == 404


def test_page_without_a_file_says_so(task, as_user):
    answer = as_user("staff").post(f"/assignments/{task.code}/evidence/", {"title": "Hiện trường"})
    assert answer.status_code == 422 and "take a photo" in answer.content.decode()


def test_page_out_of_reach_is_not_there(task, as_user):
    for number in ("", "1/"):
        assert as_user("other_staff").get(f"/assignments/{task.code}/evidence/{number}").status_code == 404


@pytest.mark.parametrize("way", ["page", "api"])
def test_hostile_files_over_the_wire_are_refused_with_their_status(way, task, cast, files_dir):
    """Byte for byte as an attacker's program would send them, names too."""
    address = f"/assignments/{task.code}/evidence/" if way == "page" else f"/api/v1/assignments/{task.code}/evidence/"
    client, wrong = signed_in(cast.staff), []
    corpus = [item for item in hostile(LIMIT) if item[0].strip()]
    for name, content, declared, wanted in corpus:
        answer = client.generic("POST", address, **form_body(name, content, declared, title="Minh chứng"))
        if answer.status_code != wanted:
            wrong.append(f"{name[:30]!a}: {answer.status_code} instead of {wanted}")
    assert wrong == [] and len(corpus) >= 45
    assert kept_on_disk(files_dir) == [] and not StoredFile.objects.exists()
    # A name of 10,000 characters does not get as far as the intake: no header of a form may be that long.
    assert AuditEvent.objects.using("audit").filter(name="file.refused").count() == len(corpus) - 1


@pytest.mark.parametrize("way", ["page", "api"])
def test_honest_files_over_the_wire_come_back(way, task, cast):
    address = f"/assignments/{task.code}/evidence/" if way == "page" else f"/api/v1/assignments/{task.code}/evidence/"
    client = signed_in(cast.staff)
    for number, (name, content, declared) in enumerate(honest(), start=1):
        answer = client.generic("POST", address, **form_body(name, content, declared, title=f"Số {number}"))
        assert answer.status_code == (302 if way == "page" else 201), (name, answer.content[:300])
        kept = AssignmentEvidence.objects.get(number=number).file
        back: Any = client.get(f"/files/{kept.public_id}/")
        assert b"".join(back.streaming_content) == content


def test_body_larger_than_the_route_takes_is_refused_before_it_is_read(task, cast, files_dir):
    client, big = signed_in(cast.staff), b"a" * (LIMIT + (1 << 18))
    answer = client.generic("POST", f"/assignments/{task.code}/evidence/", **form_body("a.txt", big, "text/plain"))
    assert answer.status_code == 413
    answer = client.generic("POST", f"/assignments/{task.code}/finish/", **form_body("a.txt", b"a" * (2 << 20), "x/y"))
    assert answer.status_code == 413
    assert kept_on_disk(files_dir) == []


def test_quota_over_the_wire_is_507(task, cast, settings, files_dir):
    settings.FILES_PER_PARENT = 2
    client, codes = signed_in(cast.staff), []
    for number in range(3):
        body = form_body(f"{number}.pdf", pdf(), "application/pdf", title="Minh chứng")
        codes.append(client.generic("POST", f"/api/v1/assignments/{task.code}/evidence/", **body).status_code)
    assert codes == [201, 201, 507] and len(kept_on_disk(files_dir)) == 2


def test_api_lists_versions(task, cast):
    add(task, cast.staff)
    evidence.replace_evidence(assignment=task, number=1, upload=upload("B.pdf", pdf(text=b"2")), by=cast.staff)
    (body,) = signed_in(cast.head).get(f"/api/v1/assignments/{task.code}/evidence/").json()
    assert (body["number"], body["title"]) == (1, "Báo cáo đã ký")
    assert [line["version"] for line in body["versions"]] == [2, 1]
    assert set(body["versions"][0]) == {"version", "name", "kind", "size", "sha256", "added_by", "added_at", "url"}
    assert signed_in(cast.head).get(body["versions"][1]["url"]).status_code == 200
    assert signed_in(cast.other_head).get(f"/api/v1/assignments/{task.code}/evidence/").status_code == 404


def test_page_asks_as_often_for_one_file_as_for_three(task, cast):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, counts = signed_in(cast.head), []
    for number in range(3):
        add(task, cast.staff, name=f"{number}.pdf")
        if number != 1:
            client.get(f"/assignments/{task.code}/")
            with CaptureQueriesContext(connection) as asked:
                client.get(f"/assignments/{task.code}/")
            counts.append(len(asked))
    assert counts[0] == counts[1]


def test_anonymous_is_sent_to_sign_in(task):
    assert Client().post(f"/assignments/{task.code}/evidence/").status_code == 302


def test_events_of_the_assignment_say_what_was_attached(task, cast):
    made = add(task, cast.staff)
    (event,) = AuditEvent.objects.filter(object_type="directives.assignment", name="proof.added")
    assert event.details["sha256"] == made.file.sha256 and event.object_id == str(task.pk)


def test_own_file_is_withdrawn_with_a_reason_that_stays(task, cast):
    made = add(task, cast.staff)
    client, page = signed_in(cast.staff), f"/assignments/{task.code}/"
    assert client.get(f"{page}evidence/1/withdraw/").status_code == 200
    assert client.post(f"{page}evidence/1/withdraw/", {"reason": " "}).status_code == 422
    assert client.post(f"{page}evidence/1/withdraw/", {"reason": "Nhầm tệp của người khác"}).status_code == 302
    assert client.get(f"/files/{made.file.public_id}/").status_code == 404
    shown = signed_in(cast.head).get(page).content.decode()
    assert "Nhầm tệp của người khác" in shown and made.file.public_id not in shown
    (body,) = signed_in(cast.head).get(f"/api/v1/assignments/{task.code}/evidence/").json()
    assert (body["withdrawn"], body["versions"]) == (True, [])
    (event,) = AuditEvent.objects.filter(name="proof.withdrawn")
    assert event.reason == "Nhầm tệp của người khác"


def test_proof_of_somebody_else_is_not_withdrawn(task, cast):
    made = add(task, cast.head)
    with pytest.raises(Refused):
        evidence.withdraw_evidence(assignment=task, number=1, reason="a", by=cast.staff)
    assert signed_in(cast.staff).get(f"/files/{made.file.public_id}/").status_code == 200


def test_withdrawn_number_takes_no_newer_version(task, cast):
    add(task, cast.staff)
    address = f"/api/v1/assignments/{task.code}/evidence/1/withdraw/"
    assert signed_in(cast.staff).post(address, {"reason": "a"}, "application/json").status_code == 200
    assert signed_in(cast.staff).post(address, {"reason": "a"}, "application/json").status_code == 409
    with pytest.raises(StateChanged):
        evidence.replace_evidence(assignment=task, number=1, upload=upload("a.pdf", pdf()), by=cast.staff)
