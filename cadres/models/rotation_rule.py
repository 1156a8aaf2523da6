"""Rules of rotation and the catalogue of listed posts: dated rows with their legal basis and how sure they are."""

from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from cadres.enums import PositionKind
from cadres.enums_rotation import CatalogueGroup, RotationRuleKind
from cadres.models.posting import DateSpan, Position
from foundation.audit.triggers import audited, never_deleted
from organization.models import Unit

RULE_FROZEN = (
    "code", "kind", "scope", "field", "value", "title_vi", "title_en", "legal_basis", "source_url", "valid_from",
    "note",
)  # fmt: skip
POST_FROZEN = (
    "code", "field", "group", "name", "post_key", "unit_words", "kinds", "max_months", "legal_basis", "valid_from",
)  # fmt: skip
"""Columns of a loaded row that nothing changes; only its last day and its standing may."""


def never_edited(columns: tuple[str, ...]) -> pgtrigger.Trigger:
    """What a date was computed by stays as it was; a new wording is a new row."""
    changed = " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in columns)
    return pgtrigger.Trigger(
        name="row_never_edited",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"IF {changed} THEN RAISE EXCEPTION 'a rule in use is never edited: %', OLD.code; END IF; RETURN NEW;",
    )


def one_a_day(name: str, *columns: str) -> ExclusionConstraint:
    """Two rows of one rule never hold on the same day."""
    days = DateSpan("valid_from", "valid_to", RangeBoundary(inclusive_lower=True, inclusive_upper=True))
    equal = [(column, RangeOperators.EQUAL) for column in columns]
    return ExclusionConstraint(name=name, expressions=[*equal, (days, RangeOperators.OVERLAPS)])


class RotationRule(models.Model):
    """One rule in force between two days, the last one included.

    A limit has a `scope`, the group of posts it counts in, and says in `value` for which kinds of post and of
    employment it holds, how many months, and how the clock runs (cadres.rules.rotation.Limit). A ground says what it
    does and for how long (cadres.rules.rotation.Ground).
    """

    code = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=RotationRuleKind)
    scope = models.CharField(max_length=30)
    field = models.CharField(max_length=30, blank=True)
    value = models.JSONField()
    title_vi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    legal_basis = models.CharField(max_length=300)
    source_url = models.CharField(max_length=500, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    verified = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["kind", "code", "scope", "valid_from"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted(), never_edited(RULE_FROZEN)]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="rotation_rule_ends_after_it_begins",
            ),
            one_a_day("rotation_rule_one_version_a_day", "code", "scope", "field"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.scope}"

    @property
    def title(self) -> str:
        """The rule's name in the reader's language."""
        return self.title_en if get_language() == "en" else self.title_vi

    @property
    def limit(self) -> Any:
        """What a limit says, as plain values."""
        from cadres.rules.rotation import Limit

        return Limit.read(self.value)


class ListedPost(models.Model):
    """A post whose holder must change periodically, or all posts of one field while their names are not supplied.

    It covers posts whose catalogue entry names the field; with `post_key` only the post of that name; with
    `unit_words` also posts of these kinds in units whose name has the words.
    """

    code = models.CharField(max_length=40)
    field = models.CharField(max_length=30)
    group = models.CharField(max_length=10, choices=CatalogueGroup)
    name = models.CharField(max_length=200)
    post_key = models.CharField(max_length=160, blank=True)
    unit_words = models.CharField(max_length=160, blank=True)
    kinds = ArrayField(models.CharField(max_length=20, choices=PositionKind), default=list, blank=True)
    max_months = models.PositiveSmallIntegerField(null=True, blank=True)
    legal_basis = models.CharField(max_length=300)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    verified = models.BooleanField(default=False)
    note = models.CharField(max_length=400, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["group", "field", "code"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted(), never_edited(POST_FROZEN)]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="listed_post_ends_after_it_begins",
            ),
            one_a_day("listed_post_one_version_a_day", "code"),
        ]

    def __str__(self) -> str:
        return self.name


class RotationException(models.Model):
    """Posts that a document of the competent body takes out of a rule for some time: of a unit, a post or both.

    An empty `rule_code` means every limit. The unit stands for everything below it.
    """

    rule_code = models.CharField(max_length=20, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    document_number = models.CharField(max_length=80)
    document_date = models.DateField()
    issuer = models.CharField(max_length=160)
    reason = models.CharField(max_length=400)
    valid_from = models.DateField()
    until = models.DateField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=400, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-valid_from", "-id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | Q(position__isnull=False), name="rotation_exception_names_something"
            ),
            models.CheckConstraint(condition=Q(until__gte=F("valid_from")), name="rotation_exception_until_after_from"),
        ]

    def __str__(self) -> str:
        return f"{self.document_number} {self.rule_code}".strip()
