"""Cases by the API: the same services, versions and refusals; illegal acts change nothing in any state."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from discipline.api.case_acts import ACTS
from discipline.models import Case, CasePaper, Statement
from discipline.services import deciding
from foundation.audit.models import AuditEvent
from tests.cast import Cast, build_cast
from tests.discipline.walk import FOUND, TODAY, Walk, desk
from tests.files import files_dir  # noqa: F401
from tests.foundation.files.samples import pdf
from tests.sessions import signed_in


@pytest.fixture
def cast(db: None) -> Cast:
    made = build_cast()
    desk(made)
    return made


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for module in ("cases", "case_files"):
        monkeypatch.setattr(f"discipline.api.{module}.local_date", lambda: TODAY)
    monkeypatch.setattr("discipline.filters.local_date", lambda: TODAY)
    yield


def ask(cast: Cast, who: str, address: str, body: dict[str, Any] | None = None) -> Any:
    client = Client(raise_request_exception=False)
    signed_in(cast.users[who], client=client)
    road = f"/api/v1/cases/{address}"
    return client.get(road) if body is None else client.post(road, body, content_type="application/json")


def _rows() -> int:
    """Changes of cases and of what hangs on them."""
    return AuditEvent.objects.filter(kind="row", table_name__startswith="discipline_").count()


def test_a_signal_to_a_statement_by_the_api_with_versions_and_the_same_errors(cast: Cast, today: None) -> None:
    signal = {
        "subject": cast.people["staff"].code, "acted_on": "2026-08-18", "discovered_on": "2026-09-21",
        "allegation": "Để quá hạn 12 hồ sơ đất đai", "source": "head", "source_ref": "BC-77",
    }  # fmt: skip
    wrong = ask(cast, "head", "", {**signal, "discovered_on": "2026-08-01"})
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (422, "discovery_before_act")
    assert ask(cast, "staff2", "", signal).status_code == 403
    made = ask(cast, "head", "", signal)
    assert made.status_code == 201, made.content
    code = made.json()["code"]

    def act(who: str, name: str, **body: Any) -> Any:
        version = Case.objects.get(code=code).row_version
        return ask(cast, who, f"{code}/{name}/", {"row_version": version, **body})

    assert ask(cast, "officer", f"{code}/take-up/", {"row_version": 99}).status_code == 409
    assert act("staff", "take-up").status_code == 404
    assert act("officer", "take-up").json()["state"] == "under_review"
    assert act("officer", "open", opened_on="2026-09-24").json()["error"]["code"] == "check_missing"
    checks = {"exemption": True, "suspension": True, "proposals": True}
    assert act("officer", "open", opened_on="2026-09-24", **checks).json()["state"] == "case_open"
    notice = {"kind": "notice", "received_on": "2026-09-25", "manner": "by_hand", "receiver": "Chị An"}
    assert act("officer", "deliver", **notice).status_code == 200
    own = ask(cast, "staff", f"{code}/").json()
    assert own["allegation"] and not {"source", "source_ref", "reported_by", "handler_ids"} & set(own)
    said = act("staff", "statement", submitted_on="2026-10-01", text="Tôi đã xin gia hạn")
    assert said.status_code == 200 and said.json()["parts"]["statements"][0]["text"] == "Tôi đã xin gia hạn"
    assert act("staff", "statement", submitted_on="2026-10-01", text="x", handed_in=False).status_code == 422
    assert Statement.objects.count() == 1
    found = ask(cast, "officer", "?state=case_open&due_by=2027-06-30&subject_kind=civil&unit=P-01").json()
    assert [row["code"] for row in found["results"]] == [code]
    assert ask(cast, "staff", "").json()["results"] == []
    assert ask(cast, "officer", "?source=head").status_code == 400


def test_the_other_track_is_named_only_to_who_may_know_of_it(cast: Cast, today: None) -> None:
    walk = Walk.signal(cast)
    walk.open()
    other = Walk.signal(cast, allegation="Như trên, về phần đảng viên", acted_on=FOUND, discovered_on=FOUND)
    Case.objects.filter(pk=walk.case.pk).update(twin=other.case)
    for who, told in (("officer", other.case.code), ("leader", None)):
        one, listed = ask(cast, who, f"{walk.case.code}/").json(), ask(cast, who, "").json()["results"]
        assert one.get("twin") == told
        assert [row.get("twin") for row in listed if row["code"] == walk.case.code] == [told]
        assert who == "officer" or "twin" not in one


def test_illegal_acts_are_refused_in_every_state(cast: Cast, today: None) -> None:
    """M-29: each act of the API that the state does not allow answers without a row changed."""
    walk = Walk.signal(cast)

    def decide() -> Case:
        row = walk.draft()
        deciding.decide(decision=row, version=row.row_version, today=TODAY, by=cast.officer2)
        return walk.fresh()

    def deliver() -> Case:
        walk.deliver("decision", date(2026, 11, 18))
        return walk.fresh()

    stages = (lambda: walk.case, walk.open, walk.heard, walk.reviewed, walk.council, decide, deliver)
    body = {
        "reason": "Không có căn cứ", "opened_on": "2026-09-24", "exemption": True, "suspension": True,
        "proposals": True, "on": "2026-11-20", "document": "1/QĐ", "lodged_on": "2026-11-20", "text": "Tôi",
        "outcome": "form", "form": "reprimand", "number": "1/QĐ", "signed_on": "2026-11-16",
        "effective_on": "2026-11-16", "authority": "UBND", "signer": "A", "grounds": "B", "ground": "illness",
    }  # fmt: skip
    wanted = {
        "signal": {"open", "draft", "complain", "submit", "form_council", "call_review", "rescind_by_court", "resume"},
        "case_open": {"take_up", "open", "draft", "complain", "submit", "call_review", "rescind_by_court", "resume"},
        "review_meeting": {"take_up", "open", "draft", "complain", "submit", "call_review", "rescind_by_court"},
        "council": {"take_up", "open", "draft", "complain", "call_review", "rescind_by_court", "form_council"},
        "decision_pending": {"take_up", "open", "complain", "call_review", "rescind_by_court", "form_council",
                             "submit"},
        "decided": {"take_up", "open", "draft", "complain", "call_review", "rescind_by_court", "form_council",
                    "submit"},
        "in_force": {"take_up", "open", "draft", "dismiss", "call_review", "form_council", "submit", "resume"},
    }  # fmt: skip
    keys = {act.name: set(act.body().fields) for act in ACTS}
    asked, open_acts = 0, []
    for stage in stages:
        case = stage()
        before = _rows()
        for name in sorted(wanted[case.state]):
            given = {key: value for key, value in body.items() if key in keys[name]}
            answer = ask(
                cast, "officer", f"{case.code}/{name.replace('_', '-')}/",
                {**given, "row_version": Case.objects.get(pk=case.pk).row_version},
            )  # fmt: skip
            asked += 1
            if answer.status_code not in {400, 403, 409, 422} or "row_version" in str(answer.json()["error"]):
                open_acts.append((case.state, name, answer.status_code, answer.content[:200]))
        assert _rows() == before, case.state
    assert open_acts == [] and asked > 50


@pytest.mark.usefixtures("files_dir")
def test_papers_and_exhibits_by_the_api_are_those_of_the_pages(cast: Cast, today: None) -> None:
    walk = Walk.signal(cast)
    code = walk.case.code
    officer, head = signed_in(cast.officer), signed_in(cast.head)
    road = f"/api/v1/cases/{code}"
    paper = {"kind": "opening", "authority": "UBND phường", "number": "7", "capacity": ["CHỦ TỊCH"]}
    early = ask(cast, "officer", f"{code}/papers/", paper)
    assert (early.status_code, early.json()["error"]["code"]) == (422, "before_opening")
    walk.open()
    made = ask(cast, "officer", f"{code}/papers/", paper)
    assert (made.status_code, made.json()["version"]) == (201, 1), made.content
    assert officer.get(made.json()["file"]).status_code == officer.get(made.json()["plain"]).status_code == 200
    wrong = ask(cast, "officer", f"{code}/papers/", {**paper, "sha256": "0"})
    assert (wrong.status_code, CasePaper.objects.count()) == (400, 1)
    assert ask(cast, "staff", f"{code}/papers/", paper).status_code == 403
    (own,) = ask(cast, "staff", f"{code}/papers/").json()
    assert own["kind"] == "opening" and not {"letterhead", "made_by"} & set(own)
    added = officer.post(f"{road}/exhibits/", {"title": "Đơn", "file": scan()})
    assert (added.status_code, added.json()["number"]) == (201, 1), added.content
    assert officer.post(f"{road}/exhibits/1/", {"file": scan()}).json()["versions"][0]["version"] == 2
    for stranger in (head, signed_in(cast.staff)):
        assert stranger.get(f"{road}/exhibits/").status_code in {403, 404}
        assert stranger.post(f"{road}/exhibits/", {"title": "Đơn", "file": scan()}).status_code in {403, 404}
    shown = {"number": 1, "on": TODAY.isoformat(), "row_version": walk.fresh().row_version}
    assert ask(cast, "officer", f"{code}/disclose/", shown).status_code == 200
    kept = ask(cast, "officer", f"{code}/exhibits/1/withdraw/", {"reason": "Nhầm"})
    assert (kept.status_code, kept.json()["error"]["code"]) == (422, "disclosed_already")
    (left,) = officer.get(f"{road}/exhibits/").json()
    assert left["title"] == "Đơn" and not left["withdrawn"]


def scan() -> Any:
    return SimpleUploadedFile("don.pdf", pdf(), "application/pdf")


def test_detail_costs_the_same_for_one_statement_and_three(
    cast: Cast, today: None, django_assert_max_num_queries: Any
) -> None:
    walk = Walk.signal(cast)
    walk.open()
    walk.deliver("notice", date(2026, 9, 25))
    ask(cast, "officer", f"{walk.case.code}/")
    for number in (1, 2, 3):
        Statement.objects.create(case=walk.case, number=number, submitted_on=TODAY, text="Tôi")
    with django_assert_max_num_queries(40):
        assert len(ask(cast, "officer", f"{walk.case.code}/").json()["parts"]["statements"]) == 3
