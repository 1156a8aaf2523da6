"""Cases of discipline of the demo, walked through the services to eight different stages; done once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import User
from cadres.models import Person
from config.demo.plan import FULL_ACCOUNT_UNITS
from discipline.models import Case, DeskOfficer
from discipline.services import complaints, deciding, delivery, opening, procedure, review, signals, sittings
from discipline.services.naming import name_member
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.workflow.errors import DomainError
from organization.models import Unit
from organization.rules.calendar import WorkingCalendar, add_working_days

OFFICERS, LEADER, CADRE, HEAD = ("oc", "oc2"), "ld", "ca", "dh"
SEATS = ("chair", "using_unit", "party", "union", "secretary")
FACTS = (
    "Để quá hạn 9 hồ sơ cấp giấy chứng nhận quyền sử dụng đất, không có phiếu xin lỗi gửi người dân.",
    "Không báo cáo kết quả kiểm tra trật tự xây dựng trong 3 tuần liên tiếp theo kế hoạch đã giao.",
    "Nhập sai số liệu thu phí của 14 biên lai; chênh lệch đã nộp lại đủ.",
    "Vắng mặt tại bộ phận một cửa 2 buổi chiều không xin phép, 11 người dân phải chờ.",
    "Ký xác nhận 4 hồ sơ khi chưa có biên bản kiểm tra thực địa.",
    "Không chuyển 6 phản ánh của người dân đến đơn vị xử lý trong thời hạn.",
    "Làm mất một tập hồ sơ gốc khi bàn giao, sau đó tìm lại được.",
)


@dataclass
class Stage:
    """One case and the days it is walked by: each is so many working days before today."""

    case: Case
    today: date
    calendar: WorkingCalendar
    officer: User
    second: User
    leader: User | None
    sitters: list[Person]

    def day(self, back: int) -> date:
        return add_working_days(self.today, -back, self.calendar)

    def fresh(self) -> Case:
        return Case.objects.get(pk=self.case.pk)

    def open(self, *, back: int = 38) -> None:
        """Opened so many working days ago, noticed the day after."""
        review.take_up(case=self.fresh(), by=self.officer, today=self.today)
        if self.leader is not None and self.leader.person_id not in self.fresh().barred_ids:
            name_member(case=self.fresh(), user=self.leader, role="leader", since=self.day(back), by=self.officer)
        checks = dict.fromkeys(opening.CHECKS, True)
        opening.open_case(case=self.fresh(), opened_on=self.day(back), checks=checks, today=self.today, by=self.officer)
        self.deliver("notice", back - 1)

    def deliver(self, kind: str, back: int) -> None:
        delivery.record_delivery(
            case=self.fresh(), kind=kind, received_on=self.day(back), manner="by_hand", receiver="Người bị xem xét",
            today=self.today, by=self.officer,
        )  # fmt: skip

    def heard(self) -> None:
        procedure.record_file_reading(
            case=self.fresh(), on=self.day(35), reader="Người bị xem xét", what="Toàn bộ hồ sơ", today=self.today,
            by=self.officer,
        )  # fmt: skip
        procedure.ask_self_criticism(case=self.fresh(), by=self.officer)
        procedure.hand_in_statement(
            case=self.fresh(), submitted_on=self.day(33), named_form="reprimand", today=self.today, by=self.officer,
            text="Tôi nhận thấy thiếu sót trong việc theo dõi thời hạn và xin rút kinh nghiệm.",
        )  # fmt: skip
        procedure.call_review(case=self.fresh(), by=self.officer)

    def reviewed(self) -> None:
        self._summon("review", 32, 27)
        self._sit("review", 27, invited=16, attended=14, ballots={"reprimand": 14})

    def council(self, *, seats: int) -> None:
        sittings.form_council(case=self.fresh(), by=self.officer)
        free = [one for one in self.sitters if one.pk not in self.fresh().barred_ids]
        for role, person in list(zip(SEATS, free, strict=False))[:seats]:
            seat = sittings.fill_seat(
                case=self.fresh(), role=role, person=person, document="231/QĐ-UBND", appointed_on=self.day(25),
                today=self.today, by=self.officer,
            )  # fmt: skip
            sittings.declare_no_tie(
                seat=seat, on=self.day(24), today=self.today, version=seat.row_version, by=self.officer
            )

    def decided(self) -> None:
        self._summon("council", 23, 17)
        self._sit("council", 17, invited=5, attended=5, ballots={"reprimand": 4, "none": 1})
        sittings.submit_for_decision(case=self.fresh(), by=self.officer)
        draft = deciding.draft_decision(
            case=self.fresh(), outcome="form", form="reprimand", number="512/QĐ-UBND", signed_on=self.day(14),
            effective_on=self.day(14), authority=self.case.unit.name, signer="Người có thẩm quyền",
            grounds=self.case.allegation, today=self.today, by=self.officer,
            precedent_reason="Tính chất và mức độ như các vụ việc tương tự.",
        )  # fmt: skip
        deciding.decide(decision=draft, version=draft.row_version, today=self.today, by=self.second)
        self.deliver("decision", 10)

    def complained(self) -> None:
        complaints.lodge(
            case=self.fresh(), lodged_on=self.day(6), text="Tôi đã xin gia hạn và được đồng ý trước khi hồ sơ quá hạn.",
            today=self.today, by=self.officer,
        )  # fmt: skip

    def rescinded(self) -> None:
        complaint = self.fresh().complaints.get(level=1)
        complaints.answer(
            complaint=complaint, outcome="rescinded", answered_on=self.day(2), document="77/QĐ-GQKN",
            authority="Ủy ban nhân dân thành phố", version=complaint.row_version, today=self.today, by=self.officer,
            text="Có văn bản đồng ý gia hạn; căn cứ kỷ luật không còn.",
        )  # fmt: skip

    def _summon(self, session: str, sent: int, sitting: int) -> None:
        row = procedure.summon(
            case=self.fresh(), session=session, sent_on=self.day(sent), sitting_on=self.day(sitting),
            place="Phòng họp số 1", today=self.today, by=self.officer,
        )  # fmt: skip
        procedure.record_attendance(
            summons=row, attendance="present", today=self.today, received_on=self.day(sent - 1),
            version=row.row_version, by=self.officer,
        )  # fmt: skip

    def _sit(self, session: str, back: int, *, invited: int, attended: int, ballots: dict[str, int]) -> None:
        sittings.record_sitting(
            case=self.fresh(), session=session, held_on=self.day(back), place="Phòng họp số 1", chair=None,
            invited=invited, attended=attended, subject_present=True, minutes="Biên bản họp, có chữ ký các thành viên.",
            subject_heard="Tôi xin tiếp thu.", ballots=ballots, proposed_form="reprimand", today=self.today,
            by=self.officer,
        )  # fmt: skip


def write_cases(*, today: date, calendar: WorkingCalendar) -> None:
    """Two officers on the desk, then eight cases; nothing happens when there is a case already."""
    names = [*OFFICERS, LEADER, CADRE, HEAD]
    users = {one.username: one for one in User.objects.filter(username__in=names)}
    if Case.objects.exists() or any(name not in users for name in (*OFFICERS, CADRE, HEAD)):
        return
    officer, second = users["oc"], users["oc2"]
    _desk(officer, second, on=today - timedelta(days=200))
    own = Person.objects.get(pk=users[CADRE].person_id or 0)
    ward, others = _staff(FULL_ACCOUNT_UNITS[:1]), _staff_elsewhere()
    sitters = [one for one in ward if one.pk != own.pk][-12:]
    subjects = [one for one in ward if one.pk != own.pk and one not in sitters]

    def stage(subject: Person, by: User, fact: int, *, track: str = "administrative") -> Stage:
        found = add_working_days(today, -45, calendar)
        case = signals.report(
            subject=subject, acted_on=add_working_days(today, -65, calendar), discovered_on=found, track=track,
            allegation=FACTS[fact], source="head" if by.username == HEAD else "inspection",
            source_ref=f"{40 + fact}/BC-KT", today=today, by=by, words_kept=True, entered_by="command",
        )  # fmt: skip
        return Stage(case, today, calendar, officer, second, users.get(LEADER), sitters)

    head = users[HEAD]
    stage(subjects[0], head, 0)
    review.take_up(case=stage(subjects[1], head, 1).case, by=officer, today=today)
    stage(own, head, 2).open(back=4)
    council = stage(subjects[2], head, 3)
    _walk(council.open, council.heard, council.reviewed)
    council.council(seats=4)
    for subject, fact, last in zip(others, (4, 5, 6), ("decided", "complained", "rescinded"), strict=False):
        one = stage(subject, officer, fact)
        one.sitters = [person for person in sitters if person.pk != subject.pk]
        _walk(one.open, one.heard, one.reviewed)
        one.council(seats=5)
        one.decided()
        if last != "decided":
            one.complained()
        if last == "rescinded":
            one.rescinded()
    _twin(stage, council, officer)


def _walk(*steps: Callable[[], None]) -> None:
    for step in steps:
        step()


def _twin(stage: Callable[..., Stage], council: Stage, officer: User) -> None:
    """The case of the other track about a Party member, linked to the one before the council."""
    assert council.case.subject is not None
    try:
        party = stage(council.case.subject, officer, 3, track="party")
    except DomainError:  # the demo's person is no Party member
        return
    party.open()
    opening.link_twin(case=party.fresh(), twin=council.fresh(), by=officer)


def _desk(officer: User, second: User, *, on: date) -> None:
    root = Unit.objects.filter(parent=None).order_by("id").first()
    assert root is not None
    with recorded(by=None, source="command"):
        for user, other in ((officer, second), (second, officer)):
            row = DeskOfficer.objects.create(user=user, unit=root, since=on, reason="Phân công theo dõi toàn thành phố")
            move(row, "confirm", by=other, changes={"confirmed_by": other}, source="command")


def _staff(units: tuple[str, ...]) -> list[Person]:
    """Civil servants without a leading post of these units, Party members first."""
    paths = Unit.objects.filter(code__in=units).values_list("path", flat=True)
    found: list[Person] = []
    for path in paths:
        rows = Person.objects.filter(
            unit__path__startswith=path, employment_kind="civil", left_on=None, postings__position__kind="staff",
            postings__valid_to=None,
        )  # fmt: skip
        found += list(rows.select_related("unit", "party_membership").distinct().order_by("code"))
    return sorted(found, key=lambda one: (not hasattr(one, "party_membership"), one.code))


def _staff_elsewhere() -> list[Person]:
    """One of each of three other units, whose running month is not looked at in the demo."""
    codes = Unit.objects.filter(kind="ward").exclude(code__in=FULL_ACCOUNT_UNITS).order_by("code")
    found: list[Person] = []
    for code in codes.values_list("code", flat=True):
        found += _staff((code,))[:1]
        if len(found) == 3:
            break
    return found
