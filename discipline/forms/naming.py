"""Forms of who is named in a case and who is kept out; of proof, suspension from work and the desk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from discipline.enums import BarGround, CaseRole
from discipline.forms.fields import AccountField, CaseForm, DayField, PersonField, UnitField, Versioned, reason, words

CHOSEN_GROUNDS = [(one.value, one.label) for one in BarGround if one != BarGround.SUBJECT]


class MemberForm(CaseForm):
    user = AccountField(label=_("Account"))
    role = forms.ChoiceField(label=_("Role in the case"), choices=CaseRole.choices)
    since = DayField(label=_("From"))
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class EndNameForm(CaseForm):
    on = DayField(label=_("From"))
    reason = reason()


class BarForm(CaseForm):
    person = PersonField(label=_("Person"))
    ground = forms.ChoiceField(label=_("Ground"), choices=CHOSEN_GROUNDS)
    since = DayField(label=_("From"))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class DiscloseForm(CaseForm):
    number = forms.TypedChoiceField(label=_("Exhibit"), coerce=int)
    on = DayField(label=_("Shown from"))


class WitnessForm(CaseForm):
    person = PersonField(
        label=_("Person of the registry"), required=False, help_text=_("Kept out of the case from then on.")
    )
    name = forms.CharField(label=_("Or a name from outside"), max_length=160, required=False)
    heard_on = DayField(label=_("Heard on"))
    statement = words(_("What was said"), rows=6)


class WorkBeginForm(CaseForm):
    ground = forms.ChoiceField(label=_("Ground"))
    document = forms.CharField(label=_("Number of the decision"), max_length=160)
    from_on = DayField(label=_("Suspended from"))


class WorkExtendForm(Versioned):
    document = forms.CharField(label=_("Number of the decision"), max_length=120)


class WorkEndForm(CaseForm):
    on = DayField(label=_("Back to work on"))


class DeskForm(CaseForm):
    user = AccountField(label=_("Officer"))
    unit = UnitField(label=_("Unit"), help_text=_("Signals of the unit and of everything below it."))
    since = DayField(label=_("From"))
    reason = reason()
