"""Kinds of units and of changes between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class UnitKind(models.TextChoices):
    CITY = "city", _("City")
    PARTY_COMMITTEE = "party_committee", _("Party committee")
    PARTY_BODY = "party_body", _("Party body")
    FATHERLAND_FRONT = "fatherland_front", _("Fatherland Front")
    MASS_ORGANIZATION = "mass_organization", _("Mass organisation")
    PEOPLES_COMMITTEE = "peoples_committee", _("People's Committee")
    DEPARTMENT = "department", _("Department")
    PUBLIC_SERVICE_UNIT = "public_service_unit", _("Public service unit")
    DISTRICT = "district", _("District")
    WARD = "ward", _("Ward")
    COMMUNE = "commune", _("Commune")
    DIVISION = "division", _("Division")


class SuccessionKind(models.TextChoices):
    MERGE = "merge", _("Merger")
    SPLIT = "split", _("Split")
    RENAME = "rename", _("Renaming")
    DISSOLVE = "dissolve", _("Dissolution")


class ReorganisationState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("reorganisation", "Being prepared")
    CONFIRMED = "confirmed", pgettext_lazy("reorganisation", "Confirmed, takes effect on its day")
    DONE = "done", pgettext_lazy("reorganisation", "Carried out")
    CANCELLED = "cancelled", pgettext_lazy("reorganisation", "Cancelled")
