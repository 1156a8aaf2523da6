"""Addresses that lead to rows of the access tests' world, and to rows that a reader must not find (M-02)."""

import re
from typing import Any

from django.http import HttpResponse

from accounts.models import User
from cadres.selectors.rotation_proposal import TASK
from foundation.access import visible_to
from foundation.access.matrix import matrix
from foundation.files.models import FileLine
from foundation.outbox.models import Job
from tests.access.routes import MISSING, Route, all_routes
from tests.access.world import MONTH, World


def shown(answer: HttpResponse, keys: dict[str, str]) -> bytes:
    """Body and headers but for what differs in every answer, and for the key asked for."""
    headers = {key: value for key, value in answer.headers.items() if key not in {"X-Request-ID", "Date"}}
    body = re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", answer.content)
    body = re.sub(rb"[0-9a-f]{32}", b"", body)
    for text in sorted({*keys.values(), *MISSING.values()}, key=len, reverse=True):
        body = body.replace(text.encode(), b"")
    return repr((answer.status_code, sorted(headers.items()))).encode() + body


def object_routes() -> list[Route]:
    return [route for route in all_routes() if "action" in route.entry and route.parameters]


def keys_to(route: Route, row: Any) -> dict[str, str] | None:
    """The parameters of the route that lead to this row; None where the address cannot name it."""
    if "/proposals/" in route.template:
        asked = Job.objects.filter(task=TASK, payload__round=row.pk).first() if "pk" in route.parameters else None
        known = {"code": row.code, "pk": str(asked.pk if asked else "")}
        return {name: known[name] for name in route.parameters}
    of_a_task = "code" in route.parameters and not hasattr(row, "code") and hasattr(row, "assignment")
    if isinstance(row, FileLine) or of_a_task:  # reached through what it proves, or the task it belongs to
        owners = ("assignment", "evaluation", "undertaking", "commendation", "document", "case")
        row = next((getattr(row, name) for name in owners if hasattr(row, name)), row)
    if "code" in route.parameters and not hasattr(row, "code") and hasattr(row, "case"):  # what hangs on a case
        named = {"pk": str(row.pk), "code": row.case.code, "number": "1"}
        return {name: named[name] for name in route.parameters}
    if "public_id" in route.parameters:
        return _of_a_visit(route, row)
    person, unit, cycle = (getattr(row, name, None) for name in ("person", "unit", "cycle"))
    under = next((getattr(row, name) for name in ("function", "document") if hasattr(row, name)), None)
    if under is not None and not hasattr(row, "code"):  # who holds a function, a task of a document: stand under it
        owner: Any = under
    else:
        owner = row if hasattr(row, "code") else person if "key" not in route.parameters else unit
    known = {
        "pk": str(row.pk),
        "code": getattr(owner or unit, "code", None),
        "key": getattr(person, "code", None),
        "period": f"{getattr(cycle or row, 'period', None) or MONTH:%Y-%m}",
        "step": "execute",
        "number": "1",
    }
    if route.template.startswith("/rotation/people/"):  # a page of the person, not of the case
        known["code"] = getattr(person, "code", None)
    if "period" in route.parameters and "code" in route.parameters:
        known["code"] = getattr(unit, "code", None)
    found = {name: known.get(name) for name in route.parameters}
    return None if None in found.values() else {name: str(value) for name, value in found.items()}


def _of_a_visit(route: Route, row: Any) -> dict[str, str] | None:
    """What hangs on an inspection is named by that one's public name, and by its own number where it has one."""
    visit = row
    for step in ("remedy", "notice", "finding", "inspection"):
        visit = getattr(visit, step, visit)
    known = {"public_id": getattr(visit, "public_id", None)}
    known |= {name: str(getattr(row, name, 1)) for name in ("number", "version")}
    found = {name: known.get(name) for name in route.parameters}
    return None if None in found.values() else {name: str(value) for name, value in found.items()}


OWN_PAGES = ("/mine/", "<period>/self/")
SHOWS = {
    "evaluation": "unit_cycle",
    "absence": "person",
    "posting": "person",
    "family_tie": "person",
    "planning_entry": "person",
    "case_paper": "case",
}
"""A page that lists rows of the first kind is a page of the second: its address names no single row."""


PROVES = {"sheet_evidence": "evaluation", "assignment_evidence": "assignment", "undertaking_evidence": "undertaking"}
"""Proof stands under what it proves: its address names that, and is hidden together with it."""
PROVES |= dict.fromkeys(("assignment_discussion", "assignment_extension", "delay_cause"), "assignment")
"""So does what happens to a task."""


class Reach:
    """What one identity may read of each object, asked once."""

    def __init__(self, world: World, user: User | None) -> None:
        self.world, self.user = world, user
        self.found: dict[str, tuple[list[Any], list[Any]]] = {}

    def split(self, kind: str) -> tuple[list[Any], list[Any]]:
        """Rows within reach, and those outside."""
        if kind not in self.found:
            rows: list[Any] = list(self.world.rows[kind])
            near = set(visible_to(self.user, type(rows[0])._default_manager.all()).values_list("pk", flat=True))
            self.found[kind] = [row for row in rows if row.pk in near], [row for row in rows if row.pk not in near]
        return self.found[kind]

    def outside(self, route: Route, *, last: bool) -> dict[str, str] | None:
        """An address of this route that leads to nothing the user may read: to the first such row, or the last."""
        if "action" not in route.entry or not route.parameters or any(part in route.template for part in OWN_PAGES):
            return None
        kind = matrix().policy(route.entry["action"])[0].name
        kind = PROVES.get(kind, "assignment" if kind == "assignment_handoff" and "code" in route.parameters else kind)
        lists = SHOWS.get(kind, "") if not {"pk", "key"} & set(route.parameters) else ""
        near, far = ([row for name in filter(None, (kind, lists)) for row in self.split(name)[side]] for side in (0, 1))
        taken = {str(keys_to(route, row)) for row in near}
        ways = (keys_to(route, row) for row in (reversed(far) if last else far))
        return next((keys for keys in ways if keys and str(keys) not in taken), None)
