"""Routes of the month's pages."""

from datetime import date

from django.urls import path, register_converter

from evaluations.views import (
    assign,
    control,
    decide,
    export,
    grid,
    months,
    objections,
    publish,
    results,
    revise,
    revisions,
    rows,
    self_evidence,
    self_sheet,
    submit,
)


class MonthConverter:
    """2026-11 in an address is the first of November."""

    regex = r"[0-9]{4}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> date:
        year, month = value.split("-")
        if int(year) < 1:
            raise ValueError("there is no year 0")
        return date(int(year), int(month), 1)

    def to_url(self, value: date | str) -> str:
        return value if isinstance(value, str) else f"{value:%Y-%m}"


register_converter(MonthConverter, "month")

app_name = "evaluations"
unit = "<month:period>/units/<str:code>/"
person = unit + "people/<str:key>/"

urlpatterns = [
    path("", months.show, name="months"),
    path("mine/", results.mine, name="own"),
    path("mine/<month:period>/", results.show, name="result"),
    path("mine/<month:period>/object/", results.object_to, name="object"),
    path("mine/<month:period>/objection/<str:step>/", results.step, name="objection_step"),
    path("objections/", objections.listed, name="objections"),
    path("objections/<str:code>/", objections.answer, name="objection"),
    path("revisions/", revisions.listed, name="revisions"),
    path("revisions/<str:code>/", revisions.show, name="revision"),
    path("revisions/<str:code>/execute/", revisions.execute, name="revision_execute"),
    path("revisions/<str:code>/refuse/", revisions.refuse, name="revision_refuse"),
    path("revisions/<str:code>/withdraw/", revisions.withdraw, name="revision_withdraw"),
    path("<month:period>/", control.show, name="control"),
    path("<month:period>/close/", control.close, name="close"),
    path("<month:period>/self/", self_sheet.edit, name="self"),
    path("<month:period>/self/review/", self_sheet.review, name="self_review"),
    path("<month:period>/self/evidence/", self_evidence.add, name="self_evidence"),
    path("<month:period>/self/evidence/<int:number>/", self_evidence.replace, name="self_evidence_replace"),
    path("<month:period>/self/evidence/<int:number>/withdraw/", self_evidence.withdraw, name="self_evidence_withdraw"),
    path("<month:period>/self/withdraw/", self_sheet.withdraw, name="self_withdraw"),
    path(unit + "self/", self_sheet.edit, name="unit_self"),
    path(unit + "self/review/", self_sheet.review, name="unit_self_review"),
    path(unit + "self/withdraw/", self_sheet.withdraw, name="unit_self_withdraw"),
    path(unit, grid.show, name="grid"),
    path(unit + "summary/", grid.summary_fragment, name="grid_summary"),
    path(unit + "extend/", control.extend, name="extend"),
    path(unit + "assign-decider/", assign.decider, name="assign_decider"),
    path(unit + "assign-superior/", assign.superior, name="assign_superior"),
    path(unit + "export/", export.grid, name="export"),
    path(unit + "submit/", submit.submit, name="submit"),
    path(unit + "return/", submit.return_month, name="return_month"),
    path(unit + "decide/", decide.show, name="decide"),
    path(unit + "outstanding/", decide.outstanding, name="outstanding"),
    path(unit + "publish/", publish.publish, name="publish"),
    path(person + "row/", rows.save, name="row"),
    path(person + "evidence/", rows.evidence, name="evidence"),
    path(person + "return/", rows.return_to_self, name="return_to_self"),
    path(person + "revise/", revise.revise, name="revise"),
    path(person + "proceed/", rows.proceed, name="proceed"),
]
