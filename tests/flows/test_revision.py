"""An objection is upheld, two persons correct the grade, the person reads both versions: in real browsers."""

import re
from typing import Any

import pytest

from evaluations.models import Evaluation, Revision
from foundation.notifications.models import Notification
from tests.evaluations.services.month import open_month
from tests.evaluations.services.revised import publish_ward
from tests.flows.desk import Desk
from tests.waiting import wait_until

GROUNDS = "Tháng này tôi hoàn thành đúng hạn, đề nghị xem lại điểm tiến độ."
ANSWER = "Kiểm tra lại sổ theo dõi: nhiệm vụ hoàn thành đúng hạn, điểm đã chấm chưa đúng."


@pytest.mark.timeout(300)
def test_upheld_objection_becomes_a_new_version(committed_db: Any, valkey: Any, site: str, browser: Any) -> None:
    month = open_month()
    sheet = publish_ward(month, first="B")
    before = Evaluation.objects.filter(pk=sheet.pk).values().get()

    staff = Desk(browser, site, month.user("staff"), phone=True)
    staff.go("/evaluations/mine/2026-02/")
    staff.page.fill("main textarea", GROUNDS)
    staff.press("#objection form[data-guard] .acts button")
    wait_until(lambda: sheet.objections.count() == 1, seconds=20, what="the objection on file")

    head = Desk(browser, site, month.user("head"))
    propose_from_the_objection(head, sheet)
    revision = Revision.objects.get()
    assert (revision.state, revision.grade, revision.proposed_by) == ("PROPOSED", "A", month.user("head"))
    assert Evaluation.objects.filter(person=sheet.person).count() == 1
    head.go(f"/evaluations/revisions/{revision.code}/")
    assert head.page.locator("a[href$='/execute/']").count() == 0, "who proposed is not the second person"
    head.close()

    officer = Desk(browser, site, month.user("officer"))
    officer.go("/")
    officer.press(f"a[href='/evaluations/revisions/{revision.code}/']")
    assert officer.page.locator("[data-testid=changes] tr.changed").count() == 0, "only the grade changes"
    officer.press("a[href$='/execute/']")
    officer.press("main form .acts button")
    wait_until(lambda: Evaluation.objects.filter(supersedes=sheet).exists(), seconds=20, what="the new version")
    officer.close()

    new = Evaluation.objects.get(supersedes=sheet)
    assert (new.version, new.grade, new.decided_by) == (2, "A", month.user("officer"))
    assert Evaluation.objects.filter(pk=sheet.pk).values().get() == before, "the published version is untouched"
    assert Notification.objects.filter(user=month.user("staff"), kind="evaluation.revised").count() == 1

    staff.go("/evaluations/mine/2026-02/")
    assert staff.page.locator(".grade").first.inner_text().strip().startswith("A")
    card = staff.page.locator("[data-testid=correction]")
    text = card.inner_text()
    for words in (ANSWER, month.user("head").full_name, month.user("officer").full_name):
        assert words in text
    card.locator("summary").click()
    assert card.locator("[data-testid=changes]").is_visible()
    assert staff.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "no sideways scroll"
    staff.close()


def propose_from_the_objection(head: Desk, sheet: Evaluation) -> None:
    """The head says the objection is right and lands in the correction, filled in from the answer."""
    code = sheet.objections.get().code
    head.go(f"/evaluations/objections/{code}/")
    head.page.check("input[name=outcome][value=UPHELD]")
    head.page.fill("textarea[name=answer]", ANSWER)
    head.press("main form[data-guard] .acts button")
    head.page.wait_for_url(re.compile("/revise/"))
    assert head.page.input_value("textarea[name=reason]") == ANSWER
    assert head.page.input_value("input[name=document]") == code
    head.page.select_option("select[name=grade]", "A")
    head.press("[data-testid=check]")
    assert not Revision.objects.exists(), "checking writes nothing"
    head.press("[data-testid=propose]")
    head.page.wait_for_url(re.compile("/revisions/"))
