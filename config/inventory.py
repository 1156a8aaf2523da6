"""How much of everything there is; rooms that do not exist yet count 0."""

from accounts.models import User
from cadres.models import Absence, Person, Posting
from directives.models import (
    Assignment,
    Commendation,
    Document,
    Function,
    Indicator,
    MeasureValue,
    Undertaking,
    WorkingRegulation,
)
from discipline.models import Case
from evaluations.models import Cycle, Evaluation, Objection, UnitCycle
from foundation.notifications.models import Alert
from inspections.enums import STARTED
from inspections.models import Finding, Inspection
from organization.models import Unit


def inventory() -> dict[str, int]:
    """Rows by the name the commands use."""
    return {
        "units": Unit.objects.count(),
        "people": Person.objects.count(),
        "postings": Posting.objects.count(),
        "evaluations": Evaluation.objects.count(),
        "assignments": Assignment.objects.count(),
        "documents": Document.objects.count(),
        "indicators": Indicator.objects.count(),
        "measures": MeasureValue.objects.count(),
        "undertakings": Undertaking.objects.count(),
        "functions": Function.objects.count(),
        "regulations": WorkingRegulation.objects.count(),
        "commendations": Commendation.objects.count(),
        "inspections": Inspection.objects.filter(state__in=STARTED).count(),
        "findings": Finding.objects.count(),
        "cases": Case.objects.count(),
        "alerts": Alert.objects.count(),
        "accounts": User.objects.count(),
        "absences": Absence.objects.count(),
        "cycles": Cycle.objects.count(),
        "unit_cycles": UnitCycle.objects.count(),
        "objections": Objection.objects.count(),
    }
