"""Walking a case through its stages by the services, for tests that begin where a stage ends."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from accounts.models import User
from discipline.models import Case, Decision
from discipline.services import complaints, deciding, delivery, opening, procedure, review, signals, sittings
from discipline.services.naming import confirm_desk, name_member, propose_desk
from discipline.services.rule_loading import load_rules
from tests.cast import Cast

ACT, FOUND, TODAY = date(2026, 8, 18), date(2026, 9, 21), date(2026, 11, 24)
CHECKS = dict.fromkeys(opening.CHECKS, True)
SEATS = {"chair": "chair", "using_unit": "deputy", "party": "clerk", "union": "staff2", "secretary": "other_staff"}


def desk(cast: Cast) -> None:
    """The rules, and an officer on the desk of the whole committee, confirmed by another."""
    load_rules()
    row = propose_desk(
        user=cast.officer, unit=cast.units["committee"], since=date(2026, 1, 5), reason="Phân công", by=cast.officer2
    )
    confirm_desk(officer=row, by=_third(cast))


def _third(cast: Cast) -> User:
    from accounts.enums import Role
    from accounts.services.grants import grant_at_setup
    from tests.cast import SINCE, add_account

    if "officer3" not in cast.users:
        cast.users["officer3"] = add_account("officer3", "Lý Thị Cán Bộ Ba")
        grant_at_setup(user=cast.users["officer3"], role=Role.ORGANIZATION_COMMITTEE, unit=None, valid_from=SINCE)
    return cast.users["officer3"]


@dataclass
class Walk:
    """One case about one of the cast; each method goes one stage further and returns the case as it stands."""

    cast: Cast
    case: Case

    @classmethod
    def signal(cls, cast: Cast, subject: str | None = "staff", by: str = "head", **changes: Any) -> "Walk":
        given: dict[str, Any] = {
            "subject": cast.people[subject] if subject else None, "acted_on": ACT, "discovered_on": FOUND,
            "allegation": "Để quá hạn 12 hồ sơ đất đai không báo cáo", "source": "head", "source_ref": "BC-77",
            "intake_note": "Do trưởng phòng nêu", "today": FOUND, "by": cast.users[by],
        }  # fmt: skip
        return cls(cast, signals.report(**{**given, **changes}))

    def fresh(self) -> Case:
        self.case = Case.objects.get(pk=self.case.pk)
        return self.case

    def open(self) -> Case:
        officer = self.cast.officer
        review.take_up(case=self.fresh(), by=officer, today=FOUND)
        name_member(case=self.fresh(), user=self.cast.officer2, role="handler", since=FOUND, by=officer)
        name_member(case=self.fresh(), user=self.cast.leader, role="leader", since=FOUND, by=officer)
        opening.open_case(case=self.fresh(), opened_on=date(2026, 9, 24), checks=CHECKS, today=TODAY, by=officer)
        return self.fresh()

    def heard(self) -> Case:
        """Notice, the file read, the self-criticism handed in."""
        officer, own = self.cast.officer, self.own()
        self.deliver("notice", date(2026, 9, 25))
        procedure.record_file_reading(
            case=self.fresh(), on=date(2026, 9, 28), reader="Người bị xem xét", what="Toàn bộ", today=TODAY, by=officer
        )
        procedure.ask_self_criticism(case=self.fresh(), by=officer)
        procedure.hand_in_statement(
            case=self.fresh(), submitted_on=date(2026, 10, 9), text="Tôi nhận thấy thiếu sót", named_form="reprimand",
            today=TODAY, by=own,
        )  # fmt: skip
        procedure.call_review(case=self.fresh(), by=officer)
        return self.fresh()

    def reviewed(self, **changes: Any) -> Case:
        officer = self.cast.officer
        self.summon("review", date(2026, 10, 12), date(2026, 10, 19))
        self.sit("review", date(2026, 10, 19), **changes)
        sittings.form_council(case=self.fresh(), by=officer)
        return self.fresh()

    def council(self) -> Case:
        officer = self.cast.officer
        for role, key in SEATS.items():
            seat = sittings.fill_seat(
                case=self.fresh(), role=role, person=self.cast.people[key], document="231/QĐ-UBND",
                appointed_on=date(2026, 11, 2), today=TODAY, by=officer,
            )  # fmt: skip
            sittings.declare_no_tie(seat=seat, on=date(2026, 11, 3), today=TODAY, version=seat.row_version, by=officer)
        self.summon("council", date(2026, 11, 4), date(2026, 11, 12))
        self.sit("council", date(2026, 11, 12), invited=5, attended=5, ballots={"reprimand": 5})
        sittings.submit_for_decision(case=self.fresh(), by=officer)
        return self.fresh()

    def draft(self, **changes: Any) -> Decision:
        given: dict[str, Any] = {
            "outcome": "form", "form": "reprimand", "number": "512/QĐ-UBND", "signed_on": date(2026, 11, 16),
            "effective_on": date(2026, 11, 16), "authority": "Ủy ban nhân dân phường Hà Đông",
            "signer": "Nguyễn Đình Phước", "grounds": "Để quá hạn 12 hồ sơ", "today": TODAY, "by": self.cast.officer,
        }  # fmt: skip
        return deciding.draft_decision(case=self.fresh(), **{**given, **changes})

    def decided(self, **changes: Any) -> Case:
        self.open()
        self.heard()
        self.reviewed()
        self.council()
        row = self.draft(**changes)
        deciding.decide(decision=row, version=row.row_version, today=TODAY, by=self.cast.officer2)
        return self.fresh()

    def in_force(self, **changes: Any) -> Case:
        self.decided(**changes)
        self.deliver("decision", date(2026, 11, 18))
        return self.fresh()

    def complained(self) -> Case:
        self.in_force()
        complaints.lodge(
            case=self.fresh(), lodged_on=date(2026, 11, 20), text="Tôi đã xin gia hạn", today=TODAY, by=self.own()
        )
        return self.fresh()

    def answered(self, outcome: str, **changes: Any) -> Case:
        given: dict[str, Any] = {
            "outcome": outcome, "answered_on": date(2026, 11, 23), "document": "77/QĐ-GQKN",
            "authority": "UBND thành phố", "text": "Đã xem xét", "today": TODAY, "by": self.cast.officer,
        }  # fmt: skip
        complaint = self.fresh().complaints.order_by("-level").first()
        assert complaint is not None
        complaints.answer(complaint=complaint, version=complaint.row_version, **{**given, **changes})
        return self.fresh()

    def own(self) -> User:
        return next(user for user in self.cast.users.values() if user.person_id == self.case.answering_id)

    def deliver(self, kind: str, on: date) -> None:
        delivery.record_delivery(
            case=self.fresh(), kind=kind, received_on=on, manner="by_hand", receiver="Người nhận", today=TODAY,
            by=self.cast.officer,
        )  # fmt: skip

    def summon(self, session: str, sent_on: date, sitting_on: date, attendance: str = "present") -> None:
        row = procedure.summon(
            case=self.fresh(), session=session, sent_on=sent_on, sitting_on=sitting_on, place="Phòng họp số 1",
            today=TODAY, by=self.cast.officer,
        )  # fmt: skip
        procedure.record_attendance(
            summons=row, attendance=attendance, today=TODAY, received_on=sent_on + timedelta(days=1),
            version=row.row_version, by=self.cast.officer,
        )  # fmt: skip

    def sit(self, session: str, on: date, **changes: Any) -> None:
        given: dict[str, Any] = {
            "session": session, "held_on": on, "place": "Phòng họp số 1", "chair": self.cast.people["chair"],
            "invited": 16, "attended": 14, "subject_present": True, "minutes": "Biên bản họp",
            "ballots": {"reprimand": 14}, "subject_heard": "Tôi xin nhận", "proposed_form": "reprimand",
            "today": TODAY, "by": self.cast.officer,
        }  # fmt: skip
        sittings.record_sitting(case=self.fresh(), **{**given, **changes})
