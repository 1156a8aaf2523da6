"""Forms of a reorganisation: what is decided, and who goes where."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from organization.carrying import Choice, Plan
from organization.enums import SuccessionKind
from organization.models import Reorganisation, Unit
from organization.rules.order import MOST_PARTS, NOBODY, Order, Part
from organization.rules.words import search_key

UNITS_OFFERED = 12
PARTS_OFFERED = 4


class DayField(forms.DateField):
    """A day; the browser's own calendar, or dd/mm/yyyy."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=["%Y-%m-%d", "%d/%m/%Y"], **kwargs)


class UnitChoiceField(forms.CharField):
    """A unit by its code or its exact name among `units`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=260, **kwargs)
        self.units: QuerySet[Unit] = Unit.objects.none()
        self.widget.attrs |= {"list": "units", "autocomplete": "off", "spellcheck": "false"}

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        found = self.units.filter(code=text.split(" · ")[0].strip()).first()
        if found is not None:
            return found
        named = list(self.units.filter(search_key=search_key(text), valid_to__isnull=True)[:2])
        if len(named) == 1:
            return named[0]
        if named:
            raise forms.ValidationError(_("Several units have this name; give the code."))
        raise forms.ValidationError(_("There is no such unit within your reach."))


class UnitEditForm(forms.Form):
    """A correction of the names of a unit."""

    name = forms.CharField(label=_("Name of the unit"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    short_name = forms.CharField(label=_("Short name"), max_length=80, required=False)
    reason = forms.CharField(label=_("Why the name is corrected"), max_length=300)


class VersionForm(forms.Form):
    """The version an act was made from, the fingerprint of the preview seen, the reason of giving up."""

    row_version = forms.IntegerField(min_value=1, required=False)
    fingerprint = forms.CharField(max_length=64, required=False)
    reason = forms.CharField(max_length=300, required=False)


class ReorganisationForm(forms.Form):
    """What was decided; which fields there are depends on the kind."""

    legal_basis = forms.CharField(label=_("Number of the decision"), max_length=160)
    decided_on = DayField(label=_("Date of the decision"))
    effective_on = DayField(label=_("Takes effect on"), help_text=_("The old units end the day before."))

    def __init__(self, *args: Any, kind: str, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        several = kind == SuccessionKind.MERGE
        for number in range(1, UNITS_OFFERED + 1 if several else 2):
            label = _("Unit %(number)s that ends") % {"number": number} if several else _("Unit that ends")
            self.fields[f"unit_{number}"] = UnitChoiceField(
                label=label,
                required=number == 1,
                help_text=_("Code or full name.") if number == 1 else "",
            )
        if several:
            self.fields["into"] = UnitChoiceField(
                label=_("Unit that takes over, where it exists already"),
                required=False,
                help_text=_("Leave empty when a new unit is founded, and name it below."),
            )
        if kind == SuccessionKind.SPLIT:
            for number in range(1, PARTS_OFFERED + 1):
                self._new_unit(f"part_{number}_", number)
        elif kind != SuccessionKind.DISSOLVE:
            self._new_unit("new_", 0)
        for field in self.fields.values():
            if isinstance(field, UnitChoiceField):
                field.units = units

    def _new_unit(self, prefix: str, number: int) -> None:
        words = {"number": number}
        named = number != 0
        required = self.kind == SuccessionKind.RENAME or 0 < number <= 2
        self.fields[f"{prefix}code"] = forms.CharField(
            label=_("Code of new unit %(number)s") % words if named else _("Code of the new unit"),
            max_length=40,
            required=required,
        )
        self.fields[f"{prefix}name"] = forms.CharField(
            label=_("Name of new unit %(number)s") % words if named else _("Name of the new unit"),
            max_length=200,
            required=required,
        )
        self.fields[f"{prefix}short"] = forms.CharField(label=_("Short name"), max_length=80, required=False)
        self.fields[f"{prefix}en"] = forms.CharField(label=_("Name in English"), max_length=200, required=False)

    def groups(self) -> list[tuple[Any, list[Any], list[Any]]]:
        """The fields under three headings, in the order of the page; those seldom needed apart."""
        titles = (_("Decision"), _("Units that end"), _("Who takes over"))
        found: list[list[Any]] = [[], [], []]
        for bound in self:
            place = 1 if bound.name.startswith("unit_") else 0 if bound.name in self.base_fields else 2
            found[place].append(bound)
        shown = (6, 6, 8)
        return [
            (title, fields[:most], fields[most:])
            for title, fields, most in zip(titles, found, shown, strict=True)
            if fields
        ]

    def order(self, before: Order | None = None) -> Order:
        """The order as filled in; choices made before are kept where the units are still the same."""
        data = self.cleaned_data
        units = tuple(data[name].pk for name in self.fields if name.startswith("unit_") and data.get(name) is not None)
        order = Order(self.kind, units, self._parts())
        if before is None or (before.units, len(before.parts)) != (order.units, len(order.parts)):
            return order
        return Order(self.kind, units, order.parts, before.rest, before.divisions, before.people, before.heads)

    def _parts(self) -> tuple[Part, ...]:
        data = self.cleaned_data
        if data.get("into") is not None:
            return (Part(unit_id=data["into"].pk),)
        prefixes = [name.removesuffix("code") for name in self.fields if name.endswith("code")]
        return tuple(
            Part(
                code=data[f"{one}code"].strip(),
                name=data[f"{one}name"].strip(),
                name_en=data[f"{one}en"].strip(),
                short_name=data[f"{one}short"].strip(),
            )
            for one in prefixes
            if data[f"{one}code"].strip() or data[f"{one}name"].strip()
        )


def filled(row: Reorganisation) -> dict[str, Any]:
    """What the form of an existing draft shows."""
    order = Order.from_json(row.content)
    ids = [*order.units, *(part.unit_id for part in order.parts if part.unit_id)]
    codes = {unit.pk: f"{unit.code} · {unit.name}" for unit in Unit.objects.filter(pk__in=ids)}
    shown: dict[str, Any] = {
        "legal_basis": row.legal_basis,
        "decided_on": row.decided_on,
        "effective_on": row.effective_on,
        **{f"unit_{number}": codes[pk] for number, pk in enumerate(order.units, start=1)},
    }
    for number, part in enumerate(order.parts, start=1):
        if part.unit_id is not None:
            shown["into"] = codes[part.unit_id]
            continue
        prefix = f"part_{number}_" if order.kind == SuccessionKind.SPLIT else "new_"
        words = {"code": part.code, "name": part.name, "short": part.short_name, "en": part.name_en}
        shown |= {f"{prefix}{name}": text for name, text in words.items()}
    return shown


class ChoicesForm(forms.Form):
    """Who heads the successors and, of a split, who goes where."""

    def __init__(self, data: Any, *, plan: Plan, heads: Sequence[Choice], staff: Sequence[Choice]) -> None:
        super().__init__(data)
        self.plan, order = plan, plan.order
        parts = [(place, name) for place, name in enumerate(plan.names)]
        self.head_fields, self.division_fields, self.person_fields = [], [], []
        if order.kind == SuccessionKind.SPLIT:
            self._select("rest", _("Everybody not placed below goes to"), parts, order.rest)
            for pk, unit in plan.old.items():
                if pk not in order.units:
                    name = f"division_{pk}"
                    self._select(name, unit.name, parts, plan.where[pk][0])
                    self.division_fields.append(name)
        for place, name in parts:
            comers = [one for one in heads if one.part == place]
            if (place, "") in plan.found or len(comers) < 2:
                continue
            choices: list[tuple[Any, Any]] = [
                ("", "–"),
                *((one.person_id, f"{one.name}: {one.post}") for one in comers),
            ]
            choices.append((NOBODY, _("Nobody yet: appointed later")))
            field = f"head_{place}"
            self._select(field, _("Who heads %(unit)s") % {"unit": name}, choices, order.heads.get(place, ""))
            self.head_fields.append(field)
        for one in staff:
            name = f"person_{one.person_id}"
            self._select(name, one.name, [("", _("with the division")), *parts], order.people.get(one.person_id, ""))
            self.fields[name].help_text = one.post
            self.person_fields.append(name)

    def _select(self, name: str, label: Any, choices: Sequence[tuple[Any, Any]], initial: Any) -> None:
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False, initial=initial)

    def order(self) -> Order:
        """The order with these choices; an empty one is no choice."""
        order, data = self.plan.order, self.cleaned_data

        def chosen(prefix: str) -> dict[int, int]:
            named = [name for name in self.fields if name.startswith(prefix)]
            return {int(name.removeprefix(prefix)): int(data[name]) for name in named if data[name] != ""}

        rest = int(data["rest"]) if data.get("rest") else order.rest
        return Order(
            order.kind, order.units, order.parts, rest, chosen("division_"), chosen("person_"), chosen("head_")
        )


assert PARTS_OFFERED <= MOST_PARTS
