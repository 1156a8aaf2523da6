"""Fields the forms of the registry share: a day, a unit by code within reach, a post by name."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cadres.models import Position
from cadres.rules.names import search_key
from organization.models import Unit

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)


class DayField(forms.DateField):
    """A day; the browser's own calendar, or dd/mm/yyyy. A year that only a slip of the hand can mean is refused."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=["%Y-%m-%d", "%d/%m/%Y"], **kwargs)
        for limit in (MinValueValidator, MaxValueValidator):
            day = FIRST_DAY if limit is MinValueValidator else LAST_DAY
            self.validators.append(limit(day, _("Check the year: a day lies between 01/01/1900 and 31/12/2100.")))


class UnitField(forms.CharField):
    """A unit by its code or its exact name; `units` is what the reader may choose from."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=240, **kwargs)
        self.units: QuerySet[Unit] = Unit.objects.none()
        self.widget.attrs |= {"list": "units", "autocomplete": "off", "spellcheck": "false"}

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        code = text.split(" · ")[0].strip()
        found = self.units.filter(code=code).first()
        if found is not None:
            return found
        named = list(self.units.filter(search_key=search_key(text), valid_to__isnull=True)[:2])
        if len(named) == 1:
            return named[0]
        if named:
            raise forms.ValidationError(_("Several units have this name; give the code."))
        raise forms.ValidationError(_("There is no such unit within your reach."))


class UnitsField(forms.CharField):
    """Units by their codes, with commas, semicolons or line breaks between; none is an empty list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=4000, widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}), **kwargs)
        self.units: QuerySet[Unit] = Unit.objects.none()

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value) or "")
        codes = list(dict.fromkeys(code.strip() for code in re.split(r"[,;\n]", text) if code.strip()))
        found = {unit.code: unit for unit in self.units.filter(code__in=codes)}
        missing = [code for code in codes if code not in found]
        if missing:
            words = {"codes": ", ".join(missing[:5])}
            raise forms.ValidationError(_("There is no such unit within your reach: %(codes)s.") % words)
        return [found[code] for code in codes]


class PositionField(forms.CharField):
    """A post by its name, with or without marks."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=160, **kwargs)
        self.widget.attrs |= {"list": "positions", "autocomplete": "off"}

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        found = Position.objects.filter(search_key=search_key(text)).first()
        if found is None:
            raise forms.ValidationError(_("There is no post with this name in the catalogue."))
        return found
