"""Who is named in a case and who is kept out; proof shown and witnesses; suspension from work."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from discipline.enums import HANDLING, INTAKE, BarGround, CaseState, WorkSuspensionState
from discipline.forms import naming as forms
from discipline.models import CaseBar, CaseMember, Disclosure, Witness, WorkSuspension
from discipline.services import evidence, naming, work_suspension
from discipline.views.act_table import Act, Asked

RUNNING = (*(state.value for state in HANDLING), CaseState.SUSPENDED.value)
UNDECIDED = (*(state.value for state in INTAKE), *RUNNING)


def _on(name: str) -> Any:
    return lambda asked: {"initial": {name: asked.today}}


def _hidden(asked: Asked) -> list[tuple[int, str]]:
    """Exhibits the person concerned does not read yet."""
    shown = set(asked.case.disclosures.values_list("number", flat=True))
    titles = dict(asked.case.exhibits.order_by("number", "version").values_list("number", "title"))
    return [(number, f"{number}. {title}") for number, title in titles.items() if number not in shown]


def _ground_start(asked: Asked) -> dict[str, Any]:
    grounds = [(one.key, one.title) for one in asked.rules.work_suspension_grounds(asked.today)]
    return {"choices": {"ground": grounds}, "initial": {"from_on": asked.today}}


def _bar_started(asked: Asked) -> bool:
    return asked.part.lifted_on is None and asked.part.ground != BarGround.SUBJECT


NAMING = (
    Act("name_member", _("Name somebody in the case"), "case.name", forms.MemberForm,
        lambda asked, data: naming.name_member(case=asked.case, by=asked.user, **data), (),
        _("From that day the account reads the case as the role says."), start=_on("since"), place="people",
        icon="user-plus"),
    Act("end_member", _("Take out of the case"), "case_member.end", forms.EndNameForm,
        lambda asked, data: naming.end_member(member=asked.part, by=asked.user, **data), start=_on("on"),
        ready=lambda asked: asked.part.ended_on is None, on=CaseMember, place="row", icon="user-minus"),
    Act("bar", _("Keep somebody out"), "case.bar", forms.BarForm,
        lambda asked, data: naming.bar(case=asked.case, by=asked.user, **data), (),
        _("What this person holds in the case ends the same day."), start=_on("since"), place="people",
        icon="user-off"),
    Act("lift_bar", _("Let in again"), "case_bar.lift", forms.EndNameForm,
        lambda asked, data: naming.lift_bar(bar=asked.part, by=asked.user, **data), start=_on("on"),
        ready=_bar_started, on=CaseBar, place="row", icon="user-check"),
    Act("disclose", _("Show an exhibit to the person concerned"), "case_disclosure.add", forms.DiscloseForm,
        lambda asked, data: evidence.disclose(case=asked.case, today=asked.today, by=asked.user, **data), RUNNING,
        _("Never taken back."), start=lambda asked: {"choices": {"number": _hidden(asked)},
                                                       "initial": {"on": asked.today}},
        ready=lambda asked: bool(_hidden(asked)), makes=Disclosure, place="proof", icon="eye"),
    Act("witness", _("Record a witness"), "case_witness.add", forms.WitnessForm,
        lambda asked, data: evidence.hear_witness(case=asked.case, today=asked.today, by=asked.user, **data),
        UNDECIDED, start=_on("heard_on"), makes=Witness, place="proof", icon="user-question"),
    Act("work_begin", _("Suspend from work"), "work_suspension.begin", forms.WorkBeginForm,
        lambda asked, data: work_suspension.begin(case=asked.case, today=asked.today, by=asked.user, **data), RUNNING,
        _("It is no discipline. Length and ground come from the rules, which are not verified yet."),
        start=_ground_start, makes=WorkSuspension, place="more", icon="briefcase-off",
        ready=lambda asked: asked.case.subject_id is not None
        and not asked.case.work_suspensions.filter(state=WorkSuspensionState.ACTIVE).exists()),
    Act("work_extend", _("Extend the suspension from work"), "work_suspension.extend", forms.WorkExtendForm,
        lambda asked, data: work_suspension.extend(
            suspension=asked.part, version=data.pop("row_version"), by=asked.user, **data
        ),
        ready=lambda asked: asked.part.state == WorkSuspensionState.ACTIVE and asked.part.extended_until is None,
        on=WorkSuspension, place="row", icon="calendar-plus"),
    Act("work_end", _("End the suspension from work"), "work_suspension.end", forms.WorkEndForm,
        lambda asked, data: work_suspension.end(suspension=asked.part, today=asked.today, by=asked.user, **data),
        start=_on("on"), ready=lambda asked: asked.part.state == WorkSuspensionState.ACTIVE, move="end",
        on=WorkSuspension, place="row", icon="briefcase"),
)  # fmt: skip
