"""After the last day of a team: the committee's officers follow up what it left open; what pages offer is taken."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.selectors.above import officers
from accounts.services.grants import grant_at_setup
from cadres.models import FamilyTie, Person
from foundation.access import allows
from foundation.access.identity import forget
from foundation.audit.record import recorded
from foundation.notifications import looking
from foundation.notifications.models import Notification
from foundation.workflow.errors import Forbidden, NotFound, Refused
from inspections.models import Finding, Remedy, Team
from inspections.services import evidence, following, referrals, remedies
from tests.cast import SINCE
from tests.files import files_dir, upload
from tests.foundation.files.samples import pdf
from tests.inspections.test_after import cast, issued, reported, visit
from tests.inspections.visiting import Visit
from tests.inspections.walk import is_person
from tests.sessions import signed_in

__all__ = ["cast", "files_dir", "visit"]


def over(visit: Visit) -> None:
    """The last day of the decision was yesterday."""
    with recorded(by=None, source="test"):
        Team.objects.filter(pk=visit.team.pk).update(valid_to=visit.today - timedelta(days=1))


def test_what_a_team_left_open_is_followed_up_by_the_committee(visit: Visit, files_dir: Any) -> None:
    visit.find(severity="serious", text="Không bố trí người trực một cửa")
    visit.sign()
    remedy, today, officer = issued(visit), visit.today, visit.cast.officer
    reported(visit, remedy, files_dir)
    told = Notification.objects.filter(alert__rule="inspection.verify", handled_at=None)
    assert not allows(officer, "remedy.verify", Remedy.objects.get())
    with pytest.raises(Forbidden):
        remedies.verify(remedy=remedy, note="Đã xem", today=today, by=officer)
    assert set(told.values_list("user_id", flat=True)) == {visit.lead.pk, visit.member.pk}
    over(visit)
    with pytest.raises((Forbidden, NotFound)):
        remedies.verify(remedy=remedy, note="Đã xem", today=today, by=visit.lead)
    for _night in range(2):
        following.hand_over(ids=list(following.left_open(on=today).values_list("pk", flat=True)), on=today)
    assert set(told.values_list("user_id", flat=True)) == set(officers(today)) >= {officer.pk}
    assert looking.end_without_ground(ids=looking.waiting_ids(), on=today) == 0
    remedies.give_back(remedy=remedy, reason="Thiếu danh sách", today=today, by=officer)
    assert not following.left_open(on=today).exists()
    reported(visit, remedy, files_dir)
    assert set(told.values_list("user_id", flat=True)) >= {officer.pk}, "told at once, not by night"
    remedies.verify(remedy=remedy, note="Đã xem", today=today, by=officer)
    with pytest.raises(Refused):
        remedies.close(inspection=visit.fresh(), note="Xong", by=officer)
    serious = Finding.objects.get()
    page = signed_in(officer, client=Client()).get(f"/visits/{visit.row.public_id}/after/let-go/1/")
    assert page.status_code == 200 and serious.text not in page.content.decode(), "its words are the team's"
    dropped = referrals.drop(finding=serious, reason="Đã bố trí ngay", by=officer)
    assert not allows(officer, "referral.read", dropped), "what became of a finding is no matter of everybody's"
    after = signed_in(officer, client=Client()).get(f"/visits/{visit.row.public_id}/after/").content.decode()
    assert "Đã bố trí ngay" not in after and "let-go" not in after
    remedies.close(inspection=visit.fresh(), note="Xong", by=officer)
    assert visit.fresh().state == "closed"


def test_officer_with_a_tie_or_who_drafted_follows_up_nothing(visit: Visit, files_dir: Any) -> None:
    visit.sign()
    remedy = issued(visit)
    reported(visit, remedy, files_dir)
    over(visit)
    officer = is_person(visit.cast, "officer", "division")
    page = signed_in(officer, client=Client()).get(f"/remedies/{remedy.pk}/")
    assert page.status_code == 200 and "act-verify" not in page.content.decode()
    with pytest.raises(Forbidden) as tied:
        remedies.verify(remedy=remedy, note="Đã xem", today=visit.today, by=officer)
    assert tied.value.code == "conflict_own"
    grant_at_setup(user=visit.member, role=Role.ORGANIZATION_COMMITTEE, unit=None, valid_from=SINCE)
    forget(visit.member)
    with pytest.raises(Forbidden) as drafted:
        remedies.verify(remedy=remedy, note="Đã xem", today=visit.today, by=visit.member)
    assert drafted.value.code != "conflict_own" and Remedy.objects.get().state == "reported"
    other = signed_in(visit.cast.users["officer2"], client=Client()).get(f"/remedies/{remedy.pk}/")
    assert "act-verify" in other.content.decode()


def test_officer_with_a_tie_or_named_in_it_lets_no_finding_go_closes_nothing_and_hears_nothing(
    visit: Visit, files_dir: Any
) -> None:
    named = visit.cast.people["staff"]
    visit.find(severity="serious", text="Không bố trí người trực một cửa", person=named)
    visit.sign()
    remedy, finding = issued(visit), Finding.objects.get()
    over(visit)
    tied = is_person(visit.cast, "officer", "division")
    reported(visit, remedy, files_dir)
    told = Notification.objects.filter(alert__rule="inspection.verify", handled_at=None)
    assert tied.pk not in told.values_list("user_id", flat=True) and told.filter(user=visit.cast.users["officer2"])
    page = signed_in(tied, client=Client()).get(f"/visits/{visit.row.public_id}/after/")
    assert page.status_code == 200 and "let-go" not in page.content.decode()
    for act in (
        lambda: referrals.drop(finding=finding, reason="Không đáng", by=tied),
        lambda: remedies.close(inspection=visit.fresh(), note="Xong", by=tied),
    ):
        with pytest.raises(Forbidden) as refused:
            act()
        assert refused.value.code == "conflict_own"
    kin = is_person(visit.cast, "officer2", "committee")
    with recorded(by=None, source="test"):
        Person.objects.filter(pk=named.pk).update(unit=visit.cast.units["other"])  # so no tie to the unit is left
        FamilyTie.objects.create(
            person=named, relative_id=kin.person_id, kind="sibling", relative_name="x", relative_key="x",
            relative_code="x", declared_on=visit.today, source="officer",
        )  # fmt: skip
    assert not following.is_tied(visit.fresh(), kin, on=visit.today)
    with pytest.raises(Forbidden) as related:
        referrals.drop(finding=finding, reason="Không đáng", by=kin)
    assert related.value.code == "conflict_own", "a relative of who is named in it"


def test_only_what_would_be_taken_is_offered(visit: Visit, files_dir: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    visit.sign()
    remedy = issued(visit)

    def offered() -> set[str]:
        page = signed_in(visit.cast.head, client=Client()).get(f"/remedies/{remedy.pk}/").content.decode()
        return {act for act in ("proof", "report", "extend") if f"act-{act}" in page}

    assert offered() == {"proof", "extend"}, "a report needs its proof first"
    evidence.add_proof(remedy=remedy, title="Báo cáo", upload=upload("a.pdf", pdf()), by=visit.cast.head)
    assert offered() == {"proof", "report", "extend"}
    monkeypatch.setattr("inspections.views.remedies.local_date", lambda: remedy.due + timedelta(days=1))
    assert offered() == {"proof", "report"}, "more time is asked for while the term runs"
