"""The page of a case: what this reader may see of it, by tabs; the reading is recorded."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from discipline.forms.signals import ReasonForm
from discipline.models import Case, CaseBar, CaseExhibit, CaseMember, CasePaper
from discipline.rules.due_process import OwedStep
from discipline.selectors import case_page as page
from discipline.selectors import cases as selectors
from discipline.selectors import papers
from discipline.selectors.case_counts import tab_counts
from discipline.selectors.rule_book import book
from discipline.views.act_table import Asked, Offer, offered, offered_on
from discipline.views.case_acts import ACTS, BY_NAME
from discipline.views.history_words import WORDS
from foundation.access import allows, require
from foundation.access.sensitive import note_read
from foundation.audit.reading import record_read
from foundation.web.clock import local_date
from foundation.web.step_up import require_step_up
from organization.selectors.calendar import working_calendar

MENDS = {
    "notice": ("deliver",), "file_access": ("file_reading",), "statement": ("ask_self_criticism", "statement"),
    "review_meeting": ("call_review", "sitting", "summon"), "council": ("form_council", "seat_fill"),
    "council_notice": ("summon",), "council_sitting": ("sitting",),
}  # fmt: skip
"""Step that is missing -> acts that bring it about, the nearest first."""


@login_required
@require_safe
def case(request: HttpRequest, code: str) -> HttpResponse:
    """What is open of one case; the person concerned is led to the own page of it."""
    user = cast("User", request.user)
    row = selectors.one(user, code)
    if not selectors.is_listed(user, row):
        return redirect("discipline:own_case", code=code)
    note_read(user, row)
    row = page.whole(row)
    context = _frame(user, row)
    shown = context["line"].shown
    if not page.may_read_process(user, row):
        kind = "ledger" if "unit" not in shown else "signal" if "summary" not in context["groups"] else "summary"
        context |= {"kind": kind, "may_reveal": allows(user, "case.reveal", row) and "allegation" not in shown}
        context["twin"] = page.twin_of(user, row, rules=context["rules"], on=local_date())
        context["decisions"] = page.decisions_of(user, row)
        context["offers"] = offered(ACTS, Asked(user, row, local_date()))
        return render(request, "discipline/case_summary.html", context)
    return render(request, "discipline/case.html", context | _whole(user, row, request.GET.get("tab", ""), context))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reveal(request: HttpRequest, code: str) -> HttpResponse:
    """An ended case opened once to an officer who did not handle it: confirmed, with a reason kept in the trail."""
    user = cast("User", request.user)
    row = selectors.one(user, code)
    require(user, "case.reveal", row)
    require_step_up(request)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["reason"]
        record_read(by=user, object_type="discipline.case", object_id=row.pk, name="case.revealed", reason=why)
        context = _frame(user, page.whole(row)) | {"kind": "revealed"}
        return render(request, "discipline/case_summary.html", context)
    context = {
        "title": _("Open an ended case"),
        "consequence": _("Name, allegation and decision are shown once. Who looked, when and why is in the trail."),
        "rows": [(_("Number"), row.code), (_("State"), row.get_state_display())],
        "form": form,
        "act_label": _("Show the case"),
        "back_url": reverse("discipline:case", args=[code]),
        "crumbs": _crumbs(),
    }
    return render(request, "components/confirm_page.html", context, status=422 if form.errors else 200)


def _frame(user: User, row: Case) -> dict[str, Any]:
    """What every kind of page of the case shows on top."""
    rules, days, today = book(), working_calendar(), local_date()
    line = selectors.line_of(user, row, on=today, days=days, rules=rules)
    groups = {"summary"} if {"handling_due_on", "unit"} <= line.shown else set()
    named = {*row.handler_ids, *row.leader_ids, *row.secretary_ids, *row.representative_ids}
    return {
        "case": row, "row": row, "line": line, "shown": line.shown, "groups": groups, "rules": rules, "days": days,
        "crumbs": _crumbs(), "readers": len(named) if "handler_ids" in line.shown else 0,
    }  # fmt: skip


def _whole(user: User, row: Case, tab: str, frame: dict[str, Any]) -> dict[str, Any]:
    today, rules, days = local_date(), frame["rules"], frame["days"]
    asked = Asked(user, row, today)
    offers = offered(ACTS, asked)
    owed = page.owed_of(row, rules=rules, days=days, on=today) if row.opened_on else None
    clock, bar = page.clocks_of(row, rules=rules, days=days, on=today)
    council = page.council_of(user, row, rules=rules)
    by_place = {place: [one for one in offers if one.place == place] for place in
                ("main", "more", "clock", "people", "proof", "council", "twin")}  # fmt: skip
    missing = _missing(owed, offers)
    named = "handler_ids" in frame["shown"]
    tabs = _tabs(user, row, named=named)
    tab = tab if tab in dict(tabs) else "owed"
    counts = tab_counts(user, row, trail=named)
    drafts = [one for one in row.decisions.all() if one.state == "draft"] if named else []
    return {
        "tab": tab, "tabs": [(key, label, counts.get(key)) for key, label in tabs], "owed": owed,
        "missing": missing, "clock": clock, "bar": bar,
        "bar_days": page.bar_days(bar, row, rules=rules, on=today) if bar else [], "council": council,
        "primary": _primary(missing, offers), "offers": by_place,
        "seat_acts": offered_on(ACTS, asked, [line.seat for line in council if line.seat]),
        "sign": [one for acts in offered_on(ACTS, asked, drafts).values() for one in acts],
        "precedents": page.precedents_of(row, rules=rules, on=today) if named else None,
        "twin": page.twin_of(user, row, rules=rules, on=today), **_tab(user, row, tab, asked),
    }  # fmt: skip


def _tabs(user: User, row: Case, *, named: bool) -> list[tuple[str, str]]:
    found = [("owed", _("What is owed to the person"))]
    if allows(user, "case_member.read", CaseMember(case=row)):
        found.append(("people", _("People concerned")))
    if allows(user, "case_exhibit.read", CaseExhibit(case=row)):
        found.append(("proof", _("Exhibits")))
    found.append(("papers", _("Minutes, decisions, papers")))
    if named:
        found += [("history", _("History")), ("readers", _("Who read it"))]
    return found


def _tab(user: User, row: Case, tab: str, asked: Asked) -> dict[str, Any]:
    if tab == "people":
        members, bars = list(page.members_of(user, row)), list(page.bars_of(user, row))
        return {
            "members": members, "bars": bars, "member_acts": offered_on(ACTS, asked, members),
            "bar_acts": offered_on(ACTS, asked, bars),
            "may_read_bars": allows(user, "case_bar.read", CaseBar(case=row)),
        }  # fmt: skip
    if tab == "proof":
        add_url = reverse("discipline:exhibit_add", args=[row.code])
        return {
            "proofs": page.exhibits_of(user, row), "disclosed": page.disclosed(user, row),
            "witnesses": page.witnesses_of(user, row), "add_proof_url": add_url,
            "may_add_proof": allows(user, "case_exhibit.add", CaseExhibit(case=row)) and row.closed_on is None
            and not row.form,
        }  # fmt: skip
    if tab == "history":
        return {"events": _events(row)}
    if tab == "readers":
        return {"looks": page.readers_of(row)}
    written = page.rows_of(user, row, tab)
    acts: dict[str, dict[int, list[Offer]]] = {
        f"{name}_acts": offered_on(ACTS, asked, written[name])
        for name in ("summonses", "decisions", "complaints", "restorations", "work_suspensions")
        if name in written
    }
    more = {"papers": list(papers.papers_for(user, row)[:50]), "may_issue": allows(
        user, "case_paper.issue", CasePaper(case=row, shown=row))} if tab == "papers" else {}  # fmt: skip
    return {**written, **acts, **more}


def _events(row: Case) -> list[dict[str, Any]]:
    """Acts of the case for the timeline."""
    return [
        {
            "date": one.at, "title": str(WORDS.get(one.name.partition(".")[2], one.name)), "text": one.reason,
            "tag": one.by, "icon": BY_NAME[name].icon if (name := one.name.partition(".")[2]) in BY_NAME else "point",
        }
        for one in page.history_of(row)
    ]  # fmt: skip


def _missing(owed: page.Owed | None, offers: list[Offer]) -> list[dict[str, str]]:
    """Why no decision can be issued yet, each with the act that mends it."""
    urls = {one.name: one for one in offers}

    def line(step: OwedStep) -> dict[str, str]:
        act = next((urls[name] for name in MENDS.get(step.code, ()) if name in urls), None)
        text = f"{step.title}. {step.explanation}".rstrip(". ") + "."
        return {"text": text, "url": act.url if act else "", "link": act.title if act else ""}

    return [line(step) for step in owed.blocking] if owed else []


def _primary(missing: list[dict[str, str]], offers: list[Offer]) -> Offer | None:
    """The next act: what mends the first missing step, else the first of the table."""
    wanted = missing[0]["url"] if missing else ""
    main = [one for one in offers if one.place == "main"]
    return next((one for one in offers if one.url == wanted), main[0] if main else None)


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Cases of discipline"), reverse("discipline:board"))]
