"""One month of the product: a staff list becomes published grades, through the worker and the browser."""

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.core.management import call_command

from accounts.models import User
from cadres.enums import PositionKind
from cadres.models import Person
from cadres.services.accounts import open_account
from cadres.services.roster_import import commit
from config.env import BASE_DIR
from evaluations.enums import EvaluationState
from evaluations.models import Cycle, Evaluation, UnitCycle
from foundation.audit.models import AuditEvent
from foundation.audit.record import recorded
from foundation.outbox.tasks import tick
from foundation.web.clock import local_date
from organization.models import Unit
from organization.services.loading import load_units
from tests.waiting import wait_until

PASSWORD = "mot-cau-that-dai-de-nho"
ROSTER = Path(__file__).parent.parent / "data" / "rosters" / "roster_flat.xlsx"
UNITS = BASE_DIR / "organization" / "data" / "hanoi_units.csv"
UNIT_NAME = "Ủy ban nhân dân xã Hoà Lạc"


def import_city() -> Unit:
    """Units, holidays and the 1,200 people of the flat list; returns a commune of some thirty people."""
    with UNITS.open(encoding="utf-8-sig", newline="") as file:
        load_units(csv.DictReader(file), by=None)
    call_command("load_holidays", verbosity=0)
    report = commit(content=ROSTER.read_bytes(), file_name=ROSTER.name, as_of=local_date(), by=None, source="command")
    assert (report.rows, report.created, len(report.errors)) == (1200, 1200, 0)
    return Unit.objects.get(name=UNIT_NAME, valid_to=None)


def account_of(person: Person) -> User:
    user = open_account(person=person, by=None)
    with recorded(by=None):
        user.password = make_password(PASSWORD)
        user.save(update_fields=["password"])
    return user


def holder(unit: Unit, kind: str) -> Person:
    return Person.objects.get(unit=unit, postings__position__kind=kind, postings__kind="primary")


def sign_in(page: Any, address: str, user: User) -> None:
    page.goto(f"{address}/accounts/login/")
    page.locator("[name=username]").focus()
    page.keyboard.type(user.username)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)


def press_until_focused(page: Any, selector: str, *, most: int = 400) -> None:
    """Tab until an element that matches has the focus: what a person without a mouse does."""
    for _step in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the keyboard never reached {selector}")


@pytest.mark.timeout(420)
def test_month_from_excel_to_published_grades(
    committed_db: Any, valkey: Any, start_worker: Callable[..., Any], site: str, browser: Any
) -> None:
    unit = import_city()
    head = holder(unit, PositionKind.UNIT_HEAD)
    chief = account_of(head)
    start_worker()
    period = local_date().replace(day=1)
    tick(period.replace(day=28).isoformat())
    wait_until(
        lambda: Cycle.objects.filter(period=period, opened_at__isnull=False).exists(),
        seconds=90,
        what="the month opened by the worker",
    )
    sheets = Evaluation.objects.filter(cycle__period=period, person__unit__path__startswith=unit.path)
    wait_until(lambda: sheets.count() == 34, seconds=30, what="a sheet for each person of the unit")
    assert sheets.exclude(person=head).filter(decider=head).count() == 33

    page = browser.new_context(viewport={"width": 1440, "height": 900}, locale="vi-VN").new_page()
    page.set_default_timeout(20_000)
    sign_in(page, site, chief)
    grid = f"{site}/evaluations/{period:%Y-%m}/units/{unit.code}/"

    proceed_without_self(sheets, head)
    page.goto(grid)
    grade_by_keyboard(page, sheets, head)
    decide_and_publish(page, grid)

    published = sheets.filter(state=EvaluationState.PUBLISHED)
    assert published.count() == 33
    month = UnitCycle.objects.get(cycle__period=period, unit=unit)
    assert month.published_by == chief and month.state == "PUBLISHED"
    allowed = int(33 * 30 / 100)
    assert published.filter(grade="A").count() <= allowed
    assert not AuditEvent.objects.filter(outside_app=True).exists()
    page.context.close()

    cadre_reads_and_objects(browser, site, published.exclude(grade="A").first())


def proceed_without_self(sheets: Any, head: Person) -> None:
    """The self-assessments did not come in time: the clock moves the sheets on, which is not a zero."""
    from evaluations.services.proceeding import proceed

    proceed(ids=list(sheets.exclude(person=head).values_list("pk", flat=True)))
    assert set(sheets.exclude(person=head).values_list("state", flat=True)) == {"SELF_SUBMITTED"}


def grade_by_keyboard(page: Any, sheets: Any, head: Person) -> None:
    """Every cell of every row by keys alone: a number, the next cell; Ctrl + Enter saves and goes to the next."""
    rows = page.locator("tr[data-testid=row] >> visible=true")
    total = rows.count()
    assert total == 33
    press_until_focused(page, "tr[data-testid=row] input.cell")
    for number in range(total):
        cells = page.evaluate(
            """() => [...document.activeElement.closest('tr').querySelectorAll('input.cell')].map(
                 cell => [cell.dataset.most, 'bonus' in cell.dataset])"""
        )
        for index, (most, bonus) in enumerate(cells):
            if not bonus:
                full = float(most)
                points = full if full <= 10 else full - (2 if number % 3 else 6)
                page.keyboard.press("Control+a")
                page.keyboard.type(f"{points:g}")
            if index + 1 < len(cells):
                page.keyboard.press("Tab")
        page.keyboard.press("Control+Enter")
    wait_until(
        lambda: sheets.filter(state=EvaluationState.SUPERIOR_DONE).exclude(person=head).count() == total,
        seconds=30,
        what="every row saved by itself",
    )


def decide_and_publish(page: Any, grid: str) -> None:
    """The decider's page and the page of the consequence, by keyboard."""
    page.goto(f"{grid}decide/")
    press_until_focused(page, "[data-testid=check]")
    page.keyboard.press("Enter")
    page.locator("[data-testid=decide]").wait_for()
    press_until_focused(page, "[data-testid=decide]")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/publish/"))
    press_until_focused(page, "main form .acts button")
    page.keyboard.press("Enter")
    page.wait_for_url(grid)


def cadre_reads_and_objects(browser: Any, site: str, sheet: Evaluation) -> None:
    """The person sees the own result and objects to it; nobody else's is shown."""
    assert sheet.person is not None
    person = account_of(sheet.person)
    page = browser.new_context(viewport={"width": 390, "height": 844}, locale="vi-VN").new_page()
    page.set_default_timeout(20_000)
    sign_in(page, site, person)
    page.goto(f"{site}/evaluations/mine/{sheet.cycle.period:%Y-%m}/")
    assert page.locator(".grade").first.inner_text().strip().startswith(sheet.grade)
    page.locator("main textarea").first.focus()
    page.keyboard.type("Hai việc trễ do thay đổi phạm vi, đã có văn bản của đơn vị chủ trì.")
    press_until_focused(page, "main form .acts button, main form button[type=submit]")
    page.keyboard.press("Enter")
    wait_until(lambda: sheet.objections.count() == 1, seconds=20, what="the objection on file")
    page.context.close()
