"""Filters of the pages; what cannot be read falls back to what the page shows by itself."""

from datetime import date
from typing import Any

from django import forms

from organization.enums import UnitKind
from organization.models import Unit
from organization.selectors.unit_lists import BODIES, ORDERS, UnitsWanted

SHOWS = ("", "ended", "all")


class UnitFilter(forms.Form):
    """The address of the list of units."""

    q = forms.CharField(required=False, max_length=200)
    kind = forms.CharField(required=False, max_length=24)
    show = forms.CharField(required=False, max_length=10)
    on = forms.DateField(required=False)
    under = forms.CharField(required=False, max_length=40)
    sort = forms.CharField(required=False, max_length=10)

    def wanted(self, *, today: date, under: Unit | None) -> UnitsWanted:
        """What to list; an unknown choice counts as none."""
        given = self.given()
        kind, show, order = given.get("kind", ""), given.get("show", ""), given.get("sort", "")
        return UnitsWanted(
            on=given.get("on") or today,
            show=show if show in SHOWS else "",
            kind=kind if kind in {*UnitKind.values, BODIES} else "",
            text=given.get("q", ""),
            under=under,
            order=order if order in ORDERS else "",
        )

    def given(self) -> dict[str, Any]:
        """The values that could be read."""
        self.is_valid()
        return self.cleaned_data
