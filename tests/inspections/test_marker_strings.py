"""What is sealed stands in its own columns and in the trail, and nowhere else on the machine (M-14)."""

import logging
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from config.embedded.place import var_dir
from config.embedded.service_user import find_home
from foundation.outbox.tasks import tick
from foundation.web.clock import local_date
from inspections.models import Inspection
from inspections.services import calling
from tests.cast import build_cast
from tests.database import url_of
from tests.flows.desk import Desk
from tests.inspections.walk import at_its_time, team_of

MARK = "DAU-RIENG-7F3A9C"
ITS_OWN = {"public.inspections_inspection", "public.inspections_duty", "public.audit_event"}
STORES = """async (mark) => {
    const found = [];
    for (const [key, value] of [...Object.entries(localStorage), ...Object.entries(sessionStorage)])
        if ((key + value).includes(mark)) found.push(key);
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys())
            if ((await (await cache.match(request)).text()).includes(mark)) found.push(request.url);
    }
    for (const {name} of await indexedDB.databases()) {
        const base = await new Promise((done) => {
            indexedDB.open(name).onsuccess = (event) => done(event.target.result);
        });
        for (const store of base.objectStoreNames) {
            const rows = await new Promise((done) => {
                base.transaction(store).objectStore(store).getAll().onsuccess = (event) => done(event.target.result);
            });
            if (JSON.stringify(rows).includes(mark)) found.push(name + " " + store);
        }
    }
    return found;
}"""
POST = """async ([url, key]) => (await fetch(url, {
    method: "POST", body: "{}",
    headers: {"Content-Type": "application/json", "Idempotency-Key": key,
              "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content},
})).status"""


def moment(hours: float) -> str:
    return (timezone.now() + timedelta(hours=hours + 7)).strftime("%Y-%m-%dT%H:%M")


@pytest.mark.drill
@pytest.mark.timeout(400)
def test_marker_strings_of_a_sealed_inspection_stand_nowhere_else(
    committed_db: Any, valkey: Any, site: str, browser: Any, tmp_path: Path, capfd: Any
) -> None:
    """Drafted, refused, approved by the API, called, moved, called off; then every place is searched."""
    said_before = len((var_dir() / "postgres.log").read_bytes())
    cast = build_cast()
    team_of(cast)
    names = act(cast, site, browser)
    assert names and Inspection.objects.filter(basis__contains=MARK).count() == 3
    fail_in_the_database()
    tick(local_date().isoformat())  # no worker runs: whatever is queued stays where it is searched

    assert tables_with(MARK, committed_db.name) == ITS_OWN
    told = capfd.readouterr()
    log = (var_dir() / "postgres.log").read_bytes()[said_before:].decode()
    words = {"the server's log": log, "mails": repr([vars(one) for one in mail.outbox]), "stderr": told.err + told.out}
    words |= {str(path): path.read_text(errors="replace") for path in tmp_path.rglob("*") if path.is_file()}
    words["valkey"] = in_valkey(valkey.client())
    wrong = {place for place, text in words.items() for word in (MARK, *names) if word in text}
    assert not wrong, wrong


def act(cast: Any, site: str, browser: Any) -> list[str]:
    """By the pages and the API, as officer and head of the team; returns the public names of what is sealed."""
    officer, head = Desk(browser, site, cast.officer), Desk(browser, site, cast.users["team_head"], second=True)
    unit = cast.units["ward"].code
    for number in range(3):
        officer.go("/inspections/new/")
        officer.page.fill("[name=basis]", f"{MARK} {number}")
        officer.press("main form[data-guard] .acts button")  # refused: no unit, no content
        assert MARK in officer.page.locator("[name=basis]").input_value()
        officer.page.evaluate("code => { document.querySelector('main [name=unit]').value = code }", unit)
        officer.page.locator("[name=contents]").first.check()
        officer.page.select_option("[name=kind]", "surprise")
        officer.page.select_option("[name=approver]", str(cast.users["team_head"].pk))
        officer.press("main form[data-guard] .acts button")
        officer.page.wait_for_url(lambda url: not url.endswith("/new/"))
    names = list(Inspection.objects.order_by("pk").values_list("public_id", flat=True))
    for name in names:
        head.go(f"/inspections/{name}/")
        assert head.page.evaluate(POST, [f"/api/v1/inspections/{name}/approve/", f"approve-{name}"]) == 200
    for name in names[:2]:
        lead = cast.users["inspector"].pk
        officer.fill(
            f"/inspections/{name}/assign/", window_from=moment(24), window_to=moment(26),
            meeting_place=f"Cổng {MARK}", lead=str(lead),
        )  # fmt: skip
    officer.fill(f"/inspections/{names[0]}/reschedule/", window_from=moment(30), window_to=moment(32))
    at_its_time(Inspection.objects.get(public_id=names[0]))
    found = Inspection.objects.get(public_id=names[0])
    calling.declare_conflict(inspection=found, conflict=False, note=MARK, on=local_date(), by=cast.users["inspector"])
    officer.fill(f"/inspections/{names[1]}/cancel/", reason=MARK)
    officer.go("/inspections/")
    for desk in (officer, head):
        desk.go(f"/inspections/{names[2]}/")
        answer = desk.page.goto(f"{site}/inspections/{names[0]}/")
        assert "no-store" in answer.headers["cache-control"] and desk.page.evaluate(STORES, MARK) == []
        desk.close()
    return names


def fail_in_the_database() -> None:
    """A change that the database refuses, told in the log as any failure of a page is."""
    handler = logging.StreamHandler(sys.stderr)  # as it stands now: the one of the settings was there before capfd
    handler.setFormatter(next(one.formatter for one in logging.root.handlers if one.name == "stderr"))
    log = logging.getLogger("django.request")
    log.addHandler(handler)
    try:
        with transaction.atomic():
            Inspection.objects.filter(basis__contains=MARK).update(code="KT-2026-99999", basis=f"{MARK}\n\nhai dòng")
    except IntegrityError:
        log.exception("Internal Server Error: /inspections/")
    finally:
        log.removeHandler(handler)


def tables_with(mark: str, database: str) -> set[str]:
    """Tables of a plain dump that hold the words."""
    dump = find_home(var_dir()).programs / "pg_dump"
    owner = url_of(connections.settings["owner"] | {"NAME": database})
    text = subprocess.run([str(dump), "--data-only", owner], capture_output=True, text=True, check=True).stdout
    found, table = set(), ""
    for line in text.splitlines():
        if line.startswith("COPY "):
            table = line.split()[1]
        if mark in line:
            found.add(table)
    return found


def in_valkey(client: Any) -> str:
    """Every key with its value, as Valkey itself would write them to disk."""
    return repr([(key, client.dump(key)) for key in client.scan_iter(count=1000)])
