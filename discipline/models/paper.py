"""Papers issued in a case: the paper and its plain sheet as kept files, with the version of the wording they speak."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from discipline.models.case import Case
from discipline.rules.papers.kinds import PaperKind
from foundation.audit.triggers import append_only, audited
from foundation.files.models import StoredFile


class CasePaper(models.Model):
    """One issue of one kind of paper. Another issue is the next version; the one before stays as it was handed out.

    `shown` is the case when the person concerned may read the paper, empty for minutes, which hold counts of ballots.
    `sha256` is that of the paper's bytes, so that a printed or forwarded copy can be held against it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers")
    shown = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=16, choices=PaperKind)
    version = models.PositiveSmallIntegerField(default=1)
    number = models.CharField(max_length=20, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    wording_version = models.CharField(max_length=12)
    wording_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    letterhead = models.JSONField(default=dict)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    plain = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar[list[str]] = ["case", "id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), *append_only()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "kind", "version"], name="case_paper_version_once"),
            models.CheckConstraint(condition=Q(kind__in=PaperKind.values), name="case_paper_kind_known"),
            models.CheckConstraint(
                condition=Q(shown__isnull=True) | Q(shown=F("case")), name="case_paper_shown_as_own"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["review_minutes", "council_minutes"]) | Q(shown__isnull=True),
                name="case_minutes_never_shown",
            ),
            models.CheckConstraint(condition=~Q(file=F("plain")), name="case_paper_two_files"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.version}"

    @property
    def code(self) -> str:
        """The address of a paper begins with its case."""
        return self.case.code
