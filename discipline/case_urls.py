"""Routes of the board and of the acts on a case; every act has a name of its own and one view."""

from django.urls import URLPattern, path

from discipline.views import board, case, case_acts, desk, exhibits, signal

ONE = "cases/<str:code>"


def _slug(name: str) -> str:
    return name.replace("_", "-")


urlpatterns: list[URLPattern] = [
    path("", board.board, name="board"),
    path("export/", board.export, name="export"),
    path("signal/", signal.signal, name="signal"),
    path("desk/", desk.desk, name="desk"),
    path("desk/<int:pk>/confirm/", desk.step, {"act": "confirm"}, name="desk_confirm"),
    path("desk/<int:pk>/end/", desk.step, {"act": "end"}, name="desk_end"),
    path(f"{ONE}/", case.case, name="case"),
    path(f"{ONE}/reveal/", case.reveal, name="reveal"),
    path(f"{ONE}/exhibits/", exhibits.add, name="exhibit_add"),
    path(f"{ONE}/exhibits/<int:number>/", exhibits.replace, name="exhibit_replace"),
    path(f"{ONE}/exhibits/<int:number>/withdraw/", exhibits.withdraw, name="exhibit_withdraw"),
    *(
        path(
            f"{ONE}/{_slug(act.name)}/" if act.on is None else f"{ONE}/{_slug(act.name)}/<int:pk>/",
            case_acts.step,
            {"act": act.name},
            name=act.name,
        )
        for act in case_acts.ACTS
    ),
]
