"""Forms of rotation: one for each act on a case, for exceptions and rounds."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cadres.forms.fields import DayField, PositionField, UnitField
from cadres.models import Person, RotationRound
from cadres.rules.names import search_key


class PersonField(forms.CharField):
    """A serving person by code or full name; `people` is whom the reader may choose."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=240, **kwargs)
        self.people: QuerySet[Person] = Person.objects.none()
        self.widget.attrs |= {"list": "people", "autocomplete": "off", "spellcheck": "false"}

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        found = self.people.filter(code=text.split(" · ")[0].strip()).first()
        if found is not None:
            return found
        named = list(self.people.filter(search_key=search_key(text))[:2])
        if len(named) == 1:
            return named[0]
        if named:
            raise forms.ValidationError(_("Several people have this name; give the code."))
        raise forms.ValidationError(_("There is nobody with this name or code within your reach."))


def words(label: Any, *, rows: int = 3, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A longer text."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=4000, required=required, widget=area, help_text=help_text)


class RotationForm(forms.Form):
    """A form of rotation: `pools` says whom and what its name fields may find, `choices` fills its lists."""

    def __init__(self, data: Any = None, *, pools: Any = None, choices: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for name, options in (choices or {}).items():
            if name in self.fields:
                self.fields[name].choices = list(options)  # type: ignore[attr-defined]  # a ChoiceField
        for field in self.fields.values():
            for kind, attribute in ((PersonField, "people"), (UnitField, "units")):
                if isinstance(field, kind) and pools and attribute in pools:
                    setattr(field, attribute, pools[attribute])
            if isinstance(field, forms.ModelChoiceField) and pools:
                field.queryset = pools["rounds"]


def errors_of(form: forms.Form) -> dict[str, list[str]]:
    """What is wrong, by field, for the API."""
    return {name: [str(text) for text in texts] for name, texts in form.errors.items()}


class NothingForm(RotationForm):
    """No words are needed."""


class ReasonForm(RotationForm):
    reason = words(_("Reason"))


class PlanForm(RotationForm):
    round = forms.ModelChoiceField(
        label=_("Round"),
        queryset=RotationRound.objects.none(),
        required=False,
        to_field_name="code",
        empty_label=_("Outside a plan: a second person signs"),
    )
    destination = UnitField(label=_("Destination"))
    position = PositionField(label=_("Post there"))
    move_on = DayField(label=_("Planned day"))
    legal_basis = forms.CharField(label=_("Legal basis"), max_length=300)
    hand_over_to = PersonField(label=_("Takes over the work"))
    successor = PersonField(label=_("Successor in the post"), required=False)
    reason = words(_("Reason"), required=False, help_text=_("Needed outside a plan, whoever it concerns."))


class ReliefForm(RotationForm):
    ground = forms.ChoiceField(label=_("Ground"))
    evidence = forms.CharField(
        label=_("Proof"),
        max_length=300,
        help_text=_("Which paper, and who confirmed it. Never write down what it says of health or family."),
    )
    from_on = DayField(label=_("From"))
    until = DayField(label=_("Until"), required=False, help_text=_("The last day, or the day it is looked at again."))
    child_born_on = DayField(
        label=_("The child's day of birth"),
        required=False,
        help_text=_("Only for the grounds of a child: the last day follows from it; it is not kept."),
    )
    is_review = forms.BooleanField(label=_("The end is not known: look at it again on that day"), required=False)


class AnnounceForm(RotationForm):
    on = DayField(label=_("Announced on"))
    where = forms.CharField(label=_("Where it was made public"), max_length=300)


class OpinionForm(RotationForm):
    text = words(_("Your opinion"), rows=5)


class AnswerForm(RotationForm):
    text = words(_("Answer"), rows=4)
    revise = forms.BooleanField(label=_("Take the plan back and announce it anew"), required=False)


class ReplanForm(RotationForm):
    move_on = DayField(label=_("Planned day"))


class DecideForm(RotationForm):
    decision_number = forms.CharField(label=_("Number of the decision"), max_length=80)
    decided_on = DayField(label=_("Decided on"))
    effective_on = DayField(label=_("Takes effect on"))
    urgent_reason = words(
        _("Why it is urgent"), required=False, help_text=_("Only where the notice has not run out yet.")
    )


class ExecuteForm(RotationForm):
    handover_number = forms.CharField(label=_("Number of the hand-over record"), max_length=80)
    handed_over_on = DayField(label=_("Handed over on"))


class ExceptionForm(RotationForm):
    rule_code = forms.ChoiceField(label=_("Rule"), required=False)
    unit = UnitField(label=_("Unit"), required=False, help_text=_("With everything below it."))
    position = PositionField(label=_("Post"), required=False)
    document_number = forms.CharField(label=_("Number of the document"), max_length=80)
    document_date = DayField(label=_("Date of the document"))
    issuer = forms.CharField(label=_("Issued by"), max_length=160)
    reason = words(_("Reason"))
    valid_from = DayField(label=_("From"))
    until = DayField(label=_("Until"))


class EndExceptionForm(ReasonForm):
    row_version = forms.IntegerField(widget=forms.HiddenInput)


class RoundForm(RotationForm):
    unit = UnitField(label=_("Unit"))
    title = forms.CharField(label=_("Name of the round"), max_length=200)
    purpose = words(_("Purpose"))
    begins_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Until"))


class ApproveRoundForm(RotationForm):
    document_number = forms.CharField(label=_("Number of the document"), max_length=80)
    on = DayField(label=_("Approved on"))
