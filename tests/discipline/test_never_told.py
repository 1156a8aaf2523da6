"""What never leaves the hands of those who handle a case: reporter, source, notes, minutes, ballots, a witness's words.

One case walks from a signal to its rescission; at each stage everybody else opens every page, answer and file they may.
"""

import io
import zipfile
from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.services.grants import grant_at_setup
from discipline.models import Case
from discipline.rules.papers.letterhead import Letterhead
from discipline.services import complaints, deciding, evidence, representation
from discipline.services.papers import issue_paper
from foundation.notifications.models import Notification
from tests.cast import SINCE, Cast, add_account, build_cast
from tests.discipline.walk import TODAY, Walk, desk
from tests.files import files_dir  # noqa: F401
from tests.sessions import signed_in

REPORTER, SOURCE, NOTE = "Phùng Thị Thanh Xuân", "BC-MAT-77", "GHI CHÚ NỘI BỘ 77"
WITNESS, HEARD, MINUTES = "Nhân Chứng Kín", "LỜI CHỨNG 77", "BIÊN BẢN KÍN 77"
SECRETS = (REPORTER, SOURCE, NOTE, WITNESS, HEARD, MINUTES, "ballots", "reported_by", "source_ref", "intake_note")
READERS = ("staff", "clerk", "head", "officer3", "leader2", "auditor", "personnel2")
"""The subject, a representative, the head, an officer of another desk, another leader, auditor, personnel."""
LETTERHEAD = Letterhead(
    authority="Sở Nội vụ", symbol="SNV", capacity=("GIÁM ĐỐC",), signer="Trần Quốc Khánh", number="7",
    issued_on=TODAY, recipients=("Lưu: VT.",), contact="Phòng Tổ chức",
)  # fmt: skip


@pytest.fixture
def cast(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    for place in ("discipline.views.own", "discipline.api.cases"):
        monkeypatch.setattr(f"{place}.local_date", lambda: TODAY)
    made = build_cast()
    desk(made)
    for name, role, unit in (("leader2", Role.LEADER, None), ("personnel2", Role.PERSONNEL, made.units["ward"])):
        made.users[name] = add_account(name, f"Tài Khoản {name}")
        grant_at_setup(user=made.users[name], role=role, unit=unit, valid_from=SINCE)
    return made


class Everybody:
    """Browsers of all readers, and what they saw of one case."""

    def __init__(self, cast: Cast, case: Case) -> None:
        self.cast, self.case, self.opened, self.leaks = cast, case, 0, list[str]()
        self.clients = {name: Client(raise_request_exception=False) for name in (*READERS, "officer")}
        for name, client in self.clients.items():
            signed_in(cast.users[name], client=client)

    def text(self, who: str, address: str) -> tuple[int, str]:
        answer: Any = self.clients[who].get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if content[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                content = b"".join(archive.read(name) for name in archive.namelist())
        return answer.status_code, content.decode("utf-8", "replace")

    def addresses(self) -> list[str]:
        code = self.case.code
        papers = [f"/discipline/papers/{pk}/{end}" for pk in self.case.papers.values_list("pk", flat=True)
                  for end in ("", "plain/")]  # fmt: skip
        return [
            f"/discipline/mine/{code}/", f"/discipline/cases/{code}/", f"/discipline/cases/{code}/papers/",
            f"/discipline/?q={code}", f"/api/v1/cases/{code}/", f"/api/v1/cases/?q={code}",
            "/notifications/", "/discipline/export/?format=csv", *papers,
        ]  # fmt: skip

    def look(self, stage: str) -> set[str]:
        """Everything opened by everybody; returns who could read something of the case."""
        found = set()
        for who in READERS:
            for address in self.addresses():
                status, said = self.text(who, address)
                assert status < 500, (stage, who, address)
                if status == 200:
                    self.opened += 1
                    if self.case.code in address and "?q=" not in address:
                        found.add(who)
                hits = [secret for secret in SECRETS if secret in said]
                if status == 200 and hits:
                    self.leaks.append(f"{stage} {who} {address}: {hits}")
        return found


def test_nothing_of_it_is_told_at_any_stage_and_a_handler_reads_it_all(cast: Cast) -> None:
    walk = Walk.signal(cast, by="personnel", source="officer", source_ref=SOURCE, intake_note=NOTE)
    crowd = Everybody(cast, walk.case)
    evidence.hear_witness(
        case=walk.fresh(), name=WITNESS, heard_on=walk.case.discovered_on, statement=HEARD, today=TODAY,
        by=cast.officer,
    )  # fmt: skip
    assert crowd.look("signal") == set()
    walk.open()
    clerk = cast.people["clerk"]
    representation.name_representative(
        case=walk.fresh(), code=clerk.code, full_name=clerk.full_name, today=TODAY, by=cast.staff
    )
    walk.heard()
    issue_paper(case=walk.fresh(), kind="opening", letterhead=LETTERHEAD, today=TODAY, by=cast.officer)
    assert {"staff", "clerk", "head"} <= crowd.look("case_open") and crowd.case.papers.exists()
    walk.reviewed(minutes=MINUTES, ballots={"reprimand": 13})
    representation.release_representative(
        case=walk.fresh(), member_id=walk.case.members.get(role="representative").pk, today=TODAY, by=cast.staff
    )  # a member of the council may not be one: seats are filled now
    walk.council()
    crowd.look("decision_pending")
    row = walk.draft()
    deciding.decide(decision=row, version=row.row_version, today=TODAY, by=cast.officer2)
    walk.deliver("decision", TODAY)
    assert {"staff", "head", "officer3", "leader2", "auditor", "personnel2"} <= crowd.look("in_force")
    complaints.lodge(case=walk.fresh(), lodged_on=TODAY, text="Tôi đã xin gia hạn", today=TODAY, by=cast.staff)
    walk.answered("rescinded", answered_on=TODAY)
    assert "staff" in crowd.look("rescinded")
    assert crowd.leaks == [] and crowd.opened > 60
    _status, said = crowd.text("officer", f"/api/v1/cases/{walk.case.code}/")
    assert [secret for secret in SECRETS if secret not in said] == [], "the thing to leak is there"
    page = crowd.text("officer", f"/discipline/cases/{walk.case.code}/")
    assert page[0] == 200 and SOURCE in page[1]
    told = " ".join(f"{row.title} {row.body} {row.params}" for row in Notification.objects.all())
    assert walk.case.code in told and not [secret for secret in SECRETS if secret in told]
