"""Fixed words of the registry: kinds of employment, posts, postings and absences."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Sex(models.TextChoices):
    MALE = "M", _("Male")
    FEMALE = "F", _("Female")


class EmploymentKind(models.TextChoices):
    CADRE = "cadre", pgettext_lazy("employment", "Cadre")
    CIVIL = "civil", pgettext_lazy("employment", "Civil servant")
    PUBLIC = "public", pgettext_lazy("employment", "Public employee")
    CONTRACT = "contract", pgettext_lazy("employment", "Contract worker")
    PART_TIME = "part_time", pgettext_lazy("employment", "Part-time worker")


class PositionKind(models.TextChoices):
    UNIT_HEAD = "unit_head", _("Head of the unit")
    UNIT_DEPUTY = "unit_deputy", _("Deputy head of the unit")
    DIVISION_HEAD = "division_head", _("Head of a division")
    DIVISION_DEPUTY = "division_deputy", _("Deputy head of a division")
    STAFF = "staff", _("Staff without a leading post")


LEADING_KINDS = (
    PositionKind.UNIT_HEAD,
    PositionKind.UNIT_DEPUTY,
    PositionKind.DIVISION_HEAD,
    PositionKind.DIVISION_DEPUTY,
)


class ManagingLevel(models.TextChoices):
    CENTRAL = "central", _("Politburo or Secretariat")
    CITY = "city", _("City Standing Committee")
    SUPERIOR = "superior", _("Superior Party committee")
    UNIT = "unit", _("Head of the unit")


class PostingKind(models.TextChoices):
    PRIMARY = "primary", pgettext_lazy("posting", "Main post")
    CONCURRENT = "concurrent", pgettext_lazy("posting", "Concurrent post")
    ACTING = "acting", pgettext_lazy("posting", "Acting")
    SECONDED = "seconded", pgettext_lazy("posting", "Secondment")


class AbsenceKind(models.TextChoices):
    LEAVE = "leave", _("Annual leave")
    SICK = "sick", _("Sick leave")
    MATERNITY = "maternity", _("Maternity leave")
    TRAINING = "training", _("Training")
    UNPAID = "unpaid", _("Unpaid leave")
    SUSPENDED = "suspended", _("Suspended from work")


class KinshipKind(models.TextChoices):
    """What a declared relative is to the person; the list of those who may not sit over one another."""

    SPOUSE = "spouse", _("Husband or wife")
    PARENT = "parent", _("Father or mother")
    CHILD = "child", _("Son or daughter")
    SIBLING = "sibling", _("Brother or sister")
    SPOUSES_PARENT = "spouses_parent", _("Parent of the husband or wife")
    CHILDS_SPOUSE = "childs_spouse", _("Son-in-law or daughter-in-law")
    SPOUSES_SIBLING = "spouses_sibling", _("Brother or sister of the husband or wife")
    SIBLINGS_SPOUSE = "siblings_spouse", _("Husband or wife of a brother or sister")
    PARENTS_SIBLING = "parents_sibling", _("Aunt or uncle")
    SIBLINGS_CHILD = "siblings_child", _("Nephew or niece")
    OTHER = "other", _("Another close relative")


class TieSource(models.TextChoices):
    SELF = "self", _("Declared by the person")
    OFFICER = "officer", _("Entered from the file")


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", pgettext_lazy("import", "Uploaded")
    READ = "read", pgettext_lazy("import", "Read, ready to check")
    REFUSED = "refused", pgettext_lazy("import", "Could not be read")
    COMMITTING = "committing", pgettext_lazy("import", "Being imported")
    COMMITTED = "committed", pgettext_lazy("import", "Imported")
    DISCARDED = "discarded", pgettext_lazy("import", "Discarded")
