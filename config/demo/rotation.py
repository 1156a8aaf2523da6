"""Rotation in the demo: the night's cases, a round, moves at several stages, a deferral, an exception; done once."""

from datetime import date, timedelta

from accounts.models import User
from cadres.models import Person, Position, RotationCase, RotationRound
from cadres.services import rotation_moves as moves
from cadres.services.rotation_exceptions import enter_exception
from cadres.services.rotation_night import rotation_night
from cadres.services.rotation_plan import countersign, propose_item
from cadres.services.rotation_reliefs import grant_relief, propose_relief
from cadres.services.rotation_rounds import approve, draw_up
from foundation.workflow.errors import DomainError
from organization.models import Unit

OFFICERS, HEAD = ("oc", "oc2"), "dh"
STAGES = 5


def write_rotation(*, today: date) -> None:
    """Cases by the night; those of the head's ward are led to different stages."""
    if RotationCase.objects.exists():
        return
    rotation_night(on=today)
    accounts = {user.username: user for user in User.objects.filter(username__in=(*OFFICERS, HEAD))}
    first, second, head = (accounts.get(name) for name in (*OFFICERS, HEAD))
    if first is None or second is None or head is None or head.person_id is None:
        return
    home = Person.objects.select_related("unit").get(pk=head.person_id).unit
    if home is None:
        return
    made = draw_up(
        unit=home, title=f"Kế hoạch chuyển đổi vị trí công tác năm {today.year}", begins_on=date(today.year, 1, 1),
        ends_on=date(today.year + 1, 6, 30), purpose="Thực hiện Chỉ thị 24-CT/TU, Nghị định 59/2019/NĐ-CP.", by=head,
    )  # fmt: skip
    made = approve(round=made, document_number=f"45/KH-UBND-{today.year}", on=today, today=today, by=first)
    rows = RotationCase.objects.filter(
        state="due", posting__position__managing_level="unit", unit__path__startswith=home.path
    ).exclude(person_id=head.person_id)
    for number, case in enumerate(rows.select_related("person", "posting__unit").order_by("id")[:STAGES]):
        try:
            _lead(case, number, made, today=today, head=head, officer=first)
        except DomainError:
            continue  # the person is held or nobody can take over: the demo has one stage less
    enter_exception(
        rule_code="QD65", unit=Unit.objects.filter(kind="public_service_unit").order_by("path").first() or home,
        position=None, document_number="1838-TB/TU", document_date=date(2024, 8, 9), issuer="Ban Thường vụ Thành ủy",
        reason="Đơn vị sự nghiệp chuyên môn sâu, có phương án riêng.", valid_from=today,
        until=date(today.year + 1, 12, 31), today=today, by=second,
    )  # fmt: skip


def _lead(case: RotationCase, number: int, made: RotationRound, *, today: date, head: User, officer: User) -> None:
    """The first stays due, then: a deferral, a proposal of one signature, a planned and an announced move."""
    if number == 0:
        return
    if number == 1:
        relief = propose_relief(
            case=case, ground="study", evidence="Quyết định cử đi học số 112/QĐ-UBND", from_on=today,
            until=today + timedelta(days=300), today=today, by=officer,
        )  # fmt: skip
        grant_relief(relief=relief, today=today, by=head)
        return
    held = case.posting.unit
    assert held.parent_id is not None  # a division or a unit under the city
    siblings = Unit.objects.filter(parent_id=held.parent_id, valid_to=None).exclude(pk=held.pk).order_by("path")
    destination = siblings.first() or held.parent
    colleague = Person.objects.filter(unit=held, left_on=None).exclude(pk=case.person_id).order_by("id").first()
    position = Position.objects.filter(kind=case.posting.position.kind, sensitive_field="").order_by("id").first()
    if destination is None or colleague is None or position is None:
        return
    outside = number in (2, 4)
    item = propose_item(
        case=case, destination=destination, position=position, move_on=today + timedelta(days=45),
        legal_basis=case.rule.legal_basis, hand_over_to=colleague, today=today, by=head,
        round=None if outside else made, reason="Đã quá thời hạn giữ vị trí; bộ phận nhận đang thiếu người.",
    )  # fmt: skip
    if number == 2:
        return
    if outside:
        countersign(item=item, reason="Đồng ý phương án của đơn vị.", today=today, by=officer)
    if number == 4:
        moves.announce(case=case, on=today, where="Bảng tin cơ quan và cuộc họp giao ban", today=today, by=head)
