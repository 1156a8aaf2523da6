"""What a row of each recorded table is."""

from django.utils.translation import gettext_lazy as _

TABLES = {
    "accounts_user": _("Account"),
    "accounts_rolegrant": _("Role"),
    "accounts_apitoken": _("API key"),
    "organization_unit": _("Unit"),
    "organization_unitsuccession": _("Merger or split of units"),
    "organization_holiday": _("Day of the calendar"),
    "cadres_person": _("Person"),
    "cadres_partymembership": _("Party membership"),
    "cadres_position": _("Title in the catalogue"),
    "cadres_posting": _("Post held"),
    "cadres_absence": _("Absence"),
    "cadres_rosterimport": _("Imported list"),
    "directives_assignment": _("Task"),
    "evaluations_framework": _("Evaluation framework"),
    "evaluations_cycle": _("Month of evaluation"),
    "evaluations_unitcycle": _("Month of a unit"),
    "evaluations_evaluation": _("Evaluation sheet"),
    "evaluations_objection": _("Objection"),
    "evaluations_revision": _("Correction of a published sheet"),
    "files_storedfile": _("File"),
    "foundation_web_savedfilter": _("Saved filter"),
}
