"""What is measured: seeding, opening a month, lists, the grid, saving a row, importing a list."""

import time
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.urls import reverse

from accounts.models import RoleGrant, User
from cadres.models import Person, Posting
from evaluations.models import Cycle, Evaluation
from evaluations.services.opening import open_cycle
from evaluations.services.scoring import save_row
from foundation.audit.models import AuditEvent
from foundation.audit.record import recorded
from organization.models import Unit
from tests.bench.fill import next_month
from tests.bench.measure import Report, command, p95, page, queries_of, timed

LIST_MS, GRID_MS, SAVE_MS = 300, 400, 100


def seed(report: Report, environment: dict[str, str]) -> None:
    spent, peak, said = command(["seed_demo"], environment)
    report.add("seed_demo", spent, "s", 60, said)
    report.add("seed_demo: largest process", peak, "MiB")


def count(report: Report) -> None:
    models = (Unit, Person, Posting, Cycle, Evaluation, AuditEvent)
    report.counts = {model.__name__: model._default_manager.count() for model in models}
    print(report.counts, flush=True)


def officer() -> User:
    return User.objects.get(username="oc")


def opening(report: Report, today: date) -> None:
    """The month after the newest, for everybody."""
    newest = Cycle.objects.order_by("-period").values_list("period", flat=True).first()
    assert newest is not None
    made: list[int] = []
    spent = timed(lambda: made.append(open_cycle(period=next_month(newest), on=today, by=None).created))
    report.add("opening a month", spent, "s", 20, f"{made[0]} sheets")


def lists(report: Report) -> None:
    user = officer()
    people = reverse("cadres:people")
    for name, address in (
        ("people", people),
        ("people: search without marks", f"{people}?q=nguyen+thi"),
        ("people: search of a rare name", f"{people}?q=khanh+van"),
        ("people: far page", f"{people}?page=20"),
        ("units", reverse("organization:units")),
        ("assignments", reverse("directives:assignments")),
        ("corrections", reverse("evaluations:revisions")),
        ("roles", reverse("accounts:grants")),
        ("inbox", reverse("notifications:inbox")),
        ("home", reverse("reports:home")),
        ("API people", "/api/v1/people/"),
        ("API people: search", "/api/v1/people/?q=nguyen"),
        ("API units", "/api/v1/units/"),
        ("API evaluations", "/api/v1/evaluations/"),
        ("API assignments", "/api/v1/assignments/"),
        ("API corrections", "/api/v1/revisions/"),
    ):
        page(report, name, user, address, budget=LIST_MS)


def queries(report: Report) -> None:
    """Equal numbers of queries for a short and a long page: the longest page has 100 rows."""
    user = officer()
    for name, address in (
        ("people", reverse("cadres:people")),
        ("assignments", reverse("directives:assignments")),
        ("corrections", reverse("evaluations:revisions")),
        ("API people", "/api/v1/people/"),
        ("API units", "/api/v1/units/"),
        ("API evaluations", "/api/v1/evaluations/"),
        ("API assignments", "/api/v1/assignments/"),
        ("API corrections", "/api/v1/revisions/"),
    ):
        few, many = (queries_of(user, f"{address}?page_size={size}") for size in (10, 100))
        report.add(f"{name}: queries more with 100 rows than with 10", abs(many - few), "queries", 0, f"{few}, {many}")


def _head_of_the_grid() -> tuple[User, Unit]:
    """The head of the first ward added, with an account, if it has none yet."""
    ward = Unit.objects.get(code="BENCH-0")
    head = Person.objects.filter(unit=ward).order_by("pk").first()
    assert head is not None
    with recorded(by=None, source="bench"):
        user = User.objects.create(
            username="bench-head", full_name=head.full_name, person_id=head.pk, password=make_password(None)
        )
        grant = RoleGrant.objects.create(user=user, role="DH", unit=ward, valid_from=date(2025, 7, 1))
        RoleGrant.objects.filter(pk=grant.pk).update(state="active")
    return user, ward


def grid(report: Report, today: date) -> None:
    user, ward = _head_of_the_grid()
    cycle = Cycle.objects.order_by("-period").first()
    assert cycle is not None
    with recorded(by=None, source="bench"):
        mine = Evaluation.objects.filter(cycle=cycle, unit=ward, person__isnull=False).exclude(person__unit=ward)
        mine.filter(state="DRAFT").update(state="SELF_SUBMITTED")
    sheets = list(mine.filter(division__code="BENCH-0-0").order_by("sort_key", "id")[:40])
    address = reverse("evaluations:grid", kwargs={"period": f"{cycle.period:%Y-%m}", "code": ward.code})
    page(report, f"grid of {mine.count()} people", user, address, budget=GRID_MS)
    example = Evaluation.objects.filter(state="PUBLISHED", subject_group="STAFF").first()
    lines: dict[str, Any] = (example.scores.get("superior") if example else None) or {}
    spent = []
    for sheet in sheets:
        sheet.refresh_from_db()
        begun = time.perf_counter()
        save_row(evaluation=sheet, lines=lines, version=sheet.row_version, by=user)
        spent.append((time.perf_counter() - begun) * 1000)
    report.add("saving a row of the grid", p95(spent), "ms", SAVE_MS, f"{len(spent)} rows, the service")


def roster(report: Report, folder: Path, environment: dict[str, str], *, rows: int) -> None:
    """A list of new people into the units of the bench."""
    wards = Unit.objects.filter(kind="ward", valid_to__isnull=True).order_by("pk")
    units = list(wards.values_list("name", flat=True))
    names = list(Person.objects.order_by("pk").values_list("full_name", flat=True)[:500])
    lines = ["Mã cán bộ;Họ và tên;Ngày sinh;Giới tính;Số CCCD;Đơn vị;Chức vụ;Ngày bổ nhiệm;Loại"]
    for number in range(rows):
        birth = f"{number % 28 + 1:02d}/{number % 12 + 1:02d}/{1970 + number % 30}"
        lines.append(
            f"NH{number:07d};{names[number % len(names)]};{birth};{'Nam' if number % 2 else 'Nữ'};"
            f"09{number:010d};{units[number % len(units)]};Chuyên viên;01/09/2025;Công chức"
        )
    file = folder / "list.csv"
    file.write_text("\ufeff" + "\n".join(lines) + "\n", encoding="utf-8")
    before = Person.objects.count()
    spent, peak, said = command(["import_roster", str(file), "--commit"], environment)
    report.add(f"import of {rows} rows", spent, "s", 60, said)
    report.add("import: largest process", peak, "MiB", 512)
    report.add("import: people missing", rows - (Person.objects.count() - before), "people", 0)
