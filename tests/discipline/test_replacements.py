"""A replacement from its ground to the decision: two clocks, grounds of the day, duties apart, what each reads."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from discipline.models import Replacement
from discipline.services import replacements as services
from discipline.services.rule_loading import load_rules
from foundation.audit.models import AuditEvent
from foundation.notifications.models import Notification
from foundation.web.clock import local_date
from foundation.workflow.errors import DomainError, Forbidden, InvalidInput, Refused, StaleVersion
from organization.rules.calendar import add_working_days
from organization.selectors.calendar import working_calendar
from tests.cast import Cast, build_cast
from tests.sessions import signed_in

pytestmark = pytest.mark.django_db
ARISE, TALK, PROPOSED, DECIDED = date(2026, 3, 2), date(2026, 3, 4), date(2026, 3, 6), date(2026, 3, 12)


@pytest.fixture
def cast() -> Cast:
    load_rules()
    return build_cast()


def note(cast: Cast, **changes: Any) -> Replacement:
    given = {
        "person": cast.people["staff"], "kind": "transfer", "ground": "ct24", "facts": "Ba tháng không xử lý hồ sơ",
        "arose_on": ARISE, "today": ARISE, "by": cast.head,
    }  # fmt: skip
    return services.create(**{**given, **changes})


def propose(cast: Cast, row: Replacement, by: str = "head", **changes: Any) -> Replacement:
    given = {"talked_on": TALK, "today": PROPOSED, "version": row.row_version, "by": cast.users[by]}
    return services.propose(replacement=row, **{**given, **changes})


def opinion(cast: Cast, row: Replacement, **changes: Any) -> Replacement:
    given = {"of_whom": "Đảng ủy phường", "given_on": PROPOSED, "agrees": True, "text": "Nhất trí"}
    who = {"today": PROPOSED, "version": row.row_version, "by": cast.head}
    services.take_opinion(replacement=row, **{**given, **who, **changes})
    return Replacement.objects.get(pk=row.pk)


def test_from_a_ground_to_a_decision_on_two_clocks(cast: Cast) -> None:
    days = working_calendar()
    row = note(cast)
    assert (row.code, row.state, row.unit) == ("TT-2026-000001", "suggested", cast.people["staff"].unit)
    assert row.talk_due_on == add_working_days(ARISE, 10, days)
    assert row.rules["ground"]["title"] and row.rules["propose_by"]["inputs"]["number"] == 10
    row = propose(cast, row)
    assert row.decision_due_on == add_working_days(PROPOSED, 10, days)
    told = Notification.objects.filter(kind__startswith="replacement")
    assert sorted(told.values_list("user__username", flat=True)) == ["officer", "officer2", "staff"]
    with pytest.raises(DomainError):
        services.decide(
            replacement=row,
            document="9/QĐ",
            decided_on=DECIDED,
            today=DECIDED,
            version=row.row_version,
            by=cast.officer,
        )
    row = opinion(cast, row)
    assert (row.state, row.opinions.count()) == ("consulted", 1)
    row = services.extend(replacement=row, reason="Người đó nằm viện", version=row.row_version, by=cast.officer)
    assert row.decision_due_on == add_working_days(PROPOSED, 15, days)
    with pytest.raises(Refused) as refused:
        services.extend(replacement=row, reason="Lần nữa", version=row.row_version, by=cast.officer)
    assert refused.value.code == "extended_already"
    row = services.decide(
        replacement=row, document="9/QĐ", decided_on=DECIDED, today=DECIDED, version=row.row_version, by=cast.officer
    )
    assert (row.state, row.document, row.decided_by) == ("decided", "9/QĐ", cast.officer)
    names = set(AuditEvent.objects.filter(object_type="discipline.replacement").values_list("name", flat=True))
    assert {"replacement.propose", "replacement.consult", "replacement.extended", "replacement.decide"} <= names


def test_who_proposed_or_is_concerned_does_not_decide_nor_an_other_unit_propose(cast: Cast) -> None:
    row = opinion(cast, propose(cast, note(cast, by=cast.officer), by="officer"))
    decide = {"document": "9/QĐ", "decided_on": DECIDED, "today": DECIDED, "version": row.row_version}
    with pytest.raises(Forbidden) as refused:
        services.decide(replacement=row, by=cast.officer, **decide)
    assert refused.value.code == "duty_apart_proposer"
    with pytest.raises(Forbidden) as refused:
        services.extend(replacement=row, reason="Cần thêm ý kiến", version=row.row_version, by=cast.officer)
    assert refused.value.code == "duty_apart_proposer"
    for who in ("head", "other_head", "staff", "leader", "personnel"):
        with pytest.raises(DomainError):
            services.decide(replacement=row, by=cast.users[who], **decide)
    with pytest.raises(DomainError):
        note(cast, by=cast.other_head)
    with pytest.raises(DomainError):
        note(cast, by=cast.head, person=cast.people["head"])
    assert services.decide(replacement=row, by=cast.officer2, **decide).state == "decided"


def test_bad_input_is_refused_by_name_and_nothing_is_written(cast: Cast) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"facts": "  "}, "facts"),
        ({"arose_on": date(2026, 3, 3)}, "arose_on"),
        ({"kind": "promote"}, "kind"),
        ({"ground": "rumour"}, "ground"),
        ({"kind": "dismiss"}, "ground"),
        ({"ground": "under_target", "kind": "dismiss"}, "ground"),
    ]
    for changes, field in wrong:
        with pytest.raises(InvalidInput) as refused:
            note(cast, **changes)
        assert refused.value.field == field
    assert not Replacement.objects.exists()
    row = note(cast)
    with pytest.raises(Refused) as again:
        note(cast)
    assert again.value.code == "replacement_open"
    note(cast, kind="dismiss", ground="degradation", arose_on=date(2025, 9, 1))
    with pytest.raises(Refused) as instead:
        note(cast, kind="resign", ground="resigns")
    assert instead.value.code == "dismissal_due"
    with pytest.raises(InvalidInput) as day:
        propose(cast, row, talked_on=date(2026, 3, 1))
    assert day.value.field == "talked_on"
    with pytest.raises(StaleVersion):
        propose(cast, row, version=row.row_version - 1)
    with pytest.raises(InvalidInput):
        services.reject(replacement=row, reason=" ", today=TALK, version=row.row_version, by=cast.officer)
    done = services.reject(replacement=row, reason="Chưa đủ", today=TALK, version=row.row_version, by=cast.officer)
    assert done.state == "rejected"
    with pytest.raises(DatabaseError), transaction.atomic():
        Replacement.objects.filter(pk=row.pk).update(state="decided")


def test_pages_and_api_show_each_reader_what_the_matrix_opens(cast: Cast, client: Client) -> None:
    row = note(cast)
    officer, head = signed_in(cast.officer), signed_in(cast.head)
    page = officer.get("/discipline/replacements/").content.decode()
    assert row.code in page and "Nguyễn Thị Thúy An" in page
    file = officer.get("/discipline/replacements/export/?stage=suggested")
    assert (file.status_code, head.get("/discipline/replacements/export/").status_code) == (200, 403)
    cells = [str(cell.value) for line in load_workbook(BytesIO(file.content)).worksheets[0] for cell in line]
    assert {row.code, "Nguyễn Thị Thúy An"} <= set(cells)
    assert AuditEvent.objects.using("audit").filter(name="replacement.exported").count() == 1
    for who in ("other_head", "staff"):
        assert row.code not in signed_in(cast.users[who]).get("/discipline/replacements/").content.decode()
        assert signed_in(cast.users[who]).get(f"/discipline/replacements/{row.code}/").status_code == 404
    address = f"/discipline/replacements/{row.code}/propose/"
    assert head.post(address, {"row_version": row.row_version}).status_code == 422
    sent = {"kind": "transfer", "ground": "ct24", "talked_on": "02/03/2026", "row_version": row.row_version}
    assert head.post(address, sent).status_code == 302
    row = opinion(cast, Replacement.objects.get(pk=row.pk))
    own = signed_in(cast.staff).get(f"/discipline/replacements/{row.code}/").content.decode()
    assert "Ba tháng" in own and "Nhất trí" not in own and "Đảng ủy phường" not in own
    shown = signed_in(cast.staff).get(f"/api/v1/replacements/{row.code}/").json()
    assert shown["state"] == "consulted" and not {"rules", "watch_rule", "proposed_by", "row_version"} & set(shown)
    decide = {"document": "9/QĐ", "decided_on": local_date().isoformat(), "row_version": row.row_version}
    answer = officer.post(f"/api/v1/replacements/{row.code}/decide/", decide, content_type="application/json")
    assert answer.status_code == 200 and answer.json()["state"] == "decided", answer.content
    body = {"person": cast.people["staff2"].code, "kind": "transfer", "ground": "ct24", "facts": "…"}
    made = head.post("/api/v1/replacements/", {**body, "arose_on": "2026-03-02"}, content_type="application/json")
    assert made.status_code == 201 and made.json()["person"] == body["person"]
    assert client.get("/discipline/replacements/").status_code == 302


def test_the_list_asks_no_more_for_three_than_for_one(cast: Cast) -> None:
    officer, asked = signed_in(cast.officer), []
    note(cast)
    officer.get("/discipline/replacements/")
    for more in ((), ("staff2", "clerk")):
        for key in more:
            note(cast, person=cast.people[key])
        with CaptureQueriesContext(connection) as queries:
            assert officer.get("/discipline/replacements/?stage=suggested&q=TT").status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]
