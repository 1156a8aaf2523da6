"""The same day in a real browser, signed in with second factors: every entry of the trail counted (M-20)."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from directives.models import Assignment
from evaluations.models import Evaluation, Objection
from foundation.audit.models import AuditEvent
from foundation.web.clock import local_date
from organization.rules.calendar import add_working_days
from organization.selectors.calendar import working_calendar
from tests.cast import PASSWORD
from tests.database import TestDatabase
from tests.evaluations.services.month import Month
from tests.reports.test_scripted_day import GRID, KINDS, by_reader, file_objection, prepare
from tests.sessions import sign_in, with_factor

Seen = tuple[int, int, int, int]


@dataclass
class BrowserDay:
    """One person's page at a time; each step says what it must leave: rows, events, reads, refused attempts."""

    site: str
    page: Any = None
    who: str = ""
    steps: int = 0
    last: int = 0
    total: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @contextmanager
    def step(self, what: str, leaves: Seen = (0, 0, 0, 0)) -> Iterator[None]:
        self.steps += 1
        yield
        self.page.wait_for_load_state("networkidle")
        new = list(AuditEvent.objects.filter(pk__gt=self.last).order_by("id"))
        self.last = new[-1].pk if new else self.last
        found = Counter(str(event.kind) for event in new)
        self.total += found
        left = tuple(found[kind] for kind in KINDS)
        if left != leaves:
            said = [event.name or f"{event.operation} {event.table_name}" for event in new]
            self.wrong.append(f"{self.steps}. {self.who} {what}: {left} {said}")

    def go(self, road: str, leaves: Seen = (0, 0, 0, 0), *, gives: int = 200) -> None:
        with self.step(f"opens {road}", leaves):
            answer = self.page.goto(f"{self.site}{road}")
            if answer.status != gives:
                self.wrong.append(f"{self.steps}. {self.who} {road}: {answer.status}")

    def take(self, road: str, leaves: Seen, *, which: int = 0) -> None:
        """A file, by one of the page's links to it."""
        with self.step(f"takes {road}", leaves), self.page.expect_download() as taken:
            self.page.locator(f"a[href^='{road}']").nth(which).click()
        assert taken.value.path().stat().st_size > 500


@pytest.mark.timeout(300)
def test_day_in_the_browser(committed_db: TestDatabase, site: str, browser: Any) -> None:
    month = prepare()
    cast = month.cast
    secrets = {name: with_factor(cast.users[name]) for name in ("officer", "auditor")}
    day, begun = BrowserDay(site), AuditEvent.objects.latest("id").pk
    objection: list[Objection] = []

    def person(name: str, work: Callable[[], None]) -> None:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="vi-VN")
        day.page, day.who = context.new_page(), name
        day.page.set_default_timeout(15_000)
        day.last = AuditEvent.objects.latest("id").pk
        sign_in(day.page, site, name, PASSWORD, secrets.get(name, ""))
        signed = AuditEvent.objects.filter(pk__gt=day.last).exclude(kind="row")
        assert [event.name for event in signed].count("account.signed_in") == 1
        assert set(signed.values_list("kind", flat=True)) == {"event"}
        day.last = AuditEvent.objects.latest("id").pk
        work()
        context.close()

    person("head", lambda: head_steps(day, month))
    objection.append(file_objection(month))
    person("officer", lambda: officer_steps(day, month, objection[0]))
    person("auditor", lambda: auditor_steps(day, month, objection[0], begun))
    assert not day.wrong, "; ".join(day.wrong)
    assert day.steps == 60
    assert day.total == {"row": 18, "event": 12, "read": 14, "denied": 12}
    assert by_reader(begun) == {
        ("head", "read"): 5, ("head", "denied"): 5,
        ("officer", "read"): 8, ("officer", "denied"): 2,
        ("auditor", "read"): 1, ("auditor", "denied"): 5,
    }  # fmt: skip


def head_steps(day: BrowserDay, month: Month) -> None:
    """Reads the month, scores, decides, publishes, gives a task; tries what is not a head's."""
    page, cast = day.page, month.cast
    staff, deputy = cast.people["staff"], cast.people["deputy"]
    day.go("/")
    day.go("/evaluations/")
    day.go(GRID, (0, 0, 1, 0))
    for one in (staff, deputy):
        with day.step(f"opens the panel of {one.code}", (0, 0, 1, 0)), page.expect_response(re.compile("/evidence/")):
            page.locator(f"#row-{one.code} td.who a").click()
    with day.step("saves the row of the deputy", (1, 0, 0, 0)), page.expect_response(re.compile("/summary/")):
        page.locator(f"#row-{deputy.code} input.cell").first.dispatch_event("input")  # the same points, saved again
    day.go(f"{GRID}decide/", (0, 0, 1, 0))
    with day.step("checks the decision"):
        sheets = Evaluation.objects.filter(unit_cycle=month.unit("ward"), superior__isnull=False)
        for pk in sheets.exclude(person=cast.people["head"]).values_list("pk", flat=True):
            page.locator(f"[name='grade-{pk}']").select_option("B")
            page.locator(f"[name='reason-{pk}']").fill("Giữ tỷ lệ chung")
        page.locator("[data-testid=check]").click()
        page.locator("[data-testid=decide]").wait_for()
    with day.step("decides", (6, 6, 0, 0)):
        page.locator("[data-testid=decide]").click()
        page.wait_for_url(re.compile("/publish/"))
    with day.step("publishes; the grid follows", (8, 6, 1, 0)):
        page.locator("main form .acts button").click()
        page.wait_for_url(re.compile(f"{GRID}$"))
    day.go("/assignments/")
    day.go("/assignments/new/")
    with day.step("gives a task", (2, 0, 0, 0)):
        due = add_working_days(local_date(), 4, working_calendar())
        for name, value in (("person", staff.code), ("title", "Rà soát"), ("responsibility", "Chủ trì"),
                            ("product", "Báo cáo"), ("due_on", due.isoformat())):  # fmt: skip
            page.locator(f"[name={name}]").fill(value)
        page.locator("main form .acts button").first.click()
        page.wait_for_url(re.compile(r"/assignments/(?!new)[^/]+/$"))
    day.go(f"/assignments/{Assignment.objects.latest('id').code}/")
    day.go("/people/")
    day.go(f"/people/{staff.code}/")
    day.go(f"/people/{staff.code}/posts/")
    day.go(f"/people/{staff.code}/number/", (0, 0, 0, 1), gives=403)
    day.go("/people/export/", (0, 0, 0, 1), gives=403)
    day.go(f"/people/{cast.people['other_staff'].code}/", (0, 0, 0, 1), gives=404)
    day.go(GRID.replace("P-01", "P-02"), (0, 0, 0, 1), gives=404)
    day.go(f"/api/v1/evaluations/{month.sheet('other_staff').pk}/", (0, 0, 0, 1), gives=404)


def officer_steps(day: BrowserDay, month: Month, objection: Objection) -> None:
    """Looks people up, opens one number, corrects one, takes lists, opens sheets and an objection; tries the trail."""
    page, staff = day.page, month.cast.people["staff"]
    road = f"/people/{staff.code}/"
    day.go("/")
    day.go("/people/?q=an")
    day.go(road)
    day.go(f"{road}posts/")
    day.go(f"{road}absences/")
    day.go(f"{road}number/")
    with day.step("says why and sees the number", (0, 0, 1, 0)):
        page.locator("[name=reason]").fill("đối chiếu hồ sơ")
        page.locator("main form .acts button").first.click()
        page.get_by_text(str(staff.national_id)).wait_for()
    day.go(f"{road}edit/")
    with day.step("corrects the education", (1, 0, 0, 0)):
        page.locator("[name=education]").fill("Thạc sĩ")
        page.locator("main form .acts button").first.click()
        page.wait_for_url(re.compile(f"{road}$"))
    day.go("/people/")
    day.take("/people/export/", (0, 0, 1, 0))
    day.take("/people/export/", (0, 0, 1, 0), which=1)
    day.go("/assignments/")
    day.take("/assignments/export/", (0, 0, 1, 0))
    day.go("/people/imports/")
    with day.step("opens the list of another", (0, 0, 1, 0)):
        page.locator("main table a").first.click()
    day.go("/people/CB9999999/", (0, 0, 0, 1), gives=404)
    day.go("/evaluations/2026-02/")
    day.go("/evaluations/objections/")
    day.go(f"/evaluations/objections/{objection.code}/", (0, 0, 1, 0))
    day.go(f"/api/v1/evaluations/{month.sheet('staff').pk}/", (0, 0, 1, 0))
    day.go("/api/v1/evaluations/", (0, 0, 1, 0))
    day.go(f"/api/v1/people/{staff.code}/")
    day.go("/trail/", (0, 0, 0, 1), gives=403)
    day.go("/khong-co-trang-nay/", gives=404)


def auditor_steps(day: BrowserDay, month: Month, objection: Objection, begun: int) -> None:
    """Follows the day in the trail; tries the registry's closed doors."""
    page, staff = day.page, month.cast.people["staff"]
    day.go("/trail/")
    with day.step("keeps only what was looked at"):
        page.locator("[name=kind]").select_option("read")
        page.wait_for_url(re.compile("kind=read"))
    with day.step("opens one entry"):
        page.locator("#rows tbody a").first.click()
        page.wait_for_url(re.compile(r"/trail/\d+/"))
    day.go(f"/trail/?person={staff.code}")
    day.go("/api/v1/trail/?kind=denied")
    day.go("/trail/987654321/", (0, 0, 0, 1), gives=404)
    day.go(f"/people/{staff.code}/")
    day.go(f"/people/{staff.code}/number/", (0, 0, 0, 1), gives=403)
    day.go(f"/people/{staff.code}/edit/", (0, 0, 0, 1), gives=403)
    day.go(f"/api/v1/evaluations/{month.sheet('staff').pk}/", (0, 0, 1, 0))
    day.go(f"/evaluations/objections/{objection.code}/", (0, 0, 0, 1), gives=404)
    day.go("/people/export/", (0, 0, 0, 1), gives=403)
    day.go("/inbox/")
