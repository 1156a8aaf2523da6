"""Forms of hearing the person concerned: deliveries, the file, statements, summons, council, minutes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from discipline.enums import Attendance, DeliveryKind, Form, Manner, SeatRole, Session
from discipline.forms.fields import CaseForm, DayField, PersonField, Versioned, reason, words


class DeliverForm(CaseForm):
    kind = forms.ChoiceField(label=_("What was delivered"), choices=DeliveryKind.choices)
    received_on = DayField(label=_("Received on"), help_text=_("This day starts the term that hangs on the paper."))
    manner = forms.ChoiceField(label=_("Manner of delivery"), choices=Manner.choices)
    receiver = forms.CharField(label=_("Who received it"), max_length=160)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class FileReadingForm(CaseForm):
    on = DayField(label=_("Read on"))
    reader = forms.CharField(label=_("Who read"), max_length=160)
    what = forms.CharField(label=_("What was given to read"), max_length=300)


class StatementForm(CaseForm):
    submitted_on = DayField(label=_("Handed in on"))
    not_handed_in = forms.BooleanField(label=_("Nothing was handed in; put this on record"), required=False)
    text = words(_("Statement of the person concerned"), rows=8, required=False)
    named_form = forms.ChoiceField(label=_("Form the person names"), required=False, choices=[("", "–"), *Form.choices])


class SummonForm(CaseForm):
    session = forms.ChoiceField(label=_("Sitting"), choices=Session.choices)
    sent_on = DayField(label=_("Sent on"))
    sitting_on = DayField(label=_("Day of the sitting"))
    place = forms.CharField(label=_("Place of the sitting"), max_length=200)


class AttendanceForm(Versioned):
    attendance = forms.ChoiceField(label=_("What came of it"), choices=Attendance.choices)
    received_on = DayField(label=_("Received on"), required=False)
    reason = forms.CharField(label=_("Reason given"), max_length=300, required=False)


class SeatForm(CaseForm):
    role = forms.ChoiceField(label=_("Seat"), choices=SeatRole.choices)
    person = PersonField(label=_("Person"), help_text=_("Declared relatives and witnesses are refused."))
    document = forms.CharField(label=_("Number of the decision that appoints"), max_length=160)
    appointed_on = DayField(label=_("Appointed on"))


class OnForm(Versioned):
    on = DayField(label=_("Signed on"))


class EndForm(Versioned):
    on = DayField(label=_("From"))
    reason = reason()


class SittingForm(CaseForm):
    """Minutes; the ballots are counts by form, never single votes."""

    session = forms.ChoiceField(label=_("Sitting"), choices=Session.choices)
    held_on = DayField(label=_("Held on"))
    place = forms.CharField(label=_("Place of the sitting"), max_length=200)
    chair = PersonField(label=_("Chair"), required=False)
    invited = forms.IntegerField(label=_("Invited"), min_value=0, max_value=999)
    attended = forms.IntegerField(label=_("Attended"), min_value=0, max_value=999)
    subject_present = forms.BooleanField(label=_("The person concerned was there"), required=False)
    subject_heard = words(_("What the person concerned said"), required=False)
    minutes = words(_("Minutes"), rows=8, most=20000)
    proposed_form = forms.ChoiceField(label=_("Form proposed"), required=False)

    def __init__(self, data: Any = None, *, ballots: Any = (), **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.ballot_names = [name for name, _label in ballots]
        for name, label in ballots:
            text = _("Ballots: %(form)s") % {"form": label}
            self.fields[f"ballot_{name}"] = forms.IntegerField(label=text, min_value=0, max_value=999, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["ballots"] = {name: data.pop(f"ballot_{name}", None) or 0 for name in self.ballot_names}
        return data
