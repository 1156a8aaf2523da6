"""The address of the list of absences; what cannot be read counts as not asked for."""

from datetime import date
from typing import Any

from django import forms

from cadres.enums import AbsenceKind
from cadres.selectors.absences import STATES, AbsencesWanted
from foundation.access import visible_to
from organization.models import Unit


class AbsenceListForm(forms.Form):
    month = forms.DateField(required=False, input_formats=["%Y-%m"])
    q = forms.CharField(required=False, max_length=120)
    unit = forms.CharField(required=False, max_length=40)
    kind = forms.CharField(required=False, max_length=10)
    state = forms.CharField(required=False, max_length=10)

    def wanted(self, user: Any, *, today: date) -> AbsencesWanted:
        """What to list; a unit out of reach lists nothing."""
        self.is_valid()
        given = self.cleaned_data
        month = (given.get("month") or today).replace(day=1)
        code, kind, state = given.get("unit") or "", given.get("kind") or "", given.get("state") or ""
        unit = visible_to(user, Unit.objects.filter(code=code)).first() if code else None
        return AbsencesWanted(
            month=month,
            unit=unit,
            nothing=bool(code) and unit is None,
            kind=kind if kind in AbsenceKind.values else "",
            state=state if state in STATES else "",
            text=given.get("q") or "",
        )
